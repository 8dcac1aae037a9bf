//! Words of the client of `MySQL` and of SQL Server, written over by what the grammar knows.
//!
//! `[name]` becomes `"name"`, `(MAX)` a number; `GO` on a line and what `DELIMITER` has made the end of
//! a statement become `;`; `IDENTITY(1,1)`, `CLUSTERED` and the lines with `DELIMITER` are blanked.
//! Strings and comments stay.

/// Longer names between brackets are something else.
const NAME_LENGTH: usize = 128;
/// Ends of statements are not longer than this.
const END_LENGTH: usize = 8;
/// Words that say how an index is kept.
const BLANKED: &[&str] = &["CLUSTERED", "NONCLUSTERED"];

/// Writes over a text what the grammar understands better.
pub(super) fn prepare(text: &mut [u8]) {
    let mut at = 0;
    let mut line_start = true;
    // What ends a statement apart from `;`.
    let mut end: Vec<u8> = Vec::new();
    // Whether a statement has just ended.
    let mut ended = true;
    while at < text.len() {
        if std::mem::take(&mut line_start)
            && let Some(line) = line_of_client(text, at, &mut end)
        {
            text[at..line].fill(b' ');
            if end.is_empty() && !ended && line > at {
                text[at] = b';';
                ended = true;
            }
            at = line;
            continue;
        }
        let byte = text[at];
        if byte == b'\n' {
            line_start = true;
            at += 1;
            continue;
        }
        if !end.is_empty() && text[at..].starts_with(&end) {
            text[at..at + end.len()].fill(b' ');
            if !ended {
                text[at] = b';';
            }
            (at, ended) = (at + end.len(), true);
            continue;
        }
        if let Some(next) = comment_end(text, at) {
            at = next;
            continue;
        }
        if !byte.is_ascii_whitespace() {
            ended = byte == b';';
        }
        at = match byte {
            b'\'' | b'"' | b'`' => find(text, at + 1, byte) + 1,
            b'[' => bracketed(text, at),
            b'(' if text[at..].len() > 4 && text[at + 1..at + 5].eq_ignore_ascii_case(b"MAX)") => {
                text[at + 1..at + 4].fill(b'9');
                at + 5
            }
            _ if is_of_word(byte) => word(text, at),
            _ => at + 1,
        };
    }
}

/// The end of a line that is for the client: `GO`, `DELIMITER //`.
fn line_of_client(text: &[u8], start: usize, end: &mut Vec<u8>) -> Option<usize> {
    let first = text.get(start)?;
    if !matches!(first, b'g' | b'G' | b'd' | b'D') {
        return None;
    }
    let line = find(text, start, b'\n');
    let mut words = text[start..line].split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (word, rest) = (words.next()?, words.next());
    if word.eq_ignore_ascii_case(b"GO") && rest.is_none() && end.is_empty() {
        return Some(line);
    }
    let rest = rest.filter(|rest| rest.len() <= END_LENGTH)?;
    if !word.eq_ignore_ascii_case(b"DELIMITER") {
        return None;
    }
    end.clear();
    if rest != b";" {
        end.extend_from_slice(rest);
    }
    Some(line)
}

/// Where the next such byte stands, or the end.
fn find(text: &[u8], from: usize, byte: u8) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    memchr::memchr(byte, rest).map_or(text.len(), |at| from + at)
}

/// The end of a comment that starts here.
fn comment_end(text: &[u8], at: usize) -> Option<usize> {
    if text[at..].starts_with(b"--") {
        return Some(find(text, at, b'\n'));
    }
    if !text[at..].starts_with(b"/*") {
        return None;
    }
    let closed = memchr::memmem::find(&text[at + 2..], b"*/");
    Some(closed.map_or(text.len(), |length| at + length + 4))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Puts quotes around a name between brackets, unless they index what stands before them.
fn bracketed(text: &mut [u8], at: usize) -> usize {
    let before = at.checked_sub(1).map(|before| text[before]);
    let indexes = before.is_some_and(|byte| is_of_word(byte) || matches!(byte, b']' | b')' | b'"'));
    let reach = text.len().min(at + NAME_LENGTH);
    let closing = find(&text[..reach], at, b']');
    let name = &text[at + 1..closing.max(at + 1)];
    let is_name = name.first().is_some_and(|first| is_of_word(*first) && !first.is_ascii_digit())
        && name.iter().all(|byte| is_of_word(*byte) || matches!(byte, b' ' | b'-' | b'$' | b'#'));
    if indexes || !is_name || closing == reach {
        return at + 1;
    }
    (text[at], text[closing]) = (b'"', b'"');
    closing + 1
}

/// Blanks a word that only SQL Server knows.
fn word(text: &mut [u8], at: usize) -> usize {
    let length = text[at..].iter().position(|byte| !is_of_word(*byte));
    let end = length.map_or(text.len(), |length| at + length);
    let word = &text[at..end];
    if BLANKED.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes())) {
        text[at..end].fill(b' ');
    } else if word.eq_ignore_ascii_case(b"IDENTITY") && text.get(end) == Some(&b'(') {
        let inside = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'(' | b',' | b' ');
        let length = text[end..].iter().position(|byte| !inside(byte)).unwrap_or(0);
        if text.get(end + length) == Some(&b')') {
            text[at..=end + length].fill(b' ');
            return end + length + 1;
        }
    }
    end
}
