//! Refuses words that the grammar's scanner would read again and again.
//!
//! At each letter where a string may begin, the scanner reads the word there to its end, to see whether
//! a quote follows it. Where a statement does not parse, that is at each letter of it: a word of 70,000
//! takes ten seconds. The standard allows names of 63 letters and lines of 10,000.

/// Letters of a word that are read.
const LENGTH: usize = 1_000;

/// Why a text is not parsed: a word of it is too long. Comments are passed over.
pub(super) fn refuse(text: &str) -> Option<&'static str> {
    let mut quote = None;
    let mut in_comment = false;
    let mut length = 0;
    for character in text.chars() {
        if matches!(character, '\n' | '\r') {
            (quote, in_comment, length) = (None, false, 0);
            continue;
        }
        if in_comment {
            continue;
        }
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (None, '!') => in_comment = true,
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        // The scanner looks at no more than the low byte to see whether a word goes on.
        let low = character as u8;
        let goes_on = low.is_ascii_alphanumeric() || low == b'_';
        let is_word = goes_on && (length > 0 || character.is_alphabetic());
        length = if is_word { length + 1 } else { 0 };
        if length > LENGTH {
            return Some("a word is longer than 1,000 letters");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_endless_words_are_refused() {
        let long = "a".repeat(LENGTH + 1);
        for fine in [
            "a".repeat(LENGTH),
            "call a_b(1)\n".repeat(1_000),
            "0".repeat(LENGTH * 2),
            format!("x = 1 ! {long}\n"),
            format!("x = 'it''s' ! {long}\n"),
            format!("! {}\n", "これは説明です。".repeat(LENGTH)),
            "é".repeat(LENGTH * 2),
        ] {
            assert_eq!(refuse(&fine), None, "{fine}");
        }
        for endless in [
            long.clone(),
            format!("end {}\n", "a_9".repeat(LENGTH)),
            format!("'!' {long}"),
            format!("! one line\n{long}"),
            format!("0{long}"),
            "š".repeat(LENGTH * 2),
        ] {
            assert!(refuse(&endless).is_some(), "{endless}");
        }
    }

    #[test]
    fn a_file_with_an_endless_word_is_partial_and_says_why() {
        let text = format!("subroutine s\nend subro{}\n", "a".repeat(70_000));
        let rows = crate::extract_text(&text, "fortran", "endless.f90").unwrap();
        assert_eq!(rows.file_data[0].status, "partial");
        let detail = rows.file_data[0].detail.as_deref();
        assert_eq!(detail, Some("not parsed: a word is longer than 1,000 letters: no symbols"));
    }
}
