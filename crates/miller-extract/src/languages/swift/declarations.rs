//! What the table of Swift cannot say of types, functions and enum cases.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{NewSymbol, Walker};

/// `class`, `struct`, `enum` and `actor` make types; an `extension` belongs to the type it names.
pub(super) fn class_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let keyword = node.field("declaration_kind").map_or("", |word| word.kind());
    symbol.kind = match keyword {
        "struct" => SymbolKind::Struct,
        "enum" => SymbolKind::Enum,
        "extension" => {
            let name = without_type_arguments(&symbol.name);
            symbol.scope = None;
            walker.belongs_to(name);
            return false;
        }
        _ => SymbolKind::Class,
    };
    declaration(walker, node, symbol)
}

fn without_type_arguments<'t>(name: &Cow<'t, str>) -> Cow<'t, str> {
    match name {
        Cow::Borrowed(name) => {
            Cow::Borrowed(name.split('<').next().unwrap_or(name).trim_end())
        }
        Cow::Owned(name) => Cow::Owned(name.clone()),
    }
}

/// A declaration whose attributes are no part of its signature.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Cow::Borrowed(name) = symbol.name {
        symbol.name = Cow::Borrowed(unquoted(name));
    }
    let body = node.field("body");
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    true
}

/// A function named by an operator is one.
pub(super) fn function_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let name = node.field("name");
    if name.is_some_and(|name| name.kind() != "simple_identifier") {
        symbol.kind = SymbolKind::Operator;
    }
    declaration(walker, node, symbol)
}

pub(super) fn deinit_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed("deinit");
    symbol.binds = false;
    declaration(walker, node, symbol)
}

pub(super) fn subscript_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed("subscript");
    symbol.binds = false;
    let accessors = child_of_kind(node, "computed_property");
    let in_protocol = walker.enclosing_kind() == Some(SymbolKind::Interface);
    let end = accessors.filter(|_| !in_protocol);
    symbol.signature = signature(node, end.map_or(node.end_byte(), |end| end.start_byte()));
    true
}

pub(super) fn macro_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = child_of_kind(node, "simple_identifier") else { return false };
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
    let definition = node.field("definition");
    let end = definition.map_or(node.end_byte(), |definition| definition.start_byte());
    symbol.signature = signature(node, end);
    true
}

/// `infix operator <~>: Group` declares what functions define.
pub(super) fn operator_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let name = node
        .children(&mut cursor)
        .skip_while(|child| child.kind() != "operator")
        .nth(1);
    let Some(name) = name else { return false };
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.binds = false;
    true
}

pub(super) fn precedence_group_declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = child_of_kind(node, "simple_identifier") else { return false };
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    true
}

/// `case calm = 0` and `case choppy, storm(wind: Int)`. Of several cases in one declaration, each
/// takes the span of its name.
pub(super) fn enum_entry<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node.children_by_field_name("name", &mut cursor).collect();
    let several = names.len() > 1;
    let first = names.first().map_or(node.end_byte(), Node::start_byte) as u32;
    let mut cursor = node.walk();
    let commas = node.children(&mut cursor).filter(|child| child.kind() == ",");
    let mut ends: Vec<usize> = commas.map(|comma| comma.start_byte()).collect();
    ends.push(node.end_byte());
    for (number, name) in names.iter().enumerate() {
        let span = if several { *name } else { node };
        let mut symbol = walker.symbol(SymbolKind::EnumMember, span, *name);
        symbol.name = Cow::Borrowed(unquoted(walker.text(*name)));
        symbol.signature = if several {
            vec![
                (node.start_byte() as u32, first),
                (name.start_byte() as u32, ends.get(number).map_or(name.end_byte(), |end| *end) as u32),
            ]
        } else {
            signature(node, node.end_byte())
        };
        walker.define(symbol);
    }
}

/// A name without the back-quotes that allow it to be a keyword.
pub(super) fn unquoted(name: &str) -> &str {
    name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name)
}

/// The first child of a kind.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == kind)
}

/// The stretches from the start of a declaration to `end`, without its attributes.
pub(super) fn signature(node: Node<'_>, end: usize) -> Vec<(u32, u32)> {
    let mut start = node.start_byte() as u32;
    let mut stretches = Vec::new();
    let modifiers = node.named_child(0).filter(|first| first.kind() == "modifiers");
    if let Some(modifiers) = modifiers {
        let mut cursor = modifiers.walk();
        for attribute in modifiers.named_children(&mut cursor) {
            if attribute.kind() == "attribute" {
                let before = (start, attribute.start_byte() as u32);
                if before.0 < before.1 {
                    stretches.push(before);
                }
                start = attribute.end_byte() as u32;
            }
        }
    }
    stretches.push((start, (end as u32).max(start)));
    stretches
}

/// Whether a declaration has a modifier that is a word of its own: `static`.
pub(super) fn has_modifier(walker: &Walker<'_>, node: Node<'_>, modifier: &str) -> bool {
    child_of_kind(node, "modifiers").is_some_and(|modifiers| {
        let mut cursor = modifiers.walk();
        modifiers
            .named_children(&mut cursor)
            .any(|child| child.kind() != "attribute" && walker.text(child) == modifier)
    })
}

/// A modifier decides, and where there is none, what the declaration stands in.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.kind == SymbolKind::Import || walker.in_function() {
        return Some(Visibility::Private);
    }
    let around = walker.enclosing_kind();
    let shares = matches!(around, Some(SymbolKind::Interface)) || symbol.kind == SymbolKind::EnumMember;
    let inherited = || match walker.enclosing_visibility() {
        // Members of a public type are not public by that alone.
        Some(visibility) if shares || visibility == Visibility::Private => visibility,
        _ => extension_visibility(walker).unwrap_or(Visibility::Internal),
    };
    // Of several names in one declaration, each has the modifiers of all.
    let declaration = match node.kind() {
        "simple_identifier" => walker.ancestor(0).unwrap_or(node),
        _ => node,
    };
    Some(explicit_visibility(walker, declaration).unwrap_or_else(inherited))
}

/// What `private extension` says of its members.
fn extension_visibility(walker: &Walker<'_>) -> Option<Visibility> {
    let around = walker.ancestor(2).filter(|around| around.kind() == "class_declaration")?;
    let keyword = around.field("declaration_kind")?;
    explicit_visibility(walker, around).filter(|_| keyword.kind() == "extension")
}

fn explicit_visibility(walker: &Walker<'_>, node: Node<'_>) -> Option<Visibility> {
    let modifiers = child_of_kind(node, "modifiers")?;
    let mut cursor = modifiers.walk();
    let mut words = modifiers
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "visibility_modifier")
        .map(|child| walker.text(child));
    words.find_map(|word| match word {
        "open" | "public" => Some(Visibility::Public),
        "internal" | "package" => Some(Visibility::Internal),
        "fileprivate" | "private" => Some(Visibility::Private),
        // `private(set)` is about writing only.
        _ => None,
    })
}
