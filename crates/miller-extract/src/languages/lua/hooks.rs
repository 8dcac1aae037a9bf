//! Functions and variables.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{imports, tables};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// `function name()`, `local function name()`, `function table.name()`, `function table:name()`
pub(super) fn function_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("name") else { return };
    let (name, table) = match path.kind() {
        "dot_index_expression" => {
            (path.field("field"), path.field("table"))
        }
        "method_index_expression" => {
            (path.field("method"), path.field("table"))
        }
        _ => (Some(path), None),
    };
    let Some(name) = name else { return };
    let has_self = path.kind() == "method_index_expression";
    let kind = if has_self { SymbolKind::Method } else { SymbolKind::Function };
    let kind = if table.is_some() { method_kind(walker.text(name), kind) } else { kind };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.owner = table.map(|table| Cow::Borrowed(walker.text(table)));
    symbol.binds = table.is_none();
    symbol.scope = Some(ScopeKind::Function);
    // The body may be empty, and then it is no node.
    let parameters = node.field("parameters").unwrap_or(name);
    symbol.signature = vec![(node.start_byte() as u32, parameters.end_byte() as u32)];
    walker.define(symbol);
    if has_self {
        walker.bind_implicit("self");
    }
}

/// What a function in a table is by its name: some are called by operators.
pub(super) fn method_kind(name: &str, otherwise: SymbolKind) -> SymbolKind {
    match name {
        "__add" | "__sub" | "__mul" | "__div" | "__mod" | "__pow" | "__unm" | "__idiv"
        | "__band" | "__bor" | "__bxor" | "__bnot" | "__shl" | "__shr" | "__concat" | "__len"
        | "__eq" | "__lt" | "__le" | "__index" | "__newindex" => SymbolKind::Operator,
        "__gc" | "__close" => SymbolKind::Destructor,
        _ => otherwise,
    }
}

/// `local first, second = 1, 2`
pub(super) fn variable_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let inner = node
        .named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "variable_list" | "assignment_statement"));
    let Some(inner) = inner else { return };
    let (names, values) = if inner.kind() == "variable_list" {
        (Some(inner), None)
    } else {
        (inner.named_child(0), expressions(inner))
    };
    let Some(names) = names else { return };
    for (name, value, alone) in pairs(names, values) {
        if name.kind() == "identifier" {
            variable(walker, if alone { node } else { name }, node, (name, value), true);
        }
    }
}

/// `name = value`, `table.name = value`, unless it is part of a declaration.
pub(super) fn assignment_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_some_and(|around| around.kind() == "variable_declaration") {
        return;
    }
    let Some(names) = node.named_child(0) else { return };
    for (name, value, alone) in pairs(names, expressions(node)) {
        let whole = if alone { node } else { name };
        match name.kind() {
            "identifier" => variable(walker, whole, node, (name, value), false),
            "dot_index_expression" | "bracket_index_expression" => {
                member(walker, whole, node, (name, value));
            }
            _ => {}
        }
    }
}

fn expressions(assignment: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = assignment.walk();
    assignment.named_children(&mut cursor).find(|child| child.kind() == "expression_list")
}

/// Each name with its value, and whether there is only one.
fn pairs<'t>(
    names: Node<'t>,
    values: Option<Node<'t>>,
) -> Vec<(Node<'t>, Option<Node<'t>>, bool)> {
    let mut cursor = names.walk();
    let found: Vec<Node<'t>> = names.children_by_field_name("name", &mut cursor).collect();
    let alone = found.len() == 1;
    let mut values: std::vec::IntoIter<Node<'t>> = match values {
        Some(list) => {
            let mut cursor = list.walk();
            list.children_by_field_name("value", &mut cursor).collect::<Vec<_>>().into_iter()
        }
        None => Vec::new().into_iter(),
    };
    found.into_iter().map(|name| (name, values.next(), alone)).collect()
}

fn variable<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    statement: Node<'t>,
    (name, value): (Node<'t>, Option<Node<'t>>),
    local: bool,
) {
    if let Some(value) = value.filter(|_| local)
        && imports::local(walker, node, name, value)
    {
        return;
    }
    let function = value.filter(|value| value.kind() == "function_definition");
    let text = walker.text(name);
    // A name of a function is its own; one that is known is assigned to again.
    let again = !local && walker.scope_has(text);
    if function.is_none() && (walker.in_function() || again) {
        return;
    }
    let kind = match function {
        Some(_) => SymbolKind::Function,
        None => tables::kind_of_variable(walker, text, value),
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = signature(walker, statement, function);
    // What a function assigns to may be a name of what is around it.
    symbol.binds = local || again || !walker.in_function();
    if local {
        symbol.visibility = Some(visibility_of_local(walker, text));
    }
    walker.define(symbol);
}

/// Up to the body of a function, or else the whole statement.
fn signature<'t>(
    walker: &Walker<'t>,
    statement: Node<'t>,
    function: Option<Node<'t>>,
) -> Vec<(u32, u32)> {
    match function.and_then(|function| function.field("parameters")) {
        Some(parameters) => vec![(statement.start_byte() as u32, parameters.end_byte() as u32)],
        None => walker.signature_of(statement, None),
    }
}

/// `table.name = value`: a field of the table, or a function of it.
fn member<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    statement: Node<'t>,
    (path, value): (Node<'t>, Option<Node<'t>>),
) {
    let (Some(table), Some(name)) =
        (path.field("table"), path.field("field"))
    else {
        return;
    };
    let function = value.filter(|value| value.kind() == "function_definition");
    let of_self = walker.text(table) == "self";
    let Some(text) = name_of_field(walker, path, name) else { return };
    if function.is_none() && walker.in_function() && !of_self {
        return;
    }
    let key = walker.type_name().map(|name| format!("{name}.{text}"));
    if of_self && key.as_ref().is_none_or(|key| walker.remembered(key).is_some()) {
        return;
    }
    // What a call gives has no name that the field could belong to.
    let is_path = matches!(table.kind(), "identifier" | "dot_index_expression");
    if !is_path && function.is_none() {
        return;
    }
    let kind = match function {
        Some(_) => method_kind(text, SymbolKind::Function),
        None => SymbolKind::Field,
    };
    let whole = if function.is_none() && walker.in_function() { path } else { node };
    let mut symbol = walker.symbol(kind, whole, name);
    symbol.name = Cow::Borrowed(text);
    symbol.signature = signature(walker, statement, function);
    if of_self {
        symbol.member_of_type = true;
    } else {
        symbol.owner = is_path.then(|| Cow::Borrowed(walker.text(table)));
        symbol.binds = false;
    }
    let symbol = walker.define(symbol);
    if let Some(key) = key.filter(|_| of_self) {
        walker.remember(key, symbol);
    }
}

/// The name in `table.name` and `table["name"]`.
fn name_of_field<'t>(walker: &Walker<'t>, path: Node<'t>, name: Node<'t>) -> Option<&'t str> {
    if path.kind() == "dot_index_expression" {
        return Some(walker.text(name));
    }
    let content = name.field("content").filter(|_| name.kind() == "string")?;
    Some(walker.text(content))
}

/// What the file returns is for others, its other local names are its own.
fn visibility_of_local(walker: &Walker<'_>, name: &str) -> Visibility {
    if walker.is_handed_out(name) { Visibility::Public } else { Visibility::Private }
}

/// Names that start with an underscore are not for others, by convention; local functions cannot be.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let is_local = symbol.kind == SymbolKind::Function
        && symbol.owner.is_none()
        && node.child(0).is_some_and(|first| first.kind() == "local");
    let hidden = symbol.name.starts_with('_') && !symbol.name.starts_with("__");
    Some(if is_local && !walker.is_handed_out(&symbol.name) || hidden {
        Visibility::Private
    } else {
        Visibility::Public
    })
}
