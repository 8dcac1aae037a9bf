//! Elements, directives and expressions of Vue.

use tree_sitter::Node;

use crate::languages::html::attributes;
use crate::languages::html::hooks::{define_identifier, name_of, tag_of};
use crate::languages::svelte::{components, expressions};
use crate::walk::{Sharing, Walker};

/// Elements that Vue defines itself.
const BUILT_IN: &[&str] = &[
    "KeepAlive",
    "Suspense",
    "Teleport",
    "Transition",
    "TransitionGroup",
    "keep-alive",
    "transition-group",
];

/// An element: a symbol where it has an identifier, a use where it stands for a component; at the top
/// of the file also a text that is no template.
pub(super) fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(tag) = tag_of(node) else { return };
    let is_block = walker
        .ancestor(1)
        .is_some_and(|above| above.kind() == "document");
    if !is_block {
        define_identifier(walker, node, tag);
        // What stands in it is shown as it is written.
        if attributes::find(tag, |name, _| (walker.text(name) == "v-pre").then_some(())).is_some() {
            return walker.leave_out_children();
        }
        bind_parameters(walker, tag);
        components::use_of_component(walker, tag, BUILT_IN, true);
        return;
    }
    let name = name_of(tag).map_or("", |name| walker.text(name));
    let language = attributes::value_of(walker, tag, "lang").map(|value| walker.text(value));
    let language = match (name, language) {
        ("template", None | Some("html")) => return,
        ("i18n", None) => "json",
        ("docs", None) => "markdown",
        (_, language) => language.unwrap_or_default(),
    };
    let range = content_of(walker, node, tag);
    walker.embed_ranges(language, vec![range], Sharing::Nothing);
    walker.leave_out_children();
}

/// So many attributes of an element are looked at for names that they bind in it.
const ATTRIBUTES_EXAMINED: usize = 32;

/// `v-for="item in items"` and `#slot="{ item }"` bind names in the element.
fn bind_parameters<'t>(walker: &mut Walker<'t>, tag: Node<'t>) {
    let mut cursor = tag.walk();
    let attributes = tag.named_children(&mut cursor).take(ATTRIBUTES_EXAMINED);
    for attribute in attributes.filter(|child| child.kind() == "attribute") {
        let (Some(name), Some(value)) = (attribute.named_child(0), attributes::value(attribute))
        else {
            continue;
        };
        let (name, text) = (walker.text(name), walker.text(value));
        let pattern = match name {
            "v-for" => text.split_once(" in ").or_else(|| text.split_once(" of ")).map(|it| it.0),
            _ if name.starts_with('#') || name.starts_with("v-slot") => Some(text),
            _ => None,
        };
        if let Some(pattern) = pattern {
            walker.bind_in_embedded(0, expressions::names_bound(pattern));
        }
    }
}

/// What stands between the tags of an element.
fn content_of<'t>(walker: &Walker<'t>, element: Node<'t>, tag: Node<'t>) -> tree_sitter::Range {
    let text = &walker.source()[tag.end_byte()..element.end_byte()];
    let end = text.rfind("</").unwrap_or(text.len());
    walker.range_in(tag, &text[..end])
}

/// `{{ … }}`. Single braces are text; so are those in attributes, which directives read.
pub(super) fn interpolation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let in_attribute = walker.ancestor(1).is_some_and(|above| {
        matches!(
            above.kind(),
            "attribute" | "attribute_name" | "attribute_value"
        )
    });
    let text = walker
        .text(node)
        .strip_prefix("{{")
        .and_then(|text| text.strip_suffix("}}"));
    if let Some(text) = text.filter(|_| !in_attribute) {
        expressions::read(walker, node, text);
    }
    walker.leave_out_children();
}

/// An attribute: names of classes and elements, or a directive with an expression.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    argument(walker, name);
    let Some(value) = attributes::value(node) else { return };
    let text = walker.text(value);
    match walker.text(name) {
        "v-for" => {
            let list = text.split_once(" in ").or_else(|| text.split_once(" of "));
            expressions::read(walker, value, list.map_or("", |(_, list)| list));
        }
        // These name what is handed in.
        name if name.starts_with('#') || name.starts_with("v-slot") => {}
        // What a reference is called in the script.
        "ref" => expressions::read(walker, value, text),
        name if name.starts_with([':', '@']) || name.starts_with("v-") => {
            expressions::read(walker, value, text);
        }
        name => attributes::names(walker, name, value),
    }
}

/// `:[name]`, `@[name]`, `#[name]`: what is bound, waited for or filled is an expression.
fn argument<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    let text = walker.text(name);
    let is_directive = text.starts_with([':', '@', '#']) || text.starts_with("v-");
    let inside = text.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']'));
    if let Some((expression, _)) = inside.filter(|_| is_directive) {
        expressions::read(walker, name, expression);
    }
}
