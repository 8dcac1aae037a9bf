//! Objects, bindings and imports of QML.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// The file is a type of the name that it has.
pub(super) fn file<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    let path = walker.path();
    let file = path.rsplit('/').next().unwrap_or(path);
    let name = file.split('.').next().unwrap_or(file);
    if name.is_empty() || walker.is_embedded() || root.start_byte() == root.end_byte() {
        return;
    }
    let mut symbol = walker.import(root, name);
    symbol.kind = SymbolKind::Class;
    symbol.scope = Some(ScopeKind::Type);
    symbol.signature = root
        .field("root")
        .and_then(definition_of)
        .and_then(|object| object.field("type_name"))
        .map(|name| vec![(name.start_byte() as u32, name.end_byte() as u32)])
        .unwrap_or_default();
    symbol.doc = doc(walker, root);
    walker.define(symbol);
}

/// The comment above the root object.
fn doc(walker: &Walker<'_>, root: Node<'_>) -> Option<String> {
    let object = root.field("root")?;
    let mut cursor = root.walk();
    let before = root
        .named_children(&mut cursor)
        .take_while(|child| *child != object)
        .last()?;
    let text = walker.text(before);
    let is_near = object.start_position().row <= before.end_position().row + 1;
    let is_doc = before.kind() == "comment" && text.starts_with("/*") && is_near;
    is_doc.then(|| remarks::text_of_block(&[text], &super::SPEC.doc_style).unwrap_or_default())
}

/// The object in an object with annotations.
fn definition_of(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "ui_object_definition" => Some(node),
        _ => node.field("definition"),
    }
}

/// `import QtQuick 2.15`, `import QtQuick.Controls as Controls`, `import "prices.js" as Prices`.
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(source) = node.field("source") else {
        return;
    };
    let path = walker.text(source).trim_matches(['"', '\'']);
    if path.is_empty() {
        return;
    }
    let alias = node
        .field("alias")
        .map(|alias| walker.text(alias));
    let mut symbol = walker.import(node, alias.unwrap_or(path));
    // Without another name all that the module has is known, but not the module.
    symbol.binds = alias.is_some();
    let symbol = walker.define(symbol);
    let text = if source.kind() == "string" {
        source.named_child(0)
    } else {
        None
    };
    // The path is one name: its parts are none.
    let mut path_left = Some(source);
    while let Some(path) = path_left.take() {
        let mut cursor = path.walk();
        for part in path.named_children(&mut cursor) {
            walker.claim(part);
            if part.kind() == "nested_identifier" {
                path_left = Some(part);
            }
        }
    }
    walker.add_use(text.unwrap_or(source), IdentifierKind::Import, None);
    walker.add_import(symbol, source, path, None, true);
}

/// An object: its type is what the file or component extends, or is instantiated. `anchors { … }`, in
/// lower case, sets several properties of one that is there.
pub(super) fn object<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("type_name") else {
        return;
    };
    let last = walker.text(name).rsplit('.').next().unwrap_or_default();
    if last.starts_with(char::is_lowercase) {
        walker.set_role_of(name, Role::Ignore);
        return walker.open_scope(ScopeKind::Type);
    }
    let is_base = stands_for_type(walker);
    let identifier = node
        .field("initializer")
        .and_then(|body| identifier(walker, body));
    if let Some(identifier) = identifier {
        if is_base {
            name_of_type(walker, identifier);
        } else {
            named_object(walker, node, identifier);
        }
    } else if !is_base {
        walker.open_scope(ScopeKind::Type);
    }
    use_of_type(
        walker,
        name,
        if is_base {
            Role::Extends
        } else {
            Role::Construct
        },
    );
}

/// `Behavior on width { … }`.
pub(super) fn object_on_property<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let body = node.field("initializer");
    match body.and_then(|body| identifier(walker, body)) {
        Some(identifier) => named_object(walker, node, identifier),
        None => walker.open_scope(ScopeKind::Type),
    }
}

/// Whether the object being visited is what the file or a component is made of.
fn stands_for_type(walker: &Walker<'_>) -> bool {
    let kind = |distance| walker.ancestor(distance).map_or("", |node| node.kind());
    match kind(1) {
        "program" | "ui_inline_component" => true,
        "ui_annotated_object" => kind(2) == "program",
        _ => false,
    }
}

/// The value of `id: name` among the members of an object.
fn identifier<'t>(walker: &Walker<'t>, body: Node<'t>) -> Option<Node<'t>> {
    let mut cursor = body.walk();
    let mut bindings = body
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "ui_binding");
    let binding = bindings.find(|binding| {
        let name = binding.field("name");
        name.is_some_and(|name| walker.text(name) == "id")
    })?;
    let value = binding.field("value")?.named_child(0)?;
    (value.kind() == "identifier").then_some(value)
}

/// The `id` of the object that a type is made of: another name of the type.
fn name_of_type<'t>(walker: &mut Walker<'t>, identifier: Node<'t>) {
    let Some(symbol) = walker.enclosing_symbol() else {
        return;
    };
    walker.claim(identifier);
    walker.bind_symbol(walker.text(identifier), symbol);
}

/// An object with an `id`, which is known in all of the file.
fn named_object<'t>(walker: &mut Walker<'t>, node: Node<'t>, identifier: Node<'t>) {
    let mut symbol = walker.symbol(SymbolKind::Constant, node, identifier);
    symbol.scope = Some(ScopeKind::Type);
    symbol.signature = walker.signature_of(node, node.field("initializer"));
    let symbol = walker.define(symbol);
    walker.bind_around(symbol, true);
}

fn use_of_type<'t>(walker: &mut Walker<'t>, name: Node<'t>, role: Role) {
    let mut cursor = name.walk();
    let parts: Vec<Node<'t>> = match name.kind() {
        "nested_identifier" => name.named_children(&mut cursor).collect(),
        _ => vec![name],
    };
    let Some((last, before)) = parts.split_last() else {
        return;
    };
    walker.add_use_as(*last, role, before.last().copied());
}

/// `onClicked: …`: what is done when something happens is a method.
pub(super) fn binding<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    let text = walker.text(name);
    let event = text.rsplit('.').next().unwrap_or(text).strip_prefix("on");
    if event.is_some_and(|event| event.starts_with(|c: char| c.is_uppercase() || c == '_')) {
        let mut symbol = walker.import(node, text);
        symbol.kind = SymbolKind::Method;
        symbol.scope = Some(ScopeKind::Function);
        symbol.binds = false;
        symbol.signature = vec![(name.start_byte() as u32, name.end_byte() as u32)];
        walker.define(symbol);
    }
}

/// What stands in the place of a type and names none.
const NO_TYPES: &[&str] = &["alias", "var", "variant"];

/// A property, of which `property alias` and `property var` name no type.
pub(super) fn property<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let kind = node.field("type");
    if let Some(kind) = kind.filter(|kind| NO_TYPES.contains(&walker.text(*kind))) {
        walker.claim(kind);
    }
    // What an object as its value has, is known in that object.
    symbol.scope = None;
    true
}

/// The members of an enumeration that have no value. The comments above them are still to be visited,
/// so that they are read here.
pub(super) fn enum_members<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let style = &super::SPEC.doc_style;
    let mut cursor = node.walk();
    let (mut row, mut doc) = (node.start_position().row, None);
    for child in node.children(&mut cursor) {
        let starts_line = child.start_position().row > row;
        row = child.end_position().row;
        match child.kind() {
            "comment" => {
                let text = walker.text(child);
                if starts_line && style.openings.iter().any(|opening| text.starts_with(opening)) {
                    doc = remarks::text_of_block(&[text], style);
                }
            }
            "enum_assignment" => doc = None,
            _ if child.is_named() => {
                let mut symbol = walker.symbol(SymbolKind::EnumMember, child, child);
                symbol.doc = doc.take();
                walker.define(symbol);
            }
            _ => {}
        }
    }
}

/// `const name = () => …`: a function, wherever it stands.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").filter(|name| name.kind() == "identifier");
    let value = node.field("value").filter(|value| {
        matches!(value.kind(), "arrow_function" | "function_expression" | "generator_function")
    });
    if let (Some(name), Some(value)) = (name, value) {
        let mut symbol = walker.symbol(SymbolKind::Function, node, name);
        symbol.signature = walker.signature_of(node, value.field("body"));
        walker.define(symbol);
    }
}

/// What an object of a script has, a bare name never means.
pub(super) fn literal<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
}

/// Everything is known outside, except for what starts with `_` by convention.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let is_private = symbol.name.starts_with('_')
        || walker.in_function()
        || matches!(symbol.kind, SymbolKind::Constant | SymbolKind::Import);
    Some(if is_private {
        Visibility::Private
    } else {
        Visibility::Public
    })
}
