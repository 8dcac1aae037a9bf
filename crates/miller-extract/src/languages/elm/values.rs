//! Values: annotations and declarations of one name are one symbol.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `name : type` declares a name. Locally, only functions are symbols.
pub(super) fn annotation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(written)) =
        (node.field("name"), node.field("typeExpression"))
    else {
        return;
    };
    let is_function = has_arrow(written);
    if walker.in_function() && !is_function {
        return;
    }
    let kind = if is_function { SymbolKind::Function } else { SymbolKind::Constant };
    let symbol = walker.symbol(kind, node, name);
    walker.define(symbol);
}

fn has_arrow(written: Node<'_>) -> bool {
    let mut cursor = written.walk();
    written.named_children(&mut cursor).any(|child| child.kind() == "arrow")
}

/// `name pattern = body`.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("functionDeclarationLeft") else { return };
    let Some(name) = left.named_child(0).filter(|name| name.kind() == "lower_case_identifier")
    else {
        return;
    };
    let value = node.field("body").map_or("", |body| body.kind());
    let is_function = left.named_child_count() > 1 || value == "anonymous_function_expr";
    walker.claim(name);
    if let Some(symbol) = declared(walker, walker.text(name)) {
        let kind = &mut walker.facts.symbols[symbol as usize].kind;
        if *kind == SymbolKind::Constant && is_function {
            *kind = SymbolKind::Function;
        }
        walker.continue_symbol(symbol, ScopeKind::Function);
        return;
    }
    if walker.in_function() && !is_function {
        walker.bind_local(name, name.start_byte() as u32);
        return;
    }
    let kind = if is_function { SymbolKind::Function } else { SymbolKind::Constant };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = vec![(left.start_byte() as u32, left.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
}

/// The symbol that the annotation above has made.
fn declared(walker: &Walker<'_>, name: &str) -> Option<u32> {
    walker.symbol_here(name).filter(|symbol| {
        let kind = walker.facts.symbols[*symbol as usize].kind;
        matches!(kind, SymbolKind::Function | SymbolKind::Constant)
    })
}

/// A function on the other side of a port.
pub(super) fn port<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        let symbol = walker.symbol(SymbolKind::Function, node, name);
        walker.define(symbol);
    }
}

/// `infix left 5 (|=) = keeper`.
pub(super) fn infix<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("operator") {
        let mut symbol = walker.symbol(SymbolKind::Operator, node, name);
        symbol.name = Cow::Borrowed(walker.text(name));
        symbol.visibility = Some(Visibility::Public);
        walker.define(symbol);
    }
}
