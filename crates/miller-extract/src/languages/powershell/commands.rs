//! Commands, calls of methods, and what commands bring in or define.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{child_of_kind, innermost, without_scope};
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// What a command does besides being called.
enum Meaning {
    Using,
    Import,
    Alias,
    Variable,
    Instance,
}

const MEANINGS: &[(&str, Meaning)] = &[
    ("using", Meaning::Using),
    ("import-module", Meaning::Import),
    ("ipmo", Meaning::Import),
    ("set-alias", Meaning::Alias),
    ("new-alias", Meaning::Alias),
    ("sal", Meaning::Alias),
    ("nal", Meaning::Alias),
    ("set-variable", Meaning::Variable),
    ("new-variable", Meaning::Variable),
    ("new-object", Meaning::Instance),
];

/// A command calls what its name says, unless it is one that brings in or defines something.
pub(super) fn command<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name_node) = node.field("command_name") else { return };
    let name = innermost(name_node);
    if name.kind() == "path_command_name_token" {
        return walker.add_use_as(name, Role::Call, None);
    }
    let operator = node.child(0).map_or("", |first| walker.text(first).trim());
    if name_node.kind() == "command_name_expr" {
        if operator == "." {
            dot_source(walker, node, name);
        }
        return;
    }
    let text = walker.text(name);
    let meaning = MEANINGS.iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
    match meaning.map(|(_, meaning)| meaning) {
        Some(Meaning::Using) => return using(walker, node),
        Some(Meaning::Import) => import_module(walker, node),
        Some(Meaning::Alias) => define(walker, node, SymbolKind::Function),
        Some(Meaning::Variable) => {
            let fixed = ["Constant", "ReadOnly"];
            let text = walker.text(node);
            let constant = fixed.iter().any(|option| text.contains(option));
            let kind = if constant { SymbolKind::Constant } else { SymbolKind::Variable };
            define(walker, node, kind);
        }
        Some(Meaning::Instance) => {
            if let Some(of_type) = argument(walker, node, &["-typename"]) {
                walker.add_use_as(of_type, Role::Construct, None);
            }
        }
        None => {}
    }
    if operator == "." && walker.text(name).contains(['/', '\\']) {
        return dot_source(walker, node, name);
    }
    if name.kind() == "command_name" {
        walker.add_use_as(name, Role::Call, None);
    }
}

/// The word that a command gets by one of some parameters, or else first without one.
fn argument<'t>(walker: &Walker<'t>, node: Node<'t>, parameters: &[&str]) -> Option<Node<'t>> {
    let elements = node.field("command_elements")?;
    let mut cursor = elements.walk();
    let mut named: Option<bool> = None;
    for element in elements.named_children(&mut cursor) {
        match element.kind() {
            "command_argument_sep" => continue,
            "command_parameter" => {
                let text = walker.text(element).trim_end_matches(':');
                named = Some(parameters.iter().any(|name| text.eq_ignore_ascii_case(name)));
                continue;
            }
            _ if named == Some(false) => {}
            "generic_token" => return Some(element),
            _ => {
                let inner = innermost(element);
                let plain = matches!(
                    inner.kind(),
                    "verbatim_string_characters" | "expandable_string_literal"
                );
                return plain.then_some(inner);
            }
        }
        named = None;
    }
    None
}

/// `using module Name`, `using namespace Name`.
fn using<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(elements) = node.field("command_elements") else { return };
    let mut cursor = elements.walk();
    let last = elements
        .named_children(&mut cursor)
        .filter(|element| element.kind() != "command_argument_sep")
        .nth(1);
    if let Some(path) = last.map(innermost) {
        import(walker, node, path);
    }
}

/// `Import-Module Name`, `Import-Module -Name Name`.
fn import_module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(path) = argument(walker, node, &["-name"]) {
        import(walker, node, path);
    }
}

/// `. path`.
fn dot_source<'t>(walker: &mut Walker<'t>, node: Node<'t>, path: Node<'t>) {
    import(walker, node, path);
}

/// Of a path that is put together, the end without variables is the name.
fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, path: Node<'t>) {
    let text = walker.text(path).trim_matches(['"', '\'', ' ']);
    let name = match text.rfind(['$', ')', '}']) {
        Some(at) => text[at..].split_once(['/', '\\']).map_or("", |(_, rest)| rest),
        None => text,
    };
    if name.is_empty() || name.contains(['\n', ';', '|']) {
        return;
    }
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let index = walker.define(symbol);
    walker.claim(path);
    let range = walker.range_in(path, name);
    walker.add(NewUse::at(range, IdentifierKind::Import));
    walker.add_import(index, path, name, None, false);
}

/// What a command defines whose first argument is a name.
fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    let Some(name_node) = argument(walker, node, &["-name", "-n"]) else { return };
    let text = walker.text(name_node).trim_matches(['"', '\'']);
    let (_, name) = without_scope(text);
    if name.is_empty() || name.contains(['$', ' ', '\n']) || walker.file_defines(name) {
        return;
    }
    let local = walker.in_function();
    let mut symbol = walker.import(node, name);
    symbol.kind = kind;
    symbol.name = Cow::Borrowed(name);
    let index = walker.define(symbol);
    if local && kind == SymbolKind::Function {
        walker.bind_in_file(index);
    }
}

/// `$item.Method( … )`, `[Type]::Method( … )`; `[Type]::new( … )` makes an instance.
pub(super) fn invocation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some((object, name)) = object_and_name(node) else { return };
    if object.kind() == "type_literal" && walker.text(name).eq_ignore_ascii_case("new") {
        let of_type = child_of_kind(object, "type_spec")
            .and_then(|spec| child_of_kind(spec, "type_name"))
            .and_then(|of_type| child_of_kind(of_type, "type_identifier"));
        if let Some(of_type) = of_type {
            let qualifier = child_of_kind(object, "type_spec")
                .and_then(|spec| child_of_kind(spec, "type_name"))
                .and_then(|of_type| child_of_kind(of_type, "type_name"));
            return walker.add_use_as(of_type, Role::Construct, qualifier);
        }
    }
    walker.add_use_as(name, Role::Call, Some(bare(object)));
}

/// `$item.Name`, `[Type]::Name`.
pub(super) fn member_access<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some((object, name)) = object_and_name(node) {
        walker.add_use_as(name, Role::Member, Some(bare(object)));
    }
}

fn object_and_name(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let object = node.named_child(0)?;
    let name = child_of_kind(node, "member_name")?.named_child(0)?;
    (name.kind() == "simple_name").then_some((object, name))
}

/// The type in `[Type]`.
fn bare(object: Node<'_>) -> Node<'_> {
    match object.kind() {
        "type_literal" => child_of_kind(object, "type_spec").unwrap_or(object),
        _ => object,
    }
}
