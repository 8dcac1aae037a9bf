//! Attributes and the names in their values. Shared by HTML and the languages of components.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::hooks::is_name;
use crate::walk::{NewUse, Sharing, Walker};

/// The first answer that is given for the name and the value of an attribute of a tag.
pub(in crate::languages) fn find<'t, T>(
    tag: Node<'t>,
    mut ask: impl FnMut(Node<'t>, Option<Node<'t>>) -> Option<T>,
) -> Option<T> {
    let mut cursor = tag.walk();
    let mut attributes = tag
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "attribute");
    attributes.find_map(|attribute| ask(attribute.named_child(0)?, value(attribute)))
}

/// The value of an attribute, without its quotes.
pub(in crate::languages) fn value(attribute: Node<'_>) -> Option<Node<'_>> {
    let value = attribute.named_child(1)?;
    match value.kind() {
        "quoted_attribute_value" => value.named_child(0),
        _ => Some(value),
    }
}

/// The value of the attribute of a name.
pub(in crate::languages) fn value_of<'t>(
    walker: &Walker<'t>,
    tag: Node<'t>,
    name: &str,
) -> Option<Node<'t>> {
    find(tag, |attribute, value| {
        value.filter(|_| walker.text(attribute).eq_ignore_ascii_case(name))
    })
}

/// Attributes whose values name elements by their identifiers.
const OF_IDENTIFIERS: &[&str] = &[
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "commandfor",
    "contextmenu",
    "for",
    "form",
    "headers",
    "itemref",
    "list",
    "popovertarget",
];

/// An attribute: names of classes and elements, code that runs when something happens, styles.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(value)) = (node.named_child(0), value(node)) else {
        return;
    };
    let text = walker.text(value);
    match walker.text(name) {
        // Only what is named in it is of interest.
        "style" if text.contains("--") => walker.embed("css", &[value], Sharing::File),
        name if is_handler(name) => walker.embed("javascript", &[value], Sharing::File),
        name => names(walker, name, value),
    }
}

/// The names of classes and elements in the value of an attribute.
pub(in crate::languages) fn names<'t>(walker: &mut Walker<'t>, attribute: &str, value: Node<'t>) {
    let text = walker.text(value);
    // A template of names is no list of them.
    let list = if is_plain(text) { text } else { "" };
    let kind = match attribute {
        "class" => IdentifierKind::TypeUsage,
        "href" | "xlink:href" | "data-target" | "data-bs-target" => return link(walker, value),
        name if OF_IDENTIFIERS.contains(&name) => IdentifierKind::VariableRef,
        _ => return,
    };
    let words: Vec<&str> = list.split_ascii_whitespace().collect();
    for range in walker.ranges_in(value, &words) {
        walker.add(NewUse::at(range, kind));
    }
}

/// Whether a value is made of nothing but names.
fn is_plain(value: &str) -> bool {
    !value.contains(['{', '}', '<', '>', '$', '%'])
}

/// Whether an attribute holds code for an event: `onclick`.
fn is_handler(name: &str) -> bool {
    let event = name.strip_prefix("on").or_else(|| name.strip_prefix("ON"));
    event.is_some_and(|event| {
        event.len() > 2 && event.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// A link to an element of the page, or to code.
fn link<'t>(walker: &mut Walker<'t>, value: Node<'t>) {
    let text = walker.text(value);
    if let Some(identifier) = text
        .strip_prefix('#')
        .filter(|identifier| is_name(identifier))
    {
        let range = walker.range_in(value, identifier);
        walker.add(NewUse::at(range, IdentifierKind::VariableRef));
    } else if let Some(code) = text.strip_prefix("javascript:") {
        let range = walker.range_in(value, code);
        walker.embed_ranges("javascript", vec![range], Sharing::File);
    }
}
