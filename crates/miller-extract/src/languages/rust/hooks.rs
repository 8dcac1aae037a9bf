//! What the table of Rust cannot say of items: modules, `impl` blocks, fields and visibility.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Names of types longer than this are expressions of types, not names.
const TYPE_NAME_LIMIT: usize = 200;

/// So many words stand in front of the trait of an `impl`.
const WORDS_OF_IMPL: usize = 8;

/// The module's name: the file's, the folder's for `mod.rs`, the crate's folder for the roots of
/// crates.
pub(super) fn module_name(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let folder = parts.next();
    let name = match (stem, folder) {
        ("mod", Some(folder)) => folder,
        ("lib" | "main", Some("src")) => parts.next().unwrap_or(stem),
        _ => stem,
    };
    Some(name.to_owned())
}

/// In the root of a crate, `crate` is the file.
pub(super) fn source_file<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let file = walker.path().rsplit('/').next();
    let root = matches!(file, Some("lib.rs" | "main.rs"));
    if let Some(symbol) = walker.enclosing_symbol().filter(|_| root) {
        walker.bind_symbol("crate", symbol);
        walker.bind_symbol("$crate", symbol);
        walker.remember("crate".to_owned(), symbol);
    }
}

/// What all items share.
pub(super) fn item<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.doc = docs::with_attributes(walker, node);
    true
}

pub(super) fn structure<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    whole_where_tuple(walker, node, symbol);
    item(walker, node, symbol)
}

pub(super) fn variant<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    whole_where_tuple(walker, node, symbol);
    item(walker, node, symbol)
}

/// The types of a tuple are no body: they belong to the signature.
fn whole_where_tuple<'t>(walker: &Walker<'t>, node: Node<'t>, symbol: &mut NewSymbol<'t>) {
    let body = node.field("body");
    if body.is_some_and(|body| body.kind() == "ordered_field_declaration_list") {
        symbol.signature = walker.signature_of(node, None);
    }
}

pub(super) fn field<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    // The field of a variant is found through the variant only.
    symbol.binds = walker.enclosing_kind() != Some(SymbolKind::EnumMember);
    item(walker, node, symbol)
}

/// `const _: () = …;` has no name.
pub(super) fn constant<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if symbol.name == "_" {
        node.field("name").inspect(|name| walker.claim(*name));
        return false;
    }
    item(walker, node, symbol)
}

pub(super) fn static_item<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    if node.named_children(&mut cursor).any(|child| child.kind() == "mutable_specifier") {
        symbol.kind = SymbolKind::Variable;
    }
    item(walker, node, symbol)
}

pub(super) fn macro_definition<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Some(name) = node.field("name") {
        symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    }
    let exported = docs::has_attribute(walker, node, "#[macro_export");
    symbol.visibility = Some(if exported { Visibility::Public } else { Visibility::Internal });
    item(walker, node, symbol)
}

/// A module knows the one around it as `super`.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let body = node.field("body");
    let around = walker.enclosing_symbol();
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Namespace);
    symbol.doc = docs::with_attributes(walker, node)
        .or_else(|| body.and_then(|body| docs::inside(walker, body)));
    walker.define(symbol);
    if let Some(around) = around {
        walker.bind_symbol("super", around);
    }
    if let Some(root) = walker.remembered("crate") {
        walker.bind_symbol("crate", root);
        walker.bind_symbol("$crate", root);
    }
}

/// `impl Type { … }` and `impl Trait for Type { … }`: the members are those of the type.
pub(super) fn implementation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // `impl !Send for Name {}` says that it does not.
    let mut cursor = node.walk();
    let mut words = node.children(&mut cursor).take(WORDS_OF_IMPL);
    let is_negative = words.any(|word| word.kind() == "!");
    if let Some(of_trait) = node.field("trait").filter(|_| is_negative) {
        walker.set_role_of(of_trait, Role::Type);
    }
    match node.field("type") {
        Some(of_type) => walker.belongs_to(type_name(walker, of_type)),
        None => walker.open_scope(ScopeKind::Type),
    }
}

/// The name of a type without references and type arguments; other types stand for themselves.
pub(super) fn type_name<'t>(walker: &Walker<'t>, of_type: Node<'t>) -> Cow<'t, str> {
    let mut inner = of_type;
    loop {
        let field = match inner.kind() {
            "reference_type" | "pointer_type" | "generic_type" => "type",
            "dynamic_type" => "trait",
            _ => break,
        };
        match inner.child_by_field_name(field) {
            Some(next) => inner = next,
            None => break,
        }
    }
    let text = walker.text(inner);
    if text.len() <= TYPE_NAME_LIMIT && !text.contains(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let mut folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = folded.char_indices().nth(TYPE_NAME_LIMIT) {
        folded.truncate(end);
    }
    Cow::Owned(folded)
}

/// `struct Meters(pub f64);`: the fields are called by their numbers.
pub(super) fn tuple_fields<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_none_or(|parent| parent.kind() != "struct_item") {
        return;
    }
    let mut visibility = None;
    let mut start = None;
    let mut number = 0;
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "visibility_modifier" => {
                visibility = Some(modifier_visibility(walker.text(child)));
                start = Some(child.start_byte() as u32);
            }
            "attribute_item" | "line_comment" | "block_comment" => {}
            _ => {
                // Like an import, it claims nothing: the type is a use as well.
                let mut symbol = walker.import(child, number.to_string());
                symbol.kind = SymbolKind::Field;
                let from = start.take().unwrap_or(child.start_byte() as u32);
                symbol.signature = vec![(from, child.end_byte() as u32)];
                symbol.visibility = visibility.take().or(Some(Visibility::Private));
                walker.define(symbol);
                number += 1;
            }
        }
    }
}

pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let mut cursor = node.walk();
    let modifier = node
        .named_children(&mut cursor)
        .take(2)
        .find(|child| child.kind() == "visibility_modifier");
    if let Some(modifier) = modifier {
        return Some(modifier_visibility(walker.text(modifier)));
    }
    let around = walker.enclosing_kind();
    Some(match symbol.kind {
        SymbolKind::EnumMember => walker.enclosing_visibility()?,
        SymbolKind::Field if around == Some(SymbolKind::EnumMember) => {
            walker.enclosing_visibility()?
        }
        _ if around == Some(SymbolKind::Trait) && walker.in_type() => {
            walker.enclosing_visibility()?
        }
        // What a trait demands is as visible as the trait.
        _ if implements_trait(walker) => Visibility::Public,
        _ => Visibility::Private,
    })
}

/// Whether the item being visited stands directly in an `impl Trait for Type`.
fn implements_trait(walker: &Walker<'_>) -> bool {
    walker
        .ancestor(2)
        .filter(|block| block.kind() == "impl_item")
        .is_some_and(|block| block.field("trait").is_some())
}

/// What `pub`, `pub(crate)` and the like say.
pub(super) fn modifier_visibility(modifier: &str) -> Visibility {
    let inside = modifier.split_once('(').map(|(_, inside)| inside.trim_end_matches(')').trim());
    match inside {
        None if modifier == "crate" => Visibility::Internal,
        None => Visibility::Public,
        Some("self") => Visibility::Private,
        Some(_) => Visibility::Internal,
    }
}
