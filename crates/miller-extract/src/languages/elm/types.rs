//! Types: a custom type is an enum of its variants, an alias of a record a struct of its fields.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

pub(super) fn union<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let mut cursor = node.walk();
    let body = node.named_children(&mut cursor).find(|child| child.kind() == "eq");
    let mut symbol = walker.symbol(SymbolKind::Enum, node, name);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}

pub(super) fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let written = node.field("typeExpression");
    let part = written.and_then(|written| written.field("part"));
    let is_record = part.is_some_and(|part| part.kind() == "record_type");
    let kind = if is_record { SymbolKind::Struct } else { SymbolKind::Type };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, written.filter(|_| is_record));
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}

pub(super) fn variant<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        let symbol = walker.symbol(SymbolKind::EnumMember, node, name);
        let symbol = walker.define(symbol);
        walker.bind_around(symbol, true);
    }
}

/// The fields of an alias; those of a record written down elsewhere are no symbols.
pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_alias = walker.enclosing_kind() == Some(SymbolKind::Struct)
        && walker.ancestor(3).is_some_and(|above| above.kind() == "type_alias_declaration");
    if let Some(name) = node.field("name").filter(|_| of_alias) {
        let symbol = walker.symbol(SymbolKind::Field, node, name);
        walker.define(symbol);
    }
}
