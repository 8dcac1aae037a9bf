//! Names with the modules in front of them, fields, and what operators apply.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `Module.name`, `Module.Type`, `name`.
pub(super) fn path<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_path(walker, node, walker.role());
}

fn use_path<'t>(walker: &mut Walker<'t>, node: Node<'t>, role: Role) {
    if matches!(role, Role::Ignore) {
        return;
    }
    if role == Role::Import {
        walker.add_use(node, IdentifierKind::Import, None);
        return;
    }
    let count = node.named_child_count();
    let Some(name) = node.named_child(count.saturating_sub(1) as u32) else { return };
    let constructs = node.kind() == "upper_case_qid";
    let (kind, edge) = match role {
        Role::Type => (IdentifierKind::TypeUsage, None),
        Role::Call if constructs => (IdentifierKind::Call, Some(RelationshipKind::Instantiates)),
        Role::Call => (IdentifierKind::Call, Some(RelationshipKind::Calls)),
        _ if count > 1 => (IdentifierKind::MemberAccess, None),
        _ => (IdentifierKind::VariableRef, None),
    };
    let start = node.start_byte() as u32;
    // What stands before the name ends before the last dot. An error may stand behind that.
    let mut cursor = node.walk();
    let dot = node.named_children(&mut cursor).filter(|part| part.kind() == "dot").last();
    let module = dot.map(|dot| (start, dot.start_byte() as u32));
    walker.add_use_of(name, kind, edge, module);
    if let Some(alias) = node.named_child(0).filter(|_| count == 3) {
        walker.add_use(alias, IdentifierKind::VariableRef, None);
    }
}

/// `record.field`.
pub(super) fn field_access<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = match walker.role() {
        Role::Call => Role::Call,
        _ => Role::Member,
    };
    let count = node.named_child_count();
    if let Some(name) = node.named_child(count.saturating_sub(1) as u32) {
        walker.add_use_as(name, role, node.field("target"));
    }
}

/// `value |> f` and `f <| value` call `f`. The parts of such an expression stand in one row.
pub(super) fn operators<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut before: Option<Node<'t>> = None;
    let mut applies_next = false;
    for part in node.children_by_field_name("part", &mut cursor) {
        if part.kind() == "operator" {
            let operator = walker.text(part);
            applies_next = operator == "|>";
            if let Some(function) = before.take().filter(|_| operator == "<|") {
                call(walker, function);
            }
            continue;
        }
        if applies_next {
            call(walker, part);
            applies_next = false;
        }
        before = Some(part);
    }
}

fn call<'t>(walker: &mut Walker<'t>, function: Node<'t>) {
    let name = function.field("name").filter(|_| function.kind() == "value_expr");
    if let Some(name) = name {
        use_path(walker, name, Role::Call);
    }
}
