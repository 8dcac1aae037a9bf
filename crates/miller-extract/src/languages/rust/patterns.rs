//! Patterns: names that they bind, and names that they compare with.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::type_name;
use crate::fields::Fields;
use crate::walk::Walker;

/// A name with a capital letter in a pattern is a constant or a variant: `None`, `MAX`.
pub(super) fn constants<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    // The type of `Some(x)` is a use anyway.
    let first = usize::from(node.kind() == "tuple_struct_pattern");
    let patterns: &mut dyn Iterator<Item = Node<'t>> = match node.kind() {
        "let_condition" => &mut node.field("pattern").into_iter(),
        "match_pattern" => &mut children.by_ref().take(1),
        _ => &mut children.by_ref().skip(first),
    };
    for pattern in patterns {
        if is_constant(walker, pattern) {
            walker.add_use(pattern, IdentifierKind::VariableRef, None);
        }
    }
}

fn is_constant(walker: &Walker<'_>, pattern: Node<'_>) -> bool {
    pattern.kind() == "identifier" && walker.text(pattern).starts_with(char::is_uppercase)
}

/// `Point { x, y: inner }`: a name alone is that of the field and of the variable.
pub(super) fn field_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if name.kind() == "shorthand_field_identifier" {
        // What binds by `let` is known after it.
        let statement = (1..8).filter_map(|distance| walker.ancestor(distance)).find(|ancestor| {
            matches!(ancestor.kind(), "let_declaration" | "let_condition" | "match_pattern")
        });
        let visible_from = match statement {
            Some(statement) if statement.kind() != "match_pattern" => statement.end_byte(),
            _ => name.start_byte(),
        };
        walker.bind_local(name, visible_from as u32);
        return;
    }
    let pattern = node.field("pattern");
    if let Some(pattern) = pattern.filter(|pattern| is_constant(walker, *pattern)) {
        walker.add_use(pattern, IdentifierKind::VariableRef, None);
    }
}

/// `let f = |x| …;` defines a function; `let p: Point = …;` and `let p = Point { … };` tell a type.
pub(super) fn let_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("pattern").and_then(plain_name) else { return };
    let value = node.field("value");
    if let Some(closure) = value.filter(|value| value.kind() == "closure_expression") {
        let mut symbol = walker.symbol(SymbolKind::Function, node, name);
        symbol.signature = walker.signature_of(node, closure.field("body"));
        walker.define(symbol);
        return;
    }
    let of_type = node.field("type").or_else(|| {
        match value?.kind() {
            "struct_expression" => value?.field("name"),
            "call_expression" => constructed(walker, value?.field("function")?),
            _ => None,
        }
    });
    if let Some(of_type) = of_type {
        bind_typed(walker, name, of_type, node.end_byte() as u32);
    }
}

/// The type in `Type::new(…)` and `Type::default()`, which make one by convention.
fn constructed<'t>(walker: &Walker<'t>, function: Node<'t>) -> Option<Node<'t>> {
    let name = function.field("name").filter(|_| function.kind() == "scoped_identifier")?;
    let maker = matches!(walker.text(name), "new" | "default");
    let path = function.field("path").filter(|_| maker)?;
    let last = path.field("name").unwrap_or(path);
    walker.text(last).starts_with(char::is_uppercase).then_some(path)
}

/// A parameter is an instance of its type.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("pattern").and_then(plain_name);
    if let (Some(name), Some(of_type)) = (name, node.field("type")) {
        bind_typed(walker, name, of_type, name.start_byte() as u32);
    }
}

/// Binds a name whose type has one; for others the table binds.
fn bind_typed<'t>(walker: &mut Walker<'t>, name: Node<'t>, of_type: Node<'t>, visible_from: u32) {
    let mut inner = of_type;
    while inner.kind() == "reference_type" {
        match inner.field("type") {
            Some(next) => inner = next,
            None => return,
        }
    }
    let named = matches!(
        inner.kind(),
        "type_identifier"
            | "identifier"
            | "scoped_identifier"
            | "scoped_type_identifier"
            | "generic_type"
            | "generic_type_with_turbofish"
            | "dynamic_type"
    );
    if named {
        let of_type = type_name(walker, inner);
        walker.bind_instance(name, of_type, visible_from);
    }
}

/// The name in a pattern that is nothing but a name: `x`, `mut x`.
fn plain_name(pattern: Node<'_>) -> Option<Node<'_>> {
    let inner = match pattern.kind() {
        "mut_pattern" => pattern.named_child(1)?,
        _ => pattern,
    };
    (inner.kind() == "identifier").then_some(inner)
}
