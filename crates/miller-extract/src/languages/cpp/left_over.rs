//! Functions of C++ in stretches that could not be parsed.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::names;
use crate::fields::Fields;
use crate::languages::c::declarators::{Shape, declared};
use crate::languages::c::functions::{is_left_over, line_start};
use crate::walk::Walker;

/// A function in a stretch that could not be parsed: what is left of it is its declarator.
pub(super) fn function_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !is_left_over(walker, node) {
        return;
    }
    let Some(found) = declared(node).filter(|found| found.shape == Shape::Function) else {
        return;
    };
    let mut symbol = names::symbol(walker, node, node, &found);
    symbol.signature = vec![(line_start(walker, node), node.end_byte() as u32)];
    symbol.member_of_type = true;
    if symbol.kind == SymbolKind::Function
        && let Some(class) = swallowing_class(walker)
    {
        let same = class == symbol.name;
        symbol.kind = if same {
            SymbolKind::Constructor
        } else {
            SymbolKind::Method
        };
    }
    let symbol = walker.define(symbol);
    walker.only_declares(symbol);
}

/// The name of the class in whose body the broken function definition around the node stands.
fn swallowing_class<'t>(walker: &Walker<'t>) -> Option<&'t str> {
    let definition = (1..8).find(|distance| {
        walker
            .ancestor(*distance)
            .is_some_and(|around| around.kind() == "function_definition")
    })?;
    let body = walker.ancestor(definition + 1)?;
    let class = walker.ancestor(definition + 2)?;
    let name = match body.kind() {
        "field_declaration_list" => class.field("name"),
        "compound_statement" => class.field("declarator"),
        _ => None,
    };
    name.map(|name| walker.text(name))
}
