//! Classes, modules, methods and their visibility.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::macros;
use crate::facts::SCOPES_SEARCHED;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// `def name(…)`
pub(super) fn method<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = vec![header(node, &["parameters", "name"])];
    symbol.visibility = modifier(walker);
    if in_type(walker) {
        // Also in a block or another method, a definition is one of the class around.
        symbol.member_of_type = true;
        symbol.kind = method_kind(&symbol.name);
    }
    if let Some(name) = node.field("name") {
        claim_setter(walker, name);
    }
    true
}

/// `def self.name(…)`, `def Type.name(…)`
pub(super) fn singleton_method<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = vec![header(node, &["parameters", "name"])];
    symbol.visibility = modifier(walker).or(Some(Visibility::Public));
    symbol.member_of_type = in_type(walker);
    let object = node.field("object");
    match object.map_or("", |object| object.kind()) {
        "constant" => {
            let type_name = object.map_or("", |object| walker.text(object));
            if walker.enclosing_name() != Some(type_name) {
                symbol.owner = Some(Cow::Borrowed(type_name));
            }
        }
        "self" if !symbol.member_of_type => symbol.kind = SymbolKind::Function,
        _ => {}
    }
    if let Some(name) = node.field("name") {
        claim_setter(walker, name);
    }
    true
}

/// The name in `name=` stands at the same place, and so does no other.
fn claim_setter<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    if name.kind() == "setter" {
        walker.claim(name);
    }
}

/// What a method of a class or module is by its name.
pub(super) fn method_kind(name: &str) -> SymbolKind {
    match name {
        "initialize" => SymbolKind::Constructor,
        _ if name.starts_with(|c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii()) => {
            SymbolKind::Method
        }
        _ => SymbolKind::Operator,
    }
}

/// Whether a definition here would belong to a class or module.
pub(super) fn in_type(walker: &Walker<'_>) -> bool {
    walker.in_named_type()
        || walker.enclosing_kind().is_some_and(|kind| {
            matches!(
                kind,
                SymbolKind::Class
                    | SymbolKind::Module
                    | SymbolKind::Method
                    | SymbolKind::Constructor
                    | SymbolKind::Operator
            )
        })
}

/// The stretch from the start of a node to the end of the first of these fields that it has.
pub(super) fn header(node: Node<'_>, fields: &[&str]) -> (u32, u32) {
    let last = fields.iter().find_map(|field| node.child_by_field_name(field)).unwrap_or(node);
    (node.start_byte() as u32, last.end_byte() as u32)
}

/// `class Name < Base`
pub(super) fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define_type(walker, node, SymbolKind::Class);
    let base = node.field("superclass").and_then(|base| base.named_child(0));
    if let Some(base) = base.filter(|base| macros::type_made_by(walker, *base).is_some()) {
        macros::base_of_class(walker, base);
        macros::struct_members(walker, base);
    }
}

/// `module Name`
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define_type(walker, node, SymbolKind::Module);
}

fn define_type<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    let Some(path) = node.field("name") else { return };
    let (name, owner) = name_and_owner(walker, path);
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = vec![header(node, &["superclass", "name"])];
    symbol.owner = owner.map(|owner| qualified_owner(walker, owner));
    symbol.member_of_type = symbol.owner.is_none() && in_type(walker);
    let name = walker.text(name);
    let again = symbol.owner.is_none() && walker.has_symbol(name, kind);
    symbol.scope = (!again).then_some(ScopeKind::Type);
    let path = symbol.owner.as_ref().map(|owner| format!("{owner}::{name}"));
    let symbol = match path {
        Some(path) => walker.define_bound_as(symbol, vec![name.to_owned(), path]),
        None => walker.define(symbol),
    };
    if again && walker.continue_scope(name, kind) {
        walker.only_declares(symbol);
        walker.set_section(Visibility::Public);
    }
}

/// `module A; class B::C` means `A::B::C` unless `B` is known from further out.
pub(super) fn qualified_owner<'t>(walker: &Walker<'t>, owner: Cow<'t, str>) -> Cow<'t, str> {
    let first = owner.split("::").next().unwrap_or_default();
    let inside = walker.scope_has(first) || !walker.knows(first);
    match path_of_enclosing(walker).filter(|_| inside) {
        Some(path) => Cow::Owned(format!("{path}::{owner}")),
        None => owner,
    }
}

/// The last name of `A::B::C`, and what is in front of it.
pub(super) fn name_and_owner<'t>(
    walker: &Walker<'t>,
    path: Node<'t>,
) -> (Node<'t>, Option<Cow<'t, str>>) {
    let name = path.field("name").unwrap_or(path);
    let scope = path.field("scope").map(|scope| walker.text(scope));
    let scope = scope.map(|scope| scope.trim_start_matches("::"));
    (name, scope.filter(|scope| *scope != "self").map(Cow::Borrowed))
}

/// `class << self`: what it holds belongs to the class itself.
pub(super) fn singleton_class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(value) = node.field("value") else { return };
    match value.kind() {
        "self" if in_type(walker) => walker.belongs_to("self"),
        "constant" | "scope_resolution" => {
            walker.belongs_to(walker.text(value).trim_start_matches("::"));
        }
        _ => walker.open_scope(ScopeKind::Block),
    }
}

/// `alias new old`
pub(super) fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(old)) =
        (node.field("name"), node.field("alias"))
    else {
        return;
    };
    let kind = match name.kind() {
        "global_variable" => SymbolKind::Variable,
        _ if in_type(walker) => method_kind(walker.text(name)),
        _ => SymbolKind::Function,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(walker.text(name).trim_start_matches(':'));
    symbol.member_of_type = in_type(walker);
    walker.define(symbol);
    if matches!(old.kind(), "identifier" | "constant" | "global_variable") {
        walker.add_use(old, IdentifierKind::VariableRef, None);
    }
}

/// `::Name` is looked up in the file, not in what is around.
pub(super) fn scope_resolution<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.field("scope").is_some() {
        return;
    }
    if let Some(name) = node.field("name") {
        let role = match walker.role() {
            Role::Bind => Role::Value,
            role => role,
        };
        walker.add_use_as(name, role, None);
    }
}

/// What `private` in `private def name` says of the definition being visited.
pub(super) fn modifier(walker: &Walker<'_>) -> Option<Visibility> {
    let mut distance = 1;
    // `private memoize def name`
    while distance < 8 {
        let list = walker.ancestor(distance)?;
        let call = walker.ancestor(distance + 1)?;
        if list.kind() != "argument_list" || call.kind() != "call" {
            return None;
        }
        let method = call.field("method")?;
        if let Some(visibility) = visibility_named(walker.text(method)) {
            return Some(visibility);
        }
        distance += 2;
    }
    None
}

/// The visibility that a word of the language stands for.
pub(super) fn visibility_named(word: &str) -> Option<Visibility> {
    match word {
        "private" | "private_class_method" | "private_constant" => Some(Visibility::Private),
        "protected" => Some(Visibility::Protected),
        "public" | "module_function" | "public_class_method" | "public_constant" => {
            Some(Visibility::Public)
        }
        _ => None,
    }
}

/// Methods follow the section that they stand in; variables of an object are its own.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    match symbol.kind {
        SymbolKind::Field => Some(Visibility::Private),
        SymbolKind::Variable if !symbol.name.starts_with('$') => Some(Visibility::Private),
        SymbolKind::Method
        | SymbolKind::Constructor
        | SymbolKind::Operator
        | SymbolKind::Property => Some(walker.section().unwrap_or(Visibility::Public)),
        _ => Some(Visibility::Public),
    }
}

/// The names of the symbols around the node being visited, from the outermost on, as far as they
/// are known before names are resolved.
fn path_of_enclosing(walker: &Walker<'_>) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut next = walker.enclosing_symbol();
    while let Some(symbol) = next.filter(|_| parts.len() < SCOPES_SEARCHED) {
        let symbol = &walker.facts.symbols[symbol as usize];
        parts.push(&symbol.name);
        next = symbol.parent;
        // What belongs to a type by name says the path of that type itwalker.
        if let Some(owner) = symbol.owner {
            parts.push(&walker.facts.owners[owner as usize].name);
            next = None;
        }
    }
    parts.reverse();
    (!parts.is_empty()).then(|| parts.join("::"))
}
