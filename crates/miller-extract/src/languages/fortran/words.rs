//! Refuses words that the grammar's scanner would read again and again.
//!
//! Where a string may begin, the scanner reads the word there to its end, to see whether a quote follows
//! it. Where a statement does not parse, that is at each letter: a word of 70,000 takes ten seconds. The
//! standard allows names of 63 letters and lines of 10,000.

/// Bytes of a word that are read.
const LENGTH: usize = 1_000;

/// Why a text is not parsed: a word of it is too long.
pub(super) fn refuse(text: &str) -> Option<&'static str> {
    let mut length = 0;
    for byte in text.bytes() {
        // The scanner takes the low byte of a sign beyond ASCII for a letter or not, as it comes.
        let in_word = byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        length = if in_word { length + 1 } else { 0 };
        if length > LENGTH {
            return Some("a word is longer than 1,000 bytes");
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_endless_words_are_refused() {
        assert_eq!(refuse(&"a".repeat(LENGTH)), None);
        assert_eq!(refuse(&"call a_b(1)\n".repeat(1_000)), None);
        assert!(refuse(&"a".repeat(LENGTH + 1)).is_some());
        assert!(refuse(&"é".repeat(LENGTH)).is_some());
        assert!(refuse(&format!("end {}\n", "_9".repeat(LENGTH))).is_some());
    }

    #[test]
    fn an_endless_word_costs_no_time_and_is_named() {
        let text = format!("subroutine s\nend subro{}\n", "a".repeat(70_000));
        let rows = crate::extract_text(&text, "fortran", "endless.f90").unwrap();
        let detail = rows.file_data[0].detail.as_deref();
        assert_eq!(detail, Some("not parsed: a word is longer than 1,000 bytes: no symbols"));
    }
}
