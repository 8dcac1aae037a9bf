//! Types: structures with their fields, interfaces with their methods, and what they embed.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{spec_doc, spec_signature, without_pointers};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// `type Name …`
pub(super) fn type_spec<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let definition = node.field("type");
    let (kind, opening) = match definition.map(|definition| definition.kind()) {
        Some("struct_type") => (SymbolKind::Struct, "field_declaration_list"),
        Some("interface_type") => (SymbolKind::Interface, "{"),
        _ => (SymbolKind::Type, ""),
    };
    let body = definition.and_then(|definition| {
        let mut cursor = definition.walk();
        definition.children(&mut cursor).find(|child| child.kind() == opening)
    });
    let end = body.map_or(node.end_byte(), |body| body.start_byte());
    define_type(walker, node, kind, end);
}

/// `type Name = …`
pub(super) fn type_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define_type(walker, node, SymbolKind::Type, node.end_byte());
}

fn define_type<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind, end: usize) {
    let Some(name) = node.field("name") else { return };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = spec_signature(walker, node, end);
    symbol.doc = spec_doc(walker, node);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}

/// The fields of a structure without a name are not those of the type around it.
pub(super) fn struct_type<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if !is_named(walker) {
        walker.open_scope(ScopeKind::Type);
    }
}

/// An interface extends those that it lists.
pub(super) fn interface_type<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if is_named(walker) {
        walker.set_role(Role::Extends);
    } else {
        walker.set_role(Role::Type);
        walker.open_scope(ScopeKind::Type);
    }
}

/// Whether the type being visited is what a type declaration declares.
fn is_named(walker: &Walker<'_>) -> bool {
    walker.ancestor(1).is_some_and(|parent| parent.kind() == "type_spec")
}

/// `int | string` is a set of types: nothing is extended.
pub(super) fn type_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.named_child_count() > 1 {
        walker.set_role(Role::Type);
    }
}

/// A type that stands where values do, as in `new(bytes.Buffer)`, is a type all the same.
pub(super) fn qualified_type<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.role() == Role::Value {
        walker.set_role(Role::Type);
    }
}

/// `case nil:` names no type.
pub(super) fn type_case<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for of_type in node.children_by_field_name("type", &mut cursor) {
        if walker.text(of_type) == "nil" {
            walker.claim(of_type);
        }
    }
}

/// The methods of an interface without a name belong to nobody.
pub(super) fn method_of_interface<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    _symbol: &mut NewSymbol<'t>,
) -> bool {
    let of_type = walker.enclosing_kind() == Some(SymbolKind::Interface);
    if !of_type {
        node.field("name").inspect(|name| walker.claim(*name));
    }
    of_type
}

/// Fields with names, and embedded types, which lend their members.
pub(super) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // The structure of a local variable has no name to be found by.
    let local = !matches!(
        walker.enclosing_kind(),
        Some(
            SymbolKind::Struct
                | SymbolKind::Field
                | SymbolKind::Type
                | SymbolKind::Interface
                | SymbolKind::Variable
        )
    );
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node
        .children_by_field_name("name", &mut cursor)
        .filter(|name| name.kind() == "field_identifier")
        .collect();
    if names.is_empty() {
        if !local {
            embedded(walker, node);
        }
        return;
    }
    if local {
        return;
    }
    for &name in &names {
        let at = if names.len() == 1 { node } else { name };
        if walker.text(name) == "_" {
            continue;
        }
        let mut symbol = walker.symbol(SymbolKind::Field, at, name);
        symbol.signature = walker.signature_of(node, None);
        if names.len() > 1 {
            symbol.doc = spec_doc(walker, node);
        }
        walker.define(symbol);
    }
}

/// `*pkg.Name` in a structure: a field of that name, and an edge to the type.
fn embedded<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(of_type) = node.field("type") else { return };
    let mut named = without_pointers(of_type);
    if named.kind() == "generic_type" {
        named = named.field("type").unwrap_or(named);
    }
    let name = named.field("name").unwrap_or(named);
    if name.kind() != "type_identifier" {
        return;
    }
    let qualifier = named.field("package");
    let qualifier = qualifier.map(|package| (package.start_byte() as u32, package.end_byte() as u32));
    let edge = Some(RelationshipKind::Extends);
    walker.add_use_of(name, IdentifierKind::TypeUsage, edge, qualifier);
    // Nothing stands inside this symbol: what the type is made of extends the structure.
    let mut symbol = walker.symbol(SymbolKind::Field, of_type, name);
    symbol.signature = walker.signature_of(node, None);
    walker.define(symbol);
}

/// `Map[string, int]` as a value is a function; the grammar takes the name for that of a type.
pub(super) fn instantiated<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("type").filter(|name| name.kind() == "type_identifier");
    if let Some(name) = name {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    }
}

/// Types of the language that functions are given above all.
const PREDECLARED: &[&str] = &[
    "any", "bool", "byte", "complex128", "complex64", "error", "float32", "float64", "int", "int16",
    "int32", "int64", "int8", "rune", "string", "uint", "uint16", "uint32", "uint64", "uint8",
    "uintptr",
];

/// `New[int]` looks like the element of a list.
pub(super) fn index<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let index = node.field("index").filter(|index| index.kind() == "identifier");
    let Some(index) = index else { return };
    let name = walker.text(index);
    if PREDECLARED.contains(&name) && !walker.knows(name) {
        walker.set_role_of(index, Role::Type);
    }
}

/// `handlers[index](value)` looks like the call of a generic function: a local name that starts with a
/// small letter is no type.
pub(super) fn arguments<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let argument = node.named_child(0).filter(|_| node.named_child_count() == 1);
    let Some(name) = argument.and_then(|argument| argument.named_child(0)) else { return };
    let text = walker.text(name);
    let is_value = text.starts_with(char::is_lowercase) && walker.is_variable(text);
    if name.kind() == "type_identifier" && is_value {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    }
}
