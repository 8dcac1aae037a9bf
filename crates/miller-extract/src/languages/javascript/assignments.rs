//! Definitions by assignment, and by the pairs of an object: `exports.name = …`,
//! `Type.prototype.name = …`, `this.name = …`, `{ name: function () {} }`.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::declarations::scope_of_value;
use super::hooks::{is_function, name_of_member, shouts, signature_end, unwrapped};
use super::imports::imported_by;
use super::types::made_by;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// Longer paths are no names of types.
const PATH_LIMIT: usize = 120;
/// How many functions outwards the owner of `this` is looked for.
const LEVELS: usize = 64;

/// Where an assignment puts its value.
enum Place<'t> {
    /// `name = …`.
    Variable,
    /// `exports.name = …`.
    Exports,
    /// `module.exports = …`.
    AllExports,
    /// `this.name = …`.
    This,
    /// `Type.prototype.name = …`.
    Prototype(&'t str),
    /// `path.name = …`.
    Member(&'t str),
    /// `call().name = …`.
    Elsewhere,
}

/// `$: name = …` in a component of Svelte declares a variable.
fn reactive<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) -> bool {
    let Some(statement) = walker.ancestor(2).filter(|above| above.kind() == "labeled_statement")
    else {
        return false;
    };
    let label = statement.field("label");
    let is_reactive = walker.is_embedded() && label.is_some_and(|label| walker.text(label) == "$");
    // `$name` is the value of a store that is there.
    let text = walker.text(name);
    if !is_reactive || text.starts_with('$') || walker.scope_has(text) {
        return false;
    }
    let mut symbol = walker.symbol(SymbolKind::Variable, node, name);
    symbol.starts_with(statement);
    symbol.ends_with(statement);
    symbol.signature = vec![(statement.start_byte() as u32, statement.end_byte() as u32)];
    symbol.visibility = Some(Visibility::Private);
    walker.define(symbol);
    true
}

pub(in crate::languages) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(left), Some(right)) =
        (node.field("left"), node.field("right"))
    else {
        return;
    };
    if left.kind() == "identifier" && reactive(walker, node, left) {
        return;
    }
    let inner = unwrapped(right);
    let (name, place) = match left.kind() {
        "identifier" => (left, Place::Variable),
        "member_expression" => {
            let (Some(object), Some(name)) =
                (left.field("object"), left.field("property"))
            else {
                return;
            };
            (name, place_of(walker, left, object))
        }
        _ => return,
    };
    if inner.kind() == "object"
        && walker.text(name) == "prototype"
        && let Place::Member(owner) = place
    {
        return walker.belongs_to(owner);
    }
    let kind = match inner.kind() {
        "class" => Some(SymbolKind::Class),
        _ if is_function(inner) => Some(SymbolKind::Function),
        _ => None,
    };
    match place {
        Place::Exports => define_export(walker, node, name, right, kind),
        Place::AllExports => {
            let named = inner.field("name").is_some();
            if kind.is_none() || !named {
                define_export(walker, node, name, right, kind);
            }
        }
        Place::This => define_on_this(walker, node, name, right, kind),
        Place::Prototype(owner) => {
            let kind = kind.unwrap_or(SymbolKind::Field);
            define_member(walker, node, name, right, kind, Some(owner));
        }
        Place::Member(owner) => {
            if let Some(kind) = kind {
                define_member(walker, node, name, right, kind, Some(owner));
            }
        }
        Place::Elsewhere => {
            if let Some(kind) = kind {
                define_member(walker, node, name, right, kind, None);
            }
        }
        Place::Variable => {
            if let Some(kind) = kind {
                let mut symbol = symbol_of(walker, node, name, right, kind);
                // In a function the name may be that of a variable further out.
                symbol.binds = !walker.in_function() || walker.scope_has(&symbol.name);
                walker.define(symbol);
            }
        }
    }
}

fn place_of<'t>(walker: &Walker<'t>, left: Node<'t>, object: Node<'t>) -> Place<'t> {
    let text = walker.text(object);
    match (object.kind(), text) {
        ("this", _) => Place::This,
        ("identifier", "exports") | ("member_expression", "module.exports") => Place::Exports,
        ("identifier", "module") if walker.text(left) == "module.exports" => Place::AllExports,
        ("identifier" | "member_expression", _) if text.len() <= PATH_LIMIT && is_path(text) => {
            match text.strip_suffix(".prototype") {
                Some(owner) => Place::Prototype(owner),
                None => Place::Member(text),
            }
        }
        _ => Place::Elsewhere,
    }
}

fn is_path(text: &str) -> bool {
    !text.starts_with("this.")
        && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.'))
}

fn symbol_of<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    value: Node<'t>,
    kind: SymbolKind,
) -> NewSymbol<'t> {
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, signature_end(value));
    symbol.scope = scope_of_value(unwrapped(value));
    symbol
}

fn define_export<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    right: Node<'t>,
    kind: Option<SymbolKind>,
) {
    let imported = imported_by(walker, right);
    let kind = match (kind, unwrapped(right).kind()) {
        (Some(kind), _) => kind,
        (None, "identifier" | "member_expression") => SymbolKind::Export,
        (None, _) if imported.is_some() => SymbolKind::Export,
        // `exports.name = void 0` and `exports.a = exports.b = …` announce what follows.
        (None, "unary_expression" | "undefined" | "assignment_expression") => return,
        (None, "object") => SymbolKind::Constant,
        (None, _) if shouts(walker.text(name)) => SymbolKind::Constant,
        (None, _) => SymbolKind::Variable,
    };
    let mut symbol = symbol_of(walker, node, name, right, kind);
    symbol.visibility = Some(Visibility::Public);
    symbol.binds = false;
    if matches!(kind, SymbolKind::Constant | SymbolKind::Variable) {
        symbol.held = Some((made_by(walker, right), node));
    }
    let symbol = walker.define(symbol);
    if let Some(imported) = imported {
        imported.add_edge(walker, symbol, right);
    }
}

fn define_on_this<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    right: Node<'t>,
    kind: Option<SymbolKind>,
) {
    if !this_is_member_of_type(walker) {
        if let Some(kind) = kind {
            define_member(walker, node, name, right, kind, None);
        }
        return;
    }
    let held = made_by(walker, right);
    if walker.type_has_member(walker.text(name)) {
        if let Some(symbol) = walker.member_here(walker.text(name)) {
            walker.holds(symbol, held, node);
        }
        return;
    }
    let kind = member_kind(kind.unwrap_or(SymbolKind::Field));
    let mut symbol = symbol_of(walker, node, name, right, kind);
    symbol.member_of_type = true;
    // What the value is made of stands in the function all the same.
    symbol.scope = symbol.scope.filter(|_| kind != SymbolKind::Field);
    symbol.held = Some((held, node)).filter(|_| kind == SymbolKind::Field);
    walker.define(symbol);
}

/// Whether `this` in the function being visited is the instance of the type around it: arrow
/// functions keep it, others have their own.
fn this_is_member_of_type(walker: &Walker<'_>) -> bool {
    for level in 1..LEVELS {
        let Some(above) = walker.ancestor(level) else { return false };
        match above.kind() {
            "method_definition" => {
                // The method of an object has the object for `this`, which need not be known.
                return walker.ancestor(level + 1).is_some_and(|body| body.kind() == "class_body");
            }
            "field_definition" | "public_field_definition" => return true,
            "function_declaration" | "function_expression" => {
                let name = above.field("name");
                return name.is_some_and(|name| {
                    walker.source()[name.byte_range()].starts_with(char::is_uppercase)
                });
            }
            // The nearest scope of members is the object's.
            "object" | "class_static_block" | "generator_function" | "generator_function_declaration" => {
                return false;
            }
            _ => {}
        }
    }
    false
}

fn member_kind(kind: SymbolKind) -> SymbolKind {
    if kind == SymbolKind::Function { SymbolKind::Method } else { kind }
}

fn define_member<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    right: Node<'t>,
    kind: SymbolKind,
    owner: Option<&'t str>,
) {
    let kind = member_kind(kind);
    let mut symbol = symbol_of(walker, node, name, right, kind);
    if kind == SymbolKind::Method {
        symbol.scope = Some(ScopeKind::Function);
    }
    symbol.owner = owner.map(Cow::Borrowed);
    symbol.binds = false;
    walker.define(symbol);
}

/// A pair of an object is a symbol where its value is a function or an object with functions.
pub(in crate::languages) fn pair<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(key), Some(value)) =
        (node.field("key"), node.field("value"))
    else {
        return;
    };
    let inner = unwrapped(value);
    let kind = match inner.kind() {
        "string" | "number" | "true" | "false" | "null" => return,
        "class" => Some(SymbolKind::Class),
        "object" if has_functions(inner) => Some(SymbolKind::Property),
        _ if is_function(inner) => Some(SymbolKind::Method),
        _ => None,
    };
    let Some(kind) = kind.filter(|_| key.kind() != "number") else {
        return walker.open_scope(ScopeKind::Block);
    };
    let mut symbol = symbol_of(walker, node, key, value, kind);
    name_of_member(&mut symbol);
    // In the method of an object without a name, `this` is not that of the class around it.
    symbol.holds_members = inner.kind() == "function_expression" && !walker.in_named_type();
    symbol.scope = symbol.scope.or(Some(ScopeKind::Function));
    walker.define(symbol);
}

fn has_functions(object: Node<'_>) -> bool {
    let mut cursor = object.walk();
    object.named_children(&mut cursor).any(|child| {
        child.kind() == "method_definition"
            || child.kind() == "pair"
                && child.field("value").map(unwrapped).is_some_and(is_function)
    })
}
