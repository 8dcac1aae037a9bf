//! What the table of JSON cannot say: how deep the outline goes, and what elements are called.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{NewSymbol, Walker};

/// Keys below this level are left out.
const KEY_LEVELS: usize = 3;
/// Arrays in keys below this level are not entered.
const ARRAY_LEVELS: usize = 2;
/// Keys that say what an element is called, if they are among its first ones.
const NAMING_KEYS: &[&str] = &["name", "id", "label", "title", "key"];
/// What the file's scope knows once its first object has been seen: no key binds a name.
const FIRST_RECORD: &str = "first record";
/// So many keys of an element are looked at.
const KEYS_EXAMINED: usize = 8;

/// A key, named without its quotes.
pub(super) fn pair<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(key) = node.field("key") else { return false };
    symbol.name = unescaped(unquoted(walker.text(key)));
    symbol.binds = false;
    let value = node.field("value");
    let body = value.filter(|value| matches!(value.kind(), "object" | "array"));
    symbol.signature = walker.signature_of(node, body);
    // The document, and an object and a pair for each level.
    if walker.ancestor(2 * KEY_LEVELS).is_none_or(|above| above.kind() != "pair") {
        let is_last = walker.ancestor(2 * KEY_LEVELS).is_some();
        if is_last && body.is_none_or(|body| body.kind() == "object") {
            walker.leave_out_children();
        }
    }
    true
}

/// An object: a record after the first of a file of records is left out, and one in an array is
/// told by its name.
pub(super) fn object<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(above) = walker.ancestor(1) else { return };
    match above.kind() {
        "document" if walker.scope_has(FIRST_RECORD) => walker.leave_out_children(),
        "document" => walker.bind_implicit(FIRST_RECORD),
        "array" => {
            element(walker, node);
            walker.leave_out_children();
        }
        _ => {}
    }
}

/// Arrays in arrays, and those far down, are not entered.
pub(super) fn array<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let in_array = walker.ancestor(1).is_some_and(|above| above.kind() == "array");
    if in_array || walker.ancestor(2 * ARRAY_LEVELS + 2).is_some() {
        walker.leave_out_children();
    }
}

fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let pairs = node.named_children(&mut cursor).take(KEYS_EXAMINED);
    let mut best: Option<(usize, Node<'t>)> = None;
    for pair in pairs.filter(|child| child.kind() == "pair") {
        let (Some(key), Some(value)) =
            (pair.field("key"), pair.field("value"))
        else {
            continue;
        };
        let key = unquoted(walker.text(key));
        let rank = NAMING_KEYS.iter().position(|name| *name == key);
        let Some(rank) = rank.filter(|_| value.kind() == "string") else { continue };
        if best.is_none_or(|(other, _)| rank < other) {
            best = Some((rank, value));
        }
    }
    let Some((_, value)) = best else { return };
    let mut symbol = walker.symbol(SymbolKind::Property, node, value);
    symbol.name = unescaped(unquoted(walker.text(value)));
    symbol.binds = false;
    if !symbol.name.is_empty() {
        walker.define(symbol);
    }
}

/// The text of a string without its quotes.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').map_or(text, |text| text.strip_suffix('"').unwrap_or(text))
}

/// A name as it is meant: `\\.css$` in a file is `\.css$`. What has no place on a line stays as written.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = match rest.as_bytes().get(1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => (Some(char::from(*byte)), 2),
            Some(b'u') => (rest.get(2..6).and_then(letter_of_code), 6),
            _ => (None, 1),
        };
        // Only what stands for a letter is taken away.
        let length = letter.map_or(1, |_| length);
        out.push(letter.unwrap_or('\\'));
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The letter of four hexadecimal digits; halves of letters and signs that control are none.
fn letter_of_code(digits: &str) -> Option<char> {
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).filter(|letter| !letter.is_control())
}
