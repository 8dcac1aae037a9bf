//! Variables: those of a file are symbols, those of a function are its own.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `$name = value;`, `$name = function () { … };`
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("left") else { return };
    if left.kind() != "variable_name" {
        return;
    }
    let right = node.field("right");
    let function = right
        .filter(|right| matches!(right.kind(), "anonymous_function" | "arrow_function"));
    let name = walker.text(left);
    let new = !walker.scope_has(name) && (function.is_some() || !walker.in_function());
    if !new || name == "$this" {
        return;
    }
    let kind = if function.is_some() { SymbolKind::Function } else { SymbolKind::Variable };
    let mut symbol = walker.symbol(kind, node, left);
    let body = function.and_then(|function| function.field("body"));
    symbol.signature = walker.signature_of(node, body);
    walker.define(symbol);
}

/// `global $name;`
pub(super) fn global<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor) {
        if name.kind() == "variable_name" && walker.in_function() {
            walker.bind_elsewhere(name, true);
        }
    }
}

/// `foreach ($items as $item)`, `foreach ($items as $key => $item)`
pub(super) fn foreach<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let target = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .nth(1);
    if let Some(target) = target {
        bind(walker, target);
    }
}

/// `$key => $item` of a loop.
pub(super) fn foreach_pair<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for target in node.named_children(&mut cursor) {
        bind(walker, target);
    }
}

/// The names in `foreach ($rows as [$first, $second])` are those of the loop.
pub(super) fn list_literal<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_loop = walker
        .ancestor(1)
        .is_some_and(|around| matches!(around.kind(), "foreach_statement" | "pair"));
    if of_loop {
        walker.set_role(Role::Bind);
    }
}

fn bind<'t>(walker: &mut Walker<'t>, target: Node<'t>) {
    let target = if target.kind() == "by_ref" { target.named_child(0) } else { Some(target) };
    if let Some(name) = target.filter(|target| target.kind() == "variable_name") {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}
