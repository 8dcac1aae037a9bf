//! What values are instances of: annotations, and calls of what is named like a class.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{Held, Walker};

/// Wrappers of annotations around the one that counts.
const WRAPPERS: usize = 4;

/// `name: Class`, `name: Class = value`: a parameter holds an instance.
pub(super) fn typed_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // The name of `*rest: Class` is no instance of it.
    let name = node.field("name").or_else(|| node.named_child(0));
    let name = name.filter(|name| name.kind() == "identifier");
    if let (Some(name), Some(of_type)) = (name, node.field("type")) {
        let held = declared(walker, of_type);
        walker.bind_held(name, held, 0);
    }
}

/// What the name on the left of an assignment holds.
pub(super) fn held_by<'t>(walker: &Walker<'t>, assignment: Node<'t>) -> Held<'t> {
    if let Some(of_type) = assignment.field("type") {
        return declared(walker, of_type);
    }
    assignment.field("right").map_or(Held::Unknown, |value| made_by(walker, value))
}

/// The same for a name in the body of a class: what is assigned there may stand for another value in the
/// instances, and so may a type with parameters, such as a column's.
pub(super) fn held_by_field<'t>(walker: &Walker<'t>, assignment: Node<'t>) -> Held<'t> {
    match assignment.field("type").map(|of_type| declared(walker, of_type)) {
        Some(Held::Declared(name)) if !is_column(walker, assignment, &name) => Held::Declared(name),
        None if assignment.field("right").is_some_and(|value| value.kind() == "none") => {
            Held::Nothing
        }
        _ => Held::Unknown,
    }
}

fn is_column<'t>(walker: &Walker<'t>, assignment: Node<'t>, name: &str) -> bool {
    let text = assignment.field("type").map_or("", |of_type| walker.text(of_type));
    let after = text.find(name).map_or("", |at| &text[at + name.len()..]);
    after.starts_with('[')
}

/// What a value is an instance of that a call of a class makes: names of classes begin with a capital
/// letter.
pub(super) fn made_by<'t>(walker: &Walker<'t>, value: Node<'t>) -> Held<'t> {
    match value.kind() {
        "none" => Held::Nothing,
        "call" => {
            let callee = value.field("function").map_or("", |callee| walker.text(callee));
            class_name(callee).map_or(Held::Unknown, |name| Held::Assigned(Cow::Borrowed(name)))
        }
        _ => Held::Unknown,
    }
}

/// `with Class() as name`, `except Class as name`.
pub(super) fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let target = node.field("alias").and_then(|alias| alias.named_child(0));
    let (Some(value), Some(name)) =
        (node.named_child(0), target.filter(|name| name.kind() == "identifier"))
    else {
        return;
    };
    let held = match walker.ancestor(1).map(|above| above.kind()) {
        Some("with_item") => made_by(walker, value),
        Some("except_clause") => declared(walker, value),
        _ => return,
    };
    walker.bind_held(name, held, 0);
}

/// What an annotation says.
pub(super) fn declared<'t>(walker: &Walker<'t>, annotation: Node<'t>) -> Held<'t> {
    let name = class_of(walker.text(annotation));
    name.map_or(Held::Unknown, |name| Held::Declared(Cow::Borrowed(name)))
}

/// The class in an annotation: `Class`, `"Class"`, `Class | None`, `Optional[Class]`, `Class[Item]`.
fn class_of(annotation: &str) -> Option<&str> {
    let mut text = annotation.trim();
    for _ in 0..WRAPPERS {
        text = unquoted(without_none(unquoted(text))?);
        let Some((outer, inner)) = text.strip_suffix(']').and_then(|text| text.split_once('['))
        else {
            return class_name(text);
        };
        let outer = outer.trim();
        match outer.rsplit('.').next().unwrap_or(outer) {
            "Optional" | "Final" | "ClassVar" | "Required" | "NotRequired" => text = inner.trim(),
            "Annotated" => text = inner.split(',').next().unwrap_or(inner).trim(),
            _ => return class_name(outer),
        }
    }
    None
}

fn unquoted(text: &str) -> &str {
    let inner = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text).trim()
}

/// The one part of a union beside `None`.
fn without_none(text: &str) -> Option<&str> {
    let mut depth = 0_u32;
    let bar = |letter: char| {
        match letter {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == '|' && depth == 0
    };
    let mut parts = text.split(bar).map(str::trim).filter(|part| *part != "None");
    let only = parts.next()?;
    parts.next().is_none().then_some(only)
}

/// A dotted name that ends like that of a class.
fn class_name(path: &str) -> Option<&str> {
    let is_path = path.split('.').all(|part| {
        !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    });
    let last = path.rsplit('.').next().unwrap_or(path);
    let is_class = last.trim_start_matches('_').starts_with(char::is_uppercase);
    // `LIMITS_OF` is a constant.
    let is_constant = last.trim_start_matches('_').contains('_') && !last.contains(char::is_lowercase);
    (is_path && is_class && !is_constant && !OPEN.contains(&last)).then_some(path)
}

/// Types that leave open what the value is.
const OPEN: &[&str] = &["Any", "Callable", "Literal", "Self", "Type", "Union", "None"];

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn annotations_name_one_class() {
        for (annotation, class) in [
            ("Lamp", Some("Lamp")),
            (" shop.Lamp ", Some("shop.Lamp")),
            ("\"Lamp\"", Some("Lamp")),
            ("Lamp | None", Some("Lamp")),
            ("None|'Lamp'", Some("Lamp")),
            ("Optional[Lamp]", Some("Lamp")),
            ("typing.Optional['_Lamp']", Some("_Lamp")),
            ("Final[Optional[Lamp]]", Some("Lamp")),
            ("Annotated[Lamp, 1]", Some("Lamp")),
            ("Queue[int | str]", Some("Queue")),
            ("Lamp | Desk", None),
            ("Union[Lamp, Desk]", None),
            ("type[Lamp]", None),
            ("Type[Lamp]", None),
            ("list[Lamp]", None),
            ("Any", None),
            ("int", None),
            ("LAMP_TYPE", None),
            ("Optional[", None),
            ("", None),
        ] {
            assert_eq!(class_of(annotation), class, "{annotation}");
        }
    }
}
