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
        "add_library" | "add_executable" => {
            use_behind(walker, list, "ALIAS");
            define(walker, symbol, first, SymbolKind::Module)
        }
        "add_custom_target" => {
            use_behind(walker, list, "DEPENDS");
            define(walker, symbol, first, SymbolKind::Function)
        }
        "add_custom_command" => {
            use_behind(walker, list, "DEPENDS");
            false
        }
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
        "get_property" => {
            use_behind(walker, list, "TARGET");
            variable(walker, symbol, first)
        }
        "string" => {
            let place = place_of_result(walker, list);
            match place.and_then(|place| argument(list, place)) {
                Some(name) => variable(walker, symbol, name),
                None => false,
            }
        }
        "set_property" => {
            use_behind(walker, list, "TARGET");
            false
        }
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

/// Where `string(…)` names the variable that it sets.
fn place_of_result<'t>(walker: &Walker<'t>, list: Node<'t>) -> Option<usize> {
    let action = argument(list, 0).map(|action| walker.text(action))?;
    Some(match action {
        "CONCAT" | "APPEND" | "PREPEND" | "TIMESTAMP" | "UUID" | "MD5" | "SHA1" | "SHA256" => 1,
        "JOIN" | "LENGTH" | "STRIP" | "TOLOWER" | "TOUPPER" | "MAKE_C_IDENTIFIER" => 2,
        "REPLACE" | "FIND" => 3,
        "SUBSTRING" => 4,
        "REGEX" => match argument(list, 1).map(|how| walker.text(how)) {
            Some("MATCH" | "MATCHALL") => 3,
            Some("REPLACE") => 4,
            _ => return None,
        },
        _ => return None,
    })
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
    walker.add(NewUse::at(walker.range_in(name, text), IdentifierKind::Import));
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

/// The names behind a word of a command, up to its next word: such are in capitals.
pub(super) fn use_behind<'t>(walker: &mut Walker<'t>, list: Node<'t>, word: &str) {
    let mut cursor = list.walk();
    let names = list.named_children(&mut cursor).filter_map(|child| child.named_child(0));
    let mut behind = false;
    let mut found = Vec::new();
    for name in names {
        let text = walker.text(name);
        if text == word {
            behind = true;
        } else if behind && WORDS_BEHIND.contains(&text) {
            break;
        } else if behind {
            found.push(name);
        }
    }
    for name in found {
        use_name(walker, name);
    }
}

/// What may follow the names that a target waits for, or those of lists in a loop.
const WORDS_BEHIND: &[&str] = &[
    "APPEND", "APPEND_STRING", "ARGS", "BYPRODUCTS", "COMMAND", "COMMENT", "DEPENDS", "DEPFILE", "ITEMS", "JOB_POOL",
    "MAIN_DEPENDENCY", "OUTPUT", "POST_BUILD", "PRE_BUILD", "PRE_LINK", "PROPERTY", "SOURCES",
    "USES_TERMINAL", "VERBATIM", "WORKING_DIRECTORY",
];

fn use_name<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    let text = walker.text(name);
    let known =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-' | b'.');
    let keyword = matches!(text, "PRIVATE" | "PUBLIC" | "INTERFACE" | "TARGETS" | "DESTINATION");
    if name.kind() == "unquoted_argument" && text.bytes().all(known) && !keyword {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    }
}
