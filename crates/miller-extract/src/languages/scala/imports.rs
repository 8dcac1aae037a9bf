//! What the table of Scala cannot say of packages, imports and exports.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::declarations::unquoted;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `package com.example`, with a body or for the rest of the file.
pub(super) fn package_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("name") else { return };
    let mut cursor = path.walk();
    for part in path.named_children(&mut cursor) {
        walker.claim(part);
    }
    let body = node.field("body");
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, path);
    symbol.visibility = Some(Visibility::Public);
    symbol.signature = vec![(node.start_byte() as u32, path.end_byte() as u32)];
    symbol.scope = body.map(|_| ScopeKind::Namespace);
    let package = walker.define(symbol);
    if body.is_none() {
        walker.contains_rest_of_file(package);
    }
}

/// `import a.b.C`, `import a.b.{C => D, _}`, `import a.b, c.d`
pub(super) fn import_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    declaration(walker, node, SymbolKind::Import);
}

/// `export Printer.{show as print}` hands names out.
pub(super) fn export_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    declaration(walker, node, SymbolKind::Export);
}

fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    let mut path: Vec<Node<'t>> = Vec::new();
    let mut cursor = node.walk();
    let several = node.children(&mut cursor).any(|part| part.kind() == ",");
    for part in node.children(&mut cursor) {
        match part.kind() {
            "identifier" | "operator_identifier" => path.push(part),
            "," => {
                let path = std::mem::take(&mut path);
                if let Some(last) = path.last() {
                    finish(walker, *last, kind, &path);
                }
            }
            "namespace_selectors" => {
                add_path_uses(walker, &path);
                selectors(walker, part, kind, &path);
                path.clear();
            }
            "namespace_wildcard" => {
                add_path_uses(walker, &path);
                let imported = if several { part } else { node };
                add(walker, imported, kind, "*", "*", &path);
                path.clear();
            }
            "as_renamed_identifier" | "arrow_renamed_identifier" => {
                add_path_uses(walker, &path);
                renamed(walker, part, kind, &path);
                path.clear();
            }
            _ => {}
        }
    }
    if let Some(last) = path.last() {
        let imported = if several { *last } else { node };
        finish(walker, imported, kind, &path);
    }
}

/// A path without selectors: its last part is what it names.
fn finish<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind, path: &[Node<'t>]) {
    let Some((last, before)) = path.split_last() else { return };
    add_path_uses(walker, before);
    walker.add_use(*last, IdentifierKind::Import, None);
    let name = unquoted(walker.text(*last));
    add(walker, node, kind, name, name, before);
}

fn selectors<'t>(walker: &mut Walker<'t>, list: Node<'t>, kind: SymbolKind, path: &[Node<'t>]) {
    let mut cursor = list.walk();
    for selector in list.named_children(&mut cursor) {
        match selector.kind() {
            "identifier" | "operator_identifier" => {
                walker.add_use(selector, IdentifierKind::Import, None);
                let name = unquoted(walker.text(selector));
                add(walker, selector, kind, name, name, path);
            }
            "namespace_wildcard" => add(walker, selector, kind, "*", "*", path),
            "as_renamed_identifier" | "arrow_renamed_identifier" => {
                renamed(walker, selector, kind, path);
            }
            _ => {}
        }
    }
}

/// `C => D` and `C as D`; `C => _` leaves a name out.
fn renamed<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind, path: &[Node<'t>]) {
    let (Some(name), Some(alias)) =
        (node.field("name"), node.field("alias"))
    else {
        return;
    };
    walker.claim(alias);
    walker.add_use(name, IdentifierKind::Import, None);
    if alias.kind() != "wildcard" {
        let (name, alias) = (unquoted(walker.text(name)), unquoted(walker.text(alias)));
        add(walker, node, kind, alias, name, path);
    }
}

/// The text of a path.
fn qualifier<'t>(walker: &Walker<'t>, path: &[Node<'t>]) -> Option<&'t str> {
    let (first, last) = (path.first()?, path.last()?);
    walker.source().get(first.start_byte()..last.end_byte())
}

/// The types in a path are uses; the parts of a package's name are no names of their own.
fn add_path_uses<'t>(walker: &mut Walker<'t>, path: &[Node<'t>]) {
    for part in path {
        if walker.text(*part).starts_with(char::is_uppercase) {
            walker.add_use_as(*part, Role::Import, None);
        } else {
            walker.claim(*part);
        }
    }
}

fn add<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    kind: SymbolKind,
    name: &'t str,
    of_name: &'t str,
    path: &[Node<'t>],
) {
    let qualifier = qualifier(walker, path);
    let mut symbol = walker.import(node, name);
    symbol.kind = kind;
    symbol.binds = name != "*" && kind == SymbolKind::Import;
    let declaration = walker.ancestor(0).unwrap_or(node);
    symbol.signature = vec![(declaration.start_byte() as u32, declaration.end_byte() as u32)];
    if kind == SymbolKind::Export {
        symbol.visibility = Some(Visibility::Public);
    }
    let symbol = walker.define(symbol);
    if kind == SymbolKind::Import {
        walker.add_import(symbol, node, of_name, qualifier.map(Cow::Borrowed), true);
    }
}
