//! Functions, in the long and the short form, methods of other modules, macros and parameters.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::{docs, types};
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Nodes around the call in a signature that are looked into: a return type, `where` clauses.
const LEVELS: usize = 16;

/// What the left side of a definition declares.
pub(super) struct Head<'t> {
    /// The node with the name, which may be an operator.
    pub name: Node<'t>,
    pub parameters: Option<Node<'t>>,
    /// Whether it says what a call of an instance does: `(item::Item)(count)`.
    pub of_instance: bool,
    /// What it calls that instance.
    pub instance: Option<Node<'t>>,
}

/// Reads `name(parameters)::Type where T`, or gives nothing where this is no call.
pub(super) fn head(node: Node<'_>) -> Option<Head<'_>> {
    let mut inner = node;
    for _ in 0..LEVELS {
        match inner.kind() {
            "signature" | "where_expression" | "typed_expression" => inner = inner.named_child(0)?,
            _ => break,
        }
    }
    match inner.kind() {
        "identifier" | "operator" if node.kind() == "signature" => {
            Some(Head { name: inner, parameters: None, of_instance: false, instance: None })
        }
        "call_expression" => {
            let callee = inner.named_child(0)?;
            let name = name_of(callee)?;
            let of_instance = callee.kind() == "parenthesized_expression";
            let typed = callee.named_child(0).filter(|typed| typed.named_child_count() > 1);
            let instance = typed
                .filter(|typed| of_instance && typed.kind() == "typed_expression")
                .and_then(|typed| typed.named_child(0))
                .filter(|instance| instance.kind() == "identifier");
            let parameters = inner.named_child(1).filter(|list| list.kind() == "argument_list");
            Some(Head { name, parameters, of_instance, instance })
        }
        _ => None,
    }
}

/// The last name in what is called: `show` in `Base.show`, `Item` in `Item{T}` and `(f::Item)`.
pub(super) fn name_of(callee: Node<'_>) -> Option<Node<'_>> {
    let mut inner = callee;
    for _ in 0..LEVELS {
        inner = match inner.kind() {
            "identifier" | "operator" => return Some(inner),
            "field_expression" | "typed_expression" => {
                let last = inner.named_child_count().checked_sub(1)?;
                inner.named_child(last as u32)?
            }
            "parametrized_type_expression" | "parenthesized_expression" | "quote_expression"
            | "unary_typed_expression" | "interpolation_expression" => inner.named_child(0)?,
            _ => return None,
        };
    }
    None
}

/// `function name(parameters) … end`, `macro name(parameters) … end`.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let signature = node.named_child(0).filter(|first| first.kind() == "signature");
    let Some((signature, head)) = signature.and_then(|first| Some((first, head(first)?))) else {
        return walker.open_scope(ScopeKind::Function);
    };
    define(walker, node, signature, &head);
}

/// Adds the function whose left side is `signature`, and binds its parameters.
pub(super) fn define<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    signature: Node<'t>,
    head: &Head<'t>,
) {
    let text = walker.text(head.name);
    let kind = match () {
        () if node.kind() == "macro_definition" => SymbolKind::Macro,
        () if head.name.kind() == "operator" => SymbolKind::Operator,
        () if head.of_instance => SymbolKind::Method,
        // Functions with the name of a type make its instances.
        () if walker.in_type() || walker.has_symbol(text, SymbolKind::Struct) => {
            SymbolKind::Constructor
        }
        () => SymbolKind::Function,
    };
    let mut symbol = walker.symbol(kind, node, head.name);
    symbol.name = Cow::Borrowed(text);
    symbol.signature = vec![(node.start_byte() as u32, signature.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Function);
    symbol.doc = docs::above(walker, node);
    symbol.binds = !head.of_instance;
    walker.define(symbol);
    types::bind_type_parameters(walker, signature);
    if let Some(instance) = head.instance {
        walker.bind_instance(instance, text, instance.start_byte() as u32);
    }
    if let Some(parameters) = head.parameters {
        bind_parameters(walker, parameters);
    }
}

/// Binds the names in a list of parameters.
fn bind_parameters<'t>(walker: &mut Walker<'t>, parameters: Node<'t>) {
    let mut cursor = parameters.walk();
    for parameter in parameters.named_children(&mut cursor) {
        bind_parameter(walker, parameter);
    }
}

/// `x`, `x::Int`, `x::Int = 1`, `x...`, `(a, b)`.
pub(super) fn bind_parameter<'t>(walker: &mut Walker<'t>, parameter: Node<'t>) {
    let mut inner = parameter;
    for _ in 0..LEVELS {
        match inner.kind() {
            "identifier" => {
                walker.claim(inner);
                return walker.bind_local(inner, inner.start_byte() as u32);
            }
            "typed_expression" if inner.named_child_count() < 2 => return,
            "typed_expression" => {
                let names = (inner.named_child(0), inner.named_child(1));
                if let (Some(name), Some(of_type)) = names
                    && name.kind() == "identifier"
                    && of_type.kind() == "identifier"
                {
                    let from = name.start_byte() as u32;
                    return walker.bind_instance(name, walker.text(of_type), from);
                }
            }
            "named_argument" | "splat_expression" | "assignment" | "macrocall_expression" => {}
            "tuple_expression" | "open_tuple" => {
                let mut cursor = inner.walk();
                for name in inner.named_children(&mut cursor) {
                    if name.kind() == "identifier" {
                        walker.claim(name);
                        walker.bind_local(name, name.start_byte() as u32);
                    }
                }
                return;
            }
            _ => return,
        }
        match inner.named_child(0) {
            Some(next) => inner = next,
            None => return,
        }
    }
}

/// `x -> …`, `(x, y) -> …`, `do x, y … end`, `catch problem`: what comes first are parameters.
pub(super) fn anonymous<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(first) = node.named_child(0) else { return };
    // The hook runs before the scope of the node is there.
    let kind = match node.kind() {
        "catch_clause" => ScopeKind::Block,
        _ => ScopeKind::Function,
    };
    walker.open_scope(kind);
    match first.kind() {
        "argument_list" => bind_parameters(walker, first),
        // What follows on a line of its own is no name for the problem.
        _ if node.kind() == "catch_clause"
            && first.start_position().row != node.start_position().row => {}
        _ if node.kind() == "do_clause" => {}
        _ => bind_parameter(walker, first),
    }
}
