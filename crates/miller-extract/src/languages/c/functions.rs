//! Functions and variables.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::declarators::{self, Declared, Shape, declared};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// Ancestors that are searched for the function that a parameter list belongs to.
const DECLARATORS_FOLLOWED: usize = 16;

/// `type name(parameters) { … }`.
pub(in crate::languages) fn definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(found) = node.field("declarator").and_then(declared) else {
        return walker.open_scope(ScopeKind::Function);
    };
    let mut symbol = walker.symbol(SymbolKind::Function, node, found.name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
}

/// `type name = value, other(parameters);`.
pub(in crate::languages) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        return local_declaration(walker, node);
    }
    let alone = declarators::stands_alone(node);
    let mut cursor = node.walk();
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        // One that gives a value makes its symbol when the walk reaches it, see `init_declarator`.
        if alone || declarator.kind() != "init_declarator" {
            declare(
                walker,
                node,
                declarator,
                if alone { node } else { declarator },
            );
        }
    }
}

/// One of several declarators that gives a value, so that the value belongs to it.
pub(in crate::languages) fn init_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        return;
    }
    let declaration = walker
        .ancestor(1)
        .filter(|around| around.kind() == "declaration");
    if let Some(declaration) = declaration.filter(|around| !declarators::stands_alone(*around)) {
        declare(walker, declaration, node, node);
    }
}

fn declare<'t>(
    walker: &mut Walker<'t>,
    declaration: Node<'t>,
    declarator: Node<'t>,
    span: Node<'t>,
) {
    let Some(found) = declared(declarator) else {
        return;
    };
    let specifiers = declarators::specifiers(declaration);
    let kind = match found.shape {
        Shape::Function => SymbolKind::Function,
        _ if found.is_constant(specifiers) => SymbolKind::Constant,
        _ => SymbolKind::Variable,
    };
    let mut symbol = walker.symbol(kind, span, found.name);
    symbol.signature = declarators::signature(walker, declaration, declarator, &found);
    if specifiers.is_static {
        symbol.visibility = Some(Visibility::Private);
    }
    let symbol = walker.define(symbol);
    if kind == SymbolKind::Function || found.value.is_none() {
        walker.only_declares(symbol);
    }
}

/// In a function, prototypes and `extern` variables stand for what the file or another one defines:
/// they are no local names.
fn local_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_extern = declarators::specifiers(node).is_extern;
    let mut cursor = node.walk();
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        let Some(found) = declared(declarator) else {
            continue;
        };
        if found.shape == Shape::Function {
            prototype(walker, node, declarator, &found);
        } else if is_extern {
            walker.claim(found.name);
        }
    }
}

fn prototype<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    declarator: Node<'t>,
    found: &Declared<'t>,
) {
    let mut symbol = walker.symbol(SymbolKind::Function, declarator, found.name);
    symbol.signature = declarators::signature(walker, node, declarator, found);
    symbol.binds = false;
    walker.define(symbol);
}

/// Parameters of a function definition are its locals; those of a prototype, a pointer to a
/// function or a typedef are known in their list alone.
pub(in crate::languages) fn parameter_list<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let mut owner = None;
    for distance in 1..DECLARATORS_FOLLOWED {
        owner = walker.ancestor(distance);
        // `^type (parameters) { … }` of Objective-C has its parameters in a type.
        let goes_on =
            |around: Node<'_>| around.kind().ends_with("declarator") || around.kind() == "type_name";
        if !owner.is_some_and(goes_on) {
            break;
        }
    }
    let of_definition = owner.is_some_and(|owner| {
        matches!(
            owner.kind(),
            "function_definition"
                | "lambda_expression"
                | "block_literal"
                | "catch_clause"
                | "requires_expression"
        )
    });
    if !of_definition {
        walker.open_scope(ScopeKind::Function);
    }
}

/// A block has names of its own; the outermost one of a function shares those of its parameters.
pub(in crate::languages) fn block<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_function = walker
        .ancestor(1)
        .is_some_and(|around| around.kind() == "function_definition");
    if !of_function {
        walker.open_scope(ScopeKind::Block);
    }
}

/// A function in a stretch that could not be parsed: what is left of it is its declarator.
pub(in crate::languages) fn function_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !is_left_over(walker, node) {
        return;
    }
    let Some(found) = declared(node).filter(|found| found.shape == Shape::Function) else {
        return;
    };
    let mut symbol = walker.symbol(SymbolKind::Function, node, found.name);
    symbol.signature = vec![(line_start(walker, node), node.end_byte() as u32)];
    symbol.member_of_type = true;
    let symbol = walker.define(symbol);
    walker.only_declares(symbol);
}

/// Whether a function declarator stands in an error outside of all blocks. Where broken source looks
/// like a function definition, what it swallowed stands outside of it in truth.
pub(in crate::languages) fn is_left_over<'t>(walker: &Walker<'t>, node: Node<'t>) -> bool {
    let named = node
        .field("declarator")
        .is_some_and(|name| name.kind().ends_with("identifier") || name.kind().ends_with("_name"));
    if !named {
        return false;
    }
    let error = (1..DECLARATORS_FOLLOWED).find(|distance| {
        walker
            .ancestor(*distance)
            .is_some_and(|around| !around.kind().ends_with("declarator"))
    });
    let Some(error) = error.filter(|distance| {
        walker
            .ancestor(*distance)
            .is_some_and(|around| around.is_error())
    }) else {
        return false;
    };
    let swallowed = walker
        .ancestor(error + 1)
        .is_some_and(|around| around.kind() == "function_definition");
    swallowed || !walker.in_function()
}

/// Where the line of a node starts.
pub(in crate::languages) fn line_start<'t>(walker: &Walker<'t>, node: Node<'t>) -> u32 {
    (node.start_byte() - node.start_position().column) as u32
        + walker.source()[node.start_byte() - node.start_position().column..]
            .bytes()
            .take_while(u8::is_ascii_whitespace)
            .count() as u32
}

/// `static` hides from other files, and so does the function that a type stands in.
#[expect(
    clippy::unnecessary_wraps,
    reason = "other languages leave the visibility of some symbols open"
)]
pub(in crate::languages) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = match symbol.kind {
        SymbolKind::Function | SymbolKind::Variable | SymbolKind::Constant => {
            walker.in_function() || declarators::specifiers(node).is_static
        }
        _ => walker.in_function(),
    };
    Some(if hidden {
        Visibility::Private
    } else {
        Visibility::Public
    })
}
