//! Types, their cases and fields, and exceptions.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::{docs, values};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == kind)
}

/// The last name of the path that names a type.
fn type_name(node: Node<'_>) -> Option<Node<'_>> {
    let name = child_of_kind(node, "type_name")?.field("type_name")?;
    let count = name.named_child_count();
    match name.kind() {
        "long_identifier" => name.named_child(count.saturating_sub(1) as u32),
        _ => Some(name),
    }
}

fn define<'t>(walker: &mut Walker<'t>, kind: SymbolKind, node: Node<'t>) {
    let Some(name) = type_name(node) else { return };
    let mut cursor = node.walk();
    let body = node.children(&mut cursor).find(|child| child.kind() == "=");
    let around = walker.ancestor(1).unwrap_or(node);
    let before = walker.source()[around.start_byte()..node.start_byte()].trim_end();
    let is_first = before.ends_with("type");
    let start = if is_first { around.start_byte() + before.len() - 4 } else { node.start_byte() };
    let end = match kind {
        SymbolKind::Type | SymbolKind::Delegate => node.end_byte(),
        _ => body.map_or(node.end_byte(), |body| body.start_byte()),
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = vec![(start as u32, end as u32)];
    symbol.scope = Some(ScopeKind::Type);
    symbol.visibility = child_of_kind(node, "type_name")
        .map(|name| values::access(walker, name).unwrap_or(Visibility::Public));
    symbol.doc = crate::remarks::doc_above(
        walker.source(),
        &walker.facts.remarks,
        if is_first { around.start_byte() } else { and_before(walker, node) } as u32,
        &docs::DOC_STYLE,
    );
    let has_own = symbol.doc.is_some() || is_first;
    let symbol = walker.define(symbol);
    let fact = &mut walker.facts.symbols[symbol as usize];
    if !has_own {
        fact.doc = None;
    }
    if is_first {
        fact.span.start = around.start_byte() as u32;
        fact.span.start_point = around.start_position();
    }
    docs::end_before_comments(walker, symbol);
}

/// The start of the `and` before a type that it joins to others.
fn and_before(walker: &Walker<'_>, node: Node<'_>) -> usize {
    let before = walker.source()[..node.start_byte()].trim_end();
    before.strip_suffix("and").unwrap_or(before).len()
}

/// `type Name = string` looks like a union of one case, and is another name of a type.
fn is_abbreviation(walker: &Walker<'_>, node: Node<'_>) -> bool {
    let Some(cases) = child_of_kind(node, "union_type_cases") else { return false };
    let only = cases.named_child(0).filter(|_| cases.named_child_count() == 1);
    let is_bare = only.is_some_and(|only| only.named_child_count() == 1);
    let before = walker.source()[..cases.start_byte()].trim_end();
    is_bare && !before.ends_with('|') && !walker.source()[cases.byte_range()].starts_with('|')
}

pub(super) fn union<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_abbreviation = is_abbreviation(walker, node);
    define(walker, if is_abbreviation { SymbolKind::Type } else { SymbolKind::Enum }, node);
}

pub(super) fn record<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Struct, node);
}

pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Enum, node);
}

pub(super) fn delegate<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Delegate, node);
}

pub(super) fn other<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Type, node);
}

/// A class, or an interface where there is no constructor and all members are abstract.
pub(super) fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let around = walker.ancestor(1).filter(|above| above.kind() == "type_definition");
    let attributes = around.and_then(|around| child_of_kind(around, "attributes"));
    let attributes = attributes.map_or("", |attributes| walker.text(attributes));
    let kind = match attributes {
        _ if attributes.contains("Interface") => SymbolKind::Interface,
        _ if attributes.contains("Struct") => SymbolKind::Struct,
        _ if is_interface(node) => SymbolKind::Interface,
        _ => SymbolKind::Class,
    };
    define(walker, kind, node);
}

fn is_interface(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    let mut members = 0_u32;
    for child in node.named_children(&mut cursor) {
        let inner = match child.kind() {
            "type_name" | "class_inherits_decl" | "xml_doc" | "line_comment" => continue,
            "type_extension_elements" => child.named_child(0),
            "member_defn" => Some(child),
            _ => return false,
        };
        let is_abstract = inner.is_some_and(|member| {
            member.kind() == "member_defn" && child_of_kind(member, "member_signature").is_some()
        });
        if !is_abstract {
            return false;
        }
        members += 1;
    }
    members > 0
}

/// `type Name with …` adds members to a type.
pub(super) fn extension<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let named = child_of_kind(node, "type_name");
    if let Some(name) = named.and_then(|named| named.field("type_name")) {
        walker.belongs_to(walker.text(name));
        let last = type_name(node).unwrap_or(name);
        walker.add_use(last, IdentifierKind::TypeUsage, None);
    }
}

pub(super) fn exception<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("exception_name").and_then(|path| path.named_child(0));
    let Some(name) = name else { return };
    let mut symbol = walker.symbol(SymbolKind::Class, node, name);
    symbol.visibility = Some(values::access(walker, node).unwrap_or(Visibility::Public));
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
}

/// A case of a union or an enumeration, known outside of its type.
pub(super) fn case<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "identifier") else { return };
    if walker.enclosing_kind() == Some(SymbolKind::Type) {
        walker.add_use(name, IdentifierKind::TypeUsage, None);
        return;
    }
    part(walker, SymbolKind::EnumMember, node, name);
}

pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = child_of_kind(node, "identifier") {
        part(walker, SymbolKind::Field, node, name);
    }
}

fn part<'t>(walker: &mut Walker<'t>, kind: SymbolKind, node: Node<'t>, name: Node<'t>) {
    let mut symbol = walker.symbol(kind, node, name);
    symbol.doc = docs::of_part(walker, node);
    symbol.visibility = Some(Visibility::Public);
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
    walker.bind_around(symbol, true);
}
