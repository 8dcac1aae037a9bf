//! What the commands of `CMake` define, bring in and use.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{argument, arguments};
use crate::spec::Role;
use crate::walk::{NewSymbol, NewUse, Walker};

/// A command is a call; some define what their first argument names.
pub(super) fn command<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(word) = node.named_child(0).filter(|word| word.kind() == "identifier") else {
        return false;
    };
    let lower = walker.text(word).to_ascii_lowercase();
    // The name of a command may be written in any case.
    if lower == walker.text(word) {
        walker.add_use_as(word, Role::CallMethod, None);
    } else {
        let called = NewUse::of(word, IdentifierKind::Call).spelled(lower.clone());
        walker.add(called.edge(Some(RelationshipKind::Calls)));
    }
    let Some(list) = arguments(node) else { return false };
    let Some(first) = argument(list, 0) else { return false };
    match &*lower {
        // A target may have the name of the project, and is what is used by it.
        "project" => {
            symbol.binds = false;
            define(walker, symbol, first, SymbolKind::Module)
        }
        "add_library" | "add_executable" => define(walker, symbol, first, SymbolKind::Module),
        "add_custom_target" => define(walker, symbol, first, SymbolKind::Function),
        "option" => {
            symbol.doc = argument(list, 1)
                .map(|doc| walker.text(doc).trim_matches('"'))
                .filter(|doc| !doc.is_empty())
                .map(str::to_owned);
            define(walker, symbol, first, SymbolKind::Variable)
        }
        "set"
        | "find_file"
        | "find_library"
        | "find_path"
        | "find_program"
        | "get_filename_component"
        | "get_target_property" => variable(walker, symbol, first),
        "unset" => {
            walker.add_use(first, IdentifierKind::VariableRef, None);
            false
        }
        // What an action changes stands behind it.
        "file" | "list" | "math" => match (walker.text(first), argument(list, 1)) {
            ("EXPR" | "GLOB" | "GLOB_RECURSE", Some(name)) => variable(walker, symbol, name),
            ("APPEND" | "PREPEND", Some(name)) if lower == "list" => variable(walker, symbol, name),
            (_, Some(name)) if lower == "list" => {
                use_name(walker, name);
                false
            }
            _ => false,
        },
        "include" | "find_package" | "add_subdirectory" => {
            import(walker, node, first);
            false
        }
        "target_link_libraries" | "add_dependencies" | "install" => {
            use_targets(walker, list);
            false
        }
        _ => {
            if lower.starts_with("target_") || lower == "set_target_properties" {
                use_name(walker, first);
            }
            false
        }
    }
}

fn define<'t>(
    walker: &mut Walker<'t>,
    symbol: &mut NewSymbol<'t>,
    name: Node<'t>,
    kind: SymbolKind,
) -> bool {
    // A name made of variables is known when the command runs.
    if name.kind() == "bracket_argument" || walker.text(name).contains("${") {
        return false;
    }
    symbol.kind = kind;
    symbol.name = Cow::Borrowed(walker.text(name).trim_matches('"'));
    symbol.signature = walker.signature_of(symbol.node, None);
    true
}

/// `set(name …)`: a symbol where it is the first of the file, a local name in a function.
fn variable<'t>(walker: &mut Walker<'t>, symbol: &mut NewSymbol<'t>, name: Node<'t>) -> bool {
    let text = walker.text(name);
    if text.contains(['{', '$']) {
        return false;
    }
    if walker.in_function() {
        walker.bind_local(name, name.end_byte() as u32);
        return false;
    }
    if walker.scope_defines(text) {
        walker.add_use(name, IdentifierKind::VariableRef, None);
        return false;
    }
    define(walker, symbol, name, SymbolKind::Variable)
}

/// `include(…)`, `find_package(…)`, `add_subdirectory(…)`.
fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let text = walker.text(name).trim_matches('"');
    if text.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, text);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, name, text, None, false);
}

/// The targets among the arguments of a command, whose own words are in capitals.
fn use_targets<'t>(walker: &mut Walker<'t>, list: Node<'t>) {
    let mut cursor = list.walk();
    let names = list.named_children(&mut cursor).filter_map(|child| child.named_child(0));
    let names: Vec<Node<'t>> = names.filter(|name| name.kind() == "unquoted_argument").collect();
    for name in names {
        use_name(walker, name);
    }
}

fn use_name<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    let text = walker.text(name);
    let known =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.');
    let keyword = matches!(text, "PRIVATE" | "PUBLIC" | "INTERFACE" | "TARGETS" | "DESTINATION");
    if name.kind() == "unquoted_argument" && text.bytes().all(known) && !keyword {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    }
}
