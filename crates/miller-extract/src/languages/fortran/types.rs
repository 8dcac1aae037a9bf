//! Derived types and the procedures that are bound to them.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::{child_of_kind, operator_name};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `type, extends(base) :: name … end type`.
pub(super) fn derived_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let head = child_of_kind(node, "derived_type_statement");
    let named = head.and_then(|head| Some((head, child_of_kind(head, "type_name")?)));
    let Some((head, name)) = named else { return };
    let mut symbol = walker.symbol(SymbolKind::Struct, node, name);
    symbol.signature = vec![(head.start_byte() as u32, head.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Type);
    symbol.visibility = stated(walker, head, "access_specifier");
    walker.define(symbol);
}

/// The visibility that one of the children states.
pub(super) fn stated(walker: &Walker<'_>, node: Node<'_>, kind: &str) -> Option<Visibility> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() == kind).find_map(|child| {
        let text = walker.text(child);
        if text.eq_ignore_ascii_case("private") {
            Some(Visibility::Private)
        } else if text.eq_ignore_ascii_case("public") {
            Some(Visibility::Public)
        } else {
            None
        }
    })
}

/// After `contains`, what was said of the components holds no more.
pub(super) fn procedures<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.set_section(Visibility::Public);
}

/// `procedure :: name`, `procedure, public :: name => implementation`. In an interface the names are
/// those of procedures elsewhere.
pub(super) fn procedure_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !walker.in_type() {
        return;
    }
    let visibility = stated(walker, node, "procedure_attribute");
    let mut cursor = node.walk();
    let declarators: Vec<Node<'t>> =
        node.children_by_field_name("declarator", &mut cursor).collect();
    for &declarator in &declarators {
        let name = match declarator.kind() {
            "binding" => child_of_kind(declarator, "binding_name").and_then(|name| name.named_child(0)),
            _ => Some(declarator),
        };
        let Some(name) = name else { continue };
        let at = if declarators.len() == 1 { node } else { declarator };
        let mut symbol = walker.symbol(SymbolKind::Method, at, name);
        symbol.signature = walker.signature_of(node, None);
        symbol.visibility = visibility;
        walker.define(symbol);
    }
}

/// `generic :: name => first, second`, `generic :: operator(+) => add`.
pub(super) fn generic_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let list = node.field("declarator");
    let name = list
        .and_then(|list| child_of_kind(list, "binding_name"))
        .and_then(|name| name.named_child(0));
    let Some(name) = name else { return };
    let kind = match name.kind() {
        "identifier" => SymbolKind::Method,
        _ => SymbolKind::Operator,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(operator_name(walker, name));
    symbol.visibility = stated(walker, node, "access_specifier");
    walker.define(symbol);
}

/// `select type (name => value)` gives a value a name.
pub(super) fn selector<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let named = child_of_kind(node, "pointer_association_statement");
    let name = named.and_then(|named| named.named_child(0));
    if let Some(name) = name.filter(|name| name.kind() == "identifier") {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}
