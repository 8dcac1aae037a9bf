//! Refuses nesting that the grammar's scanner cannot keep.
//!
//! The scanner writes its stack of indentations into a buffer of 1,024 bytes, and looks whether it is
//! full before it writes, not whether what it writes fits. Past some 250 levels an assertion of the
//! parser ends the process. Nothing that people write comes near.

/// Levels that are parsed.
const LEVELS: usize = 100;

/// Why a text is not parsed: it nests too deep.
pub(super) fn refuse(text: &str) -> Option<&'static str> {
    let mut columns: Vec<usize> = Vec::new();
    for line in text.lines() {
        let content = line.trim_start_matches([' ', '\t']);
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let mut column = line.len() - content.len();
        while columns.last().is_some_and(|last| *last >= column) {
            columns.pop();
        }
        // Each `- ` and `? ` at the start opens a level, as does what follows them.
        let mut rest = content;
        loop {
            columns.push(column);
            if columns.len() > LEVELS {
                return Some("it nests deeper than 100 levels");
            }
            let Some(inner) = rest.strip_prefix(['-', '?']) else {
                break;
            };
            let trimmed = inner.trim_start_matches([' ', '\t']);
            if trimmed.len() == inner.len() || trimmed.is_empty() {
                break;
            }
            column += rest.len() - trimmed.len();
            rest = trimmed;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mappings(levels: usize) -> String {
        let mut text = String::new();
        for level in 0..levels {
            text.push_str(&" ".repeat(level));
            text.push_str("a:\n");
        }
        text
    }

    #[test]
    fn only_what_nests_is_refused() {
        assert_eq!(refuse(&mappings(LEVELS)), None);
        assert_eq!(refuse(&"- a: 1\n".repeat(5_000)), None);
        assert_eq!(refuse(&"a:\n  - b: 1\n    c: 2\n".repeat(5_000)), None);
        assert_eq!(refuse(&format!("a: {}\n", "- ".repeat(5_000))), None);
        assert_eq!(refuse(&"-".repeat(5_000)), None);
        for deep in [
            mappings(LEVELS + 1),
            format!("{}a\n", "- ".repeat(LEVELS + 1)),
            format!("{}a\n", "? ".repeat(LEVELS + 1)),
            format!("{}a\n", "-\t".repeat(300)),
        ] {
            assert!(refuse(&deep).is_some(), "{deep}");
        }
    }

    #[test]
    fn a_deep_file_is_partial_and_says_why() {
        for deep in [mappings(2_000), format!("{}a\n", "- ".repeat(20_000))] {
            let rows = crate::extract_text(&deep, "yaml", "deep.yaml").unwrap();
            assert_eq!(rows.file_data[0].status, "partial");
            let detail = rows.file_data[0].detail.as_deref();
            assert_eq!(detail, Some("not parsed: it nests deeper than 100 levels: no symbols"));
        }
    }
}
