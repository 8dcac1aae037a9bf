//! Which words of a query a text has: what a search ranks its candidates by.

use std::collections::HashMap;

use crate::split::split_identifiers_into;

/// Words that are looked for, each with the number of what it stands for: all forms of a word of the
/// query share one.
#[derive(Debug)]
pub struct WantedWords {
    meanings: HashMap<String, usize>,
    first_bytes: [bool; 256],
    number_of_meanings: usize,
}

impl WantedWords {
    /// Takes words in lower case, as [`split_identifiers`](crate::split_identifiers) gives them, with what
    /// they stand for: numbers from 0.
    pub fn new(words: impl IntoIterator<Item = (String, usize)>) -> Self {
        let meanings: HashMap<String, usize> = words.into_iter().collect();
        let mut first_bytes = [false; 256];
        for first in meanings.keys().filter_map(|word| word.as_bytes().first()) {
            first_bytes[usize::from(*first)] = true;
        }
        let number_of_meanings = meanings.values().max().map_or(0, |last| last + 1);
        WantedWords {
            meanings,
            first_bytes,
            number_of_meanings,
        }
    }

    /// How many things the words stand for.
    #[must_use]
    pub fn number_of_meanings(&self) -> usize {
        self.number_of_meanings
    }

    /// Calls `found` with the meaning of each wanted word among the words of the first `limit` characters
    /// of a text. `words` is room for these, so that many texts need no memory each.
    pub fn find_in(
        &self,
        text: &str,
        limit: Option<usize>,
        words: &mut String,
        mut found: impl FnMut(usize),
    ) {
        words.clear();
        split_identifiers_into(beginning(text, limit), words);
        for word in words.split(' ') {
            // Most words of a text begin with no letter of the query.
            let may_be_wanted = word
                .as_bytes()
                .first()
                .is_some_and(|first| self.first_bytes[usize::from(*first)]);
            if may_be_wanted && let Some(meaning) = self.meanings.get(word) {
                found(*meaning);
            }
        }
    }
}

/// The first characters of a text.
fn beginning(text: &str, limit: Option<usize>) -> &str {
    let Some(limit) = limit else { return text };
    // No character has less than a byte.
    if text.len() <= limit {
        return text;
    }
    let end = text
        .char_indices()
        .nth(limit)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::WantedWords;

    fn found(text: &str, limit: Option<usize>) -> Vec<usize> {
        let forms = [("lamp", 0), ("lamps", 0), ("größe", 2)];
        let wanted = WantedWords::new(forms.map(|(word, meaning)| (word.to_owned(), meaning)));
        assert_eq!(wanted.number_of_meanings(), 3);
        let mut meanings = Vec::new();
        let mut words = "what stood there before".to_owned();
        wanted.find_in(text, limit, &mut words, |meaning| meanings.push(meaning));
        meanings
    }

    #[test]
    fn words_are_found_whole_and_in_all_spellings() {
        assert_eq!(found("someLamps of_a_LAMP, no lampshade", None), [0, 0]);
        assert_eq!(found("GRÖSSE, die Größe", None), [2]);
        assert_eq!(found("", None), [0; 0]);
        assert_eq!(found(" -- ", None), [0; 0]);
    }

    #[test]
    fn only_the_beginning_is_looked_at_counted_in_characters() {
        assert_eq!(found("äö lamps", Some(8)), [0]);
        assert_eq!(found("äö lamps", Some(7)), [0]);
        assert_eq!(found("äö lamps", Some(6)), [0; 0]);
        assert_eq!(found("größe", Some(5)), [2]);
        assert_eq!(found("größe", Some(0)), [0; 0]);
    }
}
