//! What the grammar stumbles over, said in words that it knows, byte for byte.

/// So much of a line is looked at, in bytes.
const LINE_LOOKED_AT: usize = 500;

/// Words that are modifiers before a declaration, and may be names elsewhere.
const MODIFIERS: &[&[u8]] = &[
    b"actual", b"annotation", b"companion", b"const", b"data", b"enum", b"expect", b"external",
    b"final", b"infix", b"inline", b"inner", b"internal", b"open", b"operator", b"override", b"sealed",
    b"suspend", b"value",
];

/// Rewords a text; `false` where there is nothing to reword.
///
/// The last declaration of a block on one line ends with a semicolon: `{ override fun run() = 1 }`, and
/// `{ fun all() = list.filter { it.isReady } }`.
///
/// A word such as `open` that starts an assignment or a path is a name: `{ open = false }`. Names are
/// read from the text itself.
pub(super) fn reword(text: &mut [u8]) -> bool {
    let mut changed = false;
    for word in MODIFIERS {
        let mut from = 0;
        while let Some(step) = memchr::memmem::find(&text[from..], word) {
            let at = from + step;
            from = at + word.len();
            if is_name(text, at, from) {
                text[at] = b'z';
                changed = true;
            }
        }
    }
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

/// Whether a modifier at the start of a statement is assigned to, or what a path starts with.
fn is_name(text: &[u8], at: usize, end: usize) -> bool {
    let near = &text[at.saturating_sub(LINE_LOOKED_AT)..at];
    let before = near.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
    let rest = &text[end..text.len().min(end + LINE_LOOKED_AT)];
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let is_used = match &rest[blanks..] {
        [b'=', next, ..] => *next != b'=',
        [b'+' | b'-', b'=', ..] => true,
        [b'.', ..] => blanks == 0,
        _ => false,
    };
    is_used && before.is_none_or(|byte| b"{;>\n".contains(byte)) && near.last() != Some(&b'>')
}
