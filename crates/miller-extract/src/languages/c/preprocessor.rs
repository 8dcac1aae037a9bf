//! Includes and macros. Shared by C and C++.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// `#include <header>`: the header's path is the name.
pub(in crate::languages) fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("path") else {
        return;
    };
    // `#include MACRO` names no header.
    if !matches!(path.kind(), "string_literal" | "system_lib_string") {
        return;
    }
    let header = walker.text(path).trim_matches(['"', '<', '>']).trim();
    if header.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, header);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    let content = path.named_child(0).unwrap_or(path);
    walker.add_use(content, IdentifierKind::Import, None);
    walker.add_import(symbol, path, header, None, false);
}

/// `#define NAME value`.
pub(in crate::languages) fn definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    let value = node.field("value");
    if value.is_none() && guards_file(walker, name) {
        walker.claim(name);
        return;
    }
    let kind = if value.is_some() {
        SymbolKind::Constant
    } else {
        SymbolKind::Macro
    };
    define(walker, kind, node, name);
}

/// `#define NAME(parameters) body`.
pub(in crate::languages) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    define(walker, SymbolKind::Macro, node, name);
}

fn define<'t>(walker: &mut Walker<'t>, kind: SymbolKind, node: Node<'t>, name: Node<'t>) {
    let mut symbol = walker.symbol(kind, node, name);
    let value = node.field("value");
    let head = node.field("parameters").unwrap_or(name);
    let last = value.unwrap_or(head);
    let text = walker.text(last);
    let length = value.map_or(text.len(), |_| without_comment(text).len());
    if !text[length..].contains('\n') {
        // What is said behind the value is no part of it.
        let mut place = last.end_position();
        place.column -= text.len() - length;
        symbol.end = Some(((last.start_byte() + length) as u32, place));
    }
    let end = match kind {
        // A constant shows its value; what a macro does is its body.
        SymbolKind::Constant => last.start_byte() + length,
        _ => head.end_byte(),
    };
    symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    // Also one in a function is known to all that follows.
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
}

/// A value up to the comment that the grammar counts in.
fn without_comment(value: &str) -> &str {
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in value.bytes().enumerate() {
        match (quote, byte) {
            _ if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(open), _) => quote = (byte != open).then_some(open),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'/') if value[at..].starts_with("//") => return value[..at].trim_end(),
            _ => {}
        }
    }
    value.trim_end()
}

/// Whether a name is defined only to keep its file from being read twice: `#ifndef NAME` around all
/// of the file.
fn guards_file<'t>(walker: &Walker<'t>, name: Node<'t>) -> bool {
    let (Some(around), Some(file)) = (walker.ancestor(1), walker.ancestor(2)) else {
        return false;
    };
    let same_name = around.kind() == "preproc_ifdef"
        && around
            .field("name")
            .is_some_and(|asked| walker.text(asked) == walker.text(name));
    let rest = &walker.source()[around.end_byte()..];
    same_name
        && file.kind() == "translation_unit"
        && rest.lines().all(|line| {
            let line = line.trim();
            line.is_empty()
                || line.starts_with("//")
                || line.starts_with("/*")
                || line.ends_with("*/")
        })
}
