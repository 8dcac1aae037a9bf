//! What the table of GraphQL cannot say: names, which the grammar gives no fields, and descriptions.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::remarks::dedent;
use crate::walk::{NewSymbol, Walker};

/// So many children are looked at for a description, a name and a body.
const CHILDREN_EXAMINED: usize = 12;

/// A definition with its description.
pub(super) fn named<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut name = None;
    let mut body = None;
    let mut described = false;
    let mut cursor = node.walk();
    for child in node.children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "description" => {
                symbol.doc = description(walker.text(child));
                described = true;
                continue;
            }
            "name" => name = name.or(Some(child)),
            "fragment_name" | "enum_value" => name = name.or(child.named_child(0)),
            "fields_definition"
            | "input_fields_definition"
            | "enum_values_definition"
            | "selection_set" => body = Some(child),
            _ => {}
        }
        if described && symbol.start.is_none() {
            symbol.starts_with(child);
        }
    }
    let Some(name) = name else { return false };
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
    let start = symbol.start.map_or(node.start_byte() as u32, |(start, _)| start);
    let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
    symbol.signature = vec![(start, end)];
    true
}

/// `schema { query: Query }` has no name of its own.
pub(super) fn schema<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    named(walker, node, symbol);
    symbol.name = Cow::Borrowed("schema");
    symbol.binds = false;
    let start = symbol.start.map_or(node.start_byte() as u32, |(start, _)| start);
    let mut cursor = node.walk();
    let body = node.children(&mut cursor).find(|child| child.kind() == "{");
    let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
    symbol.signature = vec![(start, end)];
    true
}

/// A field of an input; the arguments of fields and directives are no symbols.
pub(super) fn input_value<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let accepted = named(walker, node, symbol);
    let above = walker.ancestor(1).map(|above| above.kind());
    accepted && above == Some("input_fields_definition")
}

/// `extend type Name { … }`: its members are those of the type.
pub(super) fn extension<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    let Some(name) = children.find(|child| child.kind() == "name") else { return };
    walker.add_use(name, IdentifierKind::TypeUsage, None);
    walker.belongs_to(walker.text(name));
}

/// The text of a description without its quotes.
fn description(text: &str) -> Option<String> {
    let quotes = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let inner = text.strip_prefix(quotes)?;
    let doc = dedent(inner.strip_suffix(quotes).unwrap_or(inner));
    (!doc.is_empty()).then_some(doc)
}
