//! Variables and constants: symbols of the package, local names in functions.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{spec_doc, spec_signature, type_name};
use crate::facts::{FILE_SCOPE, OwnerFact, Span, UseFact};
use crate::fields::Fields;
use crate::walk::Walker;

pub(super) fn const_spec<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        return;
    }
    define_each(walker, node, SymbolKind::Constant);
}

pub(super) fn var_spec<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        local_variables(walker, node, "name");
        return;
    }
    asserted_interface(walker, node);
    define_each(walker, node, SymbolKind::Variable);
}

/// `f := func() { … }` defines a function; `p := Point{}` tells a type.
pub(super) fn short_var_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(left) = node.field("left") {
        let names = identifiers(left);
        declare(walker, node, &names, values(node, "right"));
    }
}

fn local_variables<'t>(walker: &mut Walker<'t>, node: Node<'t>, field: &str) {
    let mut cursor = node.walk();
    let names: Vec<_> = node
        .children_by_field_name(field, &mut cursor)
        .filter(|name| name.kind() == "identifier")
        .collect();
    let values = values(node, "value");
    let functions = values.iter().any(|value| value.kind() == "func_literal");
    if let Some(of_type) = node.field("type").filter(|_| !functions) {
        bind_typed(walker, &names, of_type, node.end_byte());
        return;
    }
    declare(walker, node, &names, values);
}

/// Binds the names of which the values tell more; the table binds the others.
fn declare<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    names: &[Node<'t>],
    values: Vec<Node<'t>>,
) {
    if names.len() != values.len() {
        return;
    }
    for (&name, value) in names.iter().zip(values) {
        if walker.text(name) == "_" {
            continue;
        }
        if value.kind() == "func_literal" {
            let at = if names.len() == 1 { node } else { name };
            let mut symbol = walker.symbol(SymbolKind::Function, at, name);
            symbol.signature = function_signature(node, name, value);
            walker.define(symbol);
        } else if let Some(of_type) = literal_type(value) {
            bind_typed(walker, &[name], of_type, node.end_byte());
        }
    }
}

fn function_signature(declaration: Node<'_>, name: Node<'_>, value: Node<'_>) -> Vec<(u32, u32)> {
    let start = if declaration.kind() == "short_var_declaration" { name } else { declaration };
    let end = value.field("body").map_or(value.end_byte(), |body| body.start_byte());
    vec![(start.start_byte() as u32, end as u32)]
}

/// The type in `Name{…}` and `&Name{…}`.
fn literal_type(value: Node<'_>) -> Option<Node<'_>> {
    let literal = match value.kind() {
        "unary_expression" => value.field("operand")?,
        _ => value,
    };
    let literal = Some(literal).filter(|literal| literal.kind() == "composite_literal")?;
    literal.field("type")
}

/// A parameter is an instance of its type.
pub(super) fn parameter_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(of_type) = node.field("type") else { return };
    let mut cursor = node.walk();
    let names: Vec<_> = node
        .children_by_field_name("name", &mut cursor)
        .filter(|name| name.kind() == "identifier")
        .collect();
    bind_typed(walker, &names, of_type, node.start_byte());
}

fn bind_typed<'t>(
    walker: &mut Walker<'t>,
    names: &[Node<'t>],
    of_type: Node<'t>,
    visible_from: usize,
) {
    let Some(of_type) = type_name(walker, of_type) else { return };
    for name in names.iter().filter(|name| name.kind() == "identifier") {
        if !BUILT_IN_TYPES.contains(&of_type) {
            walker.bind_instance(*name, of_type, visible_from as u32);
        }
    }
}

/// Types without members that are worth a look.
const BUILT_IN_TYPES: &[&str] = &[
    "any", "bool", "byte", "complex128", "complex64", "error", "float32", "float64", "int",
    "int16", "int32", "int64", "int8", "rune", "string", "uint", "uint16", "uint32", "uint64",
    "uint8", "uintptr",
];

/// Every name of a spec of the package is a symbol.
fn define_each<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: SymbolKind) {
    let mut cursor = node.walk();
    let names: Vec<_> = node
        .children_by_field_name("name", &mut cursor)
        .filter(|name| name.kind() == "identifier")
        .collect();
    let values = values(node, "value");
    let doc = spec_doc(walker, node);
    for (at, &name) in names.iter().enumerate() {
        if walker.text(name) == "_" {
            walker.claim(name);
            continue;
        }
        let function = values.get(at).filter(|value| value.kind() == "func_literal");
        let kind = if function.is_some() { SymbolKind::Function } else { kind };
        let end = function
            .and_then(|function| function.field("body"))
            .map_or(node.end_byte(), |body| body.start_byte());
        let place = if names.len() == 1 { node } else { name };
        let mut symbol = walker.symbol(kind, place, name);
        symbol.signature = spec_signature(walker, node, end);
        symbol.doc.clone_from(&doc);
        walker.define(symbol);
    }
}

/// `var _ Interface = (*Type)(nil)` says that the type implements the interface.
fn asserted_interface<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").filter(|name| walker.text(*name) == "_");
    let interface = node.field("type").filter(|_| name.is_some());
    let value = values(node, "value").first().copied();
    let (Some(interface), Some(value)) = (interface, value) else { return };
    let Some(implementer) = asserted_type(walker, value) else { return };
    let qualified = interface.kind() == "qualified_type";
    let name = interface.field("name").filter(|_| qualified).unwrap_or(interface);
    if name.kind() != "type_identifier" {
        return;
    }
    let package = interface.field("package");
    walker.claim(name);
    walker.facts.owners.push(OwnerFact {
        name: implementer.into(),
        from_scope: FILE_SCOPE,
        symbol: None,
        of_value: false,
    });
    let owner = (walker.facts.owners.len() - 1) as u32;
    let containing = walker.enclosing_symbol();
    walker.facts.uses.push(UseFact {
        containing,
        qualifier: package.map(|package| (package.start_byte() as u32, package.end_byte() as u32)),
        edge: Some(RelationshipKind::Implements),
        edge_owner: Some(owner),
        ..UseFact::new(IdentifierKind::TypeUsage, Span::of(name), FILE_SCOPE)
    });
}

/// The type in `(*Type)(nil)`, `Type{}`, `&Type{}` and `new(Type)`.
fn asserted_type<'t>(walker: &Walker<'t>, value: Node<'t>) -> Option<&'t str> {
    let text = match value.kind() {
        "call_expression" => {
            let function = walker.text(value.field("function")?);
            if function == "new" {
                walker.text(value.field("arguments")?)
            } else {
                function
            }
        }
        "type_conversion_expression" => walker.text(value.field("type")?),
        _ => return type_name(walker, literal_type(value)?),
    };
    let name = text.trim_matches(['(', ')', '*', ' ']);
    let name = name.split('[').next().unwrap_or(name);
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    is_name.then_some(name)
}

/// `_ = value` writes to nothing.
pub(super) fn assignment_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("left") else { return };
    for name in identifiers(left) {
        if walker.text(name) == "_" {
            walker.claim(name);
        }
    }
}

/// `for i = range items` and `case v = <-channel:` write to names that are there already.
pub(super) fn assigns_or_declares<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("left") else { return };
    let mut cursor = node.walk();
    if node.children(&mut cursor).any(|child| child.kind() == ":=") {
        return;
    }
    for name in identifiers(left) {
        if walker.text(name) == "_" {
            walker.claim(name);
        } else {
            walker.add_use(name, IdentifierKind::VariableRef, None);
        }
    }
}

fn identifiers(list: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = list.walk();
    list.named_children(&mut cursor).filter(|child| child.kind() == "identifier").collect()
}

fn values<'t>(node: Node<'t>, field: &str) -> Vec<Node<'t>> {
    let Some(list) = node.child_by_field_name(field) else { return Vec::new() };
    let mut cursor = list.walk();
    list.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}
