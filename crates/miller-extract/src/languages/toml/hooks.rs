//! What the table of TOML cannot say: the names of tables, elements and keys.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// Keys that say what an element is called, if they are among its first ones.
const NAMING_KEYS: &[&str] = &["name", "id"];
/// The elements that tools write down what they have resolved in.
const RESOLVED: &str = "package";
/// So far into a list its comments are looked for: signatures are shorter, in bytes.
const SIGNATURE_REACH: usize = 2_000;
/// So many keys of an element are looked at.
const KEYS_EXAMINED: usize = 8;

/// `[tool.paint]`, named by its path.
pub(super) fn table<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(key) = node.named_child(0) else { return false };
    symbol.name = path_of(walker.text(key));
    symbol.binds = false;
    symbol.signature = header(node, key);
    symbol.ends_with(last_pair(node));
    true
}

/// `[[bin]]`, named by what its keys say, or by its path.
pub(super) fn element<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(key) = node.named_child(0) else { return false };
    let path = path_of(walker.text(key));
    let mut cursor = node.walk();
    let name = node
        .named_children(&mut cursor)
        .take(KEYS_EXAMINED)
        .filter(|child| child.kind() == "pair")
        .find_map(|pair| {
            let (key, value) = (pair.named_child(0)?, pair.named_child(1)?);
            let names = NAMING_KEYS.contains(&walker.text(key)) && value.kind() == "string";
            names.then(|| unquoted(walker.text(value))).filter(|name| !name.is_empty())
        });
    symbol.binds = false;
    symbol.signature = header(node, key);
    symbol.ends_with(last_pair(node));
    if path == RESOLVED {
        walker.leave_out_children();
    }
    match name {
        Some(name) => {
            symbol.name = Cow::Borrowed(name);
            symbol.owner = Some(path);
        }
        None => symbol.name = path,
    }
    true
}

/// A key with its value.
pub(super) fn pair<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(key) = node.named_child(0) else { return false };
    symbol.name = path_of(walker.text(key));
    symbol.binds = false;
    let value = node.named_child(1);
    symbol.ends_with(value);
    let end = value.unwrap_or(key).end_byte();
    symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    if let Some(list) = value.filter(|value| value.kind() == "array") {
        leave_out_comments(&mut symbol.signature, list);
    }
    walker.leave_out_children();
    true
}

/// Takes the comments between the elements of a list out of a signature.
fn leave_out_comments(signature: &mut Vec<(u32, u32)>, list: Node<'_>) {
    let end = list.start_byte() + SIGNATURE_REACH;
    let mut cursor = list.walk();
    let near = list.named_children(&mut cursor).take_while(|child| child.start_byte() < end);
    for comment in near.filter(|child| child.kind() == "comment") {
        let Some((start, end)) = signature.pop() else { return };
        signature.push((start, comment.start_byte() as u32));
        signature.push((comment.end_byte() as u32, end));
    }
}

/// The last key: the grammar counts the comments above the next table to this one.
fn last_pair(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() == "pair").last()
}

/// The stretch of the brackets around the key of a table.
fn header(node: Node<'_>, key: Node<'_>) -> Vec<(u32, u32)> {
    let closing = node.child(2).filter(|child| matches!(child.kind(), "]" | "]]"));
    vec![(node.start_byte() as u32, closing.unwrap_or(key).end_byte() as u32)]
}

/// A key, without its quotes or, where it is a path, without the white space around its dots.
fn path_of(text: &str) -> Cow<'_, str> {
    let name = unquoted(text);
    if name.len() < text.len() || !text.contains([' ', '\t']) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for letter in text.chars() {
        match quote {
            Some(mark) if mark == letter => quote = None,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None if letter.is_whitespace() => continue,
            _ => {}
        }
        out.push(letter);
    }
    Cow::Owned(out)
}

/// The text of a key or of a string on one line without its quotes.
fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        let inner = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        if let Some(inner) = inner.filter(|inner| !inner.contains(quote)) {
            return inner;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::extract_text;

    #[test]
    fn a_key_that_breaks_off_at_a_letter_of_several_bytes_is_a_table() {
        let rows = extract_text("[packageé]\na = 1\n", "toml", "a.toml").expect("it is known");
        assert_eq!(rows.file_data[0].detail, None);
        assert!(rows.symbols.iter().any(|symbol| symbol.name == "package"));
    }
}
