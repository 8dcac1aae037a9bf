//! What the table of YAML cannot say: how deep the outline goes, and what things are called.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::{Node, Point};

use crate::fields::Fields;
use crate::walk::{NewSymbol, Walker};

/// Keys below this level are left out.
const KEY_LEVELS: usize = 3;
/// Keys that say what an element is called, if they are among its first ones; the best one first.
const NAMING_KEYS: &[&str] = &["name", "id", "alias", "title", "key", "job_name", "uses", "repo"];
/// So many keys of an element or of a document are looked at.
const KEYS_EXAMINED: usize = 8;
/// So many children of a node are looked at for its content: marks and comments stand before it.
const MARKS_EXAMINED: u32 = 6;
/// Comments at the end of a node belong to one that is nested so deep in it, or less.
const NESTING_EXAMINED: usize = 24;
/// A longer key, or one of several lines, is a value rather than a name.
const KEY_LENGTH: usize = 200;

/// A document that states its kind and its name: `Deployment/web`.
pub(super) fn document<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(mapping) = inner(node, "block_node").and_then(|node| inner(node, "block_mapping"))
    else {
        return false;
    };
    let kind = value_of(walker, mapping, "kind").and_then(|value| scalar(walker, value));
    let name = value_of(walker, mapping, "metadata")
        .and_then(|metadata| inner(metadata, "block_mapping"))
        .and_then(|metadata| value_of(walker, metadata, "name"))
        .and_then(|value| scalar(walker, value));
    let (Some(kind), Some(name)) = (kind, name) else { return false };
    symbol.name = Cow::Owned(format!("{kind}/{name}"));
    symbol.binds = false;
    let start = mapping.start_byte() as u32;
    let first = mapping.named_child(0).map_or(start, |pair| pair.end_byte() as u32);
    symbol.signature = vec![(start, first)];
    true
}

/// A key with its value.
pub(super) fn pair<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let key = node.field("key").and_then(|key| scalar(walker, key));
    let Some(key) = key else { return false };
    // Each level has a pair, a mapping and the node around it; the stream and the document are
    // above them all.
    let holder = walker.ancestor(3).map(|node| node.kind());
    let in_element = match holder {
        Some("document" | "block_mapping_pair" | "flow_pair") => false,
        // The elements of a file that is a sequence are its first level.
        Some("block_sequence_item") => walker.ancestor(8).is_some(),
        _ => walker.ancestor(1).is_none_or(|above| !above.is_error()),
    };
    if in_element || walker.ancestor(3 * KEY_LEVELS + 2).is_some() {
        // What is merged in is told wherever it stands.
        if key != "<<" {
            walker.leave_out_children();
        }
        return false;
    }
    symbol.name = Cow::Borrowed(key);
    symbol.binds = false;
    let value = node.field("value");
    let body = value.filter(|value| content(*value).is_some_and(is_collection));
    symbol.signature = walker.signature_of(node, body);
    symbol.end = without_comments(walker, node);
    key != "<<"
}

/// The last part of a node, where comments stand behind it that the grammar counts to it though they
/// are about what follows.
fn without_comments<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<(u32, Point)> {
    let last_line = walker.text(node).trim_end().rsplit('\n').next()?;
    if !last_line.trim_start().starts_with('#') {
        return None;
    }
    let mut last = None;
    for _ in 0..NESTING_EXAMINED {
        let around = last.unwrap_or(node);
        let mut cursor = around.walk();
        let parts = around.named_children(&mut cursor);
        let Some(part) = parts.filter(|part| part.kind() != "comment").last() else { break };
        last = Some(part);
    }
    last.map(|last| (last.end_byte() as u32, last.end_position()))
}

/// Whether the text of a value is no part of a signature.
fn is_collection(content: Node<'_>) -> bool {
    matches!(
        content.kind(),
        "block_mapping" | "block_sequence" | "block_scalar" | "flow_mapping" | "flow_sequence"
    )
}

/// An element of a sequence, told by its name.
pub(super) fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let nested = walker.ancestor(3).is_some_and(|above| above.kind() == "block_sequence_item");
    if nested || walker.ancestor(3 * KEY_LEVELS + 5).is_some() {
        return;
    }
    let Some(mapping) = inner(node, "block_node").and_then(|node| inner(node, "block_mapping"))
    else {
        return;
    };
    let named = NAMING_KEYS.iter().find_map(|key| value_of(walker, mapping, key));
    let Some(name) = named.and_then(|value| scalar(walker, value)) else { return };
    let value = named.unwrap_or(node);
    let mut symbol = walker.symbol(SymbolKind::Property, node, value);
    symbol.name = Cow::Borrowed(name);
    symbol.binds = false;
    symbol.end = without_comments(walker, node);
    if !name.is_empty() {
        walker.define(symbol);
    }
}

/// An anchor names the node that it stands in.
pub(super) fn anchor<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(anchored)) = (node.named_child(0), walker.ancestor(1)) else { return };
    let mut symbol = walker.symbol(SymbolKind::Variable, anchored, name);
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    // The comment above belongs to the key.
    symbol.doc = Some(String::new());
    symbol.end = without_comments(walker, anchored);
    walker.define(symbol);
}

/// The value of a key that is among the first ones of a mapping.
fn value_of<'t>(walker: &Walker<'t>, mapping: Node<'t>, key: &str) -> Option<Node<'t>> {
    let mut cursor = mapping.walk();
    mapping
        .named_children(&mut cursor)
        .take(KEYS_EXAMINED)
        .find(|pair| {
            let name = pair.field("key");
            name.is_some_and(|name| walker.text(name) == key)
        })
        .and_then(|pair| pair.field("value"))
}

/// The content of a document or of a node, if it is of this kind.
fn inner<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    content(node).filter(|content| content.kind() == kind)
}

/// What a document or a node holds behind its tag and its anchor.
fn content(node: Node<'_>) -> Option<Node<'_>> {
    (0..MARKS_EXAMINED).map_while(|place| node.named_child(place)).find(|child| {
        !matches!(
            child.kind(),
            "anchor"
                | "tag"
                | "comment"
                | "yaml_directive"
                | "tag_directive"
                | "reserved_directive"
        )
    })
}

/// The text of a scalar on one line, without quotes.
fn scalar<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<&'t str> {
    let scalar = content(node)?;
    let text = walker.text(scalar);
    let bare = match scalar.kind() {
        "plain_scalar" => text,
        "double_quote_scalar" | "single_quote_scalar" => {
            text.get(1..text.len().saturating_sub(1)).unwrap_or(text)
        }
        _ => return None,
    };
    (!bare.is_empty() && bare.len() <= KEY_LENGTH && !bare.contains('\n')).then_some(bare)
}
