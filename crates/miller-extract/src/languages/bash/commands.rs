//! Commands: calls, sourced files and aliases.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// Commands that start the command which their first argument names.
const STARTERS: &[&str] =
    &["builtin", "command", "doas", "exec", "nice", "nohup", "run", "setsid", "sudo", "time", "trap"];

/// Words of the language that the grammar takes for commands where assignments stand in the line above,
/// and behind which a command may stand.
const KEYWORDS: &[&str] = &["!", "do", "elif", "else", "if", "then", "until", "while"];
/// The same for words behind which none stands.
const CLOSING_KEYWORDS: &[&str] = &["case", "done", "esac", "fi", "for", "select"];

/// A command calls what its name says, unless it is one that brings in or defines something.
pub(super) fn command<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").and_then(|name| name.named_child(0));
    let Some(name) = name.filter(|name| name.kind() == "word") else { return };
    let text = walker.text(name);
    match text {
        "source" | "." => return source(walker, node),
        "alias" => aliases(walker, node),
        _ if CLOSING_KEYWORDS.contains(&text) => return,
        _ if KEYWORDS.contains(&text) => {
            let behind = node.field("argument");
            if let Some(behind) = behind.filter(|word| is_command(walker, *word)) {
                walker.add_use_as(behind, Role::Call, None);
            }
            return;
        }
        _ if STARTERS.contains(&text) => {
            let started = node.field("argument");
            if let Some(started) = started.filter(|word| is_command(walker, *word)) {
                walker.add_use_as(started, Role::Call, None);
            }
        }
        _ => {}
    }
    walker.add_use_as(name, Role::Call, None);
}

/// Whether an argument is a name, not an option, a number or a path.
fn is_command(walker: &Walker<'_>, argument: Node<'_>) -> bool {
    argument.kind() == "word"
        && walker.text(argument).starts_with(|first: char| first.is_alphabetic() || first == '_')
        && !walker.text(argument).contains(['=', '/'])
}

/// `source path`, `. path`: of a path that is put together, the end without expansions is the name.
fn source<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("argument") else { return };
    let text = walker.text(path).trim_matches(['"', '\'']);
    let fixed = match text.rfind(['$', '`', ')', '}']) {
        Some(dynamic) => text[dynamic..].split_once('/').map_or("", |(_, rest)| rest),
        None => text,
    };
    if fixed.is_empty() || fixed.contains(char::is_whitespace) {
        return;
    }
    let mut symbol = walker.import(node, fixed);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    let last = path.named_child_count().checked_sub(1);
    let end = last.and_then(|last| path.named_child(last as u32)).unwrap_or(path);
    if matches!(end.kind(), "word" | "string_content") {
        walker.add_use(end, IdentifierKind::Import, None);
    }
    walker.add_import(symbol, path, fixed, None, false);
}

/// `alias name=text …`: a name that is replaced by a text, as a macro is.
fn aliases<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let arguments: Vec<Node<'t>> = node.children_by_field_name("argument", &mut cursor).collect();
    for &argument in &arguments {
        let Some((name, _)) = walker.text(argument).split_once('=') else { continue };
        if name.is_empty() || name.contains(['$', '"', '\'', '`', ' ']) {
            continue;
        }
        let local = walker.in_function();
        let at = if arguments.len() == 1 { node } else { argument };
        let mut symbol = walker.import(at, name);
        symbol.kind = SymbolKind::Macro;
        symbol.name = Cow::Borrowed(name);
        let index = walker.define(symbol);
        if local {
            walker.bind_in_file(index);
        }
    }
}
