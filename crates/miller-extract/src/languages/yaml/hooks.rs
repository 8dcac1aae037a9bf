//! What the table of YAML cannot say: how deep the outline goes, and what things are called.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// Keys below this level are left out.
const KEY_LEVELS: usize = 3;
/// Keys that say what an element is called, if they are among its first ones; the best one first.
const NAMING_KEYS: &[&str] = &["name", "id", "alias", "title", "key"];
/// So many keys of an element or of a document are looked at.
const KEYS_EXAMINED: usize = 8;
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
    let key = node.child_by_field_name("key").and_then(|key| scalar(walker, key));
    let Some(key) = key else { return false };
    // Each level has a pair, a mapping and the node around it; the stream and the document are
    // above them all.
    let holder = walker.ancestor(3).map(|node| node.kind());
    let in_element = !matches!(holder, Some("document" | "block_mapping_pair" | "flow_pair"))
        && walker.ancestor(1).is_none_or(|above| !above.is_error());
    if in_element || walker.ancestor(3 * KEY_LEVELS + 2).is_some() {
        // What is merged in is told wherever it stands.
        if key != "<<" {
            walker.leave_out_children();
        }
        return false;
    }
    symbol.name = Cow::Borrowed(key);
    symbol.binds = false;
    let value = node.child_by_field_name("value");
    let body = value.filter(|value| COLLECTIONS.iter().any(|kind| inner(*value, kind).is_some()));
    symbol.signature = walker.signature_of(node, body);
    key != "<<"
}

/// Values whose text is no part of a signature.
const COLLECTIONS: &[&str] =
    &["block_mapping", "block_sequence", "block_scalar", "flow_mapping", "flow_sequence"];

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
    walker.define(symbol);
}

/// The value of a key that is among the first ones of a mapping.
fn value_of<'t>(walker: &Walker<'t>, mapping: Node<'t>, key: &str) -> Option<Node<'t>> {
    let mut cursor = mapping.walk();
    mapping
        .named_children(&mut cursor)
        .take(KEYS_EXAMINED)
        .find(|pair| {
            let name = pair.child_by_field_name("key");
            name.is_some_and(|name| walker.text(name) == key)
        })
        .and_then(|pair| pair.child_by_field_name("value"))
}

/// The child of a kind among the first ones: tags and anchors stand before the content.
fn inner<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).take(KEYS_EXAMINED).find(|child| child.kind() == kind)
}

/// The text of a scalar on one line, without quotes.
fn scalar<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<&'t str> {
    let mut cursor = node.walk();
    let scalar = node
        .named_children(&mut cursor)
        .take(KEYS_EXAMINED)
        .find(|child| child.kind().ends_with("_scalar") && child.kind() != "block_scalar")?;
    let text = walker.text(scalar);
    let bare = match scalar.kind() {
        "plain_scalar" => text,
        _ => text.get(1..text.len().saturating_sub(1)).unwrap_or(text),
    };
    (!bare.is_empty() && bare.len() <= KEY_LENGTH && !bare.contains('\n')).then_some(bare)
}
