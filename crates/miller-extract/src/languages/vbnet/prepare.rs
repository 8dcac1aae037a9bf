//! Names that the grammar breaks in two, since it knows words of the language inside others: `Done` is
//! `Do` and `ne` to it, `Notify` is `Not`, `if` and `y`. Names are read from the text itself.

/// Words that the grammar finds at the start of longer ones, in lower case.
const FOUND_INSIDE: &[&[u8]] = &[
    b"and", b"do", b"if", b"in", b"is", b"like", b"mod", b"not", b"or", b"to", b"xor", b"new", b"me",
    b"as", b"of", b"on", b"end",
];

/// Words of the language that start with those and stay, in lower case.
const WORDS: &[&[u8]] = &[
    b"andalso", b"double", b"inherits", b"integer", b"interface", b"isnot", b"isfalse", b"istrue",
    b"notinheritable", b"notoverridable", b"nothing", b"orelse", b"order", b"module", b"imports",
    b"implements", b"async", b"assembly", b"ascending", b"into", b"off", b"endif",
];

/// Types that are words of the language, in lower case.
pub(super) const PRIMITIVE: &[&str] = &[
    "boolean", "byte", "char", "date", "decimal", "double", "integer", "long", "object", "sbyte",
    "short", "single", "string", "uinteger", "ulong", "ushort",
];

/// So much of a line is looked at, in bytes.
const LINE_LOOKED_AT: usize = 500;

/// Writes over the first letter of each name that starts with a word of the language, and of each
/// word in `(Of Integer)`: behind `New`, the grammar takes types there for values.
pub(super) fn prepare(text: &mut [u8]) {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut at = 0;
    let mut behind_new = false;
    let mut in_arguments = false;
    while at < text.len() {
        match text[at] {
            b'"' => at = end_of(text, at + 1, |byte| matches!(byte, b'"' | b'\n')) + 1,
            b'\'' => at = end_of(text, at, |byte| byte == b'\n'),
            first if is_part(first) => {
                let end = end_of(text, at, |byte| !is_part(byte));
                let word = &text[at..end];
                let is_primitive =
                    || PRIMITIVE.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
                if word.eq_ignore_ascii_case(b"new") {
                    behind_new = !declares_generic(text, at, end);
                } else if word.eq_ignore_ascii_case(b"await") && text.get(end) == Some(&b' ') {
                    // `Await Run()` calls one method, not two.
                    text[at..end].fill(b' ');
                } else if is_name_in_library(text, at, end) {
                    // The grammar finds names in the string.
                    let close = end_of(text, end + 2, |byte| matches!(byte, b'"' | b'\n'));
                    text[end + 2..close].fill(b'0');
                } else if word.eq_ignore_ascii_case(b"of") {
                    in_arguments = behind_new;
                } else if is_broken(word) || in_arguments && is_primitive() {
                    text[at] = b'z';
                }
                at = end;
            }
            b')' | b'\n' => {
                (behind_new, in_arguments) = (false, false);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// `Lib "kernel32"`, `Alias "MessageBeep"`
fn is_name_in_library(text: &[u8], at: usize, end: usize) -> bool {
    let word = &text[at..end];
    let is_known = word.eq_ignore_ascii_case(b"lib") || word.eq_ignore_ascii_case(b"alias");
    is_known && text[end..].starts_with(b" \"")
}

/// `As New List(Of Item)()` becomes a declaration of the type, `As     List(Of Item)  `, which the
/// grammar knows; that it makes one is read from the line.
fn declares_generic(text: &mut [u8], at: usize, end: usize) -> bool {
    let behind_as = text[..at].len() > 3 && text[at - 3..at].eq_ignore_ascii_case(b"as ");
    let line = &text[end..text.len().min(end + LINE_LOOKED_AT)];
    let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
    let open = memchr::memchr(b'(', line).unwrap_or(line.len());
    let is_path = line[..open].iter().all(|byte| byte.is_ascii_alphanumeric() || b" ._".contains(byte));
    let is_generic = line.len() > open + 4 && line[open + 1..open + 4].eq_ignore_ascii_case(b"of ");
    if !behind_as || !is_path || !is_generic {
        return false;
    }
    let mut depth = 0_usize;
    let close = line[open..].iter().position(|byte| {
        depth += usize::from(*byte == b'(');
        depth -= usize::from(*byte == b')');
        depth == 0
    });
    let Some(close) = close.map(|length| open + length + 1) else { return false };
    let rest = line[close..].trim_ascii();
    if !matches!(rest, b"" | b"()") {
        return false;
    }
    let line_end = end + line.len();
    for byte in &mut text[end + close..line_end] {
        if matches!(byte, b'(' | b')') {
            *byte = b' ';
        }
    }
    text[at..end].fill(b' ');
    true
}

fn end_of(text: &[u8], from: usize, ends: impl Fn(u8) -> bool) -> usize {
    let from = from.min(text.len());
    text[from..].iter().position(|byte| ends(*byte)).map_or(text.len(), |length| from + length)
}

fn is_broken(word: &[u8]) -> bool {
    let starts = |start: &&[u8]| {
        word.len() > start.len() && word[..start.len()].eq_ignore_ascii_case(start)
    };
    FOUND_INSIDE.iter().any(starts)
        && !WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}
