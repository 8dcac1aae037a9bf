//! What the table of TypeScript cannot say beyond JavaScript's.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::javascript;
use super::javascript::hooks::{unquoted, unwrapped};
pub(in crate::languages) use super::javascript::hooks::*;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

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

/// Members of an enumeration without a value are bare names in its body.
pub(in crate::languages) fn enum_body<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node.children_by_field_name("name", &mut cursor).collect();
    for name in names {
        let mut symbol = walker.symbol(SymbolKind::EnumMember, name, name);
        name_of_member(&mut symbol);
        symbol.signature = vec![(name.start_byte() as u32, name.end_byte() as u32)];
        walker.define(symbol);
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
    for part in around.iter().rev() {
        let mut outer = walker.symbol(symbol.kind, node, *part);
        outer.signature = walker.signature_of(node, node.field("body"));
        outer.scope = Some(ScopeKind::Namespace);
        walker.define(outer);
    }
    walker.claim(*last);
    symbol.name = Cow::Borrowed(walker.text(*last));
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

/// `this.name = …` defines nothing: a class declares its fields.
pub(in crate::languages) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let left = node.field("left");
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

/// The members of a type literal have a scope of their own, unless they are those of an alias.
pub(in crate::languages) fn object_type<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if !walker.in_type() {
        walker.open_scope(ScopeKind::Block);
    }
}

/// A parameter of a constructor with a modifier is a field as well.
pub(in crate::languages) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.enclosing_kind() != Some(SymbolKind::Constructor) {
        return;
    }
    let mut cursor = node.walk();
    let modified = node.children(&mut cursor).take(8).any(|child| {
        matches!(child.kind(), "accessibility_modifier" | "override_modifier" | "readonly")
    });
    let name = node.field("pattern").filter(|name| name.kind() == "identifier");
    let Some(name) = name.filter(|_| modified) else { return };
    let mut symbol = walker.symbol(SymbolKind::Field, node, name);
    symbol.signature = signature_without_decorators(walker, node, None);
    symbol.member_of_type = true;
    walker.define(symbol);
    walker.bind_local(name, 0);
}

/// The last part of a path of types is a type, whatever the path stands in.
pub(in crate::languages) fn nested_type_identifier<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.role() == Role::Value {
        walker.set_role(Role::Type);
    }
}
