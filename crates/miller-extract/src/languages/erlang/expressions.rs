//! Calls of functions, types and macros.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use super::attributes::type_key;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// An atom without its quotes.
pub(super) fn bare(atom: &str) -> &str {
    atom.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(atom)
}

/// A use of the name in an atom, without its quotes. The atom is claimed.
pub(super) fn use_of<'t>(walker: &mut Walker<'t>, atom: Node<'t>, kind: IdentifierKind) -> NewUse {
    walker.claim(atom);
    let text = walker.text(atom);
    let inner = bare(text);
    if inner.is_empty() || inner.len() == text.len() {
        return NewUse::of(atom, kind);
    }
    NewUse::at(walker.range_in(atom, inner), kind)
}

/// How many arguments a list of them has.
pub(super) fn arity(arguments: Option<Node<'_>>) -> u32 {
    let Some(arguments) = arguments else { return 0 };
    let mut cursor = arguments.walk();
    arguments.children_by_field_name("args", &mut cursor).count() as u32
}

/// `name(Argument)`, `module:name(Argument)`; in a type, the use of another.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("expr").filter(|name| name.kind() == "atom") else {
        return;
    };
    let arity = arity(node.field("args"));
    // The module stands around the call, not in it.
    let module = walker
        .ancestor(1)
        .filter(|around| around.kind() == "remote")
        .filter(|remote| remote.field("fun") == Some(node))
        .and_then(module_of);
    name_in(walker, name, arity, module);
}

/// `module:…`: the use of a module.
pub(super) fn remote<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(module) = module_of(node).filter(|module| module.kind() == "atom") {
        let new = use_of(walker, module, IdentifierKind::VariableRef);
        walker.add(new);
    }
}

fn module_of(remote: Node<'_>) -> Option<Node<'_>> {
    remote.field("module")?.field("module")
}

fn name_in<'t>(walker: &mut Walker<'t>, name: Node<'t>, arity: u32, module: Option<Node<'t>>) {
    let text = bare(walker.text(name));
    let place = module.and_then(|module| place(walker, module));
    let (kind, known_as) = if walker.role() == Role::Type {
        (IdentifierKind::TypeUsage, type_key(text))
    } else {
        (IdentifierKind::Call, format!("{text}/{arity}"))
    };
    let new = use_of(walker, name, kind);
    walker.add(new.edge(edge_of(kind)).within(place).known_as(known_as));
}

/// Where the name of a module stands; `?MODULE` is this one.
fn place(walker: &Walker<'_>, module: Node<'_>) -> Option<(u32, u32)> {
    (walker.text(module) != "?MODULE")
        .then(|| (module.start_byte() as u32, module.end_byte() as u32))
}

/// `fun name/1`
pub(super) fn internal_fun<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    reference(walker, node, None);
}

/// `fun module:name/1`
pub(super) fn external_fun<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let module =
        node.field("module").and_then(|module| module.field("name"));
    if let Some(module) = module.filter(|module| module.kind() == "atom") {
        let new = use_of(walker, module, IdentifierKind::VariableRef);
        walker.add(new);
    }
    reference(walker, node, module);
}

fn reference<'t>(walker: &mut Walker<'t>, node: Node<'t>, module: Option<Node<'t>>) {
    let (Some(name), Some(arity)) =
        (node.field("fun"), node.field("arity"))
    else {
        return;
    };
    if name.kind() == "atom" {
        let known_as = format!("{}{}", bare(walker.text(name)), walker.text(arity));
        let place = module.and_then(|module| place(walker, module));
        let new = use_of(walker, name, IdentifierKind::VariableRef);
        walker.add(new.within(place).known_as(known_as));
    }
}

/// `?LIMIT`, `?CHECK(Value)`
pub(super) fn macro_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let kind = match node.field("args") {
        Some(_) => IdentifierKind::Call,
        None => IdentifierKind::VariableRef,
    };
    let known_as = format!("?{}", walker.text(name));
    walker.add(NewUse::of(name, kind).edge(edge_of(kind)).known_as(known_as));
}

fn edge_of(kind: IdentifierKind) -> Option<RelationshipKind> {
    (kind == IdentifierKind::Call).then_some(RelationshipKind::Calls)
}
