//! `@name`: documentation, types, callbacks and the constants of a module.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// Attributes that the compiler and its tools read.
const RESERVED: &[&str] = &[
    "after_compile", "after_verify", "before_compile", "compile", "deprecated", "derive",
    "describetag", "dialyzer", "enforce_keys", "external_resource", "fallback_to_any", "file",
    "impl", "moduletag", "nifs", "on_definition", "on_load", "optional_callbacks", "since", "tag",
    "vsn",
];

/// `@name value`, `@name`, `^name`
pub(super) fn unary_operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(operand) = node.field("operand") else { return };
    let operator = node.field("operator").map_or("", |operator| operator.kind());
    match (operator, operand.kind()) {
        ("^", _) => walker.set_role_of(operand, Role::Value),
        ("@", "identifier") => {
            walker.claim(operand);
            walker.add_use_of(node, IdentifierKind::VariableRef, None, None);
        }
        ("@", "call") => attribute(walker, node, operand),
        _ => {}
    }
}

fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>, call: Node<'t>) {
    let (Some(target), Some(arguments)) =
        (call.field("target"), definitions_arguments(call))
    else {
        return;
    };
    let Some(value) = arguments.named_child(0) else { return };
    walker.claim(target);
    walker.set_role_of(call, Role::Ignore);
    walker.set_role_of(arguments, Role::Value);
    match walker.text(target) {
        "doc" => docs::keep(walker, "doc", value),
        "typedoc" => docs::keep(walker, "typedoc", value),
        "moduledoc" => {
            if let (Some(doc), Some(module)) =
                (docs::text(walker, value), walker.enclosing_symbol())
            {
                walker.document(module, doc);
            }
        }
        "spec" => walker.set_role_of(arguments, Role::Type),
        word @ ("type" | "typep" | "opaque") => {
            walker.set_role_of(arguments, Role::Type);
            type_definition(walker, node, value, word == "typep");
        }
        "callback" | "macrocallback" => {
            walker.set_role_of(arguments, Role::Type);
            callback(walker, node, value);
        }
        "behaviour" if value.kind() == "alias" => {
            walker.set_role_of(value, Role::Ignore);
            walker.add_use_as(value, Role::Implements, None);
        }
        name if RESERVED.contains(&name) => {}
        name => constant(walker, node, target, name),
    }
}

/// The arguments of a call: they have no field.
pub(super) fn definitions_arguments(call: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = call.walk();
    call.named_children(&mut cursor).find(|child| child.kind() == "arguments")
}

/// `@limit 100`: the first one defines, those after it set it again.
fn constant<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, name: &str) {
    let name = format!("@{name}");
    if walker.scope_has(&name) {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Constant, node, target);
    symbol.name = Cow::Owned(name);
    symbol.visibility = Some(Visibility::Private);
    walker.define(symbol);
}

/// `@type name(parameter) :: …`
fn type_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>, value: Node<'t>, private: bool) {
    let head = value.field("left").unwrap_or(value);
    let name = head.field("target").unwrap_or(head);
    if name.kind() != "identifier" {
        return;
    }
    // The parameters of a type are declared there.
    if let Some(parameters) = definitions_arguments(head) {
        walker.set_role_of(parameters, Role::Ignore);
    }
    let mut symbol = walker.symbol(SymbolKind::Type, node, name);
    symbol.doc = docs::take(walker, "typedoc");
    symbol.visibility = private.then_some(Visibility::Private);
    walker.define(symbol);
}

/// `@callback name(argument) :: …`: what a module of this behaviour defines.
fn callback<'t>(walker: &mut Walker<'t>, node: Node<'t>, value: Node<'t>) {
    // `name(argument) :: result when argument: term`
    let value = match value.field("operator").map(|operator| operator.kind()) {
        Some("when") => value.field("left").unwrap_or(value),
        _ => value,
    };
    let head = value.field("left").unwrap_or(value);
    let name = head.field("target").unwrap_or(head);
    if name.kind() != "identifier" {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.doc = docs::take(walker, "doc");
    symbol.binds = false;
    walker.define(symbol);
}
