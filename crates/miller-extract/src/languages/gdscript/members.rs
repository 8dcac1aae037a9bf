//! Variables, constants and the members of enumerations.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{NewUse, Walker};

/// `var name: Type = value`: a field, or a property where it is shown in the editor or has code of
/// its own; in a function a local name.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if walker.in_function() {
        return bind(walker, node, name);
    }
    let accessors = node.field("setget");
    let shown = node.named_child(0).filter(|first| first.kind() == "annotations");
    let shown = shown.is_some_and(|annotations| walker.text(annotations).contains("@export"));
    let kind = if shown || accessors.is_some() { SymbolKind::Property } else { SymbolKind::Field };
    let mut symbol = walker.symbol(kind, node, name);
    let end = accessors.map_or(node.end_byte(), |accessors| accessors.start_byte());
    symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    walker.define(symbol);
}

/// A local name of a known type has the members of that type.
fn bind<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let of_type = node.field("type").filter(|of_type| of_type.kind() == "type");
    let from = node.end_byte() as u32;
    match of_type {
        Some(of_type) => walker.bind_instance(name, walker.text(of_type), from),
        None => walker.bind_local(name, from),
    }
}

/// `const NAME = value`; a script that is loaded is an import.
pub(super) fn constant<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let value = node.field("value");
    if let Some((string, path)) = value.and_then(|value| loaded(walker, value)) {
        let symbol = walker.import(node, walker.text(name));
        let symbol = walker.define(symbol);
        walker.claim(string);
        let range = walker.range_in(string, path);
        walker.add(NewUse::at(range, IdentifierKind::Import));
        return walker.add_import(symbol, string, Cow::Borrowed(path), None, true);
    }
    if walker.in_function() {
        return bind(walker, node, name);
    }
    let symbol = walker.symbol(SymbolKind::Constant, node, name);
    walker.define(symbol);
}

/// `preload("res://script.gd")`, whatever becomes of it.
pub(super) fn script<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let found = loaded(walker, node).filter(|(string, _)| !walker.is_claimed(*string));
    if let Some((string, path)) = found {
        let range = walker.range_in(string, path);
        walker.add(NewUse::at(range, IdentifierKind::Import));
    }
}

/// `extends "res://script.gd"` names a class by its file.
pub(super) fn base<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(string) = node.named_child(0).filter(|string| string.kind() == "string") else {
        return;
    };
    let path = walker.text(string).trim_matches(['"', '\'']);
    if !path.is_empty() {
        let range = walker.range_in(string, path);
        let edge = Some(RelationshipKind::Extends);
        walker.add(NewUse::at(range, IdentifierKind::Import).edge(edge));
    }
}

/// The path in `preload("res://script.gd")`.
fn loaded<'t>(walker: &Walker<'t>, value: Node<'t>) -> Option<(Node<'t>, &'t str)> {
    let function = value.named_child(0).filter(|_| value.kind() == "call")?;
    if !matches!(walker.text(function), "preload" | "load") {
        return None;
    }
    let arguments = value.field("arguments")?;
    let string = arguments.named_child(0).filter(|string| string.kind() == "string")?;
    let path = walker.text(string).trim_matches(['"', '\'']);
    let extension = path.rsplit('.').next()?;
    matches!(extension, "gd" | "tscn").then_some((string, path))
}

/// `NAME`, `NAME = 1`: known where the enumeration is.
pub(super) fn enumerator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("left") else { return };
    let named = walker.enclosing_kind() == Some(SymbolKind::Enum);
    let symbol = walker.symbol(SymbolKind::EnumMember, node, name);
    let symbol = walker.define(symbol);
    if !named {
        // What has no enumeration with a name is known in the class around.
        walker.bind_around(symbol, false);
    }
}
