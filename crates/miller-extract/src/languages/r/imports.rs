//! Packages and files that are brought in.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::classes::{callee, first_arguments};
use crate::fields::Fields;
use crate::walk::Walker;

/// `library(name)`, `requireNamespace("name")`, `source("path")`.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !matches!(
        callee(walker, node),
        "library" | "require" | "requireNamespace" | "loadNamespace" | "source" | "sys.source"
    ) {
        return;
    }
    let first = first_arguments(node, 1).into_iter().next();
    let Some(value) = first.and_then(|first| first.field("value")) else { return };
    let name = match value.kind() {
        "identifier" => value,
        "string" => match value.field("content") {
            Some(content) => content,
            None => return,
        },
        _ => return,
    };
    let text = walker.text(name);
    // `library(name, character.only = TRUE)` reads a variable.
    let reads = value.kind() == "identifier"
        && (callee(walker, node).ends_with("ource") || walker.text(node).contains("character.only"));
    if reads {
        return;
    }
    let mut symbol = walker.import(node, text);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(name, IdentifierKind::Import, None);
    walker.add_import(symbol, name, text, None, false);
}
