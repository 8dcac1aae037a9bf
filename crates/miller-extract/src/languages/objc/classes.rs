//! Classes, categories, extensions and protocols.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// So many children stand before the members of a class.
const CHILDREN_EXAMINED: usize = 16;

/// The name of a class or a protocol: the first one in it.
fn name_in(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    children.find(|child| child.kind() == "identifier")
}

/// Where the members start: the signature ends before them.
fn members_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor).take(CHILDREN_EXAMINED);
    children.find(|child| {
        matches!(
            child.kind(),
            "instance_variables"
                | "method_declaration"
                | "property_declaration"
                | "implementation_definition"
                | "qualified_protocol_interface_declaration"
                | "declaration"
                | "@end"
        )
    })
}

/// `@interface Name : Base <Protocol>`, or `@interface Name (Category)`.
pub(super) fn interface<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = name_in(node) else { return };
    let category = node.field("category");
    // An extension has empty brackets.
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor).take(CHILDREN_EXAMINED);
    let extends = category.is_some() || children.any(|child| child.kind() == "(");
    if extends {
        return extension(walker, node, name, category);
    }
    class(walker, node, name);
}

/// `@implementation Name`: the class itself where the file does not declare it.
pub(super) fn implementation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = name_in(node) else { return };
    let category = node.field("category");
    if category.is_some() || walker.has_symbol(walker.text(name), SymbolKind::Class) {
        return extension(walker, node, name, category);
    }
    class(walker, node, name);
}

/// Functions, variables and macros between the methods are not members.
pub(super) fn not_a_member<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let inner = node.named_child(0).map_or("", |inner| inner.kind());
    if !matches!(inner, "method_definition" | "property_implementation") {
        walker.stands_outside();
    }
}

fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let mut symbol = walker.symbol(SymbolKind::Class, node, name);
    symbol.signature = walker.signature_of(node, members_of(node));
    symbol.scope = Some(ScopeKind::Type);
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
}

/// What stands here belongs to the class of this name.
fn extension<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    category: Option<Node<'t>>,
) {
    walker.add_use(name, IdentifierKind::TypeUsage, None);
    let class = walker.text(name);
    if let Some(category) = category {
        let mut symbol = walker.symbol(SymbolKind::Class, node, category);
        symbol.name = Cow::Owned(format!("{class}({})", walker.text(category)));
        symbol.binds = node.kind() == "class_interface";
        symbol.signature = walker.signature_of(node, members_of(node));
        symbol.visibility = Some(Visibility::Public);
        walker.define(symbol);
    }
    walker.belongs_to(class);
}

/// `@protocol Name <Other>`.
pub(super) fn protocol<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = name_in(node) else { return };
    let mut symbol = walker.symbol(SymbolKind::Interface, node, name);
    symbol.signature = walker.signature_of(node, members_of(node));
    symbol.scope = Some(ScopeKind::Type);
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
}

/// Names in angle brackets after a class: its parameters where they follow its name, else protocols
/// that it implements.
pub(super) fn arguments<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let class = walker.ancestor(1).filter(|above| above.kind() == "class_interface");
    let Some(class) = class else { return };
    let base = class.field("superclass");
    let parameters = base.is_some_and(|base| node.start_byte() < base.start_byte());
    walker.set_role(if parameters { Role::Bind } else { Role::Implements });
}

/// `@public` and its kin, for the variables after it.
pub(super) fn section<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.set_section(match walker.text(node) {
        "@public" => Visibility::Public,
        "@private" => Visibility::Private,
        "@package" => Visibility::Internal,
        _ => Visibility::Protected,
    });
}

/// `@import Module.Part;`.
pub(super) fn module_import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node).trim_start_matches("@import").trim_end_matches(';').trim();
    if text.is_empty() || text.contains(char::is_whitespace) {
        return;
    }
    let mut symbol = walker.import(node, text);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, node, text, None, false);
}
