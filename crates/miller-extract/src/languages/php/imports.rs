//! Namespaces, `use` and `require`.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `namespace App\Models;`, `namespace App\Models { … }`
pub(super) fn namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let body = node.field("body");
    walker.stands_outside();
    let Some(name) = node.field("name") else {
        if body.is_some() {
            walker.open_scope(ScopeKind::Namespace);
        }
        return;
    };
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, name);
    symbol.signature = walker.signature_of(node, body);
    if body.is_some() {
        symbol.scope = Some(ScopeKind::Namespace);
        walker.define(symbol);
    } else {
        let namespace = walker.define(symbol);
        walker.contains_rest_of_file(namespace);
    }
}

/// One name of `use App\Models\Item as Thing, function App\total;`, also in a group.
pub(super) fn use_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let alias = node.field("alias");
    let mut cursor = node.walk();
    let target = node
        .named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "name" | "qualified_name"));
    let Some(target) = target else { return };
    let path = walker.text(target).trim_start_matches('\\');
    let path = match prefix_of_group(walker) {
        Some(prefix) => Cow::Owned(format!("{prefix}\\{path}")),
        None => Cow::Borrowed(path),
    };
    let (qualifier, last) = match path.rsplit_once('\\') {
        Some((qualifier, last)) => (Some(qualifier.to_owned()), last.to_owned()),
        None => (None, path.into_owned()),
    };
    if let Some(last) = last_name(target) {
        walker.add_use(last, IdentifierKind::Import, None);
    }
    let in_group = walker.ancestor(1).filter(|around| around.kind() == "namespace_use_group");
    let statement = walker.ancestor(if in_group.is_some() { 2 } else { 1 }).unwrap_or(node);
    let mut symbol = match alias {
        Some(alias) => walker.import(node, walker.text(alias)),
        None => walker.import(node, last.clone()),
    };
    symbol.signature = vec![(statement.start_byte() as u32, statement.end_byte() as u32)];
    let symbol = walker.define(symbol);
    walker.add_import(symbol, target, last, qualifier.map(Cow::Owned), true);
}

/// What stands in front of the braces of `use App\{Item, Basket};`.
fn prefix_of_group<'t>(walker: &Walker<'t>) -> Option<&'t str> {
    walker.ancestor(1).filter(|around| around.kind() == "namespace_use_group")?;
    let declaration = walker.ancestor(2)?;
    let mut cursor = declaration.walk();
    let prefix = declaration
        .named_children(&mut cursor)
        .find(|child| child.kind() == "namespace_name")?;
    Some(walker.text(prefix))
}

/// The last name of a path.
pub(super) fn last_name(path: Node<'_>) -> Option<Node<'_>> {
    if path.kind() == "name" {
        return Some(path);
    }
    let mut cursor = path.walk();
    path.named_children(&mut cursor).filter(|child| child.kind() == "name").last()
}

/// `require_once "settings.php";`, `require __DIR__ . "/settings.php";`
pub(super) fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.named_child(0).and_then(path_literal) else { return };
    let text = walker.text(path).trim_matches(['"', '\'']);
    let name = text.trim_start_matches('/');
    if name.is_empty() || name.contains(['$', '\n']) {
        return;
    }
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, name, None, false);
}

/// The string that a path ends with.
fn path_literal(mut expression: Node<'_>) -> Option<Node<'_>> {
    // `(dirname(__FILE__) . "/settings.php")`
    for _ in 0..4 {
        expression = match expression.kind() {
            "string" | "encapsed_string" => return Some(expression),
            "parenthesized_expression" => expression.named_child(0)?,
            "binary_expression" => expression.field("right")?,
            _ => return None,
        };
    }
    None
}
