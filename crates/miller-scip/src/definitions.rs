//! Where in a definition its name stands.

/// Words that open a definition stand in front of its name, and so may decorators and attributes with
/// texts in them: of the places that bear the name, the first one on the line where the signature
/// begins is it.
///
/// Gives the offset of the name in the text of a definition; `None` where it is not written there, as
/// that of a module is not.
pub(crate) fn name_in(definition: &str, name: &str, signature: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let begin = signature_in(definition, signature).unwrap_or(0);
    let mut places = definition[begin..]
        .match_indices(name)
        .map(|(at, _)| begin + at)
        .filter(|at| is_word(definition, *at, name.len()));
    let first = places.next()?;
    // Of `func (switch *Switch) switch()`, the one that is called so.
    let is_called = |at: usize| definition[at + name.len()..].trim_start().starts_with('(');
    let is_of_function = signature.contains('(');
    if is_of_function && !is_called(first) {
        let line_ends = definition[first..]
            .find('{')
            .map_or(definition.len(), |at| first + at);
        let called = places
            .take_while(|at| *at < line_ends)
            .find(|at| is_called(*at));
        return Some(called.unwrap_or(first));
    }
    Some(first)
}

/// Where a signature, which is on one line however the source is, begins in the source.
fn signature_in(definition: &str, signature: &str) -> Option<usize> {
    let first = signature.split_whitespace().next()?;
    let second = signature.split_whitespace().nth(1);
    definition
        .match_indices(first)
        .map(|(at, _)| at)
        .find(|at| {
            let rest = definition[at + first.len()..].trim_start();
            second.is_none_or(|second| rest.starts_with(second.trim_end_matches('…')))
        })
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let before = text[..at].chars().next_back();
    let after = text[at + length..].chars().next();
    !before.is_some_and(is_part) && !after.is_some_and(is_part)
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn name_is_found_behind_what_stands_in_front() {
        let cases = [
            ("def run():\n    run()", "run", "def run()", 4),
            (
                "@route(\"/run\")\ndef run():\n  pass",
                "run",
                "def run()",
                19,
            ),
            (
                "func (turn *Turn) turn() {}",
                "turn",
                "func (turn *Turn) turn()",
                18,
            ),
            ("class  Lamp(Light):", "Lamp", "class Lamp(Light)", 7),
            ("x = 1", "x", "x = 1", 0),
            ("fn größe(&self) {}", "größe", "fn größe(&self)", 3),
            ("const runner = run", "run", "", 15),
        ];
        for (definition, name, signature, expected) in cases {
            let found = name_in(definition, name, signature);
            assert_eq!(found, Some(expected), "{definition}");
        }
        assert_eq!(name_in("# a file\n", "lamp", ""), None);
        assert_eq!(name_in("", "", ""), None);
    }
}
