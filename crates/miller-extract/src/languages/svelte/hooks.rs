//! Elements, blocks and expressions of Svelte.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::{components, expressions};
use crate::languages::html::attributes;
use crate::languages::html::hooks::{define_identifier, tag_of};
use crate::walk::{NewUse, Walker};

/// An element: a symbol where it has an identifier, a use where it stands for a component.
pub(super) fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(tag) = tag_of(node) {
        define_identifier(walker, node, tag);
        components::use_of_component(walker, tag, &[]);
    }
}

/// Directives whose second part is a name of the script.
const NAMING: &[&str] = &["animate", "in", "out", "transition", "use"];
/// Directives that stand for a name of the script where they have no value.
const SHORTHANDS: &[&str] = &["bind", "class", "style"];

/// An attribute: names of classes and elements, and of what directives bring in. The expressions in it
/// are nodes of their own.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else {
        return;
    };
    let text = walker.text(name);
    let value = attributes::value(node);
    if let Some((directive, rest)) = text.split_once(':') {
        let named = rest.split('|').next().unwrap_or(rest);
        let is_shorthand = value.is_none() && SHORTHANDS.contains(&directive);
        if NAMING.contains(&directive) || is_shorthand {
            expressions::read(walker, name, named);
        }
    } else if let Some(value) = value {
        attributes::names(walker, text, value);
    }
}

/// `{#snippet name(parameters)} … {/snippet}`: a function.
pub(super) fn snippet<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(start) = node.named_child(0) else {
        return;
    };
    let mut cursor = start.walk();
    let name = start
        .named_children(&mut cursor)
        .find(|child| child.kind() == "snippet_name");
    if let Some(name) = name {
        let mut symbol = walker.symbol(SymbolKind::Function, node, name);
        symbol.signature = vec![(start.start_byte() as u32, start.end_byte() as u32)];
        walker.define(symbol);
    }
}

/// What stands between braces: an expression, or the head of a block.
pub(super) fn expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(around) = walker.ancestor(1) else {
        return;
    };
    let text = walker.text(node);
    match around.kind() {
        "each_start" if around.child_by_field_name("parameter") == Some(node) => {
            each_key(walker, node);
        }
        // `{#await promise then value}`.
        "await_start" => {
            let end = text
                .find(" then ")
                .or_else(|| text.find(" catch "))
                .unwrap_or(text.len());
            expressions::read(walker, node, &text[..end]);
        }
        // What these declare is known in the block only.
        "then_start" | "catch_start" | "snippet_start" => {}
        "const_tag" => {
            let value = text.split_once('=').map_or("", |(_, value)| value);
            expressions::read(walker, node, value);
        }
        "render_tag" => render(walker, node),
        _ => expressions::read(walker, node, text.strip_prefix("...").unwrap_or(text)),
    }
}

/// The key in `{#each items as item, index (key)}`.
fn each_key<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node).trim_end();
    if let Some(start) = text.find('(').filter(|_| text.ends_with(')')) {
        expressions::read(walker, node, &text[start..]);
    }
}

/// `{@render name(values)}` calls a snippet of the file, or else one that the script has been given.
fn render<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$'));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    if !rest.starts_with('(') || !walker.has_symbol(name, SymbolKind::Function) {
        expressions::read(walker, node, text);
        return;
    }
    let edge = Some(RelationshipKind::Calls);
    let range = walker.range_in(node, name);
    walker.add(NewUse::at(range, IdentifierKind::Call).edge(edge));
    expressions::read(walker, node, rest);
}
