//! `use` trees and `extern crate`.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, Visibility};
use tree_sitter::Node;

use super::hooks::modifier_visibility;
use crate::fields::Fields;
use crate::walk::Walker;

/// What all imports of one `use` declaration share.
struct Declaration {
    signature: Vec<(u32, u32)>,
    visibility: Visibility,
}

/// `pub use a::b::{self, c as d, e::*};`: a symbol for every name that is bound.
///
/// The groups of a tree add to the path in front of them, so the whole tree is read here.
pub(super) fn use_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(argument) = node.field("argument") else { return };
    let declaration = declaration(walker, node);
    let mut left: Vec<(Node<'t>, String)> = vec![(argument, String::new())];
    while let Some((clause, prefix)) = left.pop() {
        match clause.kind() {
            "scoped_use_list" => {
                let mut path = prefix;
                if let Some(inner) = clause.field("path") {
                    add_path(walker, inner);
                    path = join(&path, walker.text(inner));
                }
                left.extend(clause.field("list").map(|list| (list, path)));
            }
            "use_list" => {
                let mut cursor = clause.walk();
                let children = clause.named_children(&mut cursor);
                let mut children: Vec<_> = children.map(|child| (child, prefix.clone())).collect();
                children.reverse();
                left.append(&mut children);
            }
            "use_wildcard" => {
                let path = clause.named_child(0);
                let mut text = prefix;
                if let Some(path) = path {
                    add_path(walker, path);
                    text = join(&text, walker.text(path));
                }
                add_import(walker, &declaration, clause, "*", &text, "*");
            }
            "use_as_clause" => {
                let (Some(path), Some(alias)) =
                    (clause.field("path"), clause.field("alias"))
                else {
                    continue;
                };
                let (qualifier, name) = target(walker, path, &prefix);
                add_path(walker, path);
                let alias = walker.text(alias);
                add_import(walker, &declaration, clause, alias, &qualifier, &name);
            }
            "identifier" | "scoped_identifier" | "self" | "crate" | "super" => {
                let (qualifier, name) = target(walker, clause, &prefix);
                if clause.kind() != "self" {
                    add_imported(walker, clause);
                }
                add_import(walker, &declaration, clause, &name, &qualifier, &name);
            }
            _ => {}
        }
    }
}

/// `extern crate name as alias;`
pub(super) fn extern_crate<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let declaration = declaration(walker, node);
    let bound = node.field("alias").unwrap_or(name);
    walker.add_use(name, IdentifierKind::Import, None);
    let (bound, name) = (walker.text(bound), walker.text(name));
    add_import(walker, &declaration, node, bound, "", name);
}

fn declaration<'t>(walker: &Walker<'t>, node: Node<'t>) -> Declaration {
    let modifier = node.named_child(0).filter(|child| child.kind() == "visibility_modifier");
    Declaration {
        signature: walker.signature_of(node, None),
        visibility: modifier
            .map_or(Visibility::Private, |modifier| modifier_visibility(walker.text(modifier))),
    }
}

fn add_import<'t>(
    walker: &mut Walker<'t>,
    declaration: &Declaration,
    node: Node<'t>,
    bound: &str,
    qualifier: &str,
    name: &str,
) {
    let mut symbol = walker.import(node, bound.to_owned());
    symbol.signature.clone_from(&declaration.signature);
    symbol.visibility = Some(declaration.visibility);
    symbol.binds = bound != "*" && bound != "_";
    let symbol = walker.define(symbol);
    if bound == super::WILDCARD {
        // What it brings in may be known by any name.
        walker.bind_text(super::WILDCARD, 0);
    }
    let qualifier = Some(Cow::Owned(qualifier.to_owned()));
    walker.add_import(symbol, node, name.to_owned(), qualifier, true);
}

/// What a path at the end of a tree names: its qualifier, with that of the tree, and its last name.
fn target(walker: &Walker<'_>, path: Node<'_>, prefix: &str) -> (String, String) {
    let full = match path.kind() {
        // `use a::b::{self}` brings in `a::b`.
        "self" if !prefix.is_empty() => prefix.to_owned(),
        _ => join(prefix, walker.text(path)),
    };
    match full.rsplit_once("::") {
        Some((qualifier, name)) => (qualifier.to_owned(), name.to_owned()),
        None => (String::new(), full),
    }
}

fn join(prefix: &str, path: &str) -> String {
    let path = path.split_whitespace().collect::<String>();
    if prefix.is_empty() { path } else { format!("{prefix}::{path}") }
}

/// Uses of all names of a path; the last one means the symbol that the import makes.
fn add_imported<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
    if let Some(name) = path.field("name") {
        walker.add_use(name, IdentifierKind::Import, None);
        if let Some(inner) = path.field("path") {
            add_path(walker, inner);
        }
    } else if path.kind() == "identifier" {
        walker.add_use(path, IdentifierKind::Import, None);
    }
}

/// Uses of the names of a path that are looked up from its start.
fn add_path<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
    let mut next = Some(path);
    while let Some(path) = next {
        next = path.field("path");
        let name = path.field("name").unwrap_or(path);
        if name.kind() == "identifier" {
            let qualifier = next.filter(|path| path.kind() != "self");
            let qualifier =
                qualifier.map(|path| (path.start_byte() as u32, path.end_byte() as u32));
            walker.add_use_of(name, IdentifierKind::Import, None, qualifier);
        }
    }
}
