//! Statements that start with `@`. Shared by CSS and SCSS.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::selectors::{child_of_kind, is_comment, one_line};
use super::values;
use crate::walk::Walker;

/// `@keyframes name { … }`.
pub(in crate::languages) fn keyframes<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "keyframes_name") else {
        return;
    };
    let mut symbol = walker.symbol(SymbolKind::Constant, node, name);
    let body = child_of_kind(node, "keyframe_block_list");
    symbol.signature = walker.signature_of(node, body);
    walker.define(symbol);
}

/// `@media (…) { … }`: a module named by its condition.
pub(in crate::languages) fn condition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(block) = child_of_kind(node, "block") {
        let header = &walker.source()[node.start_byte()..block.start_byte()];
        define(walker, node, SymbolKind::Module, one_line(header));
    }
}

/// Statements that the grammar knows no rule for.
pub(in crate::languages) fn at_rule<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(keyword) = child_of_kind(node, "at_keyword") else {
        return;
    };
    let block = child_of_kind(node, "block");
    let end = block.map_or(node.end_byte(), |block| block.start_byte());
    let rest = walker.source()[keyword.end_byte()..end]
        .trim_end_matches(';')
        .trim();
    match (walker.text(keyword), block) {
        ("@layer", None) => layers(walker, node),
        ("@layer", Some(_)) if !rest.is_empty() => {
            define(walker, node, SymbolKind::Namespace, one_line(rest));
        }
        ("@property", Some(_)) => define(walker, node, SymbolKind::Variable, one_line(rest)),
        (
            "@counter-style" | "@font-palette-values" | "@position-try" | "@color-profile",
            Some(_),
        ) => define(walker, node, SymbolKind::Constant, one_line(rest)),
        ("@custom-media" | "@custom-selector", None) => {
            let name = rest.split_whitespace().next().unwrap_or(rest);
            define(walker, node, SymbolKind::Constant, Cow::Borrowed(name));
        }
        ("@utility", Some(_)) => define(walker, node, SymbolKind::Class, one_line(rest)),
        ("@font-face", Some(block)) => font_face(walker, node, block),
        ("@use" | "@forward" | "@plugin" | "@config" | "@reference", None) => import(walker, node),
        (_, Some(_)) => condition(walker, node),
        (_, None) => {}
    }
}

/// `@layer reset, tokens;` declares layers, whose order counts.
fn layers<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let queries = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "keyword_query");
    let queries: Vec<Node<'t>> = queries.collect();
    for query in queries {
        // The grammar does not know the dot in `components.cards`.
        let rest = &walker.source()[query.start_byte()..node.end_byte()];
        let name = rest.split([',', ';', '{']).next().unwrap_or(rest);
        let name = name.trim();
        let mut symbol = walker.import(query, one_line(name));
        symbol.kind = SymbolKind::Namespace;
        let range = walker.range_in(query, name);
        symbol.end = Some((range.end_byte as u32, range.end_point));
        symbol.signature = vec![(range.start_byte as u32, range.end_byte as u32)];
        let symbol = walker.define(symbol);
        walker.only_declares(symbol);
    }
}

/// `@font-face { font-family: "Name"; … }` defines a family of fonts.
fn font_face<'t>(walker: &mut Walker<'t>, node: Node<'t>, block: Node<'t>) {
    let mut cursor = block.walk();
    let declarations = block.named_children(&mut cursor);
    let family = declarations
        .filter(|child| child.kind() == "declaration")
        .find_map(|child| {
            let property = child.named_child(0)?;
            let is_family = walker.text(property).eq_ignore_ascii_case("font-family");
            child.named_child(1).filter(|_| is_family)
        });
    if let Some(family) = family {
        let name = walker.text(family).trim_matches(['"', '\'']);
        define(walker, node, SymbolKind::Constant, Cow::Borrowed(name));
    }
}

fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind, name: Cow<'t, str>) {
    let mut symbol = walker.import(node, name);
    symbol.kind = kind;
    symbol.signature = walker.signature_of(node, child_of_kind(node, "block"));
    walker.define(symbol);
}

/// `@import "path";`, `@import url(path) …;`: the path is the name.
pub(in crate::languages) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut values = node
        .named_children(&mut cursor)
        .filter(|child| !is_comment(*child));
    let value = values.find(|child| matches!(child.kind(), "string_value" | "call_expression"));
    if let Some(path) = value.and_then(path_in) {
        import_path(walker, node, path);
    }
}

/// The path in `"path"`, `url("path")` and `url(path)`, without its quotes.
fn path_in(value: Node<'_>) -> Option<Node<'_>> {
    match value.kind() {
        "string_value" => child_of_kind(value, "string_content").or(Some(value)),
        "call_expression" => {
            let path = child_of_kind(value, "arguments")?.named_child(0)?;
            match path.kind() {
                "string_value" => child_of_kind(path, "string_content"),
                _ => Some(path),
            }
        }
        _ => None,
    }
}

/// A symbol for a file that is brought in.
pub(in crate::languages) fn import_path<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    path: Node<'t>,
) {
    let name = walker.text(path).trim_matches(['"', '\'']);
    if name.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    walker.add_import(symbol, path, name, None, false);
}

/// Statements inside a rule that a tool replaces: `@apply card;` uses classes.
pub(super) fn tool_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let keyword = node.named_child(0).map(|keyword| walker.text(keyword));
    if keyword == Some("@apply") {
        values::names(walker, node, IdentifierKind::TypeUsage);
    }
}
