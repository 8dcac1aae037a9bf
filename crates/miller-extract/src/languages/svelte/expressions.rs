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
        match part
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            Some(inside) if parts.len() < PARTS_LIMIT => {
                parts.extend(
                    split(inside, b',')
                        .into_iter()
                        .filter_map(value_of_property),
                );
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

/// The names that patterns bind: `a` and `c` in `{ a, b: c = 1 }`, `item` in `item: Item`.
pub(in crate::languages) fn names_bound(patterns: &str) -> Vec<&str> {
    let mut names = Vec::new();
    // Patterns, and whether they are the inside of an object.
    let mut parts = vec![(patterns, false)];
    let mut next = 0;
    while let Some(&(part, in_object)) = parts.get(next) {
        next += 1;
        for pattern in split(part, b',') {
            let pattern = split(pattern, b'=').first().map_or("", |pattern| pattern.trim());
            let sides = split(pattern, b':');
            let pattern = match (sides.as_slice(), in_object) {
                // Behind the colon stands what a property is called, or else a type.
                ([_, renamed, ..], true) => renamed.trim(),
                ([name, ..], _) => name.trim(),
                ([], _) => "",
            };
            let pattern = pattern.strip_prefix("...").unwrap_or(pattern);
            let is_object = pattern.starts_with('{');
            let inside = pattern.strip_prefix(['{', '[', '(']);
            match inside.and_then(|inside| inside.strip_suffix(['}', ']', ')'])) {
                Some(inside) if parts.len() < PARTS_LIMIT => parts.push((inside, is_object)),
                None if is_identifier(pattern) && names.len() < PARTS_LIMIT => names.push(pattern),
                _ => {}
            }
        }
    }
    names
}

fn is_identifier(text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    text.chars().all(is_letter) && text.starts_with(|c: char| is_letter(c) && !c.is_ascii_digit())
}
