//! Imports.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{NewUse, Walker};

/// `import "path";`, `import {A, B as C} from "path";`, `import * as D from "path";`.
pub(super) fn directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(source) = node.field("source") else { return };
    let whole = walker.text(source);
    let path = whole.trim_matches(['"', '\'']);
    if path.is_empty() {
        return;
    }
    walker.claim(source);
    let range = walker.range_in(source, path);
    walker.add(NewUse::at(range, IdentifierKind::Import));
    let mut cursor = node.walk();
    let mut names: Vec<(Node<'t>, Option<Node<'t>>)> = Vec::new();
    let mut alias = None;
    if cursor.goto_first_child() {
        loop {
            match (cursor.field_name(), names.last_mut()) {
                (Some("import_name"), _) => names.push((cursor.node(), None)),
                (Some("alias"), Some((_, alias))) if cursor.node().is_named() => {
                    *alias = Some(cursor.node());
                }
                (Some("alias"), None) => alias = Some(cursor.node()),
                _ => {}
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
    for (name, alias) in &names {
        let text = walker.text(*name);
        let mut symbol = walker.import(*name, alias.map_or(text, |alias| walker.text(alias)));
        symbol.signature = walker.signature_of(node, None);
        let symbol = walker.define(symbol);
        walker.add_import(symbol, *name, text, Some(Cow::Borrowed(path)), true);
    }
    if names.is_empty() {
        // Without a name, all that the file has is known here.
        let mut symbol = walker.import(node, alias.map_or(path, |alias| walker.text(alias)));
        symbol.binds = alias.is_some();
        let symbol = walker.define(symbol);
        walker.add_import(symbol, source, path, None, alias.is_some());
    }
}
