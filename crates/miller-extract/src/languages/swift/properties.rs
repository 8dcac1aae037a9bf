//! What the table of Swift cannot say of properties, constants and local variables.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::declarations::{child_of_kind, has_modifier, signature, unquoted};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// `let name: Type = value`, `var name: Type { … }`, `var (left, right) = pair`.
pub(super) fn property_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let names = names_of(node);
    let value = node.field("value");
    let is_function = value.is_some_and(|value| value.kind() == "lambda_literal");
    let several = names.len() > 1;
    if walker.in_function() {
        for name in names {
            if is_function && !several {
                define(walker, node, name, SymbolKind::Function, false);
            } else {
                walker.claim(name);
                walker.bind_local(name, node.end_byte() as u32);
            }
        }
        return;
    }
    let is_constant = child_of_kind(node, "value_binding_pattern")
        .and_then(|binding| binding.field("mutability"))
        .is_some_and(|word| word.kind() == "let");
    let computed = node.field("computed_value").is_some();
    let is_static = has_modifier(walker, node, "static");
    let kind = match walker.in_type() {
        true if is_constant && is_static => SymbolKind::Constant,
        true => SymbolKind::Property,
        false if is_function => SymbolKind::Function,
        false if is_constant => SymbolKind::Constant,
        false if computed => SymbolKind::Property,
        false => SymbolKind::Variable,
    };
    for name in names {
        define(walker, node, name, kind, several);
    }
}

fn define<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    kind: SymbolKind,
    several: bool,
) {
    let mut symbol = walker.symbol(kind, if several { name } else { node }, name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, signature_end(node));
    walker.define(symbol);
}

/// The names that a declaration makes, those of tuples included.
fn names_of(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let mut names = Vec::new();
    for pattern in node.children_by_field_name("name", &mut cursor) {
        if let Some(name) = pattern.field("bound_identifier") {
            names.push(name);
            continue;
        }
        let mut parts = pattern.walk();
        for part in pattern.named_children(&mut parts).filter(|part| part.kind() == "pattern") {
            let name = part.field("bound_identifier");
            names.extend(name.or_else(|| child_of_kind(part, "simple_identifier")));
        }
    }
    names
}

/// Where the signature ends: before what is computed or observed, and before a value of several lines.
fn signature_end(node: Node<'_>) -> usize {
    let body = node
        .field("computed_value")
        .or_else(|| child_of_kind(node, "willset_didset_block"));
    let value = node.field("value");
    let long = value.filter(|value| value.start_position().row != value.end_position().row);
    long.or(body).map_or(node.end_byte(), |end| end.start_byte())
}

/// `var name: Type { get }`
pub(super) fn protocol_property_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let name = node
        .field("name")
        .and_then(|pattern| pattern.field("bound_identifier"));
    let Some(name) = name else { return false };
    walker.claim(name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, node.end_byte());
    true
}

/// `set { … }` knows a local `newValue`.
pub(super) fn computed_setter<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    walker.bind_implicit("newValue");
}

pub(super) fn willset_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    computed_setter(walker, node);
}

/// `didSet { … }` knows a local `oldValue`.
pub(super) fn didset_clause<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    walker.bind_implicit("oldValue");
}
