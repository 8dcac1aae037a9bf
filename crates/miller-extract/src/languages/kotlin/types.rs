//! What the table of Kotlin cannot say of classes, objects and constructors.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::{child_of_kind, has_modifier, signature, unquoted};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// What constructors are called: the keyword that declares them.
const CONSTRUCTOR: &str = "constructor";
/// What a companion object is called that has no name.
const COMPANION: &str = "Companion";

/// `class`, `interface`, `enum class` and so on.
pub(super) fn class_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let is_interface = node
        .children(&mut cursor)
        .take_while(|child| child.kind() != "identifier")
        .any(|child| child.kind() == "interface");
    if is_interface {
        symbol.kind = SymbolKind::Interface;
    } else if has_modifier(walker, node, "enum") {
        symbol.kind = SymbolKind::Enum;
    }
    declaration(walker, node, symbol)
}

/// A declaration whose annotations are no part of its signature.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Cow::Borrowed(name) = symbol.name {
        symbol.name = Cow::Borrowed(unquoted(name));
    }
    symbol.signature = signature(node, signature_end(node));
    true
}

pub(super) fn companion_object<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = match node.field("name") {
        Some(name) => {
            walker.claim(name);
            Cow::Borrowed(walker.text(name))
        }
        None => Cow::Borrowed(COMPANION),
    };
    symbol.signature = signature(node, signature_end(node));
    true
}

/// `(val name: String)` behind the name of a class. Initialisers and property values know its
/// parameters, and find them by its name.
pub(super) fn primary_constructor<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed(CONSTRUCTOR);
    let class_name = walker.ancestor(1).and_then(|class| class.field("name"));
    let start = class_name.unwrap_or(node).start_byte() as u32;
    symbol.signature = vec![(start, node.end_byte() as u32)];
    true
}

/// `constructor(name: String) : this(name, 1)`
pub(super) fn secondary_constructor<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed(CONSTRUCTOR);
    symbol.binds = false;
    let body = child_of_kind(node, &["block"]);
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    true
}

/// Says that what stands in the node being visited knows the parameters of the primary constructor.
pub(super) fn know_constructor_parameters(walker: &mut Walker<'_>) {
    walker.continue_scope(CONSTRUCTOR, SymbolKind::Constructor);
}

pub(super) fn anonymous_initializer<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    know_constructor_parameters(walker);
}

pub(super) fn enum_entry<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = child_of_kind(node, &["identifier"]) else { return false };
    walker.claim(name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, signature_end(node));
    true
}

/// `annotation class Name` without a body behind annotations, which the grammar takes for an infix
/// call. `false` where it is one.
pub(super) fn declaration_without_body<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> bool {
    let (Some(modifier), Some(keyword), Some(name)) = (node.child(0), node.child(1), node.child(2))
    else {
        return false;
    };
    let kind = match walker.text(keyword) {
        "class" | "object" => SymbolKind::Class,
        "interface" => SymbolKind::Interface,
        _ => return false,
    };
    if modifier.kind() != "identifier" || name.kind() != "identifier" {
        return false;
    }
    let annotated = (1..)
        .map_while(|distance| walker.ancestor(distance))
        .take_while(|ancestor| ancestor.kind() == "annotated_expression")
        .last();
    let mut symbol = walker.symbol(kind, annotated.unwrap_or(node), name);
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    symbol.visibility = Some(match walker.text(modifier) {
        "private" => Visibility::Private,
        "internal" => Visibility::Internal,
        _ => Visibility::Public,
    });
    walker.claim(modifier);
    walker.claim(keyword);
    walker.define(symbol);
    true
}

/// The body of an object expression or of an enum entry: what it declares are members.
pub(super) fn class_body<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let around = walker.ancestor(1).map_or("", |around| around.kind());
    if matches!(around, "object_literal" | "enum_entry") {
        walker.open_scope(ScopeKind::Type);
    }
}

/// The types that a class extends, implements or delegates to, and what it hands them.
pub(super) fn delegation_specifiers<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    know_constructor_parameters(walker);
    let Some(around) = walker.ancestor(1) else { return };
    // Without a primary constructor the secondary ones call that of the class they extend.
    let extends_first = around.kind() == "class_declaration"
        && child_of_kind(around, &["primary_constructor"]).is_none()
        && child_of_kind(around, &["class_body"])
            .is_some_and(|body| child_of_kind(body, &["secondary_constructor"]).is_some());
    if !extends_first {
        return;
    }
    let first = node.named_child(0).and_then(|first| child_of_kind(first, &["user_type"]));
    if let Some(name) = first.filter(|of_type| of_type.named_child_count() == 1)
        && let Some(name) = name.named_child(0)
    {
        walker.add_use_as(name, Role::Extends, None);
    }
}

pub(super) fn delegation_specifier<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_object = walker.ancestor(2).is_some_and(|around| around.kind() == "object_literal");
    walker.set_role(if of_object {
        Role::Construct
    } else if walker.enclosing_kind() == Some(SymbolKind::Interface) {
        Role::Extends
    } else {
        Role::Implements
    });
}

/// `Shop by shops`: what is delegated to is a value.
pub(super) fn explicit_delegation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(value) = node.named_child(1).filter(|value| value.kind() == "identifier") {
        walker.add_use_as(value, Role::Value, None);
    }
}

/// `Shop("main")` behind the name of a class is what it extends; in an annotation it is a type.
pub(super) fn constructor_invocation<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_class = walker.ancestor(1).is_some_and(|around| around.kind() == "delegation_specifier");
    match walker.role() {
        Role::Construct => {}
        _ if of_class => walker.set_role(Role::Extends),
        _ => walker.set_role(Role::Type),
    }
}

/// Where the body of a type or an enum entry starts, or the declaration ends.
fn signature_end(node: Node<'_>) -> usize {
    let body = child_of_kind(node, &["class_body", "enum_class_body"]);
    body.map_or(node.end_byte(), |body| body.start_byte())
}
