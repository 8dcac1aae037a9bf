//! Elements, blocks and expressions of Svelte.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::{components, expressions};
use crate::fields::Fields;
use crate::languages::html::attributes;
use crate::languages::html::hooks::{define_identifier, tag_of};
use crate::walk::{NewUse, Walker};

/// Names that start with `$` without standing for the value of a store.
const RUNES: &[&str] =
    &["$bindable", "$derived", "$effect", "$host", "$inspect", "$props", "$state"];

/// The component, in which `$name` is the value of the store `name`.
pub(super) fn document<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.mark_names('$', RUNES);
    components::component(walker, node);
}

/// An element: a symbol where it has an identifier, a use where it stands for a component.
pub(super) fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(tag) = tag_of(node) {
        define_identifier(walker, node, tag);
        components::use_of_component(walker, tag, &[], false);
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
        if directive == "let" {
            // What a component hands in is known in its element.
            let pattern = value.map_or(named, |value| walker.text(value));
            let pattern = pattern.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
            let names = expressions::names_bound(pattern.unwrap_or(named));
            walker.bind_in_embedded(2, names);
            walker.leave_out_children();
        } else if NAMING.contains(&directive) || is_shorthand {
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
        "each_start" if around.field("parameter") == Some(node) => {
            each_parameters(walker, node);
        }
        // `{#await promise then value}`.
        "await_start" => {
            let end = text
                .find(" then ")
                .or_else(|| text.find(" catch "))
                .unwrap_or(text.len());
            expressions::read(walker, node, &text[..end]);
            let pattern = text[end..].trim_start().split_once(' ');
            let names = pattern.map_or_else(Vec::new, |(_, text)| expressions::names_bound(text));
            walker.bind_in_embedded(2, names);
        }
        // What these declare is known in the block only.
        "then_start" | "catch_start" | "snippet_start" => {
            walker.bind_in_embedded(2, expressions::names_bound(text));
        }
        "const_tag" => {
            let (pattern, value) = text.split_once('=').unwrap_or((text, ""));
            expressions::read(walker, node, value);
            walker.bind_in_embedded(2, expressions::names_bound(pattern));
        }
        "render_tag" => render(walker, node),
        _ => {
            let inner = text.strip_prefix("...").or_else(|| text.strip_prefix(ATTACH));
            expressions::read(walker, node, inner.unwrap_or(text));
        }
    }
}

/// What stands before the function that is attached to an element.
const ATTACH: &str = "@attach ";

/// `<p {@attach function}>` reads like `<p {...function}>`, which the grammar knows.
pub(super) fn attachments(text: &mut [u8]) -> bool {
    const SPREAD: &[u8] = b"...     ";
    let mut changed = false;
    let mut at = 0;
    while let Some(step) = memchr::memchr(b'{', &text[at..]) {
        at += step + 1;
        if text[at..].starts_with(ATTACH.as_bytes()) {
            text[at..at + SPREAD.len()].copy_from_slice(SPREAD);
            changed = true;
        }
    }
    changed
}

/// The names and the key in `{#each items as item, index (key)}`.
fn each_parameters<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node).trim_end();
    let key = expressions::split(text, b' ');
    let key = key.last().filter(|key| key.starts_with('(') && key.ends_with(')'));
    let key_start = key.map_or(text.len(), |key| text.len() - key.len());
    walker.bind_in_embedded(2, expressions::names_bound(&text[..key_start]));
    expressions::read(walker, node, &text[key_start..]);
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
