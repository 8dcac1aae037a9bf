//! What the table of `GDScript` cannot say.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewSymbol, Walker};

/// `func name():`, where `_init` makes instances.
pub(super) fn function<'t>(
    _walker: &mut Walker<'t>,
    _node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if symbol.name == "_init" {
        symbol.kind = SymbolKind::Constructor;
    }
    true
}

/// `func _init():`, whose name the grammar takes for a keyword.
pub(super) fn constructor<'t>(
    _walker: &mut Walker<'t>,
    _node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed("_init");
    true
}

/// `name: Type` in a list of parameters: an instance of its type.
pub(super) fn typed_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).filter(|name| name.kind() == "identifier");
    let (Some(name), Some(of_type)) = (name, node.field("type")) else { return };
    let from = node.start_byte() as u32;
    if of_type.kind() == "type" {
        walker.bind_instance(name, walker.text(of_type), from);
    } else {
        walker.claim(name);
        walker.bind_local(name, from);
    }
}

/// `a.b.c()`: one node with all its parts, each of which is looked up in those before it.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_type = matches!(walker.role(), Role::Type | Role::Extends);
    let role = walker.role();
    let start = node.start_byte() as u32;
    let mut cursor = node.walk();
    let mut end = start;
    let mut first = None;
    let parts: Vec<Node<'t>> = node.named_children(&mut cursor).collect();
    for (count, part) in parts.iter().copied().enumerate() {
        let object = Some((start, end));
        let makes = |at: usize| parts.get(at).is_some_and(|part| is_new(walker, *part));
        let made = count > 1 && parts[count - 1].kind() == "identifier" && is_new(walker, part);
        match part.kind() {
            _ if count == 0 => first = Some(part).filter(|part| part.kind() == "identifier"),
            "identifier" if of_type && part.end_byte() == node.end_byte() => {
                let edge = (role == Role::Extends).then_some(RelationshipKind::Extends);
                walker.add_use_of(part, IdentifierKind::TypeUsage, edge, object);
            }
            "identifier" if makes(count + 1) => {
                let edge = Some(RelationshipKind::Instantiates);
                walker.add_use_of(part, IdentifierKind::Call, edge, object);
            }
            "identifier" => walker.add_use_of(part, IdentifierKind::MemberAccess, None, object),
            "attribute_call" if made => {
                // The class in front has made the instance.
                if let Some(name) = part.named_child(0) {
                    walker.claim(name);
                }
            }
            "attribute_call" => call(walker, part, object, first.filter(|_| count == 1)),
            "attribute_subscript" => {
                if let Some(name) = part.named_child(0).filter(|name| name.kind() == "identifier") {
                    walker.add_use_of(name, IdentifierKind::MemberAccess, None, object);
                }
            }
            _ => {}
        }
        end = part.end_byte() as u32;
    }
    walker.set_role(Role::Value);
}

/// Whether a part of a path makes an instance of the class in front of it: `a.Type.new()`.
fn is_new<'t>(walker: &Walker<'t>, part: Node<'t>) -> bool {
    let call = Some(part).filter(|part| part.kind() == "attribute_call");
    call.and_then(|call| call.named_child(0)).is_some_and(|name| walker.text(name) == "new")
}

/// `value is Type`, `value as Type`.
pub(super) fn operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let asks = node.field("op").is_some_and(|word| matches!(word.kind(), "is" | "as" | "is not"));
    if let Some(of_type) = node.field("right").filter(|_| asks) {
        walker.set_role_of(of_type, Role::Type);
    }
}

/// `{ name = value }`: the name is a text, other than in `{ name: value }`.
pub(super) fn pair<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_text = node.child(1).is_some_and(|mark| mark.kind() == "=");
    if let Some(name) = node.field("left").filter(|name| is_text && name.kind() == "identifier") {
        walker.claim(name);
    }
}

/// `object.name()`; `Type.new()` makes an instance.
fn call<'t>(
    walker: &mut Walker<'t>,
    part: Node<'t>,
    object: Option<(u32, u32)>,
    first: Option<Node<'t>>,
) {
    let Some(name) = part.named_child(0).filter(|name| name.kind() == "identifier") else { return };
    if let Some(of_type) = first.filter(|_| walker.text(name) == "new") {
        walker.claim(name);
        walker.add_use_as(of_type, Role::Construct, None);
    } else {
        let edge = Some(RelationshipKind::Calls);
        walker.add_use_of(name, IdentifierKind::Call, edge, object);
    }
}

/// Names with a leading underscore are not for everybody, by convention.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = symbol.kind == SymbolKind::Import
        || symbol.name.starts_with('_') && symbol.kind != SymbolKind::Constructor
        || walker.in_function();
    Some(if hidden { Visibility::Private } else { Visibility::Public })
}
