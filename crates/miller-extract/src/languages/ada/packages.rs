//! Packages, tasks, protected objects, and who may use what they declare.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The first child of a kind.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).find(|child| child.kind() == kind)
}

/// A symbol whose signature ends where its declarations or statements start.
pub(super) fn headed<'t>(
    walker: &mut Walker<'t>,
    kind: SymbolKind,
    node: Node<'t>,
    name: Node<'t>,
) -> NewSymbol<'t> {
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, child_of_kind(node, "is"));
    // `separate (Parent) procedure Name is …`
    let around = walker.ancestor(1).filter(|around| around.kind() == "subunit");
    let parent = around.and_then(|subunit| subunit.field("parent_unit_name"));
    symbol.owner = parent.map(|parent| walker.text(parent).into());
    symbol
}

/// `package Name is … end Name;`, after `generic …` or alone.
pub(super) fn package<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_generic = node.kind() == "generic_package_declaration";
    if !is_generic && walker.ancestor(1).is_some_and(|around| around.kind() == GENERIC) {
        return;
    }
    let package = if is_generic { child_of_kind(node, "package_declaration") } else { Some(node) };
    let named = package.and_then(|package| Some((package, package.field("name")?)));
    let Some((package, name)) = named else { return walker.open_scope(ScopeKind::Namespace) };
    let is = child_of_kind(package, "is");
    let mut symbol = headed(walker, SymbolKind::Module, node, name);
    symbol.signature = walker.signature_of(node, is);
    symbol.scope = Some(ScopeKind::Namespace);
    symbol.doc = docs::above(walker, node)
        .or_else(|| is.and_then(|is| docs::inside(walker, is.end_byte())));
    let symbol = walker.define(symbol);
    remember_private_part(walker, symbol, Some(package));
}

const GENERIC: &str = "generic_package_declaration";

/// `package body Name is … end Name;`: what its declaration knows, it knows as well.
pub(super) fn body<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return walker.open_scope(ScopeKind::Namespace) };
    let text = walker.text(name);
    let declared = walker.has_symbol(text, SymbolKind::Module);
    let mut symbol = headed(walker, SymbolKind::Module, node, name);
    symbol.scope = Some(ScopeKind::Namespace).filter(|_| !declared);
    symbol.binds = !declared;
    symbol.doc = docs::above(walker, node);
    walker.define(symbol);
    if declared && !walker.continue_scope(text, SymbolKind::Module) {
        walker.open_scope(ScopeKind::Namespace);
    }
}

/// `package Name is new Generic (…);`, and the same of procedures and functions.
pub(super) fn instantiation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let is_package = node.child(0).is_some_and(|first| first.kind() == "package");
    let kind = if is_package { SymbolKind::Module } else { SymbolKind::Function };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.doc = docs::of_declaration(walker, node);
    walker.define(symbol);
}

/// `task type Name …`, `protected Name is …`: entries and components are its members.
pub(super) fn unit<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "identifier") else {
        return walker.open_scope(ScopeKind::Type);
    };
    let mut symbol = headed(walker, SymbolKind::Class, node, name);
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = docs::of_declaration(walker, node);
    let symbol = walker.define(symbol);
    let definition = child_of_kind(node, "protected_definition");
    let definition = definition.or_else(|| child_of_kind(node, "task_definition"));
    remember_private_part(walker, symbol, definition);
}

/// `task body Name is …`, `protected body Name is …`.
pub(super) fn unit_body<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "identifier") else {
        return walker.open_scope(ScopeKind::Type);
    };
    let text = walker.text(name);
    let declared = walker.has_symbol(text, SymbolKind::Class);
    let mut symbol = headed(walker, SymbolKind::Class, node, name);
    symbol.scope = Some(ScopeKind::Type).filter(|_| !declared);
    symbol.binds = !declared;
    symbol.doc = docs::above(walker, node);
    walker.define(symbol);
    if declared {
        walker.continue_scope(text, SymbolKind::Class);
    }
    if node.kind() == "task_body" {
        // What a task declares are its locals.
        walker.open_scope(ScopeKind::Function);
    }
}

/// Keeps where the private part of a package, a task or a protected object starts.
fn remember_private_part(walker: &mut Walker<'_>, symbol: u32, around: Option<Node<'_>>) {
    let word = around.and_then(|around| child_of_kind(around, "private"));
    if let Some(word) = word {
        walker.remember(private_key(symbol), word.start_byte() as u32);
    }
}

fn private_key(symbol: u32) -> String {
    format!("private part of {symbol}")
}

/// How many nodes stand around a declaration at most that say nothing of where it stands.
const WRAPPERS: usize = 3;

/// Who may use a symbol: what a package declares is for all up to its private part. Of what a
/// package body holds, only its bodies may be declared elsewhere: nothing is said of those.
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.kind == SymbolKind::Import || walker.in_function() {
        return Some(Visibility::Private);
    }
    let mut around = (1..=WRAPPERS).map_while(|distance| walker.ancestor(distance));
    let around = around.find(|around| {
        !matches!(
            around.kind(),
            "object_declaration" | "full_type_declaration" | "body_stub" | GENERIC
        )
    });
    let is_body = node.kind().ends_with("_body")
        || matches!(node.kind(), "subprogram_body_stub" | "expression_function_declaration");
    match around.map_or("", |around| around.kind()) {
        "non_empty_declarative_part" | "protected_body" if is_body => None,
        "non_empty_declarative_part" | "protected_body" => Some(Visibility::Private),
        "subunit" => None,
        "compilation_unit" if around.is_some_and(starts_with_private) => Some(Visibility::Private),
        _ if stands_in_private_part(walker, node) => Some(Visibility::Private),
        _ => walker.enclosing_visibility().or(Some(Visibility::Public)),
    }
}

/// `private package Name is …`: for the packages around it alone.
fn starts_with_private(unit: Node<'_>) -> bool {
    unit.child(0).is_some_and(|first| first.kind() == "private")
}

fn stands_in_private_part(walker: &Walker<'_>, node: Node<'_>) -> bool {
    let around = walker.enclosing_symbol();
    let start = around.and_then(|symbol| walker.remembered(&private_key(symbol)));
    start.is_some_and(|start| node.start_byte() as u32 > start)
}
