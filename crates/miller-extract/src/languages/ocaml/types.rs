//! Types, their constructors and fields, and exceptions.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::{docs, values};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// A type: what it is, its body says. `type t += …` adds constructors to a type from elsewhere.
pub(super) fn type_binding<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if name.kind() != "type_constructor" {
        walker.belongs_to(walker.text(name));
        return;
    }
    let body = node.field("body");
    let kind = match body.map_or("", |body| body.kind()) {
        "record_declaration" => SymbolKind::Struct,
        "variant_declaration" | "polymorphic_variant_type" => SymbolKind::Enum,
        _ => SymbolKind::Type,
    };
    let is_short = kind == SymbolKind::Type;
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, body.filter(|_| !is_short));
    symbol.scope = Some(ScopeKind::Type);
    let around = walker.ancestor(1).unwrap_or(node);
    values::define(walker, symbol, around);
}

/// Adds a part of a type, which is known outside of it.
fn part<'t>(walker: &mut Walker<'t>, kind: SymbolKind, node: Node<'t>, name: Node<'t>) {
    let doc = docs::of_part(walker, node);
    let symbol = walker.symbol(kind, node, name);
    let symbol = walker.define(symbol);
    walker.facts.symbols[symbol as usize].doc = doc;
    walker.bind_around(symbol, true);
}

pub(super) fn constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_some_and(|above| above.kind() == "exception_definition") {
        return;
    }
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "constructor_name") {
        part(walker, SymbolKind::EnumMember, node, name);
    }
}

pub(super) fn tag<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let in_type = walker.in_named_type();
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "tag" && in_type) {
        part(walker, SymbolKind::EnumMember, node, name);
    }
}

pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "field_name") {
        part(walker, SymbolKind::Field, node, name);
    }
}

/// An exception is named by its constructor.
pub(super) fn exception<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let declared = node
        .named_children(&mut cursor)
        .find(|child| child.kind() == "constructor_declaration")
        .and_then(|declared| declared.named_child(0));
    if let Some(name) = declared.filter(|name| name.kind() == "constructor_name") {
        let symbol = walker.symbol(SymbolKind::Class, node, name);
        values::define(walker, symbol, node);
    }
}
