//! What the table of Groovy cannot say of types, methods, packages and imports.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// A class, or a trait, which the grammar takes for one.
pub(super) fn class_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let keyword = node.children(&mut cursor).find(|child| child.kind() == "class");
    if keyword.is_some_and(|keyword| walker.text(keyword) == "trait") {
        symbol.kind = SymbolKind::Trait;
    }
    declaration(walker, node, symbol)
}

/// A declaration whose annotations are no part of its signature. The name of a method may be a
/// string.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Cow::Borrowed(name) = symbol.name {
        symbol.name = Cow::Borrowed(name.trim_matches(['"', '\'']));
    }
    let body = node.field("body");
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    true
}

/// A constructor is reached through its class, which has the same name.
pub(super) fn constructor<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.binds = false;
    declaration(walker, node, symbol)
}

/// The body of an anonymous class or of an enum constant: what it declares are members.
pub(super) fn class_body<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let around = walker.ancestor(1).map_or("", |around| around.kind());
    if matches!(around, "object_creation_expression" | "enum_constant") {
        walker.open_scope(ScopeKind::Type);
    }
}

/// `package com.example`
pub(super) fn package_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = child_of_kind(node, &["identifier", "scoped_identifier"]) else { return };
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, path);
    symbol.visibility = Some(Visibility::Public);
    claim_path(walker, path);
    let package = walker.define(symbol);
    walker.contains_rest_of_file(package);
}

/// `import a.b.C`, `import a.b.*`, `import static a.b.C.member as name`
pub(super) fn import_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = child_of_kind(node, &["identifier", "scoped_identifier"]) else { return };
    add_import_uses(walker, path);
    let mut cursor = node.walk();
    let mut everything = false;
    let mut alias = None;
    for child in node.named_children(&mut cursor) {
        everything |= child.kind() == "asterisk";
        alias = Some(child).filter(|child| child.id() != path.id() && child.kind() == "identifier");
    }
    if let Some(alias) = alias {
        walker.claim(alias);
    }
    let text = walker.text(path);
    let (qualifier, name) = match text.rsplit_once('.') {
        _ if everything => (Some(text), "*"),
        Some((qualifier, name)) => (Some(qualifier), name.trim()),
        None => (None, text),
    };
    let mut symbol = walker.import(node, alias.map_or(name, |alias| walker.text(alias)));
    symbol.binds = !everything;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, name, qualifier.map(Cow::Borrowed), true);
}

/// The parts of an imported path that name something: the last one, and the types before it. The
/// parts of a package's name are no names of their own.
fn add_import_uses<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
    claim_path(walker, path);
    let mut rest = Some(path);
    let mut last = true;
    while let Some(path) = rest {
        let name = path.field("name").unwrap_or(path);
        if last || walker.text(name).starts_with(char::is_uppercase) {
            walker.add_use(name, IdentifierKind::Import, None);
        }
        last = false;
        rest = path.field("scope");
    }
}

/// Claims every part of a dotted name.
fn claim_path<'t>(walker: &mut Walker<'t>, mut path: Node<'t>) {
    while let (Some(scope), Some(name)) =
        (path.field("scope"), path.field("name"))
    {
        walker.claim(name);
        path = scope;
    }
    walker.claim(path);
}

/// `Outer.Inner` and `java.util.List`: the last part has the role of the whole; the parts before it
/// are packages where they start with a small letter.
pub(super) fn scoped_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child_count().saturating_sub(1) as u32;
    let (Some(object), Some(name)) = (node.named_child(0), node.named_child(last)) else { return };
    if last == 0 || name.kind() != "type_identifier" {
        return;
    }
    let is_package = |part: Node<'t>| walker.text(part).starts_with(char::is_lowercase);
    let package_first = object.kind() == "type_identifier" && is_package(object);
    let role = if is_package(name) { Role::Member } else { walker.role() };
    walker.add_use_as(name, role, Some(object));
    if package_first {
        walker.add_use_as(object, Role::Value, None);
    }
}

/// The first child of one of these kinds.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| kinds.contains(&child.kind()))
}

fn modifiers(node: Node<'_>) -> Option<Node<'_>> {
    node.child(0).filter(|first| first.kind() == "modifiers")
}

/// Whether a declaration has a modifier.
pub(super) fn has_modifier(node: Node<'_>, modifier: &str) -> bool {
    modifiers(node).is_some_and(|modifiers| {
        let mut cursor = modifiers.walk();
        modifiers.children(&mut cursor).any(|child| child.kind() == modifier)
    })
}

/// The stretches from the start of a declaration to `end`, without its annotations.
pub(super) fn signature(node: Node<'_>, end: usize) -> Vec<(u32, u32)> {
    let mut start = node.start_byte() as u32;
    let mut stretches = Vec::new();
    if let Some(modifiers) = modifiers(node) {
        let mut cursor = modifiers.walk();
        for annotation in modifiers.named_children(&mut cursor) {
            if matches!(annotation.kind(), "annotation" | "marker_annotation") {
                let before = (start, annotation.start_byte() as u32);
                if before.0 < before.1 {
                    stretches.push(before);
                }
                start = annotation.end_byte() as u32;
            }
        }
    }
    stretches.push((start, (end as u32).max(start)));
    stretches
}

/// Everything is public that no modifier says otherwise of.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.kind == SymbolKind::Import || walker.in_function() {
        return Some(Visibility::Private);
    }
    // Of several names in one declaration, each has the modifiers of all.
    let declaration = match node.kind() {
        "variable_declarator" => walker.ancestor(0).unwrap_or(node),
        _ => node,
    };
    Some(if has_modifier(declaration, "private") {
        Visibility::Private
    } else if has_modifier(declaration, "protected") {
        Visibility::Protected
    } else {
        Visibility::Public
    })
}
