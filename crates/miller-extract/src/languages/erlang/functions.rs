//! Functions, and the variables that hold one.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::attributes::EVERYTHING;
use super::docs;
use super::expressions::{arity, bare};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The key of the last function.
const LAST: &str = "last function";

/// `name(Argument) when Guard -> body;`: a clause of a function.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let clause = node.field("clause").filter(|it| it.kind() == "function_clause");
    let name = clause.and_then(|clause| clause.field("name"));
    let (Some(clause), Some(name)) = (clause, name) else {
        return walker.open_scope(ScopeKind::Function);
    };
    if name.kind() != "atom" {
        // A macro makes the name.
        return walker.open_scope(ScopeKind::Function);
    }
    let text = bare(walker.text(name));
    let arity = arity(clause.field("args"));
    let key = format!("{text}/{arity}");
    let written = format!("{}/{arity}", walker.text(name));
    let known = walker.remembered(&key);
    if let Some(known) = known.filter(|known| walker.remembered(LAST) == Some(*known)) {
        return walker.extend_symbol(known, ScopeKind::Function);
    }
    let body = clause.field("body").map_or(clause.end_byte(), |it| it.start_byte());
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.name = Cow::Borrowed(text);
    symbol.doc = docs::take(walker);
    symbol.scope = Some(ScopeKind::Function);
    symbol.visibility = Some(visibility_of(walker, &written));
    symbol.signature = vec![(node.start_byte() as u32, body as u32)];
    let symbol = walker.define_bound_as(symbol, vec![key.clone()]);
    walker.remember(key, symbol);
    walker.remember(LAST, symbol);
}

/// A module shows what it exports; a file that is no module hides nothing.
pub(super) fn visibility_of(walker: &Walker<'_>, key: &str) -> Visibility {
    let shown = [key, EVERYTHING].iter().any(|name| walker.is_handed_out(name));
    if shown || !walker.is_handed_out("-module") {
        Visibility::Public
    } else {
        Visibility::Private
    }
}

/// `Double = fun(Number) -> Number * 2 end`
pub(super) fn function_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(value)) = (node.field("lhs"), node.field("rhs"))
    else {
        return;
    };
    if name.kind() != "var" || value.kind() != "anonymous_fun" {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.visibility = Some(Visibility::Private);
    symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    walker.define(symbol);
}

/// Records, macros and types are seen by whoever includes them.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a visibility rule")]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    _node: Node<'t>,
    _symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(Visibility::Public)
}
