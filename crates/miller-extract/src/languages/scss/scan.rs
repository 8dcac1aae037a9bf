//! How far the pieces of SCSS reach: comments, strings, statements.

/// Longer addresses in `url(…)` are none, in bytes. Those that hold their data have quotes as a rule.
const ADDRESS_LIMIT: usize = 100_000;

/// The bytes at which [`statement_end`] has to look closer: few of those in a statement.
const SAYS_SOMETHING: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\"'#{};()/";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// The end of the comment that starts at an offset.
pub(super) fn comment_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..];
    let length = if rest.starts_with(b"//") {
        memchr::memchr(b'\n', rest)
    } else if rest.starts_with(b"/*") {
        memchr::memmem::find(&rest[2..], b"*/").map(|end| end + 4)
    } else {
        return None;
    };
    Some(at + length.unwrap_or(rest.len()))
}

/// Where the statement ends that starts at an offset: at `;`, `{` or `}`. Comments in it are blanked.
pub(super) fn statement_end(text: &mut [u8], start: usize) -> usize {
    let mut at = start;
    let mut parentheses = 0_usize;
    let mut interpolations = 0_usize;
    while at < text.len() {
        at += text[at..].iter().take_while(|byte| !SAYS_SOMETHING[usize::from(**byte)]).count();
        if at == text.len() {
            break;
        }
        let next = match text[at] {
            b'"' | b'\'' => string_end(text, at),
            b'#' if text.get(at + 1) == Some(&b'{') => {
                interpolations += 1;
                at + 2
            }
            b'}' if interpolations > 0 => {
                interpolations -= 1;
                at + 1
            }
            b'{' | b'}' => return at,
            b';' if parentheses == 0 => return at,
            b'(' if text[start..at].ends_with(b"url") => address_end(text, at),
            b'(' => {
                parentheses += 1;
                at + 1
            }
            b')' => {
                parentheses = parentheses.saturating_sub(1);
                at + 1
            }
            b'/' => match comment_end(text, at) {
                Some(end) => {
                    blank(&mut text[at..end]);
                    end
                }
                None => at + 1,
            },
            _ => at + 1,
        };
        at = next;
    }
    text.len()
}

/// The end of the string that starts at an offset, or of its line where it is not closed.
pub(super) fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == text[start] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The end of the address in `url(…)`, which may hold what looks like comments.
fn address_end(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    let end = rest
        .iter()
        .take(ADDRESS_LIMIT)
        .position(|byte| matches!(byte, b')' | b'\n' | b'"' | b'\'' | b'#'));
    // What does not end is passed over as far as it was looked at.
    start + end.unwrap_or(rest.len().min(ADDRESS_LIMIT)).max(1)
}

pub(super) fn blank(text: &mut [u8]) {
    for byte in text
        .iter_mut()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
    {
        *byte = b' ';
    }
}

#[cfg(test)]
mod tests {
    use super::statement_end;

    #[test]
    fn addresses_that_do_not_end_take_linear_time() {
        let mut text = format!("a: {}", "url(".repeat(200_000)).into_bytes();
        let started = std::time::Instant::now();
        assert_eq!(statement_end(&mut text, 0), text.len());
        assert!(started.elapsed().as_secs() < 10);
    }
}
