//! What values are instances of: types that are written down, and `new`.

use std::borrow::Cow;

use tree_sitter::Node;

use super::hooks::unwrapped;
use crate::fields::Fields;
use crate::walk::{Held, Walker};

/// Types around the one that counts, as in `readonly (Lamp | null)`.
const WRAPPERS: usize = 4;

/// What a variable, a parameter or a field holds: its type says so, or else its value.
pub(in crate::languages) fn held_by<'t>(walker: &Walker<'t>, node: Node<'t>) -> Held<'t> {
    match (node.field("type"), node.field("value")) {
        (Some(annotation), _) => declared(walker, annotation),
        (None, Some(value)) => made_by(walker, value),
        (None, None) => Held::Nothing,
    }
}

/// What a value is an instance of that `new` makes.
pub(super) fn made_by<'t>(walker: &Walker<'t>, value: Node<'t>) -> Held<'t> {
    let asserted = value.named_child(1).filter(|_| value.kind() == "as_expression");
    if let Some(of_type) = asserted.filter(|_| value.named_child_count() == 2) {
        return declared(walker, of_type);
    }
    let value = unwrapped(value);
    match value.kind() {
        "null" | "undefined" => Held::Nothing,
        "new_expression" => {
            let made = value.field("constructor").map_or("", |made| walker.text(made));
            if is_path(made) { Held::Assigned(Cow::Borrowed(made)) } else { Held::Unknown }
        }
        _ => Held::Unknown,
    }
}

/// What an annotation says, or the type in it.
pub(in crate::languages) fn declared<'t>(walker: &Walker<'t>, annotation: Node<'t>) -> Held<'t> {
    let mut of_type = annotation;
    for _ in 0..WRAPPERS {
        let inner = match of_type.kind() {
            "type_annotation" | "parenthesized_type" => of_type.named_child(0),
            "generic_type" => of_type.field("name"),
            "union_type" => without_null(walker, of_type),
            "type_identifier" | "identifier" | "nested_type_identifier" => {
                let name = walker.text(of_type);
                let is_name = is_path(name);
                return if is_name { Held::Declared(Cow::Borrowed(name)) } else { Held::Unknown };
            }
            _ => None,
        };
        let Some(inner) = inner else { break };
        of_type = inner;
    }
    Held::Unknown
}

/// The one part of a union beside `null` and `undefined`. The grammar nests unions to the left.
fn without_null<'t>(walker: &Walker<'t>, union: Node<'t>) -> Option<Node<'t>> {
    let mut parts = Vec::new();
    let mut rest = Some(union);
    for _ in 0..WRAPPERS {
        let Some(node) = rest else { break };
        if node.kind() != "union_type" {
            parts.push(node);
            break;
        }
        let mut cursor = node.walk();
        let mut children = node.named_children(&mut cursor);
        rest = children.next();
        parts.extend(children);
    }
    parts.retain(|part| !matches!(walker.text(*part), "null" | "undefined"));
    match parts[..] {
        [only] if only.kind() != "union_type" => Some(only),
        _ => None,
    }
}

fn is_path(text: &str) -> bool {
    text.split('.').all(|part| {
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        !part.is_empty() && part.chars().all(is_name)
    })
}
