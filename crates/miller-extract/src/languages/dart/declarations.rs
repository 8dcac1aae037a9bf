//! What the table of Dart cannot say of types and extensions.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// A declaration whose annotations are no part of its signature.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let body = node.field("body");
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    true
}

/// `class BoxKite = Kite with Boxed;`
pub(super) fn mixin_application_class<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = child_of_kind(node, &["identifier"]) else { return false };
    name_by(walker, symbol, name);
    true
}

/// `extension type KiteId(int value)`
pub(super) fn extension_type<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = node.field("name") else { return false };
    let name = match name.kind() {
        "extension_type_name" => {
            let mut cursor = name.walk();
            let mut parts = name.named_children(&mut cursor).filter(|part| part.kind() == "identifier");
            let Some(first) = parts.next() else { return false };
            // The name of the constructor.
            parts.for_each(|part| walker.claim(part));
            first
        }
        _ => name,
    };
    name_by(walker, symbol, name);
    declaration(walker, node, symbol)
}

/// `(int value)` behind the name of an extension type is its only field.
pub(super) fn representation<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let start = node.field("type").unwrap_or(node).start_byte();
    let end = node.field("name").unwrap_or(node).end_byte();
    symbol.signature = vec![(start as u32, end.max(start) as u32)];
    true
}

/// `typedef Name = Type;` and `typedef Type Name(…);`
pub(super) fn type_alias<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = child_of_kind(node, &["type_identifier"]) else { return false };
    name_by(walker, symbol, name);
    symbol.signature = signature(node, node.end_byte());
    true
}

fn name_by<'t>(walker: &mut Walker<'t>, symbol: &mut NewSymbol<'t>, name: Node<'t>) {
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
}

/// An extension with a name holds its members; those of one without belong to the type it extends.
pub(super) fn extension_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        let body = node.field("body");
        let mut symbol = walker.symbol(SymbolKind::Class, node, name);
        symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
        symbol.scope = Some(ScopeKind::Type);
        walker.define(symbol);
    } else if let Some(of_type) = node.field("class") {
        let text = walker.text(of_type);
        walker.belongs_to(text.split(['<', '?']).next().unwrap_or(text).trim_end());
    }
}

/// The first child of one of these kinds.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| kinds.contains(&child.kind()))
}

/// The stretch from behind the annotations of a declaration to `end`.
pub(super) fn signature(node: Node<'_>, end: usize) -> Vec<(u32, u32)> {
    let mut cursor = node.walk();
    let start = node
        .children(&mut cursor)
        .find(|child| child.kind() != "annotation" && !child.kind().ends_with("comment"))
        .map_or(node.start_byte(), |child| child.start_byte());
    vec![(start as u32, end.max(start) as u32)]
}

/// A name that starts with an underscore is private to its library.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = symbol.kind == SymbolKind::Import
        || walker.in_function()
        || symbol.name.starts_with('_');
    Some(if hidden { Visibility::Private } else { Visibility::Public })
}
