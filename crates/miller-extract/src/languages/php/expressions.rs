//! Names in expressions that the table cannot say.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::imports::last_name;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// `App\Item`, `\strlen`, `namespace\Item`: the last name, looked up in what is in front of it.
pub(super) fn qualified_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match walker.role() {
        Role::Ignore => walker.leave_out_children(),
        role => add_path(walker, node, role),
    }
}

fn add_path<'t>(walker: &mut Walker<'t>, node: Node<'t>, role: Role) {
    let Some(name) = last_name(node) else { return };
    let start = node.start_byte();
    let path = walker.source()[start..name.start_byte()].trim_end();
    let path = path.strip_suffix('\\').unwrap_or(path).trim_end();
    // `\strlen` has nothing in front of its backslash; `namespace\strlen` is of this namespace.
    let is_path = !path.is_empty() && path != "namespace";
    let end = start + path.len();
    let path = is_path.then_some((start as u32, end as u32));
    match NewUse::in_role(name, role, IdentifierKind::VariableRef) {
        Some(new) => walker.add(new.within(path)),
        None => walker.claim(name),
    }
}

/// `Item::LIMIT`, `self::LIMIT`, `Item::class`
pub(super) fn class_constant<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let (Some(scope), Some(name)) = (children.next(), children.last()) else { return };
    variable_scope(walker, scope);
    if walker.text(name).eq_ignore_ascii_case("class") {
        walker.claim(name);
    } else if name.kind() == "name" {
        walker.add_use_as(name, Role::Member, Some(scope));
    }
}

/// `$class::member`: what stands before the colons is a type elsewhere.
pub(super) fn scoped<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(scope) = node.field("scope") {
        variable_scope(walker, scope);
    }
}

fn variable_scope<'t>(walker: &mut Walker<'t>, scope: Node<'t>) {
    if scope.kind() == "variable_name" {
        walker.add_use_as(scope, Role::Value, None);
    }
}

/// `value instanceof Item`
pub(super) fn binary<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_test = node
        .field("operator")
        .is_some_and(|operator| operator.kind() == "instanceof");
    let Some(right) = node.field("right").filter(|_| is_test) else { return };
    match right.kind() {
        "name" => walker.add_use_as(right, Role::Type, None),
        "qualified_name" | "relative_name" => add_path(walker, right, Role::Type),
        _ => {}
    }
}

/// What looks like a function and is a word of the language.
fn is_construct(name: &str) -> bool {
    let words = ["isset", "empty", "unset", "eval", "exit", "die"];
    words.iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// `define("LIMIT", 10)`
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(function) = node.field("function") else { return };
    let called = walker.text(function);
    if is_construct(called) {
        return walker.claim(function);
    }
    if !matches!(called, "define" | "\\define") {
        return;
    }
    let literal = node
        .field("arguments")
        .and_then(|arguments| arguments.named_child(0))
        .and_then(|argument| argument.named_child(0));
    let Some(literal) = literal else { return };
    if !matches!(literal.kind(), "string" | "encapsed_string") {
        return;
    }
    let name = walker.text(literal).trim_matches(['"', '\'']);
    if name.is_empty() || name.contains(['$', ' ', '{']) {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Constant, node, literal);
    symbol.name = name.into();
    walker.define(symbol);
}
