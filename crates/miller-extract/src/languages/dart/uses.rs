//! What the table of Dart cannot say of types, annotations and cascades.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `prefix.Name<T>`, and `const Name.constructor()`, whose name the grammar counts to the type.
pub(super) fn type_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = match walker.role() {
        inherited @ (Role::Extends | Role::Implements | Role::Construct) => inherited,
        _ => Role::Type,
    };
    walker.set_role(role);
    let mut cursor = node.walk();
    let mut parts = node.named_children(&mut cursor).filter(|part| part.kind() == "type_identifier");
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return };
    let constructs = role == Role::Construct;
    if constructs && walker.text(first).starts_with(|letter: char| !letter.is_lowercase()) {
        walker.add_use_as(first, Role::Construct, None);
        walker.add_use_as(second, Role::Member, Some(first));
        return;
    }
    walker.add_use_as(first, Role::Value, None);
    walker.add_use_as(second, role, Some(first));
    if let Some(third) = parts.next() {
        walker.add_use_as(third, Role::Member, Some(second));
    }
}

/// `@override` names a constant, `@JsonKey(…)` a class.
pub(super) fn annotation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").filter(|name| name.kind() == "identifier");
    let Some(name) = name else { return };
    let is_constant = walker.text(name).starts_with(char::is_lowercase);
    walker.add_use_as(name, if is_constant { Role::Value } else { Role::Type }, None);
}

/// `..name`
pub(super) fn cascade_selector<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.child(0).filter(|name| name.kind() == "identifier") {
        walker.add_use_as(name, Role::Member, None);
    }
}

/// `list..add(item)`: what is called belongs to what the cascade starts with.
pub(super) fn cascade_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("property").filter(|name| name.kind() == "identifier");
    let cascade = walker.ancestor(2).filter(|around| around.kind() == "cascade");
    if let Some(name) = name {
        let receiver = cascade.and_then(|cascade| cascade.named_child(0));
        walker.add_use_as(name, Role::Call, receiver);
    }
}

/// `Type.name` where a pattern stands, and `_`, which takes anything.
pub(super) fn constant_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.text(node) == "_" {
        return walker.claim(node);
    }
    if let (Some(object), Some(name)) = (node.named_child(0), node.named_child(1))
        && object.kind() == "identifier"
        && name.kind() == "identifier"
    {
        walker.add_use_as(name, Role::Member, Some(object));
    }
}

/// `: this.name(…)` behind the parameters of a constructor calls another one.
pub(super) fn redirection<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut receiver = None;
    for child in node.children(&mut cursor) {
        match child.kind() {
            "this" => receiver = Some((child.start_byte() as u32, child.end_byte() as u32)),
            "identifier" => {
                let calls = Some(miller_schema::RelationshipKind::Calls);
                walker.add_use_of(child, IdentifierKind::Call, calls, receiver);
            }
            _ => {}
        }
    }
}
