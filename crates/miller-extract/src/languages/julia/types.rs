//! Modules, types and their fields, and where types are named.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use super::functions::name_of;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `module Name … end`.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").filter(|name| name.kind() == "identifier");
    let Some(name) = name else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Namespace);
    symbol.doc = docs::above(walker, node);
    walker.define(symbol);
}

/// The name in the head of a type, its parameters, and the type that it extends.
struct TypeHead<'t> {
    name: Node<'t>,
    parameters: Option<Node<'t>>,
    extends: Option<Node<'t>>,
    end: usize,
}

fn type_head(node: Node<'_>) -> Option<TypeHead<'_>> {
    let head = node.named_child(0).filter(|head| head.kind() == "type_head")?;
    let mut named = head.named_child(0)?;
    let mut extends = None;
    if named.kind() == "binary_expression" {
        extends = named.named_child(2);
        named = named.named_child(0)?;
    }
    let parameters =
        named.named_child(1).filter(|_| named.kind() == "parametrized_type_expression");
    let name = name_of(named)?;
    Some(TypeHead { name, parameters, extends, end: head.end_byte() })
}

/// Adds a type; `false` where it has no name.
fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) -> bool {
    let Some(head) = type_head(node) else { return false };
    let mut symbol = walker.symbol(kind, node, head.name);
    symbol.signature = vec![(node.start_byte() as u32, head.end as u32)];
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = docs::above(walker, node);
    walker.define(symbol);
    if let Some(parameters) = head.parameters {
        bind_names(walker, parameters);
    }
    let base = head.extends.and_then(name_of);
    if let Some(base) = base.filter(|base| base.kind() == "identifier") {
        let object = head.extends.filter(|path| path.kind() == "field_expression");
        let object = object.and_then(|path| path.field("value"));
        walker.add_use_as(base, Role::Extends, object);
    }
    true
}

/// `abstract type Name <: Other end`, `primitive type Name 8 end`.
pub(super) fn abstract_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, node, SymbolKind::Type);
}

/// `struct Name{T} <: Other … end`, with its fields and the strings that document them.
pub(super) fn structure<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !define(walker, node, SymbolKind::Struct) {
        return;
    }
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor).skip(1) {
        let Some(name) = field_name(child) else { continue };
        let mut symbol = walker.symbol(SymbolKind::Field, child, name);
        symbol.doc = docs::above_offset(walker, child.start_byte());
        symbol.visibility = Some(Visibility::Public);
        walker.define(symbol);
    }
}

/// The name of a field: `name`, `name::Type`, `const name::Type`, `name::Type = value`.
fn field_name(child: Node<'_>) -> Option<Node<'_>> {
    let mut inner = child;
    for _ in 0..4 {
        match inner.kind() {
            "identifier" => return Some(inner),
            "typed_expression" | "const_statement" | "assignment" => inner = inner.named_child(0)?,
            _ => return None,
        }
    }
    None
}

/// Binds the names in `where {T, S <: Real}` of a signature.
pub(super) fn bind_type_parameters<'t>(walker: &mut Walker<'t>, signature: Node<'t>) {
    let mut inner = Some(signature);
    for _ in 0..8 {
        let Some(node) = inner else { return };
        match node.kind() {
            "where_expression" => {
                let mut cursor = node.walk();
                for bound in node.named_children(&mut cursor).skip(1) {
                    match bound.kind() {
                        "curly_expression" => bind_names(walker, bound),
                        _ => bind_name(walker, bound),
                    }
                }
            }
            "signature" | "typed_expression" => {}
            _ => return,
        }
        inner = node.named_child(0);
    }
}

pub(super) fn bind_names<'t>(walker: &mut Walker<'t>, curly: Node<'t>) {
    let mut cursor = curly.walk();
    for parameter in curly.named_children(&mut cursor) {
        bind_name(walker, parameter);
    }
}

/// `T`, `T <: Real`.
fn bind_name<'t>(walker: &mut Walker<'t>, parameter: Node<'t>) {
    let name = match parameter.kind() {
        "binary_expression" => parameter.named_child(0),
        _ => Some(parameter),
    };
    if let Some(name) = name.filter(|name| name.kind() == "identifier") {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
    let bound = parameter.named_child(2).filter(|_| parameter.kind() == "binary_expression");
    mark(walker, bound);
}

/// `value::Type`: what comes last is a type.
pub(super) fn typed_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    mark(walker, node.named_child(1));
}

fn mark<'t>(walker: &mut Walker<'t>, of_type: Option<Node<'t>>) {
    let Some(of_type) = of_type else { return };
    match of_type.kind() {
        "identifier" if !walker.is_claimed(of_type) => {
            walker.add_use_as(of_type, Role::Type, None);
        }
        "field_expression" => {
            let object = of_type.field("value");
            if let Some(name) = name_of(of_type).filter(|name| name.kind() == "identifier") {
                walker.add_use_as(name, Role::Type, object);
            }
        }
        _ => {}
    }
}
