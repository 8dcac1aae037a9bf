//! Variables: symbols outside functions, and inside where they are functions or classes.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::{is_function, signature_end, unwrapped};
use super::imports::{define_required, imported_by};
use super::types::held_by;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{Held, Walker};

pub(in crate::languages) fn variable_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let value = node.field("value");
    let inner = value.map(unwrapped);
    if let Some(imported) = value.and_then(|value| imported_by(walker, value)) {
        return define_required(walker, node, name, imported);
    }
    // `var` outside functions is known in the whole file, whatever block it stands in.
    let past_blocks = walker.in_blocks_only()
        && name.kind() == "identifier"
        && walker.ancestor(1).is_some_and(|above| above.kind() == "variable_declaration")
        && walker.ancestor(2).is_some_and(|above| above.kind() != "for_statement");
    let kind = match inner {
        Some(inner) if is_function(inner) => SymbolKind::Function,
        Some(inner) if inner.kind() == "class" => SymbolKind::Class,
        _ if walker.in_function() && !past_blocks => return bind_variable(walker, node, name),
        _ if declares_constant(walker) => SymbolKind::Constant,
        _ => SymbolKind::Variable,
    };
    if name.kind() != "identifier" {
        return define_names_of_pattern(walker, node, name, kind);
    }
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, value.and_then(signature_end));
    symbol.scope = inner.and_then(scope_of_value);
    symbol.binds = !past_blocks;
    if matches!(kind, SymbolKind::Constant | SymbolKind::Variable) {
        symbol.held = Some((held_by(walker, node), node));
    }
    let symbol = walker.define(symbol);
    if past_blocks {
        walker.bind_past_blocks(symbol);
    }
}

/// A variable of a function, where what it holds is known. The table binds the others.
fn bind_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let is_var = walker.ancestor(1).is_some_and(|above| above.kind() == "variable_declaration");
    if name.kind() != "identifier" {
        return;
    }
    match held_by(walker, node) {
        Held::Nothing | Held::Unknown => {}
        held if is_var => walker.bind_held_in_function(name, held),
        held => walker.bind_held(name, held, 0),
    }
}

/// The scope that the value of a symbol opens for it: the members of an object or a class.
pub(super) fn scope_of_value(inner: Node<'_>) -> Option<ScopeKind> {
    matches!(inner.kind(), "object" | "class").then_some(ScopeKind::Type)
}

fn declares_constant(walker: &Walker<'_>) -> bool {
    walker
        .ancestor(1)
        .and_then(|declaration| declaration.field("kind"))
        .is_some_and(|kind| kind.kind() != "let")
}

/// `const { a, b: [c], ...rest } = value`: each name is a symbol, outside functions.
pub(super) fn define_names_of_pattern<'t>(
    walker: &mut Walker<'t>,
    declarator: Node<'t>,
    pattern: Node<'t>,
    kind: SymbolKind,
) {
    if walker.in_function() {
        return;
    }
    let mut left = vec![pattern];
    while let Some(node) = left.pop() {
        match node.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => {
                let mut symbol = walker.symbol(kind, node, node);
                symbol.signature = walker.signature_of(declarator, None);
                walker.define(symbol);
            }
            "pair_pattern" => left.extend(node.field("value")),
            "assignment_pattern" | "object_assignment_pattern" => {
                left.extend(node.field("left"));
            }
            "object_pattern" | "array_pattern" | "rest_pattern" => {
                let mut cursor = node.walk();
                left.extend(node.named_children(&mut cursor));
            }
            _ => {}
        }
    }
}
