//! Variables, constants and short functions, all of which are assignments.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{docs, functions, types};
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The file's name without its extension.
pub(super) fn file_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    Some(file.strip_suffix(".jl").unwrap_or(file).to_owned())
}

/// `name = value`, `name(x) = value`, `a, b = values`.
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.named_child(0) else { return };
    if let Some(head) = functions::head(left).filter(|_| left.kind() != "signature") {
        return functions::define(walker, node, left, &head);
    }
    // The fields of a type, and the members of an enumeration.
    if walker.in_type() {
        return;
    }
    let around = walker.ancestor(1);
    let constant = around.is_some_and(|around| around.kind() == "const_statement");
    match left.kind() {
        "identifier" => assign(walker, node, left, constant),
        "typed_expression" => {
            let name = left.named_child(0).filter(|name| name.kind() == "identifier");
            if let Some(name) = name {
                assign(walker, node, name, constant);
            }
        }
        // `const Pair{T} = Tuple{T, T}`
        "parametrized_type_expression" => alias(walker, node, left, constant),
        "open_tuple" | "tuple_expression" => {
            for name in names_of(left) {
                assign(walker, name, name, constant);
            }
        }
        _ => {}
    }
}

/// How many names one assignment takes a value apart into, at most.
const NAMES: usize = 64;

/// The names in `a, (b, c)`, in their order.
fn names_of(tuple: Node<'_>) -> Vec<Node<'_>> {
    let mut open = vec![tuple];
    let mut names = Vec::new();
    while let Some(node) = open.pop().filter(|_| names.len() < NAMES) {
        match node.kind() {
            "identifier" => names.push(node),
            "open_tuple" | "tuple_expression" => {
                let mut cursor = node.walk();
                let at = open.len();
                open.extend(node.named_children(&mut cursor).take(NAMES));
                open[at..].reverse();
            }
            _ => {}
        }
    }
    names
}

fn assign<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, constant: bool) {
    let value = node.named_child(2).filter(|_| node.id() != name.id());
    let of_function = value.is_some_and(|value| {
        matches!(value.kind(), "arrow_function_expression" | "function_definition")
    });
    let kind = match value.map(|value| value.kind()) {
        _ if of_function => SymbolKind::Function,
        Some("parametrized_type_expression") if constant => SymbolKind::Type,
        _ if constant => SymbolKind::Constant,
        _ => SymbolKind::Variable,
    };
    if walker.in_function() && !of_function && !constant {
        walker.claim(name);
        return walker.bind_local(name, node.end_byte() as u32);
    }
    if walker.scope_defines(walker.text(name)) {
        return;
    }
    let mut symbol = walker.symbol(kind, node, name);
    let start = walker.ancestor(1).filter(|_| constant).unwrap_or(node).start_byte();
    let head = value
        .filter(|value| value.kind() == "function_definition")
        .and_then(|value| value.named_child(0));
    let end = head.map_or(node.end_byte(), |head| head.end_byte());
    // One of several names is shown with the others.
    let (start, end) = match walker.ancestor(0).filter(|_| node.id() == name.id()) {
        Some(assignment) => (start.min(assignment.start_byte()), assignment.end_byte()),
        None => (start, end),
    };
    symbol.signature = vec![(start as u32, end as u32)];
    symbol.doc = docs::above(walker, node);
    walker.define(symbol);
}

/// Another name for a type, with parameters of its own.
fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>, left: Node<'t>, constant: bool) {
    let Some(name) = left.named_child(0).filter(|name| name.kind() == "identifier") else { return };
    if walker.in_function() {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Type, node, name);
    let start = walker.ancestor(1).filter(|_| constant).unwrap_or(node).start_byte();
    symbol.signature = vec![(start as u32, node.end_byte() as u32)];
    symbol.doc = docs::above(walker, node);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
    if let Some(parameters) = left.named_child(1) {
        types::bind_names(walker, parameters);
    }
}

/// `for name in values`, `let name = value`. What a comprehension makes of a name stands before it.
pub(super) fn first_child<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(first) = node.named_child(0) {
        if walker.ancestor(1).is_some_and(|above| above.kind() == "for_clause") {
            for name in names_of(first) {
                walker.claim(name);
                walker.bind_local(name, 0);
            }
            return;
        }
        functions::bind_parameter(walker, first);
    }
}

/// `sum(price for price in prices)` has the names of the loop to itself.
pub(super) fn argument_list<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    if node.named_children(&mut cursor).any(|child| child.kind() == "for_clause") {
        walker.open_scope(ScopeKind::Block);
    }
}

/// `f(name = value)`: the name is that of a parameter of what is called.
pub(super) fn named_argument<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier") {
        walker.claim(name);
    }
}

/// `local name`.
pub(super) fn local_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).filter(|first| first.kind() != "assignment");
    if let Some(name) = name.filter(|_| walker.scope_kind() != ScopeKind::File) {
        functions::bind_parameter(walker, name);
    }
}

/// Every name of a module can be reached by its path; those with an underscore are not meant to be.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::Import => Visibility::Private,
        _ if walker.in_function() => Visibility::Private,
        _ if symbol.name.starts_with('_') => Visibility::Internal,
        _ => Visibility::Public,
    })
}
