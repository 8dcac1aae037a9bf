//! What `let` names.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The visibility that an access modifier among the children of a node says.
pub(super) fn access(walker: &Walker<'_>, node: Node<'_>) -> Option<Visibility> {
    let mut cursor = node.walk();
    let modifier = node
        .named_children(&mut cursor)
        .take_while(|child| !child.kind().ends_with("_defn"))
        .find(|child| child.kind() == "access_modifier")?;
    match &walker.source()[modifier.byte_range()] {
        "private" => Some(Visibility::Private),
        "internal" => Some(Visibility::Internal),
        _ => Some(Visibility::Public),
    }
}

/// An operator without the parentheses around it.
pub(super) fn bare(name: &str) -> &str {
    let inner = name.strip_prefix('(').and_then(|name| name.strip_suffix(')'));
    inner.map_or(name, str::trim).trim_matches('`')
}

/// A definition of one name or several.
pub(super) fn definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let body = node.field("body");
    let mut cursor = node.walk();
    let left = node.named_children(&mut cursor).find(|child| child.kind().ends_with("_left"));
    match left {
        Some(left) if left.kind() == "function_declaration_left" => {
            let Some(name) = function_name(left) else { return };
            // `let struct (a, b) = …` looks like a function.
            if walker.text(name) == "struct" {
                return values(walker, node, left, body);
            }
            let mut symbol = new_function(walker, node, left, name);
            symbol.signature = walker.signature_of(node, body);
            let symbol = walker.define(symbol);
            docs::end_before_comments(walker, symbol);
            end_before_next(walker, symbol, node);
        }
        Some(left) => values(walker, node, left, body),
        None => {}
    }
}

/// Of several functions that `and` joins, the first ends where its body does.
fn end_before_next(walker: &mut Walker<'_>, symbol: u32, node: Node<'_>) {
    let Some(body) = node.field("body") else { return };
    if body.end_byte() < node.end_byte() {
        let span = &mut walker.facts.symbols[symbol as usize].span;
        span.end = body.end_byte() as u32;
        span.end_point = body.end_position();
        docs::end_before_comments(walker, symbol);
    }
}

fn function_name(left: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = left.walk();
    left.named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "identifier" | "op_identifier" | "active_pattern"))
}

fn new_function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    left: Node<'t>,
    name: Node<'t>,
) -> NewSymbol<'t> {
    let in_type = walker.in_type();
    let kind = match name.kind() {
        "op_identifier" => SymbolKind::Operator,
        _ if in_type => SymbolKind::Method,
        _ => SymbolKind::Function,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(bare(walker.text(name)));
    symbol.scope = Some(ScopeKind::Function);
    symbol.visibility = access(walker, left).or(in_type.then_some(Visibility::Private));
    symbol
}

/// The functions behind the first in a definition that `and` joins.
pub(super) fn next_function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(around) = walker.ancestor(1).filter(|above| above.kind() == "function_or_value_defn")
    else {
        return;
    };
    let before = walker.source()[around.start_byte()..node.start_byte()].trim_end();
    let Some(before) = before.strip_suffix("and") else { return };
    let Some(name) = function_name(node) else { return };
    let mut symbol = new_function(walker, node, node, name);
    symbol.signature = walker.signature_of(node, None);
    symbol.doc = crate::remarks::doc_above(
        walker.source(),
        &walker.facts.remarks,
        (around.start_byte() + before.len()) as u32,
        &docs::DOC_STYLE,
    );
    if let Some(symbol) = walker.define_next(symbol) {
        docs::end_before_comments(walker, symbol);
    }
}

/// Names of values: symbols outside of functions, and where a function is the value.
fn values<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    left: Node<'t>,
    body: Option<Node<'t>>,
) {
    let value = body.map_or("", |body| body.kind());
    let is_function = matches!(value, "fun_expression" | "function_expression");
    if walker.in_function() && !is_function {
        return;
    }
    let names = names_in(left);
    let single = names.len() == 1;
    let is_mutable = walker.text(node).split_whitespace().take(4).any(|word| word == "mutable");
    let in_type = walker.in_type();
    for name in names {
        let kind = match (is_function && single, in_type) {
            _ if name.kind() == "op_identifier" => SymbolKind::Operator,
            (true, true) => SymbolKind::Method,
            (true, false) => SymbolKind::Function,
            (false, true) => SymbolKind::Field,
            (false, false) if is_mutable => SymbolKind::Variable,
            (false, false) => SymbolKind::Constant,
        };
        let mut symbol = walker.symbol(kind, if single { node } else { name }, name);
        symbol.name = Cow::Borrowed(bare(walker.text(name)));
        symbol.signature = walker.signature_of(node, body);
        symbol.scope = (is_function && single).then_some(ScopeKind::Function);
        symbol.visibility = access(walker, left).or(in_type.then_some(Visibility::Private));
        let symbol = walker.define(symbol);
        docs::end_before_comments(walker, symbol);
    }
}

/// The names that the left side binds: those of patterns without arguments.
fn names_in(left: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut cursor = left.walk();
    loop {
        let node = cursor.node();
        let is_name = node.kind() == "identifier_pattern" && node.named_child_count() == 1;
        let name = node.named_child(0).filter(|_| is_name).and_then(|head| head.named_child(0));
        let is_plain = |name: &Node<'_>| matches!(name.kind(), "identifier" | "op_identifier");
        if let Some(name) = name.filter(is_plain) {
            found.push(name);
        } else if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}
