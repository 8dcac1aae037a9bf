//! Lists: what their heads make of them.

use tree_sitter::Node;

use super::{bindings, calls, definitions, imports, types};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Forms of the language itself, which nothing defines.
const SPECIAL: &[&str] =
    &["do", "if", "quote", "recur", "throw", "try", "var", "set!", ".", "finally", "&"];

/// Forms with a vector of names and values.
const BINDING: &[&str] = &[
    "let", "loop", "for", "doseq", "dotimes", "when-let", "if-let", "when-some", "if-some",
    "when-first", "with-open", "let*", "loop*", "go-loop", "with-local-vars",
];

/// Longer words, in bytes, are not the head of a form of the language, with its namespace.
const PLAIN_WORD: usize = 64;

/// Forms that put a value through functions.
const THREADING: &[&str] = &["->", "->>", "some->", "some->>"];

/// The name of a symbol, without its namespace: of a bare one, the symbol itself, which takes the same
/// stretch and need not be looked into.
pub(super) fn name_of(form: Node<'_>) -> Option<Node<'_>> {
    if form.kind() == "sym_lit" { name_in(form) } else { None }
}

/// The same for a node that is known to be a symbol.
pub(super) fn name_in(symbol: Node<'_>) -> Option<Node<'_>> {
    if symbol.child_count() == 1 { Some(symbol) } else { symbol.field("name") }
}

/// The namespace that is written before the name of a symbol.
pub(super) fn namespace_of(symbol: Node<'_>) -> Option<Node<'_>> {
    if symbol.child_count() == 1 { None } else { symbol.field("namespace") }
}

/// The name of the word that a text begins with, without its namespace: of a short one of plain signs
/// that white space follows. All else is for the grammar to say.
fn plain_name_at(text: &str) -> Option<&str> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"*!?<>=.-+_/".contains(byte);
    let near = &text.as_bytes()[..text.len().min(PLAIN_WORD)];
    let end = near.iter().position(|byte| !is_plain(byte))?;
    if !near[0].is_ascii_alphabetic() || !near[end].is_ascii_whitespace() {
        return None;
    }
    match text[..end].split_once('/') {
        None => Some(&text[..end]),
        Some((_, name)) => (!name.is_empty() && !name.contains('/')).then_some(name),
    }
}

/// The symbol at the head of a list: right behind the parenthesis as a rule, where it is found sooner
/// than by its field.
pub(super) fn head_of(list: Node<'_>) -> Option<Node<'_>> {
    let is_symbol = |form: &Node<'_>| form.kind() == "sym_lit";
    let behind = list.child(1).filter(is_symbol);
    behind.or_else(|| list.field("value").filter(is_symbol))
}

/// The name at the head of the form that the node being visited is an argument of.
pub(super) fn form_around<'t>(walker: &Walker<'t>, distance: usize) -> &'t str {
    let above = walker.ancestor(distance).filter(|above| above.kind() == "list_lit");
    let Some(above) = above else { return "" };
    // Nearly all heads are words right behind the parenthesis, and nodes take time to look up.
    let word = walker.text(above).strip_prefix('(').and_then(plain_name_at);
    word.unwrap_or_else(|| head_of(above).and_then(name_in).map_or("", |name| walker.text(name)))
}

/// The value at a place behind the head of a list.
pub(super) fn argument(list: Node<'_>, place: usize) -> Option<Node<'_>> {
    list.children_by_field_name("value", &mut list.walk()).nth(place + 1)
}

/// The values of a list behind its head.
pub(super) fn arguments(list: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = list.walk();
    list.children_by_field_name("value", &mut cursor).skip(1).collect()
}

pub(super) fn list<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if types::part(walker, node) {
        return;
    }
    let Some(head) = head_of(node) else { return };
    let Some(name) = name_in(head) else { return };
    let text = walker.text(name);
    match text {
        "ns" => imports::namespace(walker, node, name),
        "require" | "use" | "import" => {
            calls::call(walker, head);
            imports::at_run_time(walker, node, text);
        }
        "comment" | "declare" => walker.leave_out_children(),
        "fn" | "fn*" => {
            walker.claim(name);
            bindings::function(walker, node);
        }
        "letfn" => {
            walker.claim(name);
            walker.open_scope(ScopeKind::Block);
        }
        "catch" => {
            walker.claim(name);
            bindings::caught(walker, node);
        }
        "as->" => {
            walker.claim(name);
            bindings::threaded_name(walker, node);
        }
        "new" => {
            walker.claim(name);
            calls::construct(walker, node);
        }
        "extend-type" | "extend-protocol" | "extend" | "reify" | "proxy" => {
            walker.claim(name);
            types::extension(walker, node, text);
        }
        _ if BINDING.contains(&text) => {
            walker.claim(name);
            bindings::pairs(walker, node);
        }
        _ if THREADING.contains(&text) => {
            calls::call(walker, head);
            calls::threaded(walker, node);
        }
        _ if SPECIAL.contains(&text) => walker.claim(name),
        _ if definitions::definition(walker, node, text) => walker.claim(name),
        _ => calls::call(walker, head),
    }
}

/// `#(f % 1)` is a list as well.
pub(super) fn anonymous_function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    if let Some(head) = head_of(node) {
        calls::call(walker, head);
    }
}
