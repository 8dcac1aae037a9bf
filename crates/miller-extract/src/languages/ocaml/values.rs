//! Values: what `let`, `val` and `external` name.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::{docs, names};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// Adds a symbol that starts with what is wrapped around it, such as `let`, unless `and` joins it to
/// others. Its documentation is its own.
pub(super) fn define<'t>(walker: &mut Walker<'t>, symbol: NewSymbol<'t>, around: Node<'t>) -> u32 {
    let node = symbol.node;
    let before = walker.source()[around.start_byte()..node.start_byte()].trim_end();
    let joined = before.strip_suffix("and").map(|before| around.start_byte() + before.len());
    let start = joined.unwrap_or(around.start_byte());
    let has_constructors = symbol.kind == SymbolKind::Enum;
    let doc = docs::of_item(walker, start, node, has_constructors);
    let symbol = walker.define(symbol);
    let fact = &mut walker.facts.symbols[symbol as usize];
    fact.doc = doc;
    if joined.is_none() {
        fact.span.start = around.start_byte() as u32;
        fact.span.start_point = around.start_position();
    }
    symbol
}

/// A binding: a function where it has parameters or a function as its value. Other local ones are no
/// symbols.
pub(super) fn let_binding<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(pattern) = node.field("pattern") else { return };
    let body = node.field("body");
    let is_function = is_function(node, body);
    let local = walker.in_function();
    if local && !is_function {
        return;
    }
    let name = names::bare(pattern);
    let around = walker.ancestor(1).unwrap_or(node);
    if name.kind() == "value_name" || name.id() != pattern.id() {
        let kind = match (name.id() == pattern.id(), is_function) {
            (false, _) => SymbolKind::Operator,
            (true, true) => SymbolKind::Function,
            (true, false) if is_cell(walker, body) => SymbolKind::Variable,
            (true, false) => SymbolKind::Constant,
        };
        let mut symbol = walker.symbol(kind, node, name);
        symbol.signature = walker.signature_of(node, body);
        symbol.scope = is_function.then_some(ScopeKind::Function);
        define(walker, symbol, around);
        return;
    }
    for name in names_in(pattern) {
        let mut symbol = walker.symbol(SymbolKind::Constant, name, name);
        symbol.signature = walker.signature_of(node, body);
        walker.define(symbol);
    }
}

fn is_function(node: Node<'_>, body: Option<Node<'_>>) -> bool {
    let value = body.map_or("", |body| body.kind());
    let mut cursor = node.walk();
    matches!(value, "fun_expression" | "function_expression")
        || node.named_children(&mut cursor).any(|child| child.kind() == "parameter")
}

/// `ref 0` makes a cell whose content changes.
fn is_cell(walker: &Walker<'_>, body: Option<Node<'_>>) -> bool {
    body.and_then(|body| body.field("function"))
        .is_some_and(|function| &walker.source()[function.byte_range()] == "ref")
}

/// The names that a pattern binds.
fn names_in(pattern: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut cursor = pattern.walk();
    loop {
        let node = cursor.node();
        if matches!(node.kind(), "value_name" | "value_pattern") {
            found.push(node);
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

/// `val name : type` and `external name : type = "…"`.
pub(super) fn declared<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let name = node
        .named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "value_name" | "parenthesized_operator"));
    let Some(written) = name else { return };
    let name = names::bare(written);
    let kind = match node.field("type") {
        _ if name.id() != written.id() => SymbolKind::Operator,
        Some(of_type) if is_function_type(of_type) => SymbolKind::Function,
        _ => SymbolKind::Constant,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, None);
    let in_signature = walker.ancestor(1).is_some_and(|above| above.kind() == "signature");
    let symbol = define(walker, symbol, node);
    // The signature of a module declares what its structure defines.
    if in_signature && walker.ancestor(2).is_some_and(|above| above.kind() == "module_binding") {
        walker.only_declares(symbol);
    }
}

fn is_function_type(mut written: Node<'_>) -> bool {
    while written.kind() == "polymorphic_type" {
        match written.field("type") {
            Some(inner) => written = inner,
            None => return false,
        }
    }
    written.kind() == "function_type"
}
