//! What the table of Java cannot say: modifiers, packages and imports, fields, patterns.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::types;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{Held, NewSymbol, Walker};

/// A declaration whose annotations are no part of its signature.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let body = node.field("body");
    let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
    symbol.signature = without_annotations(node, end);
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

pub(super) fn module_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    _symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Some(name) = node.field("name") {
        claim_path(walker, name);
    }
    true
}

/// A parameter of a record's header is a field. Those of methods stand in a function's scope.
pub(super) fn record_component<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.visibility = Some(Visibility::Public);
    symbol.signature = without_annotations(node, node.end_byte() as u32);
    symbol.held = types::of_field(walker, node);
    walker.in_type()
}

/// `private int width;`: the field takes the span of the whole declaration. Of several names in one
/// declaration, each takes the span of its declarator.
pub(super) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if declares_several(node) {
        return;
    }
    let Some(declarator) = node.field("declarator") else { return };
    let Some(name) = declarator.field("name") else { return };
    let mut symbol = walker.symbol(field_kind(node), node, name);
    symbol.signature = without_annotations(node, declarator_end(declarator));
    if declarator.field("dimensions").is_none() {
        symbol.held = types::of_field(walker, node);
    }
    walker.define(symbol);
}

/// A name in a declaration of several fields, the last component of a record, or a local variable
/// that holds a lambda. Other local variables are bound by the table.
pub(super) fn declarator<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(declaration) = walker.ancestor(1) else { return false };
    if !walker.in_type() {
        let value = node.field("value");
        let Some(lambda) = value.filter(|value| value.kind() == "lambda_expression") else {
            return false;
        };
        symbol.kind = SymbolKind::Function;
        symbol.signature = walker.signature_of(node, Some(lambda));
        return true;
    }
    if declaration.kind() == "spread_parameter" {
        symbol.visibility = Some(Visibility::Public);
        symbol.signature = without_annotations(declaration, declaration.end_byte() as u32);
        return true;
    }
    if !declares_several(declaration) {
        // The hook of the declaration has made the symbol.
        return false;
    }
    symbol.kind = field_kind(declaration);
    symbol.visibility = Some(visibility_of(walker, declaration));
    let first = declaration.field("declarator").unwrap_or(node);
    symbol.signature = without_annotations(declaration, first.start_byte() as u32);
    symbol.signature.push((node.start_byte() as u32, declarator_end(node)));
    if node.field("dimensions").is_none() {
        symbol.held = types::of_field(walker, declaration);
    }
    true
}

fn declares_several(declaration: Node<'_>) -> bool {
    let mut cursor = declaration.walk();
    declaration.children_by_field_name("declarator", &mut cursor).nth(1).is_some()
}

fn field_kind(declaration: Node<'_>) -> SymbolKind {
    let is_constant = declaration.kind() == "constant_declaration"
        || has_modifier(declaration, "static") && has_modifier(declaration, "final");
    if is_constant { SymbolKind::Constant } else { SymbolKind::Field }
}

/// Where the signature of a variable ends: behind its value, or before one of several lines.
fn declarator_end(declarator: Node<'_>) -> u32 {
    let value = declarator.field("value");
    let long = value.filter(|value| value.start_position().row != value.end_position().row);
    long.map_or(declarator.end_byte(), |value| value.start_byte()) as u32
}

/// The body of an anonymous class or of an enum constant: what it declares are members.
pub(super) fn class_body<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let around = walker.ancestor(1).map_or("", |around| around.kind());
    if matches!(around, "object_creation_expression" | "enum_constant") {
        walker.open_scope(ScopeKind::Type);
    }
}

/// `package com.example;`
pub(super) fn package_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = path_child(node) else { return };
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, name);
    symbol.visibility = Some(Visibility::Public);
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    claim_path(walker, name);
    let package = walker.define(symbol);
    walker.contains_rest_of_file(package);
}

/// `import a.b.C;`, `import a.b.*;`, `import static a.b.C.member;`
pub(super) fn import_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = path_child(node) else { return };
    claim_path(walker, path);
    add_import_uses(walker, path);
    let mut cursor = node.walk();
    let everything = node.named_children(&mut cursor).any(|child| child.kind() == "asterisk");
    let text = walker.text(path);
    let (qualifier, name) = match text.rsplit_once('.') {
        _ if everything => (Some(text), "*"),
        Some((qualifier, name)) => (Some(qualifier), name.trim()),
        None => (None, text),
    };
    let mut symbol = walker.import(node, name);
    symbol.visibility = Some(Visibility::Private);
    symbol.binds = !everything;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, name, qualifier.map(Cow::Borrowed), true);
}

/// The parts of an imported path that name something: the last one, and the types before it. The
/// parts of a package's name are no names of their own.
fn add_import_uses<'t>(walker: &mut Walker<'t>, path: Node<'t>) {
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

/// `requires transitive a.b;`
pub(super) fn requires_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(module) = node.field("module") else { return };
    claim_path(walker, module);
    let name = walker.text(module);
    let mut symbol = walker.import(node, name);
    symbol.visibility = Some(Visibility::Private);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, module, name, None, true);
}

/// `exports a.b to c.d;`
pub(super) fn exports_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(package) = node.field("package") else { return };
    claim_directive(walker, node);
    let mut symbol = walker.symbol(SymbolKind::Export, node, package);
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
}

/// `opens a.b to c.d;` hands nothing out by name.
pub(super) fn opens_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    claim_directive(walker, node);
}

/// `uses a.b.Service;` and `provides a.b.Service with c.d.Provider;` name types.
pub(super) fn service_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for path in node.named_children(&mut cursor) {
        claim_path(walker, path);
        let name = path.field("name").unwrap_or(path);
        walker.add_use_as(name, Role::Type, path.field("scope"));
    }
}

/// A variable or parameter; `var` is no type.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(kind) = node.field("type") {
        claim_inferred(walker, kind);
    }
    // The components of a record are fields.
    if !walker.in_type() {
        types::variable(walker, node);
    }
}

/// `for (Type name : values)`: the name is known inside.
pub(super) fn loop_over<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    if let Some(kind) = node.field("type") {
        claim_inferred(walker, kind);
    }
    types::variable(walker, node);
}

fn claim_inferred<'t>(walker: &mut Walker<'t>, kind: Node<'t>) {
    if walker.text(kind) == "var" {
        walker.claim(kind);
    }
}

fn claim_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor) {
        claim_path(walker, name);
    }
}

fn path_child(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "identifier" | "scoped_identifier"))
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
    let mut cursor = node.walk();
    let parts: Option<(Node<'t>, Node<'t>)> = node.named_child(0).zip(
        node.named_children(&mut cursor).filter(|child| child.kind() == "type_identifier").last(),
    );
    let Some((object, name)) = parts.filter(|(object, name)| object.id() != name.id()) else {
        return;
    };
    let is_package = |part: Node<'t>| walker.text(part).starts_with(char::is_lowercase);
    let package_first = object.kind() == "type_identifier" && is_package(object);
    let role = match walker.role() {
        _ if is_package(name) => Role::Member,
        Role::Value => Role::Type,
        role => role,
    };
    walker.add_use_as(name, role, Some(object));
    if package_first {
        walker.add_use_as(object, Role::Value, None);
    }
}

/// `Type::method`, `this::method`, `Type::new`.
pub(super) fn method_reference<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(object), Some(last)) =
        (node.named_child(0), node.child(node.child_count().saturating_sub(1)))
    else {
        return;
    };
    if last.kind() == "new" {
        let name = if object.kind() == "generic_type" { object.named_child(0) } else { Some(object) };
        let name =
            name.filter(|name| matches!(name.kind(), "identifier" | "type_identifier"));
        if let Some(name) = name {
            walker.add_use_as(name, Role::Construct, None);
        }
    } else if last.kind() == "identifier" && last.id() != object.id() {
        walker.add_use_as(last, Role::Member, Some(object));
    }
}

/// `Type name` in a pattern.
pub(super) fn pattern_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child(node.named_child_count().saturating_sub(1) as u32);
    if let Some(name) = last.filter(|name| name.kind() == "identifier") {
        let of_type = node.named_child(0).filter(|kind| walker.text(*kind) != "var");
        let held = of_type.map(|of_type| types::declared(walker, of_type));
        if let Some(held @ Held::Declared(_)) = held {
            walker.bind_held(name, held, name.start_byte() as u32);
        } else {
            walker.claim(name);
            walker.bind_local(name, name.start_byte() as u32);
        }
    }
    if let Some(kind) = node.named_child(0) {
        claim_inferred(walker, kind);
    }
}

/// `Type(…)` in a pattern.
pub(super) fn record_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier") {
        walker.add_use_as(name, Role::Type, None);
    }
}

fn modifiers(node: Node<'_>) -> Option<Node<'_>> {
    node.child(0).filter(|first| first.kind() == "modifiers")
}

fn has_modifier(node: Node<'_>, modifier: &str) -> bool {
    modifiers(node).is_some_and(|modifiers| {
        let mut cursor = modifiers.walk();
        modifiers.children(&mut cursor).any(|child| child.kind() == modifier)
    })
}

/// The stretches from the start of a declaration to `end`, without its annotations.
fn without_annotations(node: Node<'_>, end: u32) -> Vec<(u32, u32)> {
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
    stretches.push((start, end.max(start)));
    stretches
}

/// The modifiers decide, and where there are none, what the declaration stands in.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::EnumMember | SymbolKind::Module => Visibility::Public,
        _ if walker.in_function() => Visibility::Private,
        _ => visibility_of(walker, node),
    })
}

fn visibility_of(walker: &Walker<'_>, node: Node<'_>) -> Visibility {
    if let Some(modifiers) = modifiers(node) {
        let mut cursor = modifiers.walk();
        for modifier in modifiers.children(&mut cursor) {
            match modifier.kind() {
                "public" => return Visibility::Public,
                "protected" => return Visibility::Protected,
                "private" => return Visibility::Private,
                _ => {}
            }
        }
    }
    match walker.enclosing_kind() {
        Some(SymbolKind::Interface) => Visibility::Public,
        Some(SymbolKind::Enum) if node.kind() == "constructor_declaration" => Visibility::Private,
        _ => Visibility::Internal,
    }
}
