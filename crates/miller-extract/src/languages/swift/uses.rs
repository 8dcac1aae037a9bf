//! What the table of Swift cannot say of imports, base types, calls and members.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::declarations::child_of_kind;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `import Module`, `import struct Module.Type`
pub(super) fn import_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = child_of_kind(node, "identifier") else { return };
    let mut cursor = path.walk();
    for part in path.named_children(&mut cursor) {
        walker.add_use(part, IdentifierKind::Import, None);
    }
    let text = walker.text(path);
    let (qualifier, name) = match text.rsplit_once('.') {
        Some((qualifier, name)) => (Some(qualifier), name),
        None => (None, text),
    };
    let mut symbol = walker.import(node, name);
    symbol.signature = super::declarations::signature(node, node.end_byte());
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, name, qualifier.map(Cow::Borrowed), true);
}

/// A type behind the colon. Only the first one of a class can be a class; the name says whether it
/// is, by convention. The raw type of an enum is neither.
pub(super) fn inheritance_specifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(of_type) = node.field("inherits_from") else { return };
    let (Some((name, object)), Some(around)) = (last_name(of_type), walker.ancestor(1)) else {
        return;
    };
    let text = walker.text(name);
    let is_first = || walker.source()[..node.start_byte()].trim_end().ends_with(':');
    let keyword = around.field("declaration_kind").map_or("", |word| word.kind());
    let role = match keyword {
        "protocol" => Role::Extends,
        "enum" if RAW_TYPES.contains(&text) => Role::Type,
        "class" if !is_protocol_name(text) && is_first() => Role::Extends,
        _ => Role::Implements,
    };
    walker.add_use_as(name, role, object);
}

const RAW_TYPES: &[&str] = &[
    "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    "String", "Character", "Double", "Float", "CGFloat",
];

/// Endings of the names of protocols.
const PROTOCOL_ENDINGS: &[&str] = &["able", "ible", "Delegate", "DataSource", "Protocol", "Object"];

fn is_protocol_name(name: &str) -> bool {
    // `NSObject` is the class that others start from.
    PROTOCOL_ENDINGS.iter().any(|ending| name.ends_with(ending)) && name != "NSObject"
}

/// The last name of a type, and the name that it is looked up in.
fn last_name(of_type: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    let mut cursor = of_type.walk();
    let mut last = None;
    let mut before = None;
    for name in of_type.named_children(&mut cursor).filter(|part| part.kind() == "type_identifier") {
        before = last.replace(name);
    }
    Some((last?, before))
}

/// `Outer.Inner`: all but the first name are looked up in the ones before.
pub(super) fn user_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.named_child_count() < 2 {
        return;
    }
    let start = node.start_byte() as u32;
    let mut end = start;
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor).filter(|part| part.kind() == "type_identifier") {
        if end > start {
            let qualifier = Some((start, end));
            walker.add_use_of(name, IdentifierKind::TypeUsage, None, qualifier);
        }
        end = name.end_byte() as u32;
    }
}

/// What `@available(…)` lists are platforms, not names.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).map_or("", |name| walker.text(name));
    if WORDED_ATTRIBUTES.contains(&name) {
        walker.leave_out_children();
    }
}

/// Attributes whose arguments are words of the language.
const WORDED_ATTRIBUTES: &[&str] =
    &["_specialize", "_spi", "attached", "available", "backDeployed", "freestanding", "objc"];

/// Whether the parentheses of a call are brackets: `values[index]`.
fn is_subscript(call: Node<'_>) -> bool {
    child_of_kind(call, "call_suffix")
        .and_then(|suffix| suffix.child(0))
        .filter(|first| first.kind() == "value_arguments")
        .and_then(|arguments| arguments.child(0))
        .is_some_and(|bracket| bracket.kind() == "[")
}

/// `name(…)` and `name { … }`. Whether a function is called or an instance made, the target decides.
pub(super) fn call_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(callee) = node.named_child(0).filter(|_| !is_subscript(node)) else { return };
    if matches!(callee.kind(), "array_literal" | "dictionary_literal") {
        return literal_type(walker, callee);
    }
    if callee.kind() != "simple_identifier" {
        return;
    }
    // The grammar takes `defer { … }` for a call.
    match walker.text(callee) {
        "defer" => walker.claim(callee),
        _ => walker.add_use_as(callee, Role::Call, None),
    }
}

/// `[Name]()` and `[Key: Value]()` are types: no list can be called.
fn literal_type<'t>(walker: &mut Walker<'t>, literal: Node<'t>) {
    let mut cursor = literal.walk();
    for name in literal.named_children(&mut cursor).take(2) {
        if name.kind() == "simple_identifier" {
            walker.add_use_as(name, Role::Type, None);
        }
    }
}

/// `Name<Type>.member`, which the grammar takes for two comparisons: what is compared starts with no
/// dot in the language.
pub(super) fn comparison_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_comparison = |node: Node<'t>, operator: &str| {
        node.kind() == "comparison_expression"
            && node.field("op").is_some_and(|found| found.kind() == operator)
    };
    let inner = node.field("rhs").filter(|right| is_comparison(*right, ">"));
    let Some(inner) = inner.filter(|_| is_comparison(node, "<")) else { return };
    let (Some(argument), Some(rest)) = (inner.field("lhs"), inner.field("rhs")) else { return };
    let starts_with_dot = walker.text(rest).starts_with('.');
    let touches = walker.source()[..rest.start_byte()].ends_with('>');
    if argument.kind() == "simple_identifier" && starts_with_dot && touches {
        walker.add_use_as(argument, Role::Type, None);
    }
}

/// Whether the node being visited is what a call calls.
fn is_called<'t>(walker: &Walker<'t>, node: Node<'t>) -> bool {
    walker.ancestor(1).filter(|around| around.kind() == "call_expression").is_some_and(|call| {
        call.named_child(0).is_some_and(|callee| callee.id() == node.id()) && !is_subscript(call)
    })
}

/// `object.name`
pub(super) fn navigation_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node
        .field("suffix")
        .and_then(|suffix| suffix.field("suffix"))
        .filter(|name| name.kind() == "simple_identifier");
    let Some(name) = name else { return };
    if walker.text(name) == "self" {
        return walker.claim(name);
    }
    let role = if is_called(walker, node) { Role::Call } else { Role::Member };
    walker.add_use_as(name, role, node.field("target"));
}

/// `.name` is a member of the type that is expected.
pub(super) fn prefix_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let part = |field| node.child_by_field_name(field);
    let (Some(operation), Some(name)) = (part("operation"), part("target")) else { return };
    if operation.kind() != "." {
        return;
    }
    if name.kind() == "simple_identifier" {
        let role = if is_called(walker, node) { Role::Call } else { Role::Member };
        // What it is looked up in is not written down, so that no name of the file is meant.
        walker.add_use_as(name, role, Some(operation));
    } else if name.kind() == "navigation_expression"
        && let Some(first) = name.field("target")
        && first.kind() == "simple_identifier"
    {
        walker.add_use_as(first, Role::Member, None);
    }
}

/// `Name<Type>(…)`
pub(super) fn constructor_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_type = node.field("constructed_type");
    if let Some((name, object)) = of_type.and_then(last_name) {
        walker.add_use_as(name, Role::Construct, object);
    }
}

/// `#name(…)`
pub(super) fn macro_invocation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = child_of_kind(node, "simple_identifier") {
        walker.add_use_as(name, Role::Call, None);
    }
}

/// `\Type.name`
pub(super) fn key_path_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut object = None;
    let mut cursor = node.walk();
    for part in node.named_children(&mut cursor) {
        match part.kind() {
            "simple_identifier" => {
                walker.add_use_as(part, Role::Member, object);
                object = None;
            }
            "type_identifier" => object = Some(part),
            _ => {}
        }
    }
}

/// `break outer` names a label.
pub(super) fn control_transfer_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let word = node.child(0).map_or("", |word| word.kind());
    if matches!(word, "break" | "continue")
        && let Some(label) = node.field("result")
    {
        walker.claim(label);
    }
}
