//! Modules, namespaces, and what is opened.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{docs, values};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

pub(super) fn named_module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Module, node, node.field("name"));
}

pub(super) fn namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, SymbolKind::Namespace, node, node.field("name"));
}

/// A module; `module Short = Long.Path` is another name for one.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let only = node
        .field("block")
        .filter(|only| only.kind() == "long_identifier_or_op" && only.end_byte() == node.end_byte());
    if let Some(path) = only {
        abbreviation(walker, node, path);
        return;
    }
    let mut cursor = node.walk();
    let name = node.named_children(&mut cursor).find(|child| child.kind() == "identifier");
    define(walker, SymbolKind::Module, node, name);
}

fn define<'t>(walker: &mut Walker<'t>, kind: SymbolKind, node: Node<'t>, name: Option<Node<'t>>) {
    let Some(name) = name else { return };
    let mut symbol = walker.symbol(kind, node, name);
    let attributes = node.named_child(0).filter(|child| child.kind() == "attributes");
    let start = attributes.map_or(node.start_byte(), |attributes| attributes.end_byte());
    symbol.signature = vec![(start as u32, name.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Namespace);
    symbol.visibility = Some(values::access(walker, node).unwrap_or(Visibility::Public));
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
}

fn abbreviation<'t>(walker: &mut Walker<'t>, node: Node<'t>, path: Node<'t>) {
    let mut cursor = node.walk();
    let name = node.named_children(&mut cursor).find(|child| child.kind() == "identifier");
    if let Some(name) = name {
        let symbol = walker.import(node, walker.text(name));
        let symbol = walker.define(symbol);
        add_import(walker, symbol, path);
    }
}

/// `open Path` brings in what stands there.
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.named_child(0) else { return };
    let mut symbol = walker.import(node, walker.text(path));
    symbol.binds = false;
    let symbol = walker.define(symbol);
    add_import(walker, symbol, path);
}

fn add_import<'t>(walker: &mut Walker<'t>, symbol: u32, path: Node<'t>) {
    let (qualifier, last) = match walker.text(path).rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last),
        None => (None, walker.text(path)),
    };
    walker.add_import(symbol, path, last, qualifier, true);
}

/// Everything is public unless it says otherwise; what is in a function is for the function.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = walker.in_function() || symbol.kind == SymbolKind::Import;
    Some(if hidden { Visibility::Private } else { Visibility::Public })
}
