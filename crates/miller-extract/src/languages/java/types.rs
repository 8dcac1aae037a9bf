//! What values are instances of: the types of variables, parameters and fields.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{Held, Walker};

/// `Type name = value;`, also in the head of a loop, as a resource and as a parameter. A variable that holds
/// a lambda is a function, as the hook of its declarator says.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_type = node.field("type").map_or("", |of_type| of_type.kind());
    if !matches!(of_type, "type_identifier" | "generic_type" | "scoped_type_identifier") {
        return;
    }
    if node.kind() != "local_variable_declaration" {
        // The value of a loop is what it goes over.
        let value = node.field("value").filter(|_| node.kind() == "resource");
        if let Some(name) = node.field("name") {
            bind(walker, name, held_by(walker, node, value));
        }
        return;
    }
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    for declarator in children.filter(|child| child.kind() == "variable_declarator") {
        let value = declarator.field("value");
        let is_function = value.is_some_and(|value| value.kind() == "lambda_expression");
        if let Some(name) = declarator.field("name").filter(|_| !is_function) {
            let held = match declarator.field("dimensions") {
                Some(_) => Held::Unknown,
                None => held_by(walker, node, value),
            };
            bind(walker, name, held);
        }
    }
}

/// `catch (Type name)`: of several types, none is known.
pub(super) fn caught<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let types = node.named_children(&mut cursor).find(|child| child.kind() == "catch_type");
    let only = types.filter(|types| types.named_child_count() == 1);
    let of_type = only.and_then(|types| types.named_child(0));
    if let (Some(name), Some(of_type)) = (node.field("name"), of_type) {
        bind(walker, name, declared(walker, of_type));
    }
}

/// `value instanceof Type name`.
pub(super) fn tested<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let (Some(name), Some(of_type)) = (node.field("name"), node.field("right")) {
        bind(walker, name, declared(walker, of_type));
    }
}

fn bind<'t>(walker: &mut Walker<'t>, name: Node<'t>, held: Held<'t>) {
    if name.kind() == "identifier" && !matches!(held, Held::Unknown) {
        walker.bind_held(name, held, name.start_byte() as u32);
    }
}

/// What a variable holds by its type or, where that is left to the compiler, by the value that it gets.
fn held_by<'t>(walker: &Walker<'t>, node: Node<'t>, value: Option<Node<'t>>) -> Held<'t> {
    let Some(of_type) = node.field("type").filter(|_| node.field("dimensions").is_none()) else {
        return Held::Unknown;
    };
    if walker.text(of_type) != "var" {
        return declared(walker, of_type);
    }
    let made = value.filter(|value| value.kind() == "object_creation_expression");
    let of_type = made.and_then(|made| made.field("type"));
    of_type.map_or(Held::Unknown, |of_type| declared(walker, of_type))
}

/// The type that is written down.
pub(super) fn declared<'t>(walker: &Walker<'t>, of_type: Node<'t>) -> Held<'t> {
    let name = match of_type.kind() {
        "type_identifier" => return Held::Declared(Cow::Borrowed(walker.text(of_type))),
        "generic_type" => of_type.named_child(0).map_or("", |name| walker.text(name)),
        "scoped_type_identifier" => walker.text(of_type),
        _ => "",
    };
    let is_path = name.split('.').all(|part| {
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        !part.is_empty() && part.chars().all(is_name)
    });
    if is_path { Held::Declared(Cow::Borrowed(name)) } else { Held::Unknown }
}

/// What a field holds. Types that every file knows have no members in a workspace.
pub(super) fn of_field<'t>(
    walker: &Walker<'t>,
    declaration: Node<'t>,
) -> Option<(Held<'t>, Node<'t>)> {
    let of_type = declaration.field("type")?;
    match declared(walker, of_type) {
        Held::Declared(name) if !OF_THE_LANGUAGE.contains(&&*name) => {
            Some((Held::Declared(name), of_type))
        }
        _ => None,
    }
}

const OF_THE_LANGUAGE: &[&str] = &[
    "Boolean", "Byte", "CharSequence", "Character", "Class", "Double", "Float", "Integer", "Long",
    "Number", "Object", "Short", "String", "StringBuilder", "Void",
];
