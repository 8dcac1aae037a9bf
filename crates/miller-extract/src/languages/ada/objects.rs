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
    let is_constant = colon_of(node).is_some_and(|(_, is_constant)| is_constant);
    declare(walker, node, if is_constant { SymbolKind::Constant } else { SymbolKind::Variable });
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

/// The colon after the names, and whether the word for constants follows it.
fn colon_of(node: Node<'_>) -> Option<(Node<'_>, bool)> {
    let mut cursor = node.walk();
    let mut after = node.children(&mut cursor).skip_while(|child| child.kind() != ":");
    let colon = after.next()?;
    let is_constant = after
        .take_while(|child| matches!(child.kind(), "aliased" | "constant" | "comment"))
        .any(|child| child.kind() == "constant");
    Some((colon, is_constant))
}

/// One symbol for each name. Where there are several, each has the span of its name.
fn declare<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    // A task or a protected object is a node of its own; `Name renames Other` has no type.
    let colon = colon_of(node).map(|(colon, _)| colon);
    let mut cursor = node.walk();
    let is_name = |child: &Node<'_>| child.kind() == "identifier";
    let before = |child: &Node<'_>| colon.is_none_or(|colon| child.id() != colon.id());
    let count = match colon {
        Some(_) => node.children(&mut cursor).take_while(before).filter(is_name).count(),
        None => 1,
    };
    let doc = docs::of_declaration(walker, node);
    let mut cursor = node.walk();
    for name in node.children(&mut cursor).take_while(before).filter(is_name).take(count) {
        let mut symbol = walker.symbol(kind, if count == 1 { node } else { name }, name);
        if let (true, Some(colon)) = (count > 1, colon) {
            symbol.signature = vec![
                (name.start_byte() as u32, name.end_byte() as u32),
                (colon.start_byte() as u32, node.end_byte() as u32),
            ];
        }
        symbol.doc.clone_from(&doc);
        walker.define(symbol);
    }
}
