//! Procedures, functions and entries.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::docs;
use super::packages::{child_of_kind, headed};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `procedure Name (…)`, `function Name (…) return Type`, with a body or without.
pub(super) fn subprogram<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = name_of(node) else { return walker.open_scope(ScopeKind::Function) };
    let kind = match name.kind() {
        "string_literal" => SymbolKind::Operator,
        _ if walker.in_type() => SymbolKind::Method,
        _ => SymbolKind::Function,
    };
    let has_body = matches!(node.kind(), "subprogram_body" | "expression_function_declaration");
    let mut symbol = if has_body {
        headed(walker, kind, node, name)
    } else {
        walker.symbol(kind, node, name)
    };
    if kind == SymbolKind::Operator {
        symbol.name = walker.text(name).trim_matches('"').into();
    }
    symbol.scope = Some(ScopeKind::Function);
    symbol.doc = if node.kind() == "subprogram_body" {
        docs::above(walker, node)
    } else {
        docs::of_declaration(walker, node)
    };
    let symbol = walker.define(symbol);
    if matches!(
        node.kind(),
        "subprogram_declaration" | "subprogram_body_stub" | "generic_subprogram_declaration"
    ) {
        walker.only_declares(symbol);
    }
}

/// The name in the specification of a procedure or a function.
fn name_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor);
    let specification = children.find(|child| child.kind().ends_with("_specification"))?;
    specification.field("name")
}

/// `with function Less (…) return Boolean`: a name that a generic unit is given.
pub(super) fn formal<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = name_of(node).filter(|name| name.kind() == "identifier") {
        walker.bind_local(name, 0);
    }
    walker.open_scope(ScopeKind::Function);
}

/// `entry Name (…);`, `entry Name (…) when Barrier is …`.
pub(super) fn entry<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("entry_name").or_else(|| child_of_kind(node, "identifier"));
    let Some(name) = name else { return walker.open_scope(ScopeKind::Function) };
    let mut symbol = headed(walker, SymbolKind::Method, node, name);
    symbol.scope = Some(ScopeKind::Function);
    let is_body = node.kind() == "entry_body";
    symbol.doc =
        if is_body { docs::above(walker, node) } else { docs::of_declaration(walker, node) };
    let symbol = walker.define(symbol);
    if !is_body {
        walker.only_declares(symbol);
    }
}
