//! Messages, which are calls, and the names that loops and handlers bind.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use super::members::name_of;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// So many children of a loop or a handler are looked at for what they bind.
const CHILDREN_EXAMINED: usize = 12;

/// `[receiver name:value other:value]` calls `name:other:`.
pub(super) fn message<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(receiver) = node.field("receiver") else { return };
    let (mut selector, mut first) = (String::new(), None);
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        let child = cursor.node();
        if cursor.field_name() == Some("method") && child.kind() == "identifier" {
            walker.claim(child);
            first = first.or(Some(child));
            selector.push_str(walker.text(child));
        } else if child.kind() == ":" {
            selector.push(':');
        }
        if !cursor.goto_next_sibling() {
            break;
        }
    }
    let Some(first) = first else { return };
    if selector.ends_with(':') {
        let object = (receiver.start_byte() as u32, receiver.end_byte() as u32);
        let called = NewUse::of(first, IdentifierKind::Call).spelled(selector);
        walker.add(called.edge(Some(RelationshipKind::Calls)).within(Some(object)));
    } else {
        walker.add_use_as(first, Role::CallMethod, Some(receiver));
    }
    class_in_front(walker, first, receiver);
}

/// `@selector(name:other:)` names a method; the grammar keeps the name to itself.
pub(super) fn selector<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    let Some((open, close)) = text.find('(').zip(text.rfind(')')) else { return };
    let Some(name) = text.get(open + 1..close) else { return };
    let name = name.trim();
    let word = name.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(name.len());
    if word == 0 {
        return;
    }
    let range = walker.range_in(node, &name[..word]);
    let spelled = name.split_whitespace().collect::<String>();
    walker.add(NewUse::at(range, IdentifierKind::MemberAccess).spelled(spelled));
}

/// A receiver that starts with a capital is a class.
fn class_in_front<'t>(walker: &mut Walker<'t>, method: Node<'t>, receiver: Node<'t>) {
    if receiver.kind() != "identifier" {
        return;
    }
    let name = walker.text(receiver);
    if matches!(name, "self" | "super") {
        return walker.claim(receiver);
    }
    if name.starts_with(|first: char| first.is_uppercase()) {
        let makes = matches!(walker.text(method), "alloc" | "new");
        let edge = makes.then_some(RelationshipKind::Instantiates);
        walker.add_use(receiver, IdentifierKind::TypeUsage, edge);
    }
}

/// `@catch (NSException *name)`.
pub(super) fn caught<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let kind = node.named_children(&mut cursor).find(|child| child.kind() == "type_name");
    let Some(kind) = kind else { return };
    let mut cursor = kind.walk();
    let mut parts = kind.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    if let Some(name) = parts.find_map(|part| name_of(part)) {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// `for (Type *name in collection)`.
pub(super) fn each<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut declarator = None;
    let mut cursor = node.walk();
    for child in node.children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "in" => {
                if let Some(name) = declarator.and_then(name_of) {
                    walker.claim(name);
                    walker.bind_local(name, name.start_byte() as u32);
                }
                return;
            }
            "identifier" | "pointer_declarator" => declarator = Some(child),
            _ => {}
        }
    }
}

/// `@protocol(Name)` names a protocol; the grammar sees a call.
pub(super) fn literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(call) = node.named_child(0).filter(|inner| inner.kind() == "call_expression") else {
        return;
    };
    let function = call.field("function");
    let Some(function) = function.filter(|word| walker.text(*word) == "protocol") else { return };
    walker.claim(function);
    let name = call.field("arguments").and_then(|list| list.named_child(0));
    if let Some(name) = name.filter(|name| name.kind() == "identifier") {
        walker.add_use(name, IdentifierKind::TypeUsage, None);
    }
}
