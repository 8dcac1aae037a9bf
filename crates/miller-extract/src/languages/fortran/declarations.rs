//! Declarations of variables, constants, components and enumerators.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::child_of_kind;
use super::types::stated;
use crate::fields::Fields;
use crate::walk::Walker;

/// Nodes around a name in a declarator: its size, its value.
const LEVELS: usize = 4;

/// The name in `name`, `name(3)`, `name = 1`, `name => null()`.
fn declared_name(declarator: Node<'_>) -> Option<Node<'_>> {
    let mut inner = declarator;
    for _ in 0..LEVELS {
        if inner.kind() == "identifier" {
            return Some(inner);
        }
        inner = inner.field("left").or_else(|| inner.named_child(0))?;
    }
    None
}

/// `type, attribute :: name = value, other`: components in a type, variables and constants in a
/// module, local names in a procedure.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_type = node.field("type");
    let instance_of = of_type
        .filter(|of_type| of_type.kind() == "derived_type")
        .and_then(|of_type| child_of_kind(of_type, "type_name"));
    let mut cursor = node.walk();
    let fixed = node.children_by_field_name("attribute", &mut cursor).any(|attribute| {
        walker.text(attribute).eq_ignore_ascii_case("parameter")
    });
    let mut cursor = node.walk();
    let declarators: Vec<Node<'t>> =
        node.children_by_field_name("declarator", &mut cursor).collect();
    let Some(first) = declarators.first().copied() else { return };
    let kind = match () {
        () if walker.in_type() => SymbolKind::Field,
        () if fixed => SymbolKind::Constant,
        () => SymbolKind::Variable,
    };
    for &declarator in &declarators {
        let Some(name) = declared_name(declarator) else { continue };
        if walker.in_function() {
            bind(walker, node, name, instance_of);
            continue;
        }
        let at = if declarators.len() == 1 { node } else { declarator };
        let mut symbol = walker.symbol(kind, at, name);
        symbol.signature = vec![
            (node.start_byte() as u32, first.start_byte() as u32),
            (declarator.start_byte() as u32, declarator.end_byte() as u32),
        ];
        symbol.visibility = stated(walker, node, "type_qualifier");
        walker.define(symbol);
    }
}

/// Binds a local name. That of the function itself declares what it gives.
fn bind<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, of_type: Option<Node<'t>>) {
    walker.claim(name);
    let text = walker.text(name);
    if walker.enclosing_name().is_some_and(|function| function.eq_ignore_ascii_case(text)) {
        return;
    }
    let from = node.start_byte() as u32;
    match of_type {
        Some(of_type) => walker.bind_instance(name, walker.text(of_type), from),
        None => walker.bind_local(name, from),
    }
}

/// `enumerator :: red = 1, green`: an enumeration has no name, its members are known around it.
pub(super) fn enumerators<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let declarators: Vec<Node<'t>> =
        node.children_by_field_name("declarator", &mut cursor).collect();
    for declarator in declarators {
        if let Some(name) = declared_name(declarator) {
            let symbol = walker.symbol(SymbolKind::EnumMember, declarator, name);
            walker.define(symbol);
        }
    }
}
