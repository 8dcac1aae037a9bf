//! Paths: the last name of each has the role of the path and is looked up in what stands before it.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// The name itself in `( + )`.
pub(super) fn bare(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "parenthesized_operator" => node.named_child(0).unwrap_or(node),
        _ => node,
    }
}

/// A path of any kind.
pub(super) fn path<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_path(walker, node, walker.role());
}

fn use_path<'t>(walker: &mut Walker<'t>, node: Node<'t>, role: Role) {
    let mut cursor = node.walk();
    let mut object = None;
    let mut name = None;
    for child in node.named_children(&mut cursor) {
        object = name.replace(child);
    }
    let Some(name) = name else { return };
    let role = match (node.kind(), role) {
        ("type_constructor_path", Role::Ignore) => Role::Ignore,
        ("module_type_path" | "class_type_path", Role::Extends | Role::Implements) => role,
        ("type_constructor_path" | "module_type_path" | "class_type_path", _)
        | ("class_path", Role::Value) => Role::Type,
        ("module_path" | "extended_module_path", Role::Import) => Role::Import,
        ("module_path" | "extended_module_path", _) => Role::Value,
        ("constructor_path", Role::Call) => Role::Construct,
        ("field_path", _) => Role::Member,
        (_, Role::Call | Role::Construct | Role::Extends | Role::Import) => role,
        (_, _) if object.is_some() => Role::Member,
        (_, _) => Role::Value,
    };
    walker.add_use_as(bare(name), role, object);
}

/// `value |> f` and `f @@ value` call `f`.
pub(super) fn infix_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let operator = node.field("operator").map(|operator| walker.text(operator));
    let side = match operator {
        Some("|>") => "right",
        Some("@@") => "left",
        _ => return,
    };
    let called = node.child_by_field_name(side);
    if let Some(called) = called.filter(|called| called.kind() == "value_path") {
        use_path(walker, called, Role::Call);
    }
}

/// `object#method`.
pub(super) fn method_invocation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(method) = node.field("method") {
        walker.add_use_as(method, Role::CallMethod, node.field("object"));
    }
}

/// `{ name; _ }` binds a local name that is called as the field.
pub(super) fn field_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.field("pattern").is_some() {
        return;
    }
    let Some(path) = node.named_child(0).filter(|path| path.kind() == "field_path") else { return };
    let mut cursor = path.walk();
    if let Some(name) = path.named_children(&mut cursor).last() {
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// A tag of a polymorphic variant, unless a type lists it as its own.
pub(super) fn tag<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let above = walker.ancestor(1).map_or("", |above| above.kind());
    if above != "tag_specification" || !walker.in_named_type() {
        walker.add_use(node, IdentifierKind::VariableRef, None);
    }
}

/// `[@@deriving show]` names what writes code, and no value.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).map_or("", |name| walker.text(name));
    if name == "deriving" || name.starts_with("deriving.") || name == "deriving_inline" {
        walker.leave_out_children();
    }
}
