//! Expressions in markup, handed to the language of the scripts. Shared by Svelte and Vue.

use tree_sitter::Node;

use crate::walk::{Sharing, Walker};

/// Nested objects that are taken apart; what lies deeper is read as it stands.
const PARTS_LIMIT: usize = 256;

/// Reads a part of the text of a node as an expression.
///
/// A brace at the start of a program opens a block, so the values of an object are read each for
/// itself.
pub(in crate::languages) fn read<'t>(walker: &mut Walker<'t>, node: Node<'t>, text: &'t str) {
    let mut parts = vec![text.trim()];
    let mut next = 0;
    while let Some(&part) = parts.get(next) {
        next += 1;
        match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(inside) if parts.len() < PARTS_LIMIT => {
                parts.extend(split(inside, b',').into_iter().filter_map(value_of_property));
            }
            _ => embed(walker, node, part),
        }
    }
}

fn embed<'t>(walker: &mut Walker<'t>, node: Node<'t>, part: &'t str) {
    // What names nothing says nothing.
    if part.contains(|c: char| c.is_alphabetic() || matches!(c, '_' | '$')) {
        let range = walker.range_in(node, part);
        walker.embed_ranges(walker.expression_language(), vec![range], Sharing::File);
    }
}

/// The value in `key: value`, `...rest` and `key`.
fn value_of_property(property: &str) -> Option<&str> {
    let property = property.trim();
    let value = match split(property, b':').as_slice() {
        // A colon further on belongs to the value.
        [key, _, ..] => &property[key.len() + 1..],
        _ => property.strip_prefix("...").unwrap_or(property),
    };
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// The parts of a text between the places where a character stands outside of brackets and quotes.
pub(in crate::languages) fn split(text: &str, separator: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(mark) = quote {
            if byte == mark && !escaped {
                quote = None;
            }
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' | b'\'' | b'`' => quote = Some(byte),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ if byte == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
