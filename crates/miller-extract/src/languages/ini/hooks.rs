//! What the table of INI cannot say: the names of sections and settings.

use std::borrow::Cow;

use tree_sitter::Node;

use super::lines;
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
    // The lines that go on with the last value are none to the grammar.
    let mut cursor = node.walk();
    let last = node.named_children(&mut cursor).filter(|child| child.kind() == "setting").last();
    if let Some(end) = last.and_then(|last| lines::end_of_value(walker, last)) {
        symbol.end = Some(end);
    }
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
    let Some(skipped) = node.named_child(1).filter(Node::is_error) else {
        if let Some(end) = lines::end_of_value(walker, node) {
            symbol.end = Some(end);
            symbol.signature = vec![(node.start_byte() as u32, end.0)];
        }
        return true;
    };
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
