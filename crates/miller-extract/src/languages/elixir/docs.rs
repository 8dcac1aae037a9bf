//! `@doc` and its like: they stand in front of what they document and are kept until it comes.

use tree_sitter::Node;

use crate::remarks::dedent;
use crate::walk::Walker;

/// The key under which the start of the text is kept for the next function or type.
fn key(walker: &Walker<'_>, what: &str) -> String {
    let around = walker.enclosing_symbol().unwrap_or(u32::MAX);
    format!("{what} {around}")
}

/// Keeps the text in the argument of `@doc` or `@typedoc`; `false` takes it back.
pub(super) fn keep<'t>(walker: &mut Walker<'t>, what: &str, text: Node<'t>) {
    let key = key(walker, what);
    match content(text) {
        Some((start, end)) => {
            walker.remember(format!("{key} end"), end as u32);
            walker.remember(key, start as u32);
        }
        // `@doc since: "1.0"` adds to the text.
        None if text.kind() == "keywords" => {}
        None => {
            walker.forget(&key);
        }
    }
}

/// The text that was kept for the definition being visited.
pub(super) fn take(walker: &mut Walker<'_>, what: &str) -> Option<String> {
    let key = key(walker, what);
    let start = walker.forget(&key)? as usize;
    let end = walker.forget(&format!("{key} end"))? as usize;
    clean(&walker.source()[start..end])
}

/// The text of a string, heredoc or sigil.
pub(super) fn text(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    let (start, end) = content(node)?;
    clean(&walker.source()[start..end])
}

fn clean(text: &str) -> Option<String> {
    let text = dedent(text);
    (!text.is_empty()).then_some(text)
}

/// What stands between the quotes of a string, heredoc or sigil.
fn content(node: Node<'_>) -> Option<(usize, usize)> {
    if !matches!(node.kind(), "string" | "sigil") {
        return None;
    }
    let mut cursor = node.walk();
    let mut pieces = node
        .named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "sigil_name" | "sigil_modifiers"));
    let first = pieces.next()?;
    let last = pieces.last().unwrap_or(first);
    Some((first.start_byte(), last.end_byte()))
}
