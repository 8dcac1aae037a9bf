//! SCSS written as CSS, byte for byte.
//!
//! What a statement is and where it ends, the braces decide; of what stands in it, the names are kept
//! and the rest is blanked:
//!
//! - a rule keeps its selectors: `&-wide` and `%wide` become `.-wide` and `.wide`, and what is between
//!   `#{` and `}` letters;
//! - a declaration keeps its property and the words of its value;
//! - a statement with `@` keeps its keyword and becomes a list of the words after it.
//!
//! Comments stay, except for those inside a statement.

use super::scan::{blank, comment_end, statement_end, string_end};

/// Statements that CSS's grammar has rules of its own for, which the lists here do not fit.
const RENAMED: &[&str] = &["import", "media", "scope", "supports"];
/// Statements that are left as they are.
const KEPT: &[&str] = &["charset", "namespace"];
/// Words that CSS's grammar takes for operators.
const OPERATORS: &[&str] = &["and", "not", "only", "or", "selector"];

/// Writes CSS over a text in SCSS.
pub(super) fn prepare(text: &mut [u8]) {
    let mut at = 0;
    // For each open block whether it is one of keyframes.
    let mut blocks: Vec<bool> = Vec::new();
    while at < text.len() {
        match text[at] {
            b'}' => {
                blocks.pop();
                at += 1;
            }
            b'{' => {
                blocks.push(false);
                at += 1;
            }
            b';' => at += 1,
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                if let Some(end) = comment_end(text, at) {
                    at = end;
                    continue;
                }
                let end = statement_end(text, at);
                let opens_block = text.get(end) == Some(&b'{');
                let in_keyframes = blocks.last().copied().unwrap_or(false);
                let statement = &mut text[at..end];
                let keyframes = rewrite(statement, opens_block, in_keyframes);
                if opens_block {
                    blocks.push(keyframes);
                }
                at = if opens_block { end + 1 } else { end };
            }
        }
    }
}

/// Writes one statement over; says whether its block is one of keyframes.
fn rewrite(statement: &mut [u8], opens_block: bool, in_keyframes: bool) -> bool {
    let Some(b'@') = statement.first() else {
        match (opens_block, in_keyframes) {
            (true, true) => offsets(statement),
            (true, false) => selectors(statement),
            (false, _) => declaration(statement),
        }
        return false;
    };
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = statement[1..]
        .iter()
        .take_while(|byte| is_letter(byte))
        .count();
    let (keyword, rest) = statement.split_at_mut(1 + length);
    let name = String::from_utf8_lossy(&keyword[1..]).into_owned();
    if KEPT.contains(&&*name) {
        return false;
    }
    if name.ends_with("keyframes") {
        interpolations(rest, b'x');
        return true;
    }
    if name == "at-root" && rest.iter().any(|byte| !byte.is_ascii_whitespace()) {
        blank(keyword);
        selectors(rest);
        return false;
    }
    if RENAMED.contains(&&*name) {
        keyword[1] = b'x';
    }
    words(rest, true);
    false
}

/// `from`, `50%` and `12.5%` in keyframes.
fn offsets(text: &mut [u8]) {
    interpolations(text, b'0');
    for byte in text.iter_mut().filter(|byte| **byte == b'.') {
        *byte = b'0';
    }
}

/// Replaces what is between `#{` and `}`, these included.
fn interpolations(text: &mut [u8], letter: u8) {
    // Most texts have none.
    let Some(first) = memchr::memchr(b'#', text) else {
        return;
    };
    let usual = letter;
    let mut letter = letter;
    let mut at = first;
    let mut depth = 0_usize;
    while at < text.len() {
        match text[at] {
            b'#' if text.get(at + 1) == Some(&b'{') => {
                if depth == 0 {
                    letter = match &text[..at] {
                        [.., b')'] => b' ',
                        before if before.ends_with(b"child(") || before.ends_with(b"type(") => b'1',
                        _ => usual,
                    };
                }
                depth += 1;
                text[at] = letter;
                text[at + 1] = letter;
                at += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                text[at] = letter;
            }
            b'\n' | b'\r' => {}
            _ if depth > 0 => text[at] = letter,
            _ => {}
        }
        at += 1;
    }
}

/// The selectors of a rule, or the name in front of nested declarations: `font: {`.
fn selectors(text: &mut [u8]) {
    interpolations(text, b'x');
    let end = text.iter().rposition(|byte| !byte.is_ascii_whitespace());
    if let Some(end) = end.filter(|end| text[*end] == b':') {
        text[end] = b' ';
    }
    let mut is_first = true;
    for at in 0..text.len() {
        let next = text.get(at + 1).copied().unwrap_or(b' ');
        let is_name = next.is_ascii_alphanumeric() || matches!(next, b'-' | b'_');
        match text[at] {
            b'&' | b'%' if is_name => {
                text[at] = b'.';
                // No class starts with a digit.
                if next.is_ascii_digit() {
                    text[at + 1] = b'x';
                }
            }
            // The grammar knows it at the start only.
            b'&' if !is_first => text[at] = b'*',
            _ => {}
        }
        is_first = match text[at] {
            b',' | b'(' => true,
            byte => is_first && byte.is_ascii_whitespace(),
        };
    }
}

/// `property: value`. What has no colon is none.
fn declaration(text: &mut [u8]) {
    interpolations_before_colon(text);
    let Some(colon) = text.iter().position(|byte| *byte == b':') else {
        blank(text);
        return;
    };
    let (property, rest) = text.split_at_mut(colon);
    let end = property
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace())
        .map_or(0, |end| end + 1);
    for byte in &mut property[..end] {
        if !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'\n' | b'\r') {
            *byte = b'_';
        }
    }
    let value = &mut rest[1..];
    let is_empty = !words(value, false);
    if let Some(first) = value
        .first_mut()
        .filter(|first| is_empty && **first != b'\n')
    {
        *first = b'0';
    }
}

/// Interpolations in the name of a property.
fn interpolations_before_colon(text: &mut [u8]) {
    let mut depth = 0_usize;
    let end = text.iter().enumerate().position(|(at, byte)| {
        match byte {
            b'{' if at > 0 && text[at - 1] == b'#' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *byte == b':' && depth == 0
    });
    interpolations(&mut text[..end.unwrap_or(0)], b'x');
}

/// Blanks all but the words, in a list those in strings included, and puts commas between them.
/// Says whether there are any.
fn words(text: &mut [u8], list: bool) -> bool {
    let mut at = 0;
    let mut last = None;
    while at < text.len() {
        let (word, next) = next_word(text, at, list);
        let Some((start, end)) = word else {
            blank(&mut text[at..next]);
            at = next;
            continue;
        };
        blank(&mut text[at..start]);
        blank(&mut text[end..next]);
        if let Some(last) = last.filter(|_| list) {
            let gap = &mut text[last..start];
            if let Some(comma) = gap.iter_mut().find(|byte| **byte == b' ') {
                *comma = b',';
            }
        }
        for byte in &mut text[start..end] {
            if !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_') {
                *byte = b'_';
            }
        }
        if text[start].is_ascii_digit() {
            text[start] = b'_';
        }
        last = Some(end);
        at = next;
    }
    last.is_some()
}

/// The place of a word, if one starts at an offset, and the end of what is there.
fn next_word(text: &[u8], at: usize, list: bool) -> (Option<(usize, usize)>, usize) {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let following = text.get(at + 1).copied().unwrap_or(b' ');
    match text[at] {
        quote @ (b'"' | b'\'') => {
            let end = string_end(text, at);
            let is_closed = end > at + 2 && text[end - 1] == quote;
            let is_plain = |byte: &u8| !matches!(byte, b'#' | b'\n' | b'\r' | b'\\');
            if list && is_closed && text[at + 1..end].iter().all(is_plain) {
                (Some((at + 1, end - 1)), end)
            } else {
                (None, end)
            }
        }
        b'#' if following != b'{' => (None, at + 1 + run(&text[at + 1..], is_part)),
        b'!' | b'0'..=b'9' => {
            let is_number = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
            (None, at + 1 + run(&text[at + 1..], is_number))
        }
        _ if starts_word(text, at) => {
            let end = word_end(text, at, is_part);
            let is_operator = OPERATORS
                .iter()
                .any(|word| word.as_bytes() == &text[at..end]);
            ((!is_operator).then_some((at, end)), end)
        }
        _ => (None, at + 1),
    }
}

fn run(text: &[u8], accept: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|byte| accept(**byte)).count()
}

fn starts_word(text: &[u8], at: usize) -> bool {
    let following = text.get(at + 1).copied().unwrap_or(b' ');
    match text[at] {
        b'$' | b'_' => true,
        b'-' => following.is_ascii_alphabetic() || matches!(following, b'-' | b'_'),
        byte => byte.is_ascii_alphabetic(),
    }
}

/// The end of a word with the name of its module: `$gap`, `math.div`, `tokens.$gap`.
fn word_end(text: &[u8], start: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let mut end = start + 1;
    while end < text.len() {
        let next = text.get(end + 1).copied().unwrap_or(b' ');
        match text[end] {
            byte if is_part(byte) => end += 1,
            b'.' if next == b'$' || next == b'_' || next.is_ascii_alphabetic() => end += 2,
            _ => break,
        }
    }
    // The minus in `$a-$b`.
    let is_minus = text.get(end) == Some(&b'$') && text[end - 1] == b'-' && end - start > 1;
    if is_minus { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_the_shape_of_css() {
        for (text, css) in [
            ("$a: 1px !default;\n", "_a:0            ;\n"),
            (
                ".b { &-c { @include d($a); } }",
                ".b { .-c { @include d,_a ; } }",
            ),
            ("@use \"x/y\" as z; // w", "@use  x_y, as,z; // w"),
            ("%p { q-#{$r}: s($t.u) / 2 }", ".p { q-xxxxx: s _t_u      }"),
            (
                "@if not $a == b { .c & > d#{$e} {} }",
                "@if     _a,   b { .c * > dxxxxx {} }",
            ),
        ] {
            let mut bytes = text.as_bytes().to_vec();
            prepare(&mut bytes);
            assert_eq!(String::from_utf8_lossy(&bytes), css, "{text}");
        }
    }
}
