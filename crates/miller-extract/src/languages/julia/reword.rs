//! What the grammar does not know yet, said in words that it knows, byte for byte.

/// Rewords a text; `false` where there is nothing to reword.
pub(super) fn reword(text: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
        changed |= constant_field(&mut text[at..end]);
        at = end + 1;
    }
    changed
}

/// `const name::Type`: only the fields of a type go without a value.
fn constant_field(line: &mut [u8]) -> bool {
    const WORD: &[u8] = b"const ";
    let start = line.len() - line.trim_ascii_start().len();
    let is_field = line[start..].starts_with(WORD) && memchr::memchr(b'=', line).is_none();
    if is_field {
        line[start..start + WORD.len()].fill(b' ');
    }
    is_field
}
