//! Calls of functions and macros, and the macro that defines enumerations.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::docs;
use super::functions::name_of;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `name( … )`, `Module.name( … )`, `Type{T}( … )`, `name.( … )`.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(callee) = node.named_child(0) else { return };
    let Some(name) = name_of(callee).filter(|name| name.kind() == "identifier") else { return };
    // What a definition defines is no call.
    if walker.is_claimed(name) || callee.kind() == "parenthesized_expression" {
        return;
    }
    if walker.text(name) == "include" {
        include(walker, node);
    }
    let object = Some(callee).filter(|callee| callee.kind() == "field_expression");
    let object = object.and_then(|callee| callee.field("value"));
    walker.add_use_as(name, Role::Call, object);
}

/// `include("path")`.
fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let path = node
        .named_child(1)
        .and_then(|arguments| arguments.named_child(0))
        .filter(|path| path.kind() == "string_literal" && path.named_child_count() == 1)
        .and_then(|path| path.named_child(0))
        .filter(|content| content.kind() == "content");
    let Some(path) = path else { return };
    let text = walker.text(path);
    let mut symbol = walker.import(node, text);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    walker.add_import(symbol, path, text, None, false);
}

/// `@name …`; `@enum Name one two` defines an enumeration.
pub(super) fn macro_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let Some(identifier) = children.find(|child| child.kind() == "macro_identifier") else { return };
    let Some(name) = identifier.named_child(0).filter(|name| name.kind() == "identifier") else {
        return;
    };
    walker.add_use_as(name, Role::Call, None);
    let arguments = children.next().filter(|list| list.kind() == "macro_argument_list");
    if let Some(arguments) = arguments.filter(|_| walker.text(name) == "enum") {
        enumeration(walker, node, arguments);
    }
}

/// `value |> f` calls `f`, `value isa Type` names a type.
pub(super) fn operation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(operator) = node.named_child(1) else { return };
    match walker.text(operator) {
        "|>" => {}
        "isa" => {
            if let Some(of_type) = node.named_child(2).filter(|it| it.kind() == "identifier") {
                walker.add_use_as(of_type, Role::Type, None);
            }
            return;
        }
        _ => return,
    }
    let function = node.named_children(&mut node.walk()).last();
    let Some(function) = function.filter(|function| *function != operator) else { return };
    if let Some(name) = name_of(function)
        && matches!(function.kind(), "identifier" | "field_expression")
        && name.kind() == "identifier"
    {
        walker.add_use_as(name, Role::Call, function.field("value"));
    }
}

fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>) {
    let Some(first) = arguments.named_child(0) else { return };
    let name = match first.kind() {
        "typed_expression" => first.named_child(0),
        _ => Some(first),
    };
    let Some(name) = name.filter(|name| name.kind() == "identifier") else { return };
    let mut symbol = walker.symbol(SymbolKind::Enum, node, name);
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = docs::above_offset(walker, node.start_byte());
    symbol.signature = vec![(node.start_byte() as u32, first.end_byte() as u32)];
    walker.define(symbol);
    let mut cursor = arguments.walk();
    for member in arguments.named_children(&mut cursor).skip(1) {
        if member.kind() == "compound_statement" {
            let mut cursor = member.walk();
            for member in member.named_children(&mut cursor) {
                enum_member(walker, member);
            }
        } else {
            enum_member(walker, member);
        }
    }
}

/// `name`, `name = value`: known where the enumeration is.
fn enum_member<'t>(walker: &mut Walker<'t>, member: Node<'t>) {
    let name = match member.kind() {
        "assignment" => member.named_child(0),
        _ => Some(member),
    };
    // `first = 1 second` is read as a product of what are two members.
    let value = member.named_child(2).filter(|_| member.kind() == "assignment");
    let product = value.filter(|value| value.kind() == "juxtaposition_expression");
    let last = product.and_then(|product| product.named_child(0));
    let next = product.and_then(|product| product.named_child(1));
    if let Some(name) = name.filter(|name| name.kind() == "identifier") {
        let mut symbol = walker.symbol(SymbolKind::EnumMember, member, name);
        if let Some(last) = last {
            symbol.signature = vec![(member.start_byte() as u32, last.end_byte() as u32)];
            symbol.ends_with(last);
        }
        let symbol = walker.define(symbol);
        walker.bind_around(symbol, false);
    }
    if let Some(next) = next.filter(|next| next.kind() == "identifier") {
        walker.claim(next);
        let symbol = walker.symbol(SymbolKind::EnumMember, next, next);
        let symbol = walker.define(symbol);
        walker.bind_around(symbol, false);
    }
}
