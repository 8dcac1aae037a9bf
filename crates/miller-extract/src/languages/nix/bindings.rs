//! Bindings: attributes of sets and what `let` names.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// How many levels of bindings are symbols.
const DEPTH: usize = 4;

/// Whether the bindings around the node being visited are those of a `let`, not of a set.
fn in_let(walker: &Walker<'_>) -> bool {
    walker.ancestor(2).is_some_and(|above| above.kind() == "let_expression")
}

/// How many symbols stand around the node being visited, as far as it matters.
fn depth(walker: &Walker<'_>) -> usize {
    let mut symbol = walker.enclosing_symbol();
    let mut depth = 0;
    while let Some(index) = symbol.filter(|_| depth < DEPTH) {
        depth += 1;
        symbol = walker.facts.symbols[index as usize].parent;
    }
    depth
}

/// Whether a binding of a value that is no function is a symbol.
fn is_shown(walker: &Walker<'_>) -> bool {
    if in_let(walker) { walker.enclosing_symbol().is_none() } else { depth(walker) < DEPTH }
}

/// `path = value;`.
pub(super) fn binding<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(path), Some(value)) =
        (node.field("attrpath"), node.field("expression"))
    else {
        return;
    };
    let is_function = value.kind() == "function_expression";
    let scope = match value.kind() {
        "attrset_expression" => ScopeKind::Type,
        // The attributes of such sets know each other.
        "rec_attrset_expression" | "let_attrset_expression" => ScopeKind::Namespace,
        "function_expression" => ScopeKind::Function,
        _ => ScopeKind::Block,
    };
    let Some(name) = static_name(walker, path) else {
        walker.open_scope(scope);
        return;
    };
    if !is_function && !is_shown(walker) {
        if let Some(first) = path.field("attr") {
            walker.bind_local(first, 0);
        }
        walker.open_scope(scope);
        return;
    }
    let kind = match (is_function, in_let(walker)) {
        (true, _) => SymbolKind::Function,
        (false, true) => SymbolKind::Constant,
        (false, false) => SymbolKind::Property,
    };
    let mut symbol = walker.symbol(kind, node, path);
    symbol.name = Cow::Borrowed(name);
    let (start, end) = signature(node, path, value);
    // A value of several lines is not shown.
    let lines = walker.source()[value.start_byte()..value.end_byte().max(end)].lines().count();
    let end = if is_function || lines == 1 { end } else { path.end_byte() };
    symbol.signature = vec![(start as u32, end as u32)];
    symbol.scope = Some(scope);
    walker.define(symbol);
}

/// The path of a binding as it is written, unless it is computed from its start on; without quotes
/// where it is one string.
fn static_name<'t>(walker: &Walker<'t>, path: Node<'t>) -> Option<&'t str> {
    let text = walker.text(path);
    if text.starts_with("${") || text.starts_with("\"${") || text.contains('\n') {
        return None;
    }
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    Some(quoted.filter(|inner| !inner.contains('"')).unwrap_or(text))
}

/// A function is shown with its parameters, a plain value as it is, all else by its name.
fn signature(node: Node<'_>, path: Node<'_>, value: Node<'_>) -> (usize, usize) {
    let end = match value.kind() {
        "function_expression" => {
            let mut body = value;
            while body.kind() == "function_expression" {
                match body.field("body") {
                    Some(inner) => body = inner,
                    None => break,
                }
            }
            body.start_byte()
        }
        "string_expression" | "integer_expression" | "float_expression" | "path_expression"
        | "uri_expression" | "variable_expression" | "select_expression" => value.end_byte(),
        _ => path.end_byte(),
    };
    (node.start_byte(), end)
}

/// A set that no binding names has a scope of its own.
pub(super) fn attribute_set<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_some_and(|above| above.kind() == "binding") {
        return;
    }
    walker.open_scope(match node.kind() {
        "attrset_expression" => ScopeKind::Type,
        _ => ScopeKind::Namespace,
    });
}

/// `inherit a b;` takes names from around, `inherit (set) a b;` those of a set. A `let` imports them,
/// a set hands them on as its own.
pub(super) fn inherit<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(attributes) = node.field("attrs") else { return };
    let from = node.field("expression");
    let in_let = in_let(walker);
    let shown = is_shown(walker);
    let mut cursor = attributes.walk();
    for name in attributes.children_by_field_name("attr", &mut cursor) {
        if name.kind() != "identifier" {
            continue;
        }
        let role = if from.is_some() { Role::Member } else { Role::Value };
        walker.add_use_as(name, role, from);
        if in_let && let Some(from) = from {
            import(walker, node, name, from);
        } else if shown && !in_let {
            let mut symbol = walker.import(name, walker.text(name));
            symbol.kind = SymbolKind::Property;
            symbol.signature = vec![(name.start_byte() as u32, name.end_byte() as u32)];
            // It means what it is taken from.
            symbol.binds = false;
            walker.define(symbol);
        }
    }
}

fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, from: Node<'t>) {
    let mut symbol = walker.import(name, walker.text(name));
    symbol.signature = walker.signature_of(node, None);
    let symbol = walker.define(symbol);
    let qualifier = Cow::Borrowed(walker.text(from));
    walker.add_import(symbol, name, walker.text(name), Some(qualifier), true);
}

/// What a `let` names is for its body; attributes are for everybody.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = symbol.kind == SymbolKind::Import || in_let(walker);
    Some(if hidden { Visibility::Private } else { Visibility::Public })
}
