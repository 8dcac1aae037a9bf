//! The page itself: its class, what its directives name, its tags.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::plan::{Plan, plan};
use crate::fields::Fields;
use crate::languages::html::hooks::page_name;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, NewUse, Sharing, Walker};

/// The file is a class, with what its directives say of it; its tags are read as HTML.
pub(super) fn page<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    if walker.is_embedded() {
        // An example in a text: where it stands in the file is not known here.
        return;
    }
    if let Some(name) = page_name(walker.path()).filter(|_| !walker.source().trim().is_empty()) {
        let mut symbol = walker.import(root, name);
        symbol.kind = SymbolKind::Class;
        symbol.visibility = Some(Visibility::Public);
        symbol.scope = Some(ScopeKind::Type);
        symbol.signature = Vec::new();
        walker.define(symbol);
    }
    let source = walker.source();
    let plan = plan(source.as_bytes());
    for index in &plan.directives {
        let piece = &plan.pieces[*index];
        directive(walker, root, &source[piece.from + 1..piece.end]);
    }
    let tags = tags(source, &plan);
    components(walker, root, &tags);
    let ranges = walker.ranges_in(root, &tags);
    walker.embed_ranges("html", ranges, Sharing::File);
}

/// `@model Name`, `@inherits Name`, `@implements Name`, `@layout Name`, `@attribute [Name(…)]`.
fn directive<'t>(walker: &mut Walker<'t>, root: Node<'t>, line: &'t str) {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let edge = match word {
        "inherits" => Some(RelationshipKind::Extends),
        "implements" => Some(RelationshipKind::Implements),
        "model" | "layout" | "attribute" => None,
        _ => return,
    };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let names = rest.split(|c| !is_name(c)).filter(|name| !name.is_empty());
    // What a type takes are types as well; the first one is what the page extends.
    let mut edge = edge;
    let count = if word == "attribute" { 1 } else { usize::MAX };
    for name in names.take(count) {
        let last = name.rsplit('.').next().unwrap_or(name);
        let range = walker.range_in(root, last);
        walker.add(NewUse::at(range, IdentifierKind::TypeUsage).edge(edge.take()));
    }
}

/// The stretches of a page that are not code.
fn tags<'t>(source: &'t str, plan: &Plan) -> Vec<&'t str> {
    let mut tags = Vec::new();
    let mut at = 0;
    for piece in &plan.pieces {
        tags.extend(source.get(at..piece.from));
        at = piece.end;
    }
    tags.extend(source.get(at..));
    tags.retain(|tag| !tag.is_empty());
    tags
}

/// Tags that start with a capital stand for components.
fn components<'t>(walker: &mut Walker<'t>, root: Node<'t>, tags: &[&'t str]) {
    let names = tags.iter().flat_map(|tags| {
        tags.match_indices('<').filter_map(|(at, _)| {
            let rest = &tags[at + 1..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
            let name = &rest[..end.unwrap_or(rest.len())];
            let last = name.rsplit('.').next().unwrap_or(name);
            name.starts_with(|c: char| c.is_ascii_uppercase())
                .then_some(last)
        })
    });
    let edge = Some(RelationshipKind::Instantiates);
    let names: Vec<&str> = names.collect();
    for range in walker.ranges_in(root, &names) {
        walker.add(NewUse::at(range, IdentifierKind::Call).edge(edge));
    }
}

/// `@using Name`. The import has the place of its path, because the line has no end as in C#.
pub(super) fn using<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let alias = node.field("name");
    let mut cursor = node.walk();
    let Some(path) = node.named_children(&mut cursor).last() else {
        return;
    };
    let text = walker.text(path);
    let (qualifier, last) = match text.rsplit_once('.') {
        Some((qualifier, last)) => (Some(qualifier), last),
        None => (None, text),
    };
    let mut symbol = walker.import(path, alias.map_or(text, |alias| walker.text(alias)));
    symbol.binds = alias.is_some();
    symbol.signature = vec![(node.start_byte() as u32, path.end_byte() as u32)];
    let symbol = walker.define(symbol);
    if let Some(alias) = alias {
        walker.claim(alias);
    }
    let range = walker.range_in(path, last);
    walker.add(NewUse::at(range, IdentifierKind::Import));
    walker.add_import(
        symbol,
        path,
        last,
        qualifier.map(Cow::Borrowed),
        alias.is_some(),
    );
    walker.leave_out_children();
}

/// A block of code is the body of the page's own class.
pub(super) fn class<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    // What the page has where the block is given a name.
    if symbol.name.is_empty() || symbol.name == "{" {
        if let Some(name) = node.field("name") {
            walker.claim(name);
        }
        symbol.scope = None;
        return false;
    }
    crate::languages::csharp::declarations::declaration(walker, node, symbol)
}
