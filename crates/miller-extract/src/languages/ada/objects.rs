//! Variables, constants, components and exceptions.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::docs;
use crate::fields::Fields;
use crate::walk::Walker;

/// `Name, Other : Type := Value;` in a record, a protected object or a list of discriminants.
pub(super) fn component<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // The discriminants of the type that a generic unit is given are nobody's.
    if walker.in_type() {
        declare(walker, node, SymbolKind::Field);
    }
}

/// `Name, Other : constant Type := Value;` outside of subprograms; inside, the names are local.
pub(super) fn object<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        let visible_from = node.end_byte() as u32;
        return bind_instances(walker, node, visible_from);
    }
    declare(walker, node, SymbolKind::Variable);
}

/// `Name, Other : in out Type := Value` among parameters: local names.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    bind_instances(walker, node, node.start_byte() as u32);
}

/// Binds names so that their components are looked up in their type.
fn bind_instances<'t>(walker: &mut Walker<'t>, node: Node<'t>, visible_from: u32) {
    let of_type = node.field("subtype_mark");
    let Some(of_type) = of_type.filter(|of_type| of_type.kind() == "identifier") else { return };
    let of_type = walker.text(of_type);
    let mut cursor = node.walk();
    for name in node.children(&mut cursor).take_while(|child| child.kind() != ":") {
        if name.kind() == "identifier" {
            walker.bind_instance(name, of_type, visible_from);
        }
    }
}

/// `Name, Other : exception;`
pub(super) fn exception<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    declare(walker, node, SymbolKind::Class);
}

/// What stands before and directly after the colon of a declaration.
#[derive(Default)]
struct Parts<'t> {
    names: Vec<Node<'t>>,
    colon: Option<Node<'t>>,
    is_constant: bool,
}

impl<'t> Parts<'t> {
    fn of(node: Node<'t>) -> Parts<'t> {
        let mut parts = Parts::default();
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                // The name of a type may follow the colon.
                "identifier" if parts.colon.is_none() => parts.names.push(child),
                ":" => parts.colon = Some(child),
                "constant" => parts.is_constant = true,
                "," | "aliased" | "comment" => {}
                // A task is a node of its own; `Name renames Other` has no colon.
                _ => break,
            }
        }
        parts
    }
}

/// How many names of one declaration share its documentation.
const DOCUMENTED: usize = 50;

/// One symbol for each name. Where there are several, each has the span of its name.
fn declare<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    let parts = Parts::of(node);
    let alone = parts.names.len() == 1;
    let kind = if parts.is_constant { SymbolKind::Constant } else { kind };
    if parts.names.is_empty() {
        return;
    }
    let doc = docs::of_declaration(walker, node);
    for (number, name) in parts.names.into_iter().enumerate() {
        let mut symbol = walker.symbol(kind, if alone { node } else { name }, name);
        if let (false, Some(colon)) = (alone, parts.colon) {
            symbol.signature = vec![
                (name.start_byte() as u32, name.end_byte() as u32),
                (colon.start_byte() as u32, node.end_byte() as u32),
            ];
        }
        if number < DOCUMENTED {
            symbol.doc.clone_from(&doc);
        }
        walker.define(symbol);
    }
}
