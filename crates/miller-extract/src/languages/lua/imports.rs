//! `require`.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// `require("module")` whose value goes elsewhere than to a name.
pub(super) fn function_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(content) = required(walker, node) else { return };
    let path = walker.text(content);
    let mut around = 1;
    if walker.ancestor(1).is_some_and(|around| around.kind() == "dot_index_expression") {
        around = 2;
    }
    let holder = ["expression_list", "assignment_statement", "variable_declaration"];
    let kept = (around..).zip(holder).all(|(level, kind)| {
        walker.ancestor(level).is_some_and(|around| around.kind() == kind)
    });
    if kept {
        return walker.add_use(content, IdentifierKind::Import, None);
    }
    let mut symbol = walker.import(node, path);
    symbol.binds = false;
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    let symbol = walker.define(symbol);
    walker.add_use(content, IdentifierKind::Import, None);
    let (qualifier, last) = split(path);
    walker.add_import(symbol, node, last, qualifier.map(Cow::Borrowed), false);
}

/// `local name = require("module")`, `local name = require("module").name`: the name is an import.
/// `false` where the value is something else.
pub(super) fn local<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    value: Node<'t>,
) -> bool {
    let call = match value.kind() {
        "dot_index_expression" => value.field("table"),
        _ => Some(value),
    };
    let Some(content) = call.and_then(|call| required(walker, call)) else { return false };
    let path = walker.text(content);
    walker.claim(name);
    let mut symbol = walker.import(node, walker.text(name));
    symbol.signature = walker.signature_of(node, None);
    let symbol = walker.define(symbol);
    let (qualifier, last) = match value.field("field") {
        Some(field) => (Some(path), walker.text(field)),
        None => split(path),
    };
    walker.add_import(symbol, value, last, qualifier.map(Cow::Borrowed), true);
    true
}

/// What names the module in a call of `require`.
fn required<'t>(walker: &Walker<'t>, call: Node<'t>) -> Option<Node<'t>> {
    if call.kind() != "function_call" {
        return None;
    }
    call.field("name").filter(|name| walker.text(*name) == "require")?;
    let argument = call.field("arguments")?.named_child(0)?;
    // In `require "module"` the string stands alone.
    let content = if argument.kind() == "string" {
        argument.field("content")?
    } else {
        Some(argument).filter(|content| content.kind() == "string_content")?
    };
    let path = walker.text(content);
    (!path.is_empty() && !path.contains('\n')).then_some(content)
}

fn split(path: &str) -> (Option<&str>, &str) {
    match path.rsplit_once('.') {
        Some((qualifier, last)) if !last.is_empty() => (Some(qualifier), last),
        _ => (None, path),
    }
}
