//! What the table of Kotlin cannot say of imports, types, calls and members.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::{child_of_kind, unquoted};
use super::types;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// `package com.example`
pub(super) fn package_header<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = child_of_kind(node, &["qualified_identifier"]) else { return };
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, path);
    symbol.visibility = Some(Visibility::Public);
    claim_path(walker, path);
    let package = walker.define(symbol);
    walker.contains_rest_of_file(package);
}

/// `import a.b.C`, `import a.b.*`, `import a.b.C as D`
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = child_of_kind(node, &["qualified_identifier"]) else { return };
    add_import_uses(walker, path);
    let mut cursor = node.walk();
    let everything = node.children(&mut cursor).any(|child| child.kind() == "*");
    let alias = child_of_kind(node, &["identifier"]);
    if let Some(alias) = alias {
        walker.claim(alias);
    }
    let text = walker.text(path);
    let (qualifier, name) = match text.rsplit_once('.') {
        _ if everything => (Some(text), "*"),
        Some((qualifier, name)) => (Some(qualifier), unquoted(name.trim())),
        None => (None, unquoted(text)),
    };
    let mut symbol = walker.import(node, alias.map_or(name, |alias| walker.text(alias)));
    symbol.binds = !everything;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, name, qualifier.map(Cow::Borrowed), true);
}

/// The parts of an imported path that name something: the last one, and the types before it. The
/// parts of a package's name are no names of their own.
fn add_import_uses<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
    let mut cursor = path.walk();
    let parts = path.named_children(&mut cursor).filter(|part| part.kind() == "identifier");
    for part in parts {
        let is_last = part.end_byte() == path.end_byte();
        if is_last || walker.text(part).starts_with(char::is_uppercase) {
            walker.add_use(part, IdentifierKind::Import, None);
        } else {
            walker.claim(part);
        }
    }
}

fn claim_path<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
    let mut cursor = path.walk();
    for part in path.named_children(&mut cursor) {
        walker.claim(part);
    }
}

/// `Outer.Inner` and `java.util.List`: the last part has the role of the whole; the parts before it
/// are packages where they start with a small letter.
pub(super) fn user_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = match walker.role() {
        inherited @ (Role::Extends | Role::Implements | Role::Construct) => inherited,
        _ => Role::Type,
    };
    walker.set_role(role);
    if node.named_child_count() < 2 {
        return;
    }
    let mut cursor = node.walk();
    let parts = node.named_children(&mut cursor).filter(|part| part.kind() == "identifier");
    let parts: Vec<Node<'t>> = parts.collect();
    let Some((last, before)) = parts.split_last().filter(|(_, before)| !before.is_empty()) else {
        return;
    };
    let start = node.start_byte() as u32;
    let mut end = start;
    for part in before {
        if walker.text(*part).starts_with(char::is_lowercase) {
            walker.claim(*part);
        } else {
            let qualifier = (end > start).then_some((start, end));
            walker.add_use_of(*part, IdentifierKind::TypeUsage, None, qualifier);
        }
        end = part.end_byte() as u32;
    }
    let (kind, edge) = match role {
        Role::Extends => (IdentifierKind::TypeUsage, Some(RelationshipKind::Extends)),
        Role::Implements => (IdentifierKind::TypeUsage, Some(RelationshipKind::Implements)),
        Role::Construct => (IdentifierKind::Call, Some(RelationshipKind::Instantiates)),
        _ => (IdentifierKind::TypeUsage, None),
    };
    walker.add_use_of(*last, kind, edge, Some((start, end)));
}

/// `name(…)` and `name { … }`. Whether a function is called or an instance made, the target decides.
pub(super) fn call_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(callee) = node.named_child(0).filter(|callee| callee.kind() == "identifier") {
        walker.add_use_as(callee, Role::Call, None);
    }
}

/// `name<Outer.Inner>(…)` and `name<Outer.Inner> { … }`, which the grammar takes for comparisons:
/// the language does not.
pub(super) fn binary_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let part = |node: Node<'t>, field| node.child_by_field_name(field);
    let operator = |node| part(node, "operator").map_or("", |operator| operator.kind());
    if operator(node) != ">" {
        return;
    }
    let (Some(left), Some(right)) = (part(node, "left"), part(node, "right")) else { return };
    let is_call = matches!(right.kind(), "parenthesized_expression" | "lambda_literal");
    if !is_call || left.kind() != "binary_expression" || operator(left) != "<" {
        return;
    }
    if let (Some(callee), Some(argument)) = (part(left, "left"), part(left, "right")) {
        add_path_use(walker, callee, Role::Call);
        add_path_use(walker, argument, Role::Type);
    }
}

/// Adds a use of the last name of a path.
fn add_path_use<'t>(walker: &mut Walker<'t>, path: Node<'t>, role: Role) {
    match path.kind() {
        "identifier" => walker.add_use_as(path, role, None),
        "navigation_expression" => {
            let last = path.named_child_count().saturating_sub(1) as u32;
            if let Some(name) = path.named_child(last).filter(|name| name.kind() == "identifier") {
                walker.add_use_as(name, role, path.named_child(0));
            }
        }
        _ => {}
    }
}

/// `break@outer` and `continue@outer`, which the grammar takes for expressions with labels.
pub(super) fn labeled_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(label), Some(name)) = (node.child(0), node.child(1)) else { return };
    if name.kind() == "identifier" && matches!(walker.text(label), "break@" | "continue@") {
        walker.claim(name);
    }
}

/// `left name right`
pub(super) fn infix_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(left), Some(name)) = (node.named_child(0), node.named_child(1)) else { return };
    if types::declaration_without_body(walker, node) {
        return;
    }
    if name.kind() == "identifier" {
        walker.add_use_as(name, Role::Call, Some(left));
    }
}

/// `object.name`, `object?.name` and `object::name`
pub(super) fn navigation_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child_count().saturating_sub(1) as u32;
    let (Some(object), Some(name)) = (node.named_child(0), node.named_child(last)) else { return };
    if name.kind() != "identifier" || name.id() == object.id() {
        return;
    }
    if walker.text(name) == "class" {
        return walker.claim(name);
    }
    let is_called = walker
        .ancestor(1)
        .filter(|around| around.kind() == "call_expression")
        .and_then(|call| call.named_child(0))
        .is_some_and(|callee| callee.id() == node.id());
    let role = if is_called { Role::Call } else { Role::Member };
    // `this@Outer.name` is a member of `Outer`.
    let labelled = Some(object)
        .filter(|object| object.kind() == "this_expression")
        .and_then(|object| object.named_child(0));
    walker.add_use_as(name, role, Some(labelled.unwrap_or(object)));
}

/// `::name` and `Type::name`
pub(super) fn callable_reference<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child_count().saturating_sub(1) as u32;
    let (Some(object), Some(name)) = (node.named_child(0), node.named_child(last)) else { return };
    if name.kind() == "identifier" && name.id() != object.id() {
        walker.add_use_as(name, Role::Member, Some(object));
    }
}

/// `name = value` names a parameter of what is called.
pub(super) fn value_argument<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let (Some(name), Some(equals)) = (node.child(0), node.child(1))
        && equals.kind() == "="
    {
        walker.claim(name);
    }
}

/// `"$name"`: the grammar knows names in strings of several lines alone. In others they are text
/// behind a `$` of its own.
pub(super) fn string_literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut behind_mark = false;
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        let text = if child.kind() == "string_content" { walker.text(child) } else { "" };
        let quoted = text.strip_prefix('`').and_then(|rest| rest.split_once('`'));
        let name = quoted.map_or_else(|| leading_name(text), |(name, _)| name);
        if behind_mark && !name.is_empty() && name != "this" {
            let range = walker.range_in(child, name);
            walker.add(NewUse::at(range, IdentifierKind::VariableRef));
        }
        behind_mark = text == "$";
    }
}

/// The name that a text starts with.
fn leading_name(text: &str) -> &str {
    let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let end = text.find(|letter| !is_of_name(letter)).unwrap_or(text.len());
    if text.starts_with(|first: char| first.is_ascii_digit()) { "" } else { &text[..end] }
}
