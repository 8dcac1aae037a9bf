//! Classes, enumerations and the names of types.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::{Node, Point, Range};

use super::hooks::child_of_kind;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, NewUse, Walker};

/// So much of the text before a type is looked at for its attribute, in bytes.
const LOOKED_AT: usize = 300;

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
    attribute(walker, node);
    true
}

/// `[Flags()] enum Name { … }`: the grammar does not know what stands before a type.
fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let source = walker.source();
    let near = source.floor_char_boundary(node.start_byte().saturating_sub(LOOKED_AT));
    let before = source[near..node.start_byte()].trim_end();
    let Some((_, attribute)) = before.strip_suffix(']').and_then(|text| text.rsplit_once('[')) else {
        return;
    };
    let name = attribute.split('(').next().unwrap_or(attribute);
    let name = &name[name.rfind('.').map_or(0, |dot| dot + 1)..];
    if name.is_empty() || !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
        return;
    }
    let start_byte = name.as_ptr() as usize - source.as_ptr() as usize;
    let line = source[near..start_byte].rfind('\n').map(|newline| near + newline + 1);
    let Some(line) = line.or((near == 0).then_some(0)) else { return };
    let rows = source[start_byte..node.start_byte()].matches('\n').count();
    let start_point = Point::new(node.start_position().row - rows, start_byte - line);
    let end_point = Point::new(start_point.row, start_point.column + name.len());
    let range = Range { start_byte, end_byte: start_byte + name.len(), start_point, end_point };
    walker.add(NewUse::at(range, IdentifierKind::TypeUsage));
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
    base_arguments(walker, node);
}

/// `Name($width) : base($width) {`: the grammar does not know what is handed to the base class.
fn base_arguments<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(body) = child_of_kind(node, "{") else { return };
    let head = &walker.source()[node.start_byte()..body.start_byte()];
    let Some((_, call)) = head.rsplit_once(") :") else { return };
    let Some(arguments) = call.trim_start().strip_prefix("base") else { return };
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    for argument in arguments.split('$').skip(1) {
        let end = argument.find(|letter| !is_part(letter)).unwrap_or(argument.len());
        if end > 0 && &argument[..end] != "this" {
            let range = walker.range_in(node, &argument[..end]);
            walker.add(NewUse::at(range, IdentifierKind::VariableRef));
        }
    }
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
