//! What the table of `CMake` cannot say of functions, loops and conditions.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::definitions::use_behind;
use crate::walk::{NewSymbol, Walker};

/// A function or macro, known under its name in any case.
pub(super) fn function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let opening = node.named_child(0);
    let Some(name) = opening.and_then(arguments).and_then(|list| argument(list, 0)) else {
        return false;
    };
    symbol.name = Cow::Borrowed(walker.text(name));
    let end = opening.unwrap_or(node).end_byte();
    symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    true
}

/// The names after that of a function are its parameters.
pub(super) fn parameters<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let (Some(symbol), Some(name)) = (walker.enclosing_symbol(), walker.enclosing_name()) {
        let lower = name.to_ascii_lowercase();
        walker.bind_symbol(lower, symbol);
    }
    let Some(list) = arguments(node) else { return };
    let mut cursor = list.walk();
    for name in list.named_children(&mut cursor).skip(1) {
        walker.bind_local(name, name.start_byte() as u32);
    }
    for name in ["ARGN", "ARGC", "ARGV"] {
        walker.bind_implicit(name);
    }
}

/// `foreach(name …)` sets a name.
pub(super) fn loop_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(list) = arguments(node) else { return };
    if let Some(name) = argument(list, 0) {
        walker.bind_local(name, name.start_byte() as u32);
    }
    // `IN LISTS` names variables.
    use_behind(walker, list, "LISTS");
}

/// Names in conditions mean variables, without a sign that says so.
pub(super) fn condition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(list) = arguments(node) else { return };
    let mut cursor = list.walk();
    let unquoted = list
        .named_children(&mut cursor)
        .filter_map(|child| child.named_child(0))
        .filter(|child| child.kind() == "unquoted_argument");
    let names: Vec<Node<'t>> = unquoted.filter(|name| is_variable(walker.text(*name))).collect();
    for name in names {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    }
}

/// Whether a word in a condition is neither an operator nor a constant.
fn is_variable(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "AND",
        "COMMAND",
        "DEFINED",
        "EQUAL",
        "EXISTS",
        "FALSE",
        "GREATER",
        "GREATER_EQUAL",
        "IN_LIST",
        "IS_ABSOLUTE",
        "IS_DIRECTORY",
        "IS_NEWER_THAN",
        "IS_SYMLINK",
        "LESS",
        "LESS_EQUAL",
        "MATCHES",
        "NO",
        "NOT",
        "OFF",
        "ON",
        "OR",
        "PATH_EQUAL",
        "POLICY",
        "STREQUAL",
        "STRGREATER",
        "STRGREATER_EQUAL",
        "STRLESS",
        "STRLESS_EQUAL",
        "TARGET",
        "TEST",
        "TRUE",
        "VERSION_EQUAL",
        "VERSION_GREATER",
        "VERSION_GREATER_EQUAL",
        "VERSION_LESS",
        "VERSION_LESS_EQUAL",
        "YES",
    ];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && word.bytes().all(plain)
        && !WORDS.contains(&word)
}

/// The list of arguments of a command.
pub(super) fn arguments(command: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = command.walk();
    command.named_children(&mut cursor).find(|child| child.kind() == "argument_list")
}

/// The argument at a place near the start of a list.
pub(super) fn argument(list: Node<'_>, place: usize) -> Option<Node<'_>> {
    let mut cursor = list.walk();
    list.named_children(&mut cursor)
        .filter(|child| child.kind() == "argument")
        .nth(place)?
        .named_child(0)
}

/// The text of a comment in brackets, without them.
pub(super) fn comment(text: String) -> String {
    let Some(inner) = text.strip_prefix('[') else { return text };
    let inner = inner.trim_start_matches('=').strip_prefix('[').unwrap_or(inner);
    let inner = inner.strip_suffix(']').unwrap_or(inner).trim_end_matches('=');
    inner.strip_suffix(']').unwrap_or(inner).trim().to_owned()
}
