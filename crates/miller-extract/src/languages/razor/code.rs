//! How far the pieces of C# reach: strings, comments, brackets, expressions.

/// The end of the string or character that starts at an offset.
pub(super) fn string_end(text: &[u8], start: usize) -> usize {
    let before = &text[..start];
    let is_verbatim = before.ends_with(b"@") || before.ends_with(b"@$");
    let quote = text[start];
    if quote == b'"' && text[start..].starts_with(b"\"\"\"") {
        let end = memchr::memmem::find(&text[start + 3..], b"\"\"\"");
        return end.map_or(text.len(), |end| start + end + 6);
    }
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'\\' if !is_verbatim => at += 1,
            b'\n' if !is_verbatim => return at,
            byte if byte == quote && is_verbatim && text.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The end of the comment that starts at an offset, if one does.
pub(super) fn comment_end(text: &[u8], start: usize) -> Option<usize> {
    let (mark, rest): (&[u8], &[u8]) = match &text[start..] {
        [b'/', b'/', rest @ ..] => (b"\n", rest),
        [b'/', b'*', rest @ ..] => (b"*/", rest),
        [b'@', b'*', rest @ ..] => (b"*@", rest),
        [b'<', b'!', b'-', b'-', rest @ ..] => (b"-->", rest),
        _ => return None,
    };
    let end = memchr::memmem::find(rest, mark);
    let inside = text.len() - rest.len();
    Some(end.map_or(text.len(), |end| {
        inside + end + if mark == b"\n" { 0 } else { mark.len() }
    }))
}

/// The end of what the bracket at an offset opens.
pub(super) fn bracket_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < text.len() {
        match text[at] {
            b'"' | b'\'' => {
                at = string_end(text, at);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

/// The end of the name that starts at an offset.
pub(super) fn name_end(text: &[u8], start: usize) -> usize {
    let is_part = |byte: &u8| is_letter(*byte) || byte.is_ascii_digit();
    start
        + text[start..]
            .iter()
            .take_while(|byte| is_part(byte))
            .count()
}

/// The end of an expression in the text of a page: a name, its members, calls and elements.
pub(super) fn expression_end(text: &[u8], start: usize) -> usize {
    let mut at = name_end(text, start);
    loop {
        at = match &text[at..] {
            [b'(' | b'[', ..] => bracket_end(text, at),
            [b'.', next, ..] if is_letter(*next) => name_end(text, at + 1),
            [b'?', b'.', next, ..] if is_letter(*next) => name_end(text, at + 2),
            [b'?', b'[', ..] => bracket_end(text, at + 1),
            [b'!', b'.', next, ..] if is_letter(*next) => name_end(text, at + 2),
            _ => return at,
        };
    }
}

/// The first offset from `start` on where no white space stands.
pub(super) fn past_space(text: &[u8], start: usize) -> usize {
    start
        + text[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count()
}

/// The end of the line, without its line break.
pub(super) fn line_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |end| start + end)
}

/// The end of the character that starts at an offset; a lone quote is nothing.
pub(super) fn character_end(text: &[u8], start: usize) -> usize {
    match &text[start..] {
        [_, b'\\', ..] => string_end(text, start),
        [_, _, b'\'', ..] => start + 3,
        _ => start + 1,
    }
}
