//! What the grammar stumbles over, said in words that it knows, byte for byte.

/// So much of a line is looked at, in bytes.
const LINE_LOOKED_AT: usize = 500;

/// Rewords a text; `false` where there is nothing to reword.
///
/// The last declaration of a block on one line ends with a semicolon: `{ override fun run() = 1 }`, and
/// `{ fun all() = list.filter { it.isReady } }`.
pub(super) fn reword(text: &mut [u8]) -> bool {
    let mut changed = false;
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'}', &text[at..]) {
        at += step;
        if at > 0 && text[at - 1] == b' ' && ends_declaration(&text[..at - 1]) {
            text[at - 1] = b';';
            changed = true;
        }
        at += 1;
    }
    changed
}

/// Whether a text ends with a declaration in a block that this line opens. The `${value}` of a string is
/// no block.
fn ends_declaration(text: &[u8]) -> bool {
    if text.last().is_none_or(|last| b"{;,(\n\r \t".contains(last)) {
        return false;
    }
    let near = &text[text.len().saturating_sub(LINE_LOOKED_AT)..];
    let mut depth = 0_usize;
    for (at, byte) in near.iter().enumerate().rev() {
        match byte {
            b'\n' => return false,
            b'}' => depth += 1,
            b'{' if depth == 0 => return at == 0 || near[at - 1] != b'$',
            b'{' => depth -= 1,
            _ => {}
        }
    }
    false
}
