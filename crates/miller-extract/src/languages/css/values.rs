//! Declarations and the names in their values. Shared by CSS and SCSS.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use crate::walk::Walker;

/// Words in the value of `animation` that name no animation.
const ANIMATION_WORDS: &[&str] = &[
    "alternate",
    "alternate-reverse",
    "auto",
    "backwards",
    "both",
    "ease",
    "ease-in",
    "ease-in-out",
    "ease-out",
    "forwards",
    "infinite",
    "inherit",
    "initial",
    "linear",
    "none",
    "normal",
    "paused",
    "revert",
    "revert-layer",
    "reverse",
    "running",
    "step-end",
    "step-start",
    "unset",
];

/// Custom properties are symbols; some properties name what is defined elsewhere.
pub(in crate::languages) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0) {
        declaration_of(walker, node, name);
    }
}

/// The same for a declaration whose property is at hand.
pub(in crate::languages) fn declaration_of<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
) {
    let text = walker.text(name);
    if text.starts_with("--") {
        let symbol = walker.symbol(SymbolKind::Variable, node, name);
        walker.define(symbol);
        return;
    }
    let property = text
        .strip_prefix("-webkit-")
        .or(text.strip_prefix("-moz-"))
        .unwrap_or(text);
    match property {
        "animation" | "animation-name" => names_of_animations(walker, node),
        "composes" => names(walker, node, IdentifierKind::TypeUsage),
        _ => {}
    }
}

fn names_of_animations<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let values = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "plain_value");
    for value in values {
        let text = walker.text(value);
        let is_name = !ANIMATION_WORDS.contains(&text) && !text.starts_with("--");
        if is_name && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '-')) {
            walker.add_use(value, IdentifierKind::VariableRef, None);
        }
    }
}

/// The names in the value of a declaration or a statement.
pub(super) fn names<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: IdentifierKind) {
    let mut cursor = node.walk();
    let values = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "plain_value");
    for value in values {
        // `composes: card from "./card.css"`.
        if walker.text(value) == "from" {
            break;
        }
        walker.add_use(value, kind, None);
    }
}

/// A word of two dashes is the name of a custom property, in `var()` and elsewhere.
pub(in crate::languages) fn plain_value<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.text(node).starts_with("--") {
        walker.add_use(node, IdentifierKind::VariableRef, None);
    }
}
