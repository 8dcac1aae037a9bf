//! What the grammar does not know yet, said in words that it knows, byte for byte.
//!
//! This runs over texts only that the grammar stumbles over, and its reading stands only where it
//! has fewer errors. Names are read from the text itself, so that nothing here shows in the rows.

/// Longer names of modules are none.
const MODULE_LIMIT: usize = 500;
/// How many comments may stand between two members.
const COMMENTS: usize = 64;

/// Comments before a call signature that reach further back are not looked at, in bytes.
const COMMENTS_LIMIT: usize = 4_000;

/// Rewords a text; `false` where there is nothing to reword.
pub(in crate::languages) fn reword(text: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 0;
    while let Some(step) = memchr::memchr3(b'i', b'<', b',', &text[at..]) {
        at += step;
        changed |= match text[at] {
            b'i' => imported_type(text, at),
            b',' => variance(text, at),
            _ => variance(text, at) | call_signature(text, at),
        };
        at += 1;
    }
    changed | quotes(text) | abstract_accessors(text)
}

/// `abstract accessor name: Type;`: the first word says nothing about what the member is.
fn abstract_accessors(text: &mut [u8]) -> bool {
    const WORDS: &[u8] = b"abstract accessor ";
    const FIRST: usize = b"abstract".len();
    let mut changed = false;
    let mut at = 0;
    while let Some(step) = memchr::memmem::find(&text[at..], WORDS) {
        at += step;
        changed |= blank(&mut text[at..at + FIRST]);
        at += WORDS.len();
    }
    changed
}

/// A quote with a backslash in the template of a type; the text of a template says nothing.
fn quotes(text: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'\\', &text[at..]) {
        at += step;
        if text.get(at + 1) == Some(&b'`') {
            text[at..at + 2].fill(b'_');
            changed = true;
        }
        at = text.len().min(at + 2);
    }
    changed
}

/// `import("module").Name<Type>`: the name alone will do for a type.
fn imported_type(text: &mut [u8], at: usize) -> bool {
    const OPENING: &[u8] = b"import(";
    if !text[at..].starts_with(OPENING) || at > 0 && is_part_of_name(text[at - 1]) {
        return false;
    }
    let module = at + OPENING.len();
    let Some(quote) = text.get(module).copied().filter(|quote| b"\"'".contains(quote)) else {
        return false;
    };
    let near = &text[module + 1..text.len().min(module + MODULE_LIMIT)];
    let Some(length) = memchr::memchr(quote, near) else { return false };
    let after = module + length + 2;
    // What `import()` gives as a value is waited for.
    let is_value = [&b").then"[..], b").catch", b").finally"];
    if !text[after..].starts_with(b").") || is_value.iter().any(|end| text[after..].starts_with(end))
    {
        return false;
    }
    blank(&mut text[at..after + 2])
}

/// `<in out Type>`: whether a parameter goes in or out says nothing about what it is.
fn variance(text: &mut [u8], at: usize) -> bool {
    let mut start = after_space(text, at + 1);
    let mut changed = false;
    for word in [&b"in"[..], b"out"] {
        let end = start + word.len();
        if !text[start..].starts_with(word) || !text.get(end).is_some_and(u8::is_ascii_whitespace) {
            continue;
        }
        let next = after_space(text, end);
        if text.get(next).is_some_and(|byte| is_part_of_name(*byte)) {
            changed |= blank(&mut text[start..end]);
            start = next;
        }
    }
    changed
}

/// A call signature on a line of its own, after a member without a semicolon: the grammar reads
/// `Type` and `<Name>(…)` as one.
fn call_signature(text: &mut [u8], at: usize) -> bool {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    if !at.checked_sub(1).is_some_and(|before| is_space(&text[before])) {
        return false;
    }
    let follows = text.get(after_space(text, at + 1)).copied().unwrap_or(b' ');
    let line = text[..at].iter().rposition(|byte| !is_space(byte)).unwrap_or(0);
    if !is_part_of_name(follows) || text[line] != b'\n' || !ends_type(&text[..line]) {
        return false;
    }
    text[at - 1] = b';';
    true
}

/// Whether a text ends like a type, comments left aside.
fn ends_type(mut text: &[u8]) -> bool {
    text = &text[text.len().saturating_sub(COMMENTS_LIMIT)..];
    for _ in 0..COMMENTS {
        text = text.trim_ascii_end();
        let start = memchr::memrchr(b'\n', text).map_or(0, |newline| newline + 1);
        if text.ends_with(b"*/") {
            let Some(opening) = memchr::memmem::rfind(text, b"/*") else { return false };
            text = &text[..opening];
        } else if text[start..].trim_ascii_start().starts_with(b"//") {
            text = &text[..start];
        } else {
            let last = text.last().copied().unwrap_or(b'<');
            let ends = is_part_of_name(last) || b">)]}\"'`".contains(&last);
            return ends && !text.ends_with(b"=>");
        }
    }
    false
}

fn is_part_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn after_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Writes spaces over a stretch, line breaks left as they are.
fn blank(stretch: &mut [u8]) -> bool {
    for byte in stretch.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
    true
}

#[cfg(test)]
mod tests {
    use super::reword;

    #[test]
    fn comments_that_do_not_begin_take_linear_time() {
        let mut text = "*/\n <a".repeat(50_000).into_bytes();
        let started = std::time::Instant::now();
        assert!(!reword(&mut text));
        assert!(started.elapsed().as_secs() < 10);
    }
}
