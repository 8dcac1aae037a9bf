//! What the table of Kotlin cannot say of functions, and what hooks share.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// A function. One with a receiver belongs to the receiver's type, which is `this` in its body.
pub(super) fn function_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let owner = receiver(node, name).and_then(|of_type| type_path(walker, of_type));
    let is_member = walker.in_type();
    let kind = if has_modifier(walker, node, "operator") {
        SymbolKind::Operator
    } else if is_member || owner.is_some() {
        SymbolKind::Method
    } else {
        SymbolKind::Function
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(unquoted(walker.text(name)));
    symbol.signature = signature(node, body(node).unwrap_or_else(|| node.end_byte()));
    symbol.scope = Some(ScopeKind::Function);
    // A member of one type that extends another is called inside the first one only.
    if !is_member {
        symbol.binds = owner.is_none();
        symbol.owner = owner.map(Cow::Borrowed);
    }
    let symbol = walker.define(symbol);
    bind_around_companion(walker, symbol);
    if let Some(owner) = owner.filter(|_| is_member) {
        walker.belongs_to(owner);
        walker.open_scope(ScopeKind::Function);
    }
}

/// What a companion object holds is found through the class that it accompanies.
pub(super) fn bind_around_companion(walker: &mut Walker<'_>, symbol: u32) {
    if walker.ancestor(2).is_some_and(|around| around.kind() == "companion_object") {
        walker.bind_around(symbol, false);
    }
}

/// A lambda without parameters knows a local `it`.
pub(super) fn lambda_literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    if node.named_child(0).is_none_or(|first| first.kind() != "lambda_parameters") {
        walker.bind_implicit("it");
    }
}

/// The type before the name of a function or property that extends it, unless that is one of its own
/// type parameters.
pub(super) fn receiver<'t>(node: Node<'t>, name: Node<'t>) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .take_while(|child| child.start_byte() < name.start_byte())
        .find(|child| matches!(child.kind(), "user_type" | "nullable_type" | "parenthesized_type"))
}

/// The name of a type without type arguments. A type of one letter is a type parameter.
pub(super) fn type_path<'t>(walker: &Walker<'t>, of_type: Node<'t>) -> Option<&'t str> {
    let mut inner = of_type;
    while matches!(inner.kind(), "nullable_type" | "parenthesized_type") {
        inner = child_of_kind(inner, &["user_type", "nullable_type", "parenthesized_type"])?;
    }
    let text = walker.text(inner);
    let path = text.split('<').next().unwrap_or(text).trim_end();
    let is_parameter = path.len() == 1 || path.contains(char::is_whitespace);
    (inner.kind() == "user_type" && !is_parameter).then_some(path)
}

/// Where the body of a function or accessor starts.
fn body(node: Node<'_>) -> Option<usize> {
    // It comes last.
    let last = node.named_child(node.named_child_count().checked_sub(1)? as u32)?;
    (last.kind() == "function_body").then(|| last.start_byte())
}

/// A name without the back-quotes that allow it any characters.
pub(super) fn unquoted(name: &str) -> &str {
    name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name)
}

/// The first child of one of these kinds.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| kinds.contains(&child.kind()))
}

fn modifiers(node: Node<'_>) -> Option<Node<'_>> {
    node.named_child(0).filter(|first| first.kind() == "modifiers")
}

/// Whether a declaration has a modifier.
pub(super) fn has_modifier(walker: &Walker<'_>, node: Node<'_>, modifier: &str) -> bool {
    modifiers(node).is_some_and(|modifiers| {
        let mut cursor = modifiers.walk();
        modifiers
            .named_children(&mut cursor)
            .any(|child| child.kind() != "annotation" && walker.text(child) == modifier)
    })
}

/// The stretches from the start of a declaration to `end`, without its annotations.
pub(super) fn signature(node: Node<'_>, end: usize) -> Vec<(u32, u32)> {
    let mut start = node.start_byte() as u32;
    let mut stretches = Vec::new();
    if let Some(modifiers) = modifiers(node) {
        let mut cursor = modifiers.walk();
        for annotation in modifiers.named_children(&mut cursor) {
            if annotation.kind() == "annotation" {
                let before = (start, annotation.start_byte() as u32);
                if before.0 < before.1 {
                    stretches.push(before);
                }
                start = annotation.end_byte() as u32;
            }
        }
    }
    stretches.push((start, (end as u32).max(start)));
    stretches
}

/// Everything is public that no modifier says otherwise of.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.kind == SymbolKind::Import {
        return Some(Visibility::Private);
    }
    if walker.in_function() && !symbol.member_of_type {
        return Some(Visibility::Private);
    }
    let modifier = modifiers(node)
        .and_then(|modifiers| child_of_kind(modifiers, &["visibility_modifier"]))
        .map(|modifier| walker.text(modifier));
    Some(match modifier {
        Some("private") => Visibility::Private,
        Some("protected") => Visibility::Protected,
        Some("internal") => Visibility::Internal,
        _ => Visibility::Public,
    })
}
