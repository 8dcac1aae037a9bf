//! What C does not have: blocks of uniforms, inputs and outputs.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::spec::ScopeKind;
use crate::walk::Walker;

/// So many words stand in a declaration before its block.
const CHILDREN_EXAMINED: usize = 16;

/// `uniform Name { … } instance;`. Without an instance the fields are known by their bare names.
pub(super) fn block<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (mut name, mut body, mut instance) = (None, None, None);
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "field_declaration_list" => body = Some(child),
            "identifier" if body.is_none() => name = Some(child),
            "identifier" => instance = instance.or(Some(child)),
            _ => {}
        }
    }
    let (Some(name), Some(body)) = (name, body) else { return };
    if let Some(instance) = instance {
        let mut variable = walker.symbol(SymbolKind::Variable, instance, instance);
        variable.signature = walker.signature_of(node, Some(body));
        walker.define(variable);
    }
    // The fields are looked up in the instance.
    let names = [Some(name), instance].into_iter().flatten();
    let names = names.map(|name| walker.text(name).to_owned()).collect();
    let mut symbol = walker.symbol(SymbolKind::Struct, node, name);
    symbol.signature = walker.signature_of(node, Some(body));
    symbol.scope = instance.map(|_| ScopeKind::Type);
    walker.define_bound_as(symbol, names);
}
