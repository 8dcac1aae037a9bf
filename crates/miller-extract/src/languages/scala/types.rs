//! What the table of Scala cannot say of types and of what is extended and made.

use tree_sitter::Node;

use crate::spec::Role;
use crate::walk::Walker;

/// How many layers around the name of a type are taken off.
const LAYERS: usize = 8;

/// The name of a type, and the path that it is looked up in.
pub(super) fn named_type(of_type: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    let mut inner = of_type;
    for _ in 0..LAYERS {
        match inner.kind() {
            "type_identifier" => return Some((inner, None)),
            "stable_type_identifier" => {
                let last = inner.named_child_count().checked_sub(1)? as u32;
                return Some((inner.named_child(last)?, inner.named_child(0)));
            }
            "generic_type" | "applied_constructor_type" | "annotated_type" | "compound_type" => {
                inner = inner.named_child(0)?;
            }
            _ => return None,
        }
    }
    None
}

/// `extends Body(name) with Luminous`: a class extends the first and implements the others.
pub(super) fn extends_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_trait = walker.ancestor(1).is_some_and(|around| around.kind() == "trait_definition");
    let mut cursor = node.walk();
    let mut first = true;
    for of_type in node.children_by_field_name("type", &mut cursor) {
        let Some((name, object)) = named_type(of_type) else { continue };
        let role = if first || of_trait { Role::Extends } else { Role::Implements };
        walker.add_use_as(name, role, object);
        first = false;
    }
}

/// `new Star("Sun") with Cached { … }`
pub(super) fn instance_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some((name, object)) = node.named_child(0).and_then(named_type) {
        walker.add_use_as(name, Role::Construct, object);
    }
}

/// `Outer.Inner` where a type stands.
pub(super) fn stable_type_identifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some((name, object)) = named_type(node) {
        walker.add_use_as(name, Role::Type, object);
    }
}

/// `Outer.inner` where a value stands.
pub(super) fn stable_identifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child_count().saturating_sub(1) as u32;
    if let (Some(object), Some(name)) = (node.named_child(0), node.named_child(last))
        && last > 0
    {
        walker.add_use_as(name, Role::Member, Some(object));
    }
}

/// `value method` without a dot.
pub(super) fn postfix_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let (Some(object), Some(name)) = (node.named_child(0), node.named_child(1))
        && matches!(name.kind(), "identifier" | "operator_identifier")
    {
        walker.add_use_as(name, Role::Call, Some(object));
    }
}

/// `value.type` names a value.
pub(super) fn singleton_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier")
        && walker.text(name) != "this"
    {
        walker.add_use_as(name, Role::Value, None);
    }
}
