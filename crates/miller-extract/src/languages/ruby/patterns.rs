//! Names that `case … in`, `=>` and `in` bind.
//!
//! The constants of a pattern are types, so that its names cannot be told by a role of their own.

use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// `in name`, `value => name`: the pattern itself is a name.
pub(super) fn pattern_of<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(pattern) = node.field("pattern") {
        bind(walker, pattern);
    }
}

/// `[first, Integer | second]`: names directly inside a pattern.
pub(super) fn names_in<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        bind(walker, child);
    }
}

/// `name: pattern`, and `name:`, which binds its key.
pub(super) fn keyword_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match (node.field("key"), node.field("value")) {
        (_, Some(value)) => bind(walker, value),
        (Some(key), None) if key.kind() == "hash_key_symbol" => {
            walker.bind_local(key, key.start_byte() as u32);
        }
        _ => {}
    }
}

fn bind<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.kind() == "identifier" {
        walker.claim(node);
        walker.bind_local(node, node.start_byte() as u32);
    }
}
