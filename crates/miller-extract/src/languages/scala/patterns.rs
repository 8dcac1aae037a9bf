//! What the table of Scala cannot say of patterns: which of their names bind, and which name a value.

use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// Whether a name in a pattern is that of a value: `None` and `` `limit` ``, but not `left`.
pub(super) fn names_a_value(name: &str) -> bool {
    name.starts_with(|first: char| first.is_uppercase() || first == '`')
}

/// The names directly in a pattern that are those of values. The table binds the others.
pub(super) fn pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let alternatives = node.kind() == "alternative_pattern";
    let mut cursor = node.walk();
    if matches!(node.kind(), "case_clause" | "catch_clause") {
        if let Some(name) = node.field("pattern") {
            value_in_pattern(walker, name, false);
        }
        return;
    }
    for name in node.named_children(&mut cursor) {
        value_in_pattern(walker, name, alternatives);
    }
}

fn value_in_pattern<'t>(walker: &mut Walker<'t>, name: Node<'t>, always: bool) {
    if name.kind() == "identifier" && (always || names_a_value(walker.text(name))) {
        walker.add_use_as(name, Role::Value, None);
    }
}

/// `name @ pattern`: the name binds, whatever it looks like.
pub(super) fn capture_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(inner) = node.field("pattern") {
        value_in_pattern(walker, inner, false);
    }
}

/// `field = pattern` names a field.
pub(super) fn named_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(field) = node.named_child(0).filter(|field| field.kind() == "identifier") {
        walker.claim(field);
    }
}

/// `pattern <- values` and `pattern = value`: only the first part binds.
pub(super) fn enumerator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut behind_pattern = false;
    let mut cursor = node.walk();
    for part in node.children(&mut cursor) {
        match part.kind() {
            "<-" | "=" => behind_pattern = true,
            "identifier" if behind_pattern => walker.add_use_as(part, Role::Value, None),
            _ => {}
        }
    }
}
