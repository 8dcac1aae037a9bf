//! What the table of INI cannot say: the names of sections and settings.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// `[section]`, or `[remote "origin"]`.
pub(super) fn section<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(header) = node.named_child(0) else { return false };
    let text = walker.text(header).trim();
    let name = text.strip_prefix('[').unwrap_or(text);
    let name = name.strip_suffix(']').unwrap_or(name).trim();
    // A bracket that is never closed swallows what follows.
    symbol.name = Cow::Borrowed(name.lines().next().unwrap_or(name));
    symbol.binds = false;
    symbol.signature = vec![(header.start_byte() as u32, header.end_byte() as u32)];
    true
}

/// A key with its value.
pub(super) fn setting<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = node.named_child(0) else { return false };
    walker.leave_out_children();
    symbol.name = Cow::Borrowed(walker.text(name).trim());
    symbol.binds = false;
    symbol.signature = walker.signature_of(node, None);
    let Some(skipped) = node.named_child(1).filter(Node::is_error) else { return true };
    // Lines without a sign of equality stand between: the second line of a value, or keys that a
    // colon follows. The key is what stands last before the sign.
    if let Some(key) = skipped.child(skipped.child_count().saturating_sub(1)) {
        let mut real = walker.symbol(symbol.kind, key, key);
        real.name = Cow::Borrowed(walker.text(key).trim());
        real.binds = false;
        let count = node.child_count();
        real.ends_with(node.child(count.saturating_sub(1)));
        real.signature = vec![(key.start_byte() as u32, node.end_byte() as u32)];
        walker.define(real);
    }
    symbol.ends_with(name);
    symbol.signature = vec![(name.start_byte() as u32, name.end_byte() as u32)];
    let Some((key, _)) = walker.text(name).split_once(':') else { return false };
    symbol.name = Cow::Borrowed(key.trim());
    true
}

/// Writes letters over the brackets in keys, which the grammar takes for those of a section:
/// `Name[de] = …`.
pub(super) fn prepare(text: &mut [u8]) {
    for line in text.split_mut(|byte| *byte == b'\n') {
        let indent = line.len() - line.trim_ascii_start().len();
        let in_key = !matches!(line.get(indent), None | Some(b'[' | b'#' | b';' | b'!'));
        let end = memchr::memchr2(b'=', b'[', line).unwrap_or(0);
        let key = memchr::memchr(b'=', line).unwrap_or(0);
        if in_key && end < key {
            let brackets = line[..key].iter_mut().filter(|byte| matches!(byte, b'[' | b']'));
            brackets.for_each(|byte| *byte = b'_');
        }
    }
}
