//! Types, their constructors and fields, classes and instances.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::{docs, modules, names};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// Names a type, a class or a family by its field or by the operator between its parameters, and ends
/// its signature before `=` or `where`.
pub(super) fn head<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let mut infix = None;
    let mut end = node.end_byte();
    for child in node.children(&mut cursor) {
        match child.kind() {
            "=" | "where" | "deriving" => {
                end = child.start_byte();
                break;
            }
            "infix" => infix = Some(child),
            // `newtype (outer :.: inner) value`.
            "parens" if infix.is_none() => {
                infix = child.named_child(0).filter(|inner| inner.kind() == "infix");
            }
            _ => {}
        }
    }
    let operator = infix.and_then(|infix| infix.field("operator"));
    let Some(name) = node.field("name").or(operator).map(names::bare) else {
        return false;
    };
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.signature = walker.signature_of(node, None);
    for stretch in &mut symbol.signature {
        stretch.1 = stretch.1.min(end as u32);
    }
    true
}

pub(super) fn data_type<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let constructors = node.field("constructors");
    let count = constructors.map_or(0, |constructors| {
        let mut cursor = constructors.walk();
        constructors.children_by_field_name("constructor", &mut cursor).take(2).count()
    });
    symbol.kind = match count {
        0 => SymbolKind::Type,
        1 => SymbolKind::Struct,
        _ => SymbolKind::Enum,
    };
    head(walker, node, symbol)
}

/// A synonym is shown with what it stands for.
pub(super) fn type_synonym<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let named = head(walker, node, symbol);
    symbol.signature = walker.signature_of(node, None);
    // Operators of values are others than those of types, unless they construct.
    symbol.binds = symbol.name.starts_with(|first: char| first.is_alphanumeric() || first == ':');
    named
}

/// One of several constructors is a member of an enum.
fn constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>, name: Node<'t>) {
    let kind = match walker.enclosing_kind() {
        Some(SymbolKind::Enum) => SymbolKind::EnumMember,
        _ => SymbolKind::Constructor,
    };
    let name = names::bare(name);
    let is_that_of_the_type = walker.enclosing_name() == Some(walker.text(name));
    let mut symbol = walker.symbol(kind, span, name);
    symbol.member_of_type = true;
    symbol.signature = walker.signature_of(node, None);
    symbol.doc = docs::of_part(walker, node);
    let symbol = walker.define(symbol);
    // A type and its only constructor share their name: outside, it means the type. One that is
    // spelled like the alias of a module leaves it that name.
    if !is_that_of_the_type && !modules::is_alias(walker, walker.text(name)) {
        walker.bind_around(symbol, true);
    }
}

pub(super) fn data_constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(inner) = node.field("constructor") else { return };
    let fields = ["name", "operator"];
    if let Some(name) = fields.into_iter().find_map(|field| inner.child_by_field_name(field)) {
        constructor(walker, node, node, name);
    }
}

pub(super) fn gadt_constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(list) = node.field("names") {
        let mut cursor = list.walk();
        for name in list.children_by_field_name("name", &mut cursor) {
            constructor(walker, node, name, name);
        }
    } else if let Some(name) = node.field("name") {
        constructor(walker, node, node, name);
    }
}

pub(super) fn newtype_constructor<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        constructor(walker, node, node, name);
    }
}

/// The fields of a record belong to its type: several constructors may share them.
pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let doc = docs::of_part(walker, node);
    let mut cursor = node.walk();
    let last = node.children_by_field_name("name", &mut cursor).last();
    let several = last.is_some() && last != node.field("name");
    let colons = last.map_or(node.start_byte(), |last| last.end_byte());
    for name in node.children_by_field_name("name", &mut cursor) {
        if walker.type_has_member(walker.text(name)) {
            continue;
        }
        let span = if several { name } else { node };
        let mut symbol = walker.symbol(SymbolKind::Field, span, name);
        if several {
            let stretch = |from: usize, to: usize| (from as u32, to as u32);
            symbol.signature = vec![
                stretch(name.start_byte(), name.end_byte()),
                stretch(colons, node.end_byte()),
            ];
        }
        symbol.member_of_type = true;
        symbol.doc.clone_from(&doc);
        let symbol = walker.define(symbol);
        walker.bind_around(symbol, true);
    }
}

/// What stands in an instance belongs to the type that the instance is for: the last one.
pub(super) fn instance<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(patterns) = node.field("patterns") else {
        walker.open_scope(ScopeKind::Type);
        return;
    };
    let mut cursor = patterns.walk();
    let owner = patterns.named_children(&mut cursor).filter_map(type_head).last();
    // A list or a tuple has no name: what is written stands for it.
    walker.belongs_to(walker.text(owner.unwrap_or(patterns)));
}

/// The name of a type without its arguments.
fn type_head(mut node: Node<'_>) -> Option<Node<'_>> {
    loop {
        node = match node.kind() {
            "name" | "qualified" => return Some(node),
            "parens" => node.field("type")?,
            "apply" => node.field("constructor")?,
            _ => return None,
        };
    }
}
