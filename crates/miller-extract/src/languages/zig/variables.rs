//! Declarations: `const` makes types, imports and constants alike, by what it is given.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::has_keyword;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Parts of a path behind an import that are followed.
const PARTS: usize = 16;

/// `const name = value;`, `var name: type = value;`.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // `name = value;` is an assignment.
    if !has_keyword(node, &["const", "var"]) {
        let name = node.named_child(0).filter(|name| walker.text(*name) == "_");
        if let Some(name) = name {
            walker.claim(name);
        }
        return;
    }
    let mut cursor = node.walk();
    let mut children =
        node.named_children(&mut cursor).skip_while(|child| child.kind() != "identifier");
    let Some(name) = children.next() else { return };
    let of_type = node.field("type");
    // `undefined` is no node: what comes last may be the type.
    let value = children.last().filter(|value| of_type.is_none_or(|of_type| of_type.id() != value.id()));
    let constant = has_keyword(node, &["const"]);
    let makes_type = constant && of_type.is_none_or(|of_type| walker.text(of_type) == "type");
    let (kind, scope) = kind_of(walker, name, value, constant, makes_type);
    let local = walker.in_function();
    match kind {
        SymbolKind::Import => import(walker, node, name, value),
        SymbolKind::Constant | SymbolKind::Variable | SymbolKind::Type if local => {
            walker.claim(name);
            walker.bind_local(name, node.end_byte() as u32);
        }
        _ => {
            let mut symbol = walker.symbol(kind, node, name);
            let body = value.filter(|_| scope.is_some()).and_then(opening);
            symbol.signature = walker.signature_of(node, body);
            symbol.scope = scope;
            // `const Name = @This();` is another name of what is around.
            let meant = value.filter(|value| walker.text(*value) == "@This()");
            let around = walker.enclosing_symbol().filter(|_| meant.is_some());
            symbol.binds = around.is_none();
            walker.define(symbol);
            if let Some(around) = around {
                walker.bind_symbol(walker.text(name), around);
            }
        }
    }
}

/// The brace that opens a container.
fn opening(container: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = container.walk();
    container.children(&mut cursor).find(|child| child.kind() == "{")
}

/// What a declaration makes, by its value; where that does not say it, names of types start with a
/// capital letter by convention.
fn kind_of(
    walker: &Walker<'_>,
    name: Node<'_>,
    value: Option<Node<'_>>,
    constant: bool,
    makes_type: bool,
) -> (SymbolKind, Option<ScopeKind>) {
    let plain = if constant { SymbolKind::Constant } else { SymbolKind::Variable };
    let Some(value) = value.filter(|_| makes_type) else { return (plain, None) };
    let titled = walker.text(name).starts_with(char::is_uppercase);
    let in_type = Some(ScopeKind::Type);
    match value.kind() {
        "struct_declaration" | "opaque_declaration" => (SymbolKind::Struct, in_type),
        "union_declaration" => (SymbolKind::Union, in_type),
        "enum_declaration" | "error_set_declaration" => (SymbolKind::Enum, in_type),
        "function_signature" | "error_union_type" | "pointer_type" => (SymbolKind::Type, None),
        _ if imported(walker, value).is_some() => (SymbolKind::Import, None),
        "builtin_function" if walker.text(value) == "@This()" => (SymbolKind::Type, None),
        "builtin_type" => (SymbolKind::Type, None),
        "field_expression" | "identifier" | "call_expression" | "binary_expression"
        | "nullable_type" | "array_type" | "slice_type" | "if_expression" | "switch_expression"
        | "builtin_function" | "labeled_type_expression"
            if titled =>
        {
            (SymbolKind::Type, None)
        }
        _ => (plain, None),
    }
}

/// The path in `@import("path")`, also where members of it are named, and the last of these.
fn imported<'t>(walker: &Walker<'t>, value: Node<'t>) -> Option<(Node<'t>, Option<Node<'t>>)> {
    let mut inner = value;
    let mut last = None;
    for _ in 0..PARTS {
        if inner.kind() != "field_expression" {
            break;
        }
        last = last.or_else(|| inner.field("member"));
        inner = inner.field("object")?;
    }
    if inner.kind() != "builtin_function" || !walker.text(inner).starts_with("@import") {
        return None;
    }
    let string = inner.named_child(1)?.named_child(0)?;
    let path = string.named_child(0).filter(|path| path.kind() == "string_content")?;
    Some((path, last))
}

/// `const name = @import("path");`, `const Name = @import("path").Name;`.
fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, value: Option<Node<'t>>) {
    let Some((path, last)) = value.and_then(|value| imported(walker, value)) else { return };
    walker.claim(name);
    let symbol = walker.import(node, walker.text(name));
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    let path_text = walker.text(path);
    match last {
        Some(last) => {
            walker.add_use(last, IdentifierKind::Import, None);
            let qualifier = Some(Cow::Borrowed(path_text));
            walker.add_import(symbol, path, walker.text(last), qualifier, true);
        }
        None => walker.add_import(symbol, path, path_text, None, true),
    }
}

/// `usingnamespace @import("path");`.
pub(super) fn using_namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let value = node.named_children(&mut cursor).last();
    let Some((path, _)) = value.and_then(|value| imported(walker, value)) else { return };
    let mut symbol = walker.import(node, walker.text(path));
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    walker.add_import(symbol, path, walker.text(path), None, false);
}
