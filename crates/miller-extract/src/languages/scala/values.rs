//! What the table of Scala cannot say of values, variables and parameters of classes.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::declarations::{has_modifier, last_before_comments, signature, unquoted};
use super::patterns::names_a_value;
use crate::fields::Fields;
use crate::walk::Walker;

/// A parameter of a class, which is a field where `val` or `var` says so, and in case classes.
/// Otherwise it is known in the whole body.
pub(super) fn class_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if !has_keyword(node) && !is_of_case_class(walker) {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Field, node, name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, node.end_byte());
    walker.define(symbol);
}

fn has_keyword(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| matches!(child.kind(), "val" | "var"))
}

/// Whether the parameter being visited stands in the first list of a case class or of a case of an
/// enum.
fn is_of_case_class(walker: &Walker<'_>) -> bool {
    let (Some(list), Some(class)) = (walker.ancestor(1), walker.ancestor(2)) else { return false };
    if class.field("class_parameters").map(|first| first.id()) != Some(list.id()) {
        return false;
    }
    let mut cursor = class.walk();
    class.kind() == "full_enum_case"
        || class
            .children(&mut cursor)
            .take_while(|child| child.kind() != "class")
            .any(|child| child.kind() == "case")
}

/// `val name = value`, `var (left, right) = pair`. In functions, the table binds the names.
pub(super) fn value_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(pattern) = node.field("pattern") else { return };
    let value = node.field("value");
    let is_function = value.is_some_and(|value| value.kind() == "lambda_expression");
    if walker.in_function() {
        if pattern.kind() == "identifier" && is_function {
            define(walker, node, node, pattern, SymbolKind::Function);
        }
        return;
    }
    let is_variable = node.kind() == "var_definition";
    let constant = !is_variable
        && (has_modifier(walker, node, "final") || has_modifier(walker, node, "inline"));
    let member = walker.in_type();
    let kind_of = |name: &str| match member {
        false if is_function => SymbolKind::Function,
        false if is_variable => SymbolKind::Variable,
        true if !constant && (is_variable || !shouts(name)) => SymbolKind::Field,
        _ => SymbolKind::Constant,
    };
    if pattern.kind() == "identifier" {
        let kind = kind_of(walker.text(pattern));
        return define(walker, node, node, pattern, kind);
    }
    let takes_apart = pattern.kind() != "identifiers";
    let mut cursor = pattern.walk();
    for part in pattern.named_children(&mut cursor) {
        let name = match part.kind() {
            "identifier" => Some(part),
            "typed_pattern" => part.field("pattern"),
            _ => None,
        };
        let Some(name) = name.filter(|name| name.kind() == "identifier") else { continue };
        let text = walker.text(name);
        if takes_apart && names_a_value(text) {
            continue;
        }
        define(walker, node, name, name, kind_of(text));
    }
}

/// `val name: Type` without a value.
pub(super) fn value_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node.children_by_field_name("name", &mut cursor).collect();
    for name in &names {
        let span = if names.len() > 1 { *name } else { node };
        define(walker, node, span, *name, SymbolKind::Field);
    }
}

fn define<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    span: Node<'t>,
    name: Node<'t>,
    kind: SymbolKind,
) {
    let value = node.field("value");
    let long = value.filter(|value| value.start_position().row != value.end_position().row);
    let end = long.map_or(node.end_byte(), |value| value.start_byte());
    let mut symbol = walker.symbol(kind, span, name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, end);
    if span.id() == node.id() {
        symbol.ends_with(last_before_comments(walker, node));
    }
    walker.define(symbol);
}

/// Whether a name is written like a constant: `MAX_SIZE`.
fn shouts(name: &str) -> bool {
    name.len() > 1
        && name.chars().any(char::is_uppercase)
        && !name.chars().any(char::is_lowercase)
}

/// `name = value` among arguments names a parameter of what is called.
pub(super) fn assignment_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let in_arguments = walker.ancestor(1).is_some_and(|around| around.kind() == "arguments");
    let left = node.field("left").filter(|left| left.kind() == "identifier");
    if let Some(left) = left.filter(|_| in_arguments) {
        walker.claim(left);
    }
}
