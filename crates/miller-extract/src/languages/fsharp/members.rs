//! Members of types.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{docs, values};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// The name that a type gives its instance: `as self`.
pub(super) fn own_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0) {
        bind_own(walker, name);
    }
}

/// The name of the type that the member being visited belongs to.
fn type_around(walker: &Walker<'_>) -> Option<String> {
    let symbols = &walker.facts.symbols;
    let innermost = &symbols[walker.enclosing_symbol()? as usize];
    if innermost.kind.is_type() {
        return Some(innermost.name.to_string());
    }
    if let Some(owner) = innermost.owner {
        return Some(walker.facts.owners[owner as usize].name.to_string());
    }
    let around = &symbols[innermost.parent? as usize];
    around.kind.is_type().then(|| around.name.to_string())
}

fn bind_own<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    if let Some(around) = type_around(walker) {
        walker.bind_instance(name, around, 0);
    } else {
        walker.claim(name);
        walker.bind_local(name, 0);
    }
}

/// A member, whatever it is: its parts tell.
pub(super) fn member<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let part = node.named_children(&mut cursor).find(|child| {
        matches!(
            child.kind(),
            "method_or_prop_defn" | "member_signature" | "property_or_ident" | "identifier"
                | "additional_constr_defn"
        )
    });
    let Some(part) = part else { return };
    match part.kind() {
        "method_or_prop_defn" => method_or_property(walker, node, part),
        "member_signature" => abstract_member(walker, node, part),
        "additional_constr_defn" => constructor(walker, node, part),
        "property_or_ident" => {
            if let Some(name) = part.named_child(0) {
                define(walker, SymbolKind::Property, node, name, None);
            }
        }
        _ => define(walker, SymbolKind::Field, node, part, None),
    }
}

fn define<'t>(
    walker: &mut Walker<'t>,
    kind: SymbolKind,
    node: Node<'t>,
    name: Node<'t>,
    body: Option<Node<'t>>,
) {
    let kind = if name.kind() == "op_identifier" { SymbolKind::Operator } else { kind };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(values::bare(walker.text(name)));
    symbol.signature = vec![signature(walker, node, body)];
    symbol.scope = body.map(|_| ScopeKind::Function);
    // Operators of a type are found by their operands.
    symbol.binds = kind != SymbolKind::Operator;
    symbol.visibility = Some(values::access(walker, node).unwrap_or(Visibility::Public));
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
}

/// A member without its attributes and its body.
fn signature(walker: &Walker<'_>, node: Node<'_>, body: Option<Node<'_>>) -> (u32, u32) {
    let attributes = node.named_child(0).filter(|child| child.kind() == "attributes");
    let start = attributes.map_or(node.start_byte(), |attributes| attributes.end_byte());
    let end = body.map_or(node.end_byte(), |body| body.start_byte());
    let text = walker.source()[start..end].trim_end();
    let text = match body {
        Some(_) => text.strip_suffix("with").unwrap_or(text),
        None => text.split(" = ").next().unwrap_or(text),
    };
    (start as u32, (start + text.len()) as u32)
}

fn method_or_property<'t>(walker: &mut Walker<'t>, node: Node<'t>, part: Node<'t>) {
    let Some(named) = part.field("name") else { return };
    let method = named.field("method").or_else(|| named.named_child(0));
    let Some(name) = method else { return };
    let kind = match part.field("args") {
        Some(_) => SymbolKind::Method,
        None => SymbolKind::Property,
    };
    let mut cursor = part.walk();
    let body = part
        .children(&mut cursor)
        .skip_while(|child| !matches!(child.kind(), "=" | "with"))
        .nth(1);
    define(walker, kind, node, name, Some(body.unwrap_or(part)).filter(|body| *body != part));
    if let Some(instance) = named.field("instance") {
        bind_own(walker, instance);
    }
}

/// `abstract Name: …` is a method where the type has arguments.
fn abstract_member<'t>(walker: &mut Walker<'t>, node: Node<'t>, part: Node<'t>) {
    let mut cursor = part.walk();
    let mut name = None;
    let mut kind = SymbolKind::Property;
    for child in part.named_children(&mut cursor) {
        match child.kind() {
            "identifier" => name = name.or(Some(child)),
            "curried_spec" => {
                let first = child.named_child(0);
                if first.is_some_and(|first| first.kind() == "arguments_spec") {
                    kind = SymbolKind::Method;
                }
            }
            _ => {}
        }
    }
    if let Some(name) = name {
        define(walker, kind, node, name, None);
    }
}

/// `new(…) = …`, beside the constructor that the head of the type declares.
fn constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>, part: Node<'t>) {
    let mut cursor = part.walk();
    let body = part.children(&mut cursor).skip_while(|child| child.kind() != "=").nth(1);
    let mut symbol = walker.import(node, "new");
    symbol.kind = SymbolKind::Constructor;
    symbol.signature = vec![signature(walker, node, body)];
    symbol.scope = Some(ScopeKind::Function);
    symbol.visibility = Some(values::access(walker, part).unwrap_or(Visibility::Public));
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
}
