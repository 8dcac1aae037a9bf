//! Names in patterns of `match`, and in brackets of types, which the grammar keeps apart from other
//! expressions or does not.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::types::alias;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// A name in a pattern captures what stands there; `errors.NotFound` is looked up.
pub(super) fn dotted_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(above) = walker.ancestor(1) else { return };
    let is_class = above.kind() == "class_pattern";
    if !is_class && !matches!(above.kind(), "case_pattern" | "keyword_pattern" | "union_pattern") {
        return;
    }
    let mut cursor = node.walk();
    let mut before: Option<Node<'t>> = None;
    let parts: Vec<Node<'t>> = node.named_children(&mut cursor).collect();
    if let ([name], false) = (&parts[..], is_class) {
        return capture(walker, *name);
    }
    for part in parts {
        if let Some(before) = before {
            let looked_up_in = (node.start_byte() as u32, before.end_byte() as u32);
            walker.add_use_of(part, IdentifierKind::MemberAccess, None, Some(looked_up_in));
        }
        before = Some(part);
    }
}

/// `case pattern as name`: the name has no field there.
pub(super) fn as_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.named_child(0).is_none_or(|first| first.kind() != "case_pattern") {
        return alias(walker, node);
    }
    let last = node.named_child_count().saturating_sub(1);
    if let Some(name) = node.named_child(last as u32).filter(|name| name.kind() == "identifier") {
        capture(walker, name);
    }
}

fn capture<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    walker.claim(name);
    if walker.text(name) != "_" {
        walker.bind_local(name, 0);
    }
}

/// `os.PathLike[str]`, `Generic[T]`: where a type is meant, those in its brackets are types, too.
pub(super) fn subscript<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !matches!(walker.role(), Role::Type | Role::Extends) {
        return;
    }
    let mut cursor = node.walk();
    for inner in node.children_by_field_name("subscript", &mut cursor) {
        walker.set_role_of(inner, Role::Type);
    }
}

/// `type(value).name = other` is read as the alias of a type, and is an assignment.
pub(super) fn assignment_to_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(word) = node.child(0) {
        walker.add_use_as(word, Role::Call, None);
    }
    let left = node.field("left").and_then(|left| left.named_child(0));
    if let Some(name) = left.and_then(|left| left.field("attribute")) {
        let looked_up_in = node.child(0).zip(left.and_then(|left| left.field("object")));
        let looked_up_in = looked_up_in
            .map(|(word, object)| (word.start_byte() as u32, object.end_byte() as u32));
        walker.add_use_of(name, IdentifierKind::MemberAccess, None, looked_up_in);
    }
    if let Some(value) = node.field("right").and_then(|right| right.named_child(0)) {
        walker.set_role_of(value, Role::Value);
    }
}
