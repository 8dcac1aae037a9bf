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
    for (count, part) in node.named_children(&mut cursor).enumerate() {
        let object = Some((start, end));
        match part.kind() {
            _ if count == 0 => first = Some(part).filter(|part| part.kind() == "identifier"),
            "identifier" if of_type && part.end_byte() == node.end_byte() => {
                let edge = (role == Role::Extends).then_some(RelationshipKind::Extends);
                walker.add_use_of(part, IdentifierKind::TypeUsage, edge, object);
            }
            "identifier" => walker.add_use_of(part, IdentifierKind::MemberAccess, None, object),
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
