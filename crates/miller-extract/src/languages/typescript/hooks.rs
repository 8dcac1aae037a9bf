//! What the table of TypeScript cannot say beyond JavaScript's.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::javascript;
use super::javascript::hooks::{last_operand, signature_end, unquoted, unwrapped};
pub(in crate::languages) use super::javascript::hooks::*;
use super::javascript::types::held_by;
use crate::fields::Fields;
use crate::remarks;
use crate::spec::{Role, ScopeKind};
use crate::walk::{Held, NewSymbol, Walker};

/// An alias is shown with what it stands for, unless that is a list of members.
pub(in crate::languages) fn type_alias<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let value = node.field("value");
    let body = value.filter(|value| value.kind() == "object_type");
    symbol.signature = walker.signature_of(node, body);
    true
}

pub(in crate::languages) fn enum_member<'t>(
    _walker: &mut Walker<'t>,
    _node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    name_of_member(symbol);
    true
}

/// Members of an enumeration without a value are bare names in its body. The comments above them are
/// still to be visited, so that they are read here.
pub(in crate::languages) fn enum_body<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let (mut row, mut doc) = (node.start_position().row, None);
    let children: Vec<Node<'t>> = node.children(&mut cursor).collect();
    for child in children {
        let starts_line = child.start_position().row > row;
        row = child.end_position().row;
        match child.kind() {
            "comment" => {
                let text = walker.text(child);
                if starts_line && text.starts_with("/**") && !text.starts_with("/***") {
                    doc = remarks::text_of_block(&[text], &javascript::JSDOC);
                }
            }
            "property_identifier" | "string" | "private_property_identifier"
            | "computed_property_name" | "number" => {
                let mut symbol = walker.symbol(SymbolKind::EnumMember, child, child);
                name_of_member(&mut symbol);
                symbol.signature = vec![(child.start_byte() as u32, child.end_byte() as u32)];
                symbol.doc = doc.take();
                walker.define(symbol);
            }
            "enum_assignment" => doc = None,
            _ => {}
        }
    }
}

/// `namespace A.B { }`, `declare module "name" { }`. A path makes a namespace for each of its parts,
/// the symbol being that of the last.
pub(in crate::languages) fn namespace<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Owned(unquoted(&symbol.name).to_owned());
    let mut parts = Vec::new();
    let mut next = node.field("name").filter(|name| name.kind() != "string");
    while let Some(path) = next {
        next = path.field("object");
        parts.push(path.field("property").unwrap_or(path));
    }
    let Some((last, around)) = parts.split_first() else { return true };
    for (depth, part) in around.iter().rev().enumerate() {
        let mut outer = walker.symbol(symbol.kind, node, *part);
        // What the path goes on with is exported from what it starts with.
        outer.visibility = (depth > 0).then_some(Visibility::Public);
        outer.signature = walker.signature_of(node, node.field("body"));
        outer.scope = Some(ScopeKind::Namespace);
        walker.define(outer);
    }
    walker.claim(*last);
    symbol.name = Cow::Borrowed(walker.text(*last));
    symbol.visibility = (!around.is_empty()).then_some(Visibility::Public);
    true
}

/// An interface that a class of its name completes: the name means the class.
pub(in crate::languages) fn interface_body<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if let Some(interface) = walker.enclosing_symbol() {
        walker.only_declares(interface);
    }
}

/// `declare global { }`: what stands in it is known everywhere.
pub(in crate::languages) fn ambient_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor);
    let Some(word) = children.find(|child| child.kind() == "global") else { return };
    let mut symbol = walker.import(node, "global");
    symbol.kind = SymbolKind::Module;
    symbol.signature = vec![(node.start_byte() as u32, word.end_byte() as u32)];
    symbol.binds = false;
    walker.define(symbol);
}

/// `this.name = …` defines nothing: a class declares its fields. `using name = …` is an assignment to
/// the grammar, and a constant that is disposed of.
pub(in crate::languages) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let left = node.field("left");
    let declares = node.child(0).is_some_and(|word| word.kind() == "using");
    if let Some(name) = left.filter(|left| declares && left.kind() == "identifier") {
        if walker.in_function() {
            walker.claim(name);
            return walker.bind_local(name, 0);
        }
        let value = node.field("right");
        let mut symbol = walker.symbol(SymbolKind::Constant, node, name);
        symbol.signature = walker.signature_of(node, value.and_then(signature_end));
        walker.define(symbol);
        return;
    }
    let object = left.and_then(|left| left.field("object"));
    if object.is_none_or(|object| object.kind() != "this") {
        javascript::hooks::assignment(walker, node);
    }
}

/// `(name as Type)()` calls the name. The type beside it is none of the call's business.
pub(in crate::languages) fn typed_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = walker.role();
    if !matches!(role, Role::Call | Role::Construct | Role::Extends) {
        return;
    }
    let inner = unwrapped(node);
    match inner.kind() {
        "identifier" => walker.add_use_as(inner, role, None),
        "member_expression" => {
            if let Some(name) = inner.field("property") {
                walker.add_use_as(name, role, inner.field("object"));
            }
        }
        _ => {}
    }
}

/// ``tag<Type>`text` ``: the grammar compares the tag with the type, and that with the text.
pub(in crate::languages) fn binary_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = node.field("right").filter(|right| right.kind() == "template_string");
    let compared = node.field("left").filter(|left| text.is_some() && is_compared(*left, "<"));
    let Some(compared) = compared.filter(|_| is_compared(node, ">")) else { return };
    if let (Some(tag), Some(of_type)) = (compared.field("left"), compared.field("right")) {
        walker.set_role_of(last_operand(tag), Role::Call);
        walker.set_role_of(of_type, Role::Type);
    }
}

fn is_compared(node: Node<'_>, sign: &str) -> bool {
    node.kind() == "binary_expression"
        && node.field("operator").is_some_and(|operator| operator.kind() == sign)
}

/// A property of a type that has a name. Types without one are no symbols, nor are their members.
pub(in crate::languages) fn property_signature<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    name_of_member(symbol);
    let object = node
        .field("type")
        .and_then(|annotation| annotation.named_child(0))
        .filter(|value| value.kind() == "object_type");
    symbol.scope = object.map(|_| ScopeKind::Type);
    symbol.signature = walker.signature_of(node, object);
    let in_named_type = walker.in_type();
    if !in_named_type {
        symbol.scope = None;
    }
    symbol.held = Some((held_by(walker, node), node));
    in_named_type
}

/// A method without a body: the same holds for it.
pub(in crate::languages) fn method_signature<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    walker.in_type() && method(walker, node, symbol)
}

/// The members of a type literal have a scope of their own, unless they are those of an alias. The type
/// of a variable says again what members its value has.
pub(in crate::languages) fn object_type<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let kind = |distance| walker.ancestor(distance).map(|above| above.kind());
    let is_of_variable =
        kind(1) == Some("type_annotation") && kind(2) == Some("variable_declarator");
    if is_of_variable || !walker.in_type() {
        walker.open_scope(ScopeKind::Block);
    }
}

/// A parameter of a constructor with a modifier is a field as well.
pub(in crate::languages) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("pattern").filter(|name| name.kind() == "identifier");
    let held = held_by(walker, node);
    if let (Some(name), Held::Declared(_)) = (name, &held) {
        walker.bind_held(name, held.clone(), 0);
    }
    if walker.enclosing_kind() != Some(SymbolKind::Constructor) {
        return;
    }
    let mut cursor = node.walk();
    let modified = node.children(&mut cursor).take(8).any(|child| {
        matches!(child.kind(), "accessibility_modifier" | "override_modifier" | "readonly")
    });
    let Some(name) = name.filter(|_| modified) else { return };
    let mut symbol = walker.symbol(SymbolKind::Field, node, name);
    symbol.signature = signature_without_decorators(walker, node, None);
    symbol.member_of_type = true;
    let is_bound = matches!(held, Held::Declared(_));
    symbol.held = Some((held, node));
    walker.define(symbol);
    if !is_bound {
        walker.bind_local(name, 0);
    }
}

/// The last part of a path of types is a type, whatever the path stands in.
pub(in crate::languages) fn nested_type_identifier<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.role() == Role::Value {
        walker.set_role(Role::Type);
    }
}
