//! Types and what they consist of.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::docs;
use super::names::type_key;
use super::packages::child_of_kind;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `type Name is …;`
pub(super) fn full<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut name = None;
    let mut definition = None;
    for child in node.children(&mut cursor) {
        match child.kind() {
            "identifier" if name.is_none() => name = Some(child),
            kind if kind.ends_with("_definition") => definition = Some(child),
            _ => {}
        }
    }
    // A task or a protected type is a node of its own.
    let Some(name) = name else { return };
    let (kind, body) = definition.map_or((SymbolKind::Type, None), kind_and_body);
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = docs::of_declaration(walker, node);
    walker.remember(type_key(walker.text(name)), 0);
    walker.define(symbol);
}

/// What a definition makes, and where its components start.
fn kind_and_body(definition: Node<'_>) -> (SymbolKind, Option<Node<'_>>) {
    let (kind, record) = match definition.kind() {
        "enumeration_type_definition" => (SymbolKind::Enum, None),
        "interface_type_definition" => (SymbolKind::Interface, None),
        "record_type_definition" if child_of_kind(definition, "tagged").is_some() => {
            (SymbolKind::Class, Some(definition))
        }
        "record_type_definition" => (SymbolKind::Struct, Some(definition)),
        "derived_type_definition" => match child_of_kind(definition, "record_extension_part") {
            Some(extension) => (SymbolKind::Class, Some(extension)),
            None => (SymbolKind::Type, None),
        },
        _ => (SymbolKind::Type, None),
    };
    let record = record.and_then(|around| child_of_kind(around, "record_definition"));
    (kind, record.and_then(|record| child_of_kind(record, "component_list")))
}

/// `type Name is private;`, `type Name;`: the type is told of, what it is follows.
pub(super) fn partial<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "identifier") else { return };
    let is_class = node.kind() == "private_extension_declaration"
        || child_of_kind(node, "tagged").is_some();
    let kind = if is_class { SymbolKind::Class } else { SymbolKind::Type };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = docs::of_declaration(walker, node);
    walker.remember(type_key(walker.text(name)), 0);
    let symbol = walker.define(symbol);
    walker.only_declares(symbol);
}

/// `subtype Name is Type range 1 .. 4;`
pub(super) fn subtype<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "identifier") else { return };
    let mut symbol = walker.symbol(SymbolKind::Type, node, name);
    symbol.doc = docs::of_declaration(walker, node);
    walker.remember(type_key(walker.text(name)), 0);
    walker.define(symbol);
}

/// `(Low, High, 'x')`: the literals are known around their type.
pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for literal in node.named_children(&mut cursor) {
        if !matches!(literal.kind(), "identifier" | "character_literal") {
            continue;
        }
        let mut symbol = walker.symbol(SymbolKind::EnumMember, literal, literal);
        symbol.doc = docs::of_literal(walker, literal);
        walker.remember(literal_key(walker.text(literal)), 0);
        let symbol = walker.define(symbol);
        walker.bind_around(symbol, false);
    }
}

/// The key under which a literal of an enumeration is kept.
pub(super) fn literal_key(name: &str) -> String {
    format!("literal {}", name.to_ascii_lowercase())
}
