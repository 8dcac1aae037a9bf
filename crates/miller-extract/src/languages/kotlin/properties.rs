//! What the table of Kotlin cannot say of properties, constants and local variables.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::{
    bind_around_companion, child_of_kind, has_modifier, receiver, signature, type_path, unquoted,
};
use super::types::know_constructor_parameters;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// A parameter of a primary constructor, which is a property where `val` or `var` says so.
pub(super) fn class_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, &["identifier"]) else { return };
    if !keyword(node).is_some_and(|keyword| keyword < name.start_byte()) {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Property, node, name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, node.end_byte());
    symbol.member_of_type = true;
    walker.define(symbol);
}

/// `val name: Type = value` with its accessors.
pub(super) fn property_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let parts = Parts::of(node);
    if parts.names.is_empty() {
        return;
    }
    if walker.in_function() {
        return local_variables(walker, node, &parts);
    }
    for declaration in &parts.names {
        if let Some(name) = child_of_kind(*declaration, &["identifier"]) {
            property(walker, node, name, &parts);
        }
    }
}

fn property<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, parts: &Parts<'t>) {
    let owner = receiver(node, name).and_then(|of_type| type_path(walker, of_type));
    let is_member = walker.in_type();
    let text = unquoted(walker.text(name));
    let kind = if is_function(parts.value) {
        if is_member { SymbolKind::Property } else { SymbolKind::Function }
    } else if has_modifier(walker, node, "const") || parts.is_constant && shouts(text) {
        SymbolKind::Constant
    } else if is_member || owner.is_some() || parts.runs_code() {
        SymbolKind::Property
    } else {
        SymbolKind::Variable
    };
    let span = if parts.several { name } else { node };
    let mut symbol = walker.symbol(kind, span, name);
    symbol.name = Cow::Borrowed(text);
    symbol.signature = signature(node, parts.signature_end(node));
    if !is_member {
        symbol.binds = owner.is_none();
        symbol.owner = owner.map(Cow::Borrowed);
    }
    if owner.is_some() || parts.has_type_parameters {
        symbol.scope = Some(ScopeKind::Function);
    }
    let symbol = walker.define(symbol);
    bind_around_companion(walker, symbol);
    if is_member && parts.accessor.is_none() {
        know_constructor_parameters(walker);
    }
}

/// Local variables are no symbols, unless they hold a function. Their names are known behind them.
fn local_variables<'t>(walker: &mut Walker<'t>, node: Node<'t>, parts: &Parts<'t>) {
    for declaration in &parts.names {
        let Some(name) = child_of_kind(*declaration, &["identifier"]) else { continue };
        if is_function(parts.value) && !parts.several {
            let mut symbol = walker.symbol(SymbolKind::Function, node, name);
            symbol.signature = signature(node, parts.signature_end(node));
            walker.define(symbol);
        } else {
            walker.claim(name);
            walker.bind_local(name, node.end_byte() as u32);
        }
    }
}

/// An accessor knows the value behind the property as `field`.
pub(super) fn accessor<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    walker.bind_implicit("field");
}

fn is_function(value: Option<Node<'_>>) -> bool {
    value.is_some_and(|value| matches!(value.kind(), "lambda_literal" | "anonymous_function"))
}

/// Whether a name is written like a constant: `MAX_SIZE`.
fn shouts(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Where `val` or `var` stands in a declaration.
fn keyword(node: Node<'_>) -> Option<usize> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| matches!(child.kind(), "val" | "var"))
        .map(|keyword| keyword.start_byte())
}

/// The parts of a property's declaration.
#[derive(Default)]
struct Parts<'t> {
    names: Vec<Node<'t>>,
    /// Whether it takes a value apart: `val (left, right) = pair`.
    several: bool,
    value: Option<Node<'t>>,
    delegate: Option<Node<'t>>,
    /// The first of its accessors.
    accessor: Option<Node<'t>>,
    has_type_parameters: bool,
    is_constant: bool,
}

impl<'t> Parts<'t> {
    fn of(node: Node<'t>) -> Parts<'t> {
        let mut parts = Parts::default();
        let mut behind_equals = false;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                "val" => parts.is_constant = true,
                "type_parameters" => parts.has_type_parameters = true,
                "variable_declaration" => parts.names.push(child),
                "multi_variable_declaration" => {
                    parts.several = true;
                    let mut names = child.walk();
                    let declared = child.named_children(&mut names);
                    parts.names.extend(declared.filter(|name| name.kind() == "variable_declaration"));
                }
                "=" => behind_equals = true,
                "property_delegate" => parts.delegate = Some(child),
                "getter" | "setter" => parts.accessor = parts.accessor.or(Some(child)),
                "line_comment" | "block_comment" => {}
                _ if behind_equals && parts.value.is_none() => parts.value = Some(child),
                _ => {}
            }
        }
        parts
    }

    fn runs_code(&self) -> bool {
        self.accessor.is_some() || self.delegate.is_some()
    }

    /// Where the signature ends: behind the value, or before one of several lines.
    fn signature_end(&self, node: Node<'t>) -> usize {
        let value = self.value.or(self.delegate);
        let long = value.filter(|value| value.start_position().row != value.end_position().row);
        long.or(self.accessor).map_or(node.end_byte(), |end| end.start_byte())
    }
}
