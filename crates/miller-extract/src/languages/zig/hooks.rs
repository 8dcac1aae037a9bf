//! What the table of Zig cannot say of containers, fields, parameters and tests.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// The name of the structure that a file is.
pub(super) fn file_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    Some(file.strip_suffix(".zig").unwrap_or(file).to_owned())
}

/// The members of a container without a name of its own are kept apart from what is around it. What
/// a function returns is the type that calls of the function name.
pub(super) fn container<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if is_named(walker) {
        return;
    }
    let returned = walker.ancestor(1).is_some_and(|parent| parent.kind() == "return_expression");
    let callable = matches!(
        walker.enclosing_kind(),
        Some(SymbolKind::Function | SymbolKind::Method)
    );
    match walker.enclosing_name().filter(|_| returned && callable).map(str::to_owned) {
        Some(name) => walker.belongs_to(name),
        None => walker.open_scope(ScopeKind::Type),
    }
}

/// Whether the container being visited is what a declaration gives a name.
fn is_named(walker: &Walker<'_>) -> bool {
    walker.ancestor(1).is_some_and(|parent| {
        parent.kind() == "variable_declaration" && walker.is_enclosing_symbol(parent)
    })
}

/// `name: type = value`, or the name alone in an enumeration or a tagged union. What has no name in
/// a structure is the type of a tuple's part.
pub(super) fn field<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let named = node
        .field("name")
        .is_some_and(|name| name.kind() == "identifier" && !name.byte_range().is_empty());
    let has_type = node.field("type").is_some();
    match walker.ancestor(1).map(|parent| parent.kind()) {
        Some("enum_declaration") => {
            symbol.kind = SymbolKind::EnumMember;
            // `_` says that there may be more.
            if let Some(more) = node.field("name").filter(|_| &*symbol.name == "_") {
                walker.claim(more);
                return false;
            }
            named
        }
        Some("union_declaration") => named,
        _ => {
            // What a tuple has no name for is a type.
            if let Some(of_type) = node.field("name").filter(|_| named && !has_type) {
                walker.set_role_of(of_type, Role::Type);
            }
            named && has_type
        }
    }
}

/// `error{ A, B }`: the errors are members where the set has a name.
pub(super) fn error_set<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !is_named(walker) {
        return;
    }
    let mut cursor = node.walk();
    let mut comments = Vec::new();
    for child in node.named_children(&mut cursor) {
        if child.kind() == "comment" {
            comments.push(walker.text(child));
            continue;
        }
        let mut symbol = walker.symbol(SymbolKind::EnumMember, child, child);
        // The walk has not come to the comments yet.
        comments.retain(|text| text.starts_with("///"));
        symbol.doc = remarks::text_of_block(&comments, &super::SPEC.doc_style);
        comments.clear();
        walker.define(symbol);
    }
}

/// `[length]T`: the length is a value.
pub(super) fn array_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let length = node.named_child(0).filter(|length| length.kind() == "identifier");
    let Some(length) = length else { return };
    if walker.text(length) == "_" {
        walker.claim(length);
    } else {
        walker.add_use(length, IdentifierKind::VariableRef, None);
    }
}

/// `self: *Self` is an instance of its type, whose members it has.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(of_type)) =
        (node.field("name"), node.field("type"))
    else {
        return;
    };
    let mut inner = of_type;
    while matches!(inner.kind(), "pointer_type" | "nullable_type") {
        let last = inner.named_child_count().checked_sub(1);
        match last.and_then(|last| inner.named_child(last as u32)) {
            Some(next) => inner = next,
            None => return,
        }
    }
    if matches!(inner.kind(), "identifier" | "field_expression")
        || walker.text(inner) == "@This()"
    {
        // `const Self = @This();` is what everybody writes.
        let text = walker.text(inner);
        let of_type = if text == "Self" { "@This()" } else { text };
        walker.bind_instance(name, of_type, node.start_byte() as u32);
    }
}

/// `test "name" { … }`, `test name { … }`: a function that nothing can call.
pub(super) fn test<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    let mut symbol = match name.kind() {
        "string" => {
            let mut symbol = walker.symbol(SymbolKind::Function, node, name);
            symbol.name = Cow::Borrowed(walker.text(name).trim_matches('"'));
            symbol
        }
        "identifier" => {
            let mut symbol = walker.import(node, walker.text(name));
            symbol.kind = SymbolKind::Function;
            symbol
        }
        _ => return walker.open_scope(ScopeKind::Function),
    };
    let body = node.named_child(1);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Function);
    symbol.binds = false;
    symbol.visibility = Some(Visibility::Private);
    walker.define(symbol);
}

/// Whether one of the keywords in front of a declaration is there.
pub(super) fn has_keyword(node: Node<'_>, keywords: &[&str]) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .take_while(|child| !child.is_named() || child.kind() == "string")
        .any(|child| keywords.contains(&child.kind()))
}

/// `pub` hands a declaration out of the file; fields are as visible as their type.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let public = matches!(symbol.kind, SymbolKind::Field | SymbolKind::EnumMember)
        || has_keyword(node, &["pub", "export"]);
    Some(if public { Visibility::Public } else { Visibility::Private })
}
