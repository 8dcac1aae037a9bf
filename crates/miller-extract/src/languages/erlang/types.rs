//! Records, types and callbacks.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::attributes::type_key;
use super::expressions::{arity, bare, use_of};
use super::{docs, functions};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `-record(item, {name, price = 0 :: integer()}).`
pub(super) fn record<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let mut symbol = walker.symbol(SymbolKind::Struct, node, name);
    symbol.name = name_of(walker, name);
    symbol.scope = Some(ScopeKind::Type);
    let known_as = format!("#{}", symbol.name);
    walker.define_bound_as(symbol, vec![known_as]);
    let mut cursor = node.walk();
    for field in node.children_by_field_name("fields", &mut cursor) {
        if let Some(name) = field.field("name") {
            let mut symbol = walker.symbol(SymbolKind::Field, field, name);
            symbol.name = Cow::Borrowed(bare(walker.text(name)));
            walker.define(symbol);
        }
    }
}

/// A record or type may be named `?MODULE`, like its module.
fn name_of<'t>(walker: &Walker<'t>, name: Node<'t>) -> Cow<'t, str> {
    let text = walker.text(name);
    match walker.module_name().filter(|_| text == "?MODULE") {
        Some(module) => Cow::Owned(module.to_owned()),
        None => Cow::Borrowed(bare(text)),
    }
}

/// `-type item() :: …`, `-opaque item() :: …`
pub(super) fn type_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let head = node.field("name");
    let Some(name) = head.and_then(|head| head.field("name")) else { return };
    let arguments = head.and_then(|head| head.field("args"));
    let mut symbol = walker.symbol(SymbolKind::Type, node, name);
    symbol.name = name_of(walker, name);
    symbol.doc = docs::take(walker);
    let exported = format!("{}/{}", symbol.name, arity(arguments));
    symbol.visibility = Some(functions::visibility_of(walker, &exported));
    let known_as = type_key(&symbol.name);
    walker.define_bound_as(symbol, vec![known_as]);
}

/// `-callback open(Name :: atom()) -> ok.`: what a module of this behaviour defines.
pub(super) fn callback<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("fun") else { return };
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.name = Cow::Borrowed(bare(walker.text(name)));
    symbol.doc = docs::take(walker);
    symbol.binds = false;
    walker.define(symbol);
}

/// `#item{name = Name}`: makes one, unless it is a pattern or a type.
pub(super) fn record_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let makes = walker.role() == Role::Value;
    let Some(name) = use_of_record(walker, node, makes) else { return };
    fields(walker, node, name);
}

/// `Item#item{name = Name}`
pub(super) fn record_update<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = use_of_record(walker, node, false) else { return };
    fields(walker, node, name);
}

/// `Item#item.name`, `#item.name`
pub(super) fn record_access<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = use_of_record(walker, node, false) else { return };
    let field = node.field("field").and_then(|it| it.field("name"));
    if let Some(field) = field.filter(|field| field.kind() == "atom") {
        let new = use_of(walker, field, IdentifierKind::MemberAccess);
        walker.add(new.within(Some(name)));
    }
}

/// Adds the use of the record that an expression names. Returns where `#name` stands.
fn use_of_record<'t>(walker: &mut Walker<'t>, node: Node<'t>, makes: bool) -> Option<(u32, u32)> {
    let whole = node.field("name")?;
    let name = whole.field("name").filter(|name| name.kind() != "var")?;
    let known_as = format!("#{}", name_of(walker, name));
    let edge = makes.then_some(RelationshipKind::Instantiates);
    let new = use_of(walker, name, IdentifierKind::TypeUsage);
    walker.add(new.edge(edge).known_as(known_as));
    Some((whole.start_byte() as u32, whole.end_byte() as u32))
}

fn fields<'t>(walker: &mut Walker<'t>, node: Node<'t>, record: (u32, u32)) {
    let mut cursor = node.walk();
    for field in node.children_by_field_name("fields", &mut cursor) {
        if let Some(name) = field.field("name").filter(|it| it.kind() == "atom") {
            let new = use_of(walker, name, IdentifierKind::MemberAccess);
            walker.add(new.within(Some(record)));
        }
    }
}
