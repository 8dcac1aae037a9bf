//! Classes, enumerations and the names of types.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::child_of_kind;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, NewUse, Walker};

/// `class Name : Base, IInterface { … }`: an interface is told by its name.
pub(super) fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !define_type(walker, node, SymbolKind::Class) {
        return;
    }
    let mut cursor = node.walk();
    let mut after_colon = false;
    for child in node.children(&mut cursor) {
        match child.kind() {
            ":" => after_colon = true,
            "{" => break,
            "simple_name" if after_colon => {
                extends(walker, child);
            }
            _ => {}
        }
    }
}

/// A type that a class extends or implements. Of a path, the parser takes the first part only.
fn extends<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    let start = name.start_byte();
    let rest = &walker.source()[start..];
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
    let path = rest.split(|character| !is_part(character)).next().unwrap_or("");
    let last = path.rfind('.').map_or(0, |dot| dot + 1);
    let mut letters = path[last..].chars();
    let interface = letters.next() == Some('I') && letters.next().is_some_and(char::is_uppercase);
    let edge =
        if interface { RelationshipKind::Implements } else { RelationshipKind::Extends };
    let last = &path[last..];
    if !last.is_empty() {
        walker.claim(name);
        let range = walker.range_in(name, last);
        walker.add(NewUse::at(range, IdentifierKind::TypeUsage).edge(Some(edge)));
    }
}

/// `enum Name { … }`.
pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define_type(walker, node, SymbolKind::Enum);
}

fn define_type<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) -> bool {
    let Some(name) = child_of_kind(node, "simple_name") else { return false };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, child_of_kind(node, "{"));
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
    true
}

/// `Name` or `Name = 1` in an enumeration.
pub(super) fn enum_member<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "simple_name") else { return };
    let symbol = walker.symbol(SymbolKind::EnumMember, node, name);
    walker.define(symbol);
}

/// `[string] $Name = 'x'` in a class.
pub(super) fn property<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "variable") else { return };
    let mut symbol = walker.symbol(SymbolKind::Property, node, name);
    symbol.name = Cow::Borrowed(walker.text(name).trim_start_matches('$'));
    hide(walker, node, &mut symbol);
    walker.define(symbol);
}

/// `[string] Name([int] $width) { … }` in a class; one with the name of the class is a constructor.
pub(super) fn method<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "simple_name") else { return };
    let of_class = walker.enclosing_name().is_some_and(|class| {
        class.eq_ignore_ascii_case(walker.text(name))
    });
    let kind = if of_class { SymbolKind::Constructor } else { SymbolKind::Method };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, child_of_kind(node, "{"));
    symbol.scope = Some(ScopeKind::Function);
    hide(walker, node, &mut symbol);
    walker.define(symbol);
}

/// `hidden` members can be used from outside and are not shown there.
fn hide<'t>(walker: &Walker<'t>, node: Node<'t>, symbol: &mut NewSymbol<'t>) {
    let mut cursor = node.walk();
    let hidden = node
        .children(&mut cursor)
        .take_while(|child| !matches!(child.kind(), "simple_name" | "variable"))
        .any(|child| walker.text(child).eq_ignore_ascii_case("hidden"));
    if hidden {
        symbol.visibility = Some(Visibility::Internal);
    }
}

/// `System.IO.Path` nests to the left: its last part is the type, the others qualify it.
pub(super) fn type_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "type_identifier") else { return };
    if walker.ancestor(1).is_some_and(|parent| parent.kind() == "type_name") {
        walker.claim(name);
        return;
    }
    let qualifier = child_of_kind(node, "type_name");
    if qualifier.is_some() {
        walker.add_use_as(name, Role::Type, qualifier);
    }
}
