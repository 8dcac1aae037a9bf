//! What assignments define: constants, fields, global variables and functions kept in variables.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{in_type, name_and_owner, qualified_owner};
use super::macros;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `left = right`, `left ||= right`
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("left") else { return };
    let right = node.field("right");
    match left.kind() {
        "constant" | "scope_resolution" => constant(walker, node, left, right),
        "identifier"
            if right.is_some_and(|right| is_function(walker, right))
                && !walker.scope_has(walker.text(left)) =>
        {
            let mut symbol = walker.symbol(SymbolKind::Variable, node, left);
            let body = right.and_then(body_of_function);
            symbol.signature = walker.signature_of(node, body);
            walker.define(symbol);
        }
        "instance_variable" | "class_variable" | "global_variable" => {
            // In a method, what is called on the right belongs to the method.
            let whole = if walker.in_function() { left } else { node };
            variable(walker, whole, left, node);
        }
        _ => {}
    }
}

/// `first, @second, THIRD = values`
pub(super) fn list<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.role() != Role::Bind {
        return;
    }
    let statement = (1..5).find_map(|distance| {
        walker.ancestor(distance).filter(|around| around.kind() == "assignment")
    });
    let statement = statement.unwrap_or(node);
    let mut cursor = node.walk();
    for left in node.named_children(&mut cursor) {
        match left.kind() {
            "constant" => {
                let mut symbol = walker.symbol(SymbolKind::Constant, left, left);
                symbol.signature = walker.signature_of(statement, None);
                walker.define(symbol);
            }
            "instance_variable" | "class_variable" | "global_variable" => {
                variable(walker, left, left, statement);
            }
            _ => {}
        }
    }
}

fn constant<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    left: Node<'t>,
    right: Option<Node<'t>>,
) {
    let (name, owner) = name_and_owner(walker, left);
    if node.kind() == "operator_assignment" && walker.scope_has(walker.text(name)) {
        walker.add_use(name, IdentifierKind::VariableRef, None);
        return;
    }
    // `A = B = value`: no name contains the others.
    let value = right.filter(|right| right.kind() == "call");
    let made = value.and_then(|call| Some((call, macros::type_made_by(walker, call)?)));
    let mut symbol = walker.symbol(SymbolKind::Constant, node, name);
    symbol.signature = walker.signature_of(node, None);
    symbol.member_of_type = owner.is_none() && in_type(walker);
    symbol.owner = owner.map(|owner| qualified_owner(walker, owner));
    if let Some((call, kind)) = made {
        symbol.kind = kind;
        symbol.scope = Some(ScopeKind::Type);
        let end = call.field("block").map_or(call.end_byte(), |it| it.start_byte());
        symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    }
    walker.define(symbol);
    if let Some((call, _)) = made {
        macros::struct_members(walker, call);
        macros::base_of_class(walker, call);
    }
}

/// A variable of an object, a class or the program: a symbol where it is first assigned.
fn variable<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    statement: Node<'t>,
) {
    let text = walker.text(name);
    let in_type = in_type(walker);
    let global = name.kind() == "global_variable";
    let known = if in_type && !global {
        walker.type_has_member(text)
    } else {
        walker.scope_has(text) || (global && walker.in_function())
    };
    if known {
        walker.add_use(name, IdentifierKind::VariableRef, None);
        return;
    }
    let kind = if in_type && !global { SymbolKind::Field } else { SymbolKind::Variable };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(statement, None);
    symbol.member_of_type = kind == SymbolKind::Field;
    walker.define(symbol);
}

/// Whether a value is written as a function: `->(x) { … }`, `lambda { … }`, `proc { … }`.
fn is_function(walker: &Walker<'_>, value: Node<'_>) -> bool {
    match value.kind() {
        "lambda" => true,
        "call" if value.field("block").is_some() => {
            let (Some(method), receiver) =
                (value.field("method"), value.field("receiver"))
            else {
                return false;
            };
            match receiver {
                None => matches!(walker.text(method), "lambda" | "proc"),
                Some(receiver) => {
                    walker.text(receiver) == "Proc" && walker.text(method) == "new"
                }
            }
        }
        _ => false,
    }
}

fn body_of_function(value: Node<'_>) -> Option<Node<'_>> {
    let fields = ["body", "block"];
    fields.into_iter().find_map(|field| value.child_by_field_name(field))
}
