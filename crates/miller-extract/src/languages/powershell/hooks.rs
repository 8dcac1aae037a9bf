//! What the table of PowerShell cannot say of functions, and what hooks share.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::docs;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The script's name without its extension.
pub(super) fn script_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    Some(file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned())
}

/// The first child of a kind.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).find(|child| child.kind() == kind)
}

/// The expression at the bottom of a chain of nodes for each level of precedence, all of which
/// stand for the same text.
pub(super) fn innermost(node: Node<'_>) -> Node<'_> {
    let mut inner = node;
    while let Some(next) = inner.named_child(0) {
        if next.byte_range() != node.byte_range() {
            break;
        }
        inner = next;
    }
    inner
}

/// A name without the scope in front of it: `global:Get-Item` is `Get-Item`.
pub(super) fn without_scope(name: &str) -> (&str, &str) {
    name.split_once(':').map_or(("", name), |(scope, name)| (scope, name))
}

/// `function Name { … }`, `filter Name { … }`. What `param( … )` says inside belongs to the signature.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name_node) = child_of_kind(node, "function_name") else { return };
    let (scope, name) = without_scope(walker.text(name_node));
    let block = child_of_kind(node, "script_block");
    let mut symbol = walker.symbol(SymbolKind::Function, node, name_node);
    symbol.name = Cow::Borrowed(name);
    symbol.scope = Some(ScopeKind::Function);
    symbol.doc = docs::help_inside(walker, node, block);
    symbol.signature = signature(node, block);
    let global = scope.eq_ignore_ascii_case("global") || scope.eq_ignore_ascii_case("script");
    if scope.eq_ignore_ascii_case("private") {
        symbol.visibility = Some(Visibility::Private);
    }
    let local = walker.in_function();
    if local && !global {
        symbol.visibility = Some(Visibility::Private);
    }
    let index = walker.define(symbol);
    if local && global {
        walker.bind_in_file(index);
    }
}

fn signature(node: Node<'_>, block: Option<Node<'_>>) -> Vec<(u32, u32)> {
    let brace = child_of_kind(node, "{");
    let end = brace.or(block).map_or(node.end_byte(), |body| body.start_byte());
    let mut stretches = vec![(node.start_byte() as u32, end as u32)];
    let parameters = block.and_then(|block| child_of_kind(block, "param_block"));
    if let Some(keyword) = parameters.and_then(|parameters| child_of_kind(parameters, "param")) {
        let end = parameters.map_or(end, |parameters| parameters.end_byte());
        stretches.push((keyword.start_byte() as u32, end as u32));
    }
    stretches
}

/// What is not hidden is for everybody.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::Import => Visibility::Private,
        _ => Visibility::Public,
    })
}
