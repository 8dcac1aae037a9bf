//! Classes, class types, and what stands in them.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::values;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

pub(super) fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let name = node
        .named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "class_name" | "class_type_name"));
    let Some(name) = name else { return };
    let kind = match name.kind() {
        "class_name" => SymbolKind::Class,
        _ => SymbolKind::Interface,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = Some(ScopeKind::Type);
    let around = walker.ancestor(1).unwrap_or(node);
    values::define(walker, symbol, around);
}

/// The name that an object gives itself stands for an instance of the class around it.
pub(super) fn object<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_class = walker.in_named_type();
    if !of_class {
        walker.open_scope(ScopeKind::Type);
    }
    let Some(mut own) = node.field("self") else { return };
    while let Some(inner) = own.field("pattern") {
        own = inner;
    }
    if own.kind() != "value_pattern" {
        return;
    }
    match walker.enclosing_name().map(str::to_owned) {
        Some(class) if of_class => walker.bind_instance(own, class, 0),
        _ => {
            walker.claim(own);
            walker.bind_local(own, 0);
        }
    }
}

/// A method or an instance variable, defined or declared.
pub(super) fn member<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut is_private = false;
    let mut name = None;
    for child in node.children(&mut cursor) {
        match child.kind() {
            "private" => is_private = true,
            "method_name" | "instance_variable_name" => {
                name = Some(child);
                break;
            }
            _ => {}
        }
    }
    let Some(name) = name else { return };
    let is_method = name.kind() == "method_name";
    let kind = if is_method { SymbolKind::Method } else { SymbolKind::Field };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = is_method.then_some(ScopeKind::Function);
    // Instance variables are for the class and those that inherit from it.
    symbol.visibility = Some(match (is_method, is_private) {
        (true, false) => Visibility::Public,
        (true, true) => Visibility::Private,
        (false, _) => Visibility::Protected,
    });
    values::define(walker, symbol, node);
}
