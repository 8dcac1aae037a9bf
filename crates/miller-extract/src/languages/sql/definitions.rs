//! What the statements of SQL define.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::uses::{bare, reference_in};
use crate::facts::{Bound, FILE_SCOPE};
use crate::fields::Fields;
use crate::walk::{NewSymbol, Walker};

/// So many words stand between the start of a statement and what it names.
const CHILDREN_EXAMINED: usize = 12;

/// What a statement creates, under the name that follows its words.
pub(super) fn named<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let mut name = None;
    let mut body = None;
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "object_reference" | "identifier" => name = name.or(Some(child)),
            "column_definitions" | "create_query" | "function_body" | "enum_elements" => {
                body = Some(child);
                break;
            }
            _ => {}
        }
    }
    let Some(name) = name else { return false };
    let last = name.field("name").unwrap_or(name);
    symbol.name = Cow::Borrowed(bare(walker.text(last)).1);
    let schema = name.field("schema");
    symbol.owner = schema.map(|schema| Cow::Borrowed(bare(walker.text(schema)).1));
    symbol.signature = walker.signature_of(node, body);
    true
}

/// `CREATE TYPE … AS ENUM (…)`, or with columns.
pub(super) fn created_type<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "enum_elements" => symbol.kind = SymbolKind::Enum,
            "column_definitions" => symbol.kind = SymbolKind::Struct,
            _ => {}
        }
    }
    named(walker, node, symbol)
}

/// What its field names, without the marks around the name.
pub(super) fn unquoted<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let name = node.field("column").or_else(|| node.field("name"));
    let Some(name) = name else { return false };
    symbol.name = Cow::Borrowed(bare(walker.text(name)).1);
    symbol.signature = walker.signature_of(node, None);
    true
}

/// The values of an enumeration.
pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for value in node.named_children(&mut cursor).filter(|child| child.kind() == "literal") {
        let mut symbol = walker.symbol(SymbolKind::EnumMember, value, value);
        symbol.name = Cow::Borrowed(bare(walker.text(value)).1);
        symbol.signature = vec![(value.start_byte() as u32, value.end_byte() as u32)];
        walker.define(symbol);
    }
}

/// `CREATE EXTENSION name` brings in what others wrote.
pub(super) fn extension<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    let name = children.find(|child| matches!(child.kind(), "identifier" | "literal"));
    let Some(name) = name else { return };
    let text = bare(walker.text(name)).1;
    if text.is_empty() {
        return;
    }
    let symbol = walker.import(node, text);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, name, text, None, true);
}

/// `ALTER TABLE name …`: a column that is added belongs to the table.
pub(super) fn alter_table<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = reference_in(node).and_then(|name| name.field("name")) {
        walker.belongs_to(bare(walker.text(name)).1);
    }
}

/// `COMMENT ON TABLE name IS 'text'` documents what has no comment above.
pub(super) fn comment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let text = node.named_children(&mut cursor).filter(|child| child.kind() == "literal").last();
    let name = reference_in(node).and_then(|name| name.field("name"));
    let (Some(text), Some(name)) = (text, name) else { return };
    let name = bare(walker.text(name)).1;
    let symbol = walker.facts.bound(FILE_SCOPE, name).find_map(|binding| match binding.bound {
        Bound::Symbol(symbol) => Some(symbol),
        _ => None,
    });
    let doc = bare(walker.text(text)).1.replace("''", "'");
    if let Some(symbol) = symbol.filter(|_| !doc.is_empty()) {
        walker.facts.symbols[symbol as usize].doc.get_or_insert(doc);
    }
}
