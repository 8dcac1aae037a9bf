//! What the table of Dart cannot say of functions, accessors, constructors, fields and variables: the
//! grammar puts them into several layers of nodes.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::declarations::{child_of_kind, signature};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

const SIGNATURES: &[&str] = &[
    "function_signature",
    "getter_signature",
    "setter_signature",
    "operator_signature",
    "constructor_signature",
    "constant_constructor_signature",
    "factory_constructor_signature",
    "redirecting_factory_constructor_signature",
];

const NAME_LISTS: &[&str] =
    &["initialized_identifier_list", "static_final_declaration_list", "identifier_list"];

/// A member of a type: the symbol takes the span of the outermost node.
pub(super) fn member_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(inner) = child_of_kind(node, &["declaration", "method_declaration"]) else { return };
    if let Some(method) = inner.field("signature") {
        let Some(declared) = child_of_kind(method, SIGNATURES) else { return };
        let body = inner.field("body");
        let initializers = child_of_kind(method, &["initializers"]);
        let end = initializers.or(body).map_or(inner.end_byte(), |end| end.start_byte());
        return define(walker, node, inner, declared, end);
    }
    if let Some(declared) = child_of_kind(inner, SIGNATURES) {
        return define(walker, node, inner, declared, declared.end_byte());
    }
    if let Some(list) = child_of_kind(inner, NAME_LISTS) {
        variables(walker, node, inner, list);
    }
}

/// A function or accessor outside types.
pub(super) fn top_level<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(declared) = node.field("signature") {
        let body = node.field("body");
        let end = body.map_or(declared.end_byte(), |body| body.start_byte());
        define(walker, node, node, declared, end);
    }
}

/// A function in a function.
pub(super) fn local_function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(declared) = child_of_kind(node, SIGNATURES) {
        define(walker, node, node, declared, declared.end_byte());
    }
}

/// Makes the symbol of what a signature declares. `outer` gives it its span, and its text starts
/// behind the annotations of `inner`.
fn define<'t>(
    walker: &mut Walker<'t>,
    outer: Node<'t>,
    inner: Node<'t>,
    declared: Node<'t>,
    end: usize,
) {
    let Some((name, named)) = name_of(walker, declared) else { return };
    let kind = match declared.kind() {
        "function_signature" if walker.in_type() => SymbolKind::Method,
        "function_signature" => SymbolKind::Function,
        "getter_signature" | "setter_signature" => SymbolKind::Property,
        "operator_signature" => SymbolKind::Operator,
        _ => SymbolKind::Constructor,
    };
    let mut symbol = walker.symbol(kind, outer, name);
    symbol.signature = signature(inner, end);
    symbol.scope = Some(ScopeKind::Function);
    // A constructor without a name of its own is reached through its class.
    symbol.binds = kind != SymbolKind::Constructor || named;
    walker.define(symbol);
}

/// The last name of a signature, and whether that is one of its own: `paper` in `Kite.paper`.
fn name_of<'t>(walker: &mut Walker<'t>, declared: Node<'t>) -> Option<(Node<'t>, bool)> {
    if let Some(operator) = declared.field("operator") {
        return Some((operator, true));
    }
    let mut cursor = declared.walk();
    let mut last = None;
    let mut named = false;
    for name in declared.children_by_field_name("name", &mut cursor).filter(|name| name.kind() != ".") {
        named = last.is_some();
        walker.claim(name);
        last = Some(name);
    }
    Some((last?, named))
}

pub(super) fn top_level_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(list) = child_of_kind(node, NAME_LISTS) {
        variables(walker, node, node, list);
    }
}

/// Fields, and variables outside types. Of several in one declaration, each has the span of its part.
fn variables<'t>(walker: &mut Walker<'t>, outer: Node<'t>, inner: Node<'t>, list: Node<'t>) {
    let has = |word: &str| {
        let mut cursor = inner.walk();
        inner
            .children(&mut cursor)
            .take_while(|child| child.id() != list.id())
            .any(|child| child.kind() == word)
    };
    let fixed = has("const") || has("final") && (has("static") || !walker.in_type());
    let kind = match (fixed, walker.in_type()) {
        (true, _) => SymbolKind::Constant,
        (false, true) => SymbolKind::Field,
        (false, false) => SymbolKind::Variable,
    };
    let mut cursor = list.walk();
    let several = list.named_child_count() > 1;
    for part in list.named_children(&mut cursor) {
        let name = part.field("name").unwrap_or(part);
        if name.kind() != "identifier" {
            continue;
        }
        let value = part.field("value");
        let is_function = value.is_some_and(|value| value.kind() == "function_expression");
        let kind = if is_function && !walker.in_type() { SymbolKind::Function } else { kind };
        let long = value.filter(|value| value.start_position().row != value.end_position().row);
        let end = long.map_or(outer.end_byte(), |value| value.start_byte());
        let mut symbol = walker.symbol(kind, if several { part } else { outer }, name);
        symbol.signature = signature(inner, end);
        walker.define(symbol);
    }
}

/// A local variable that holds a function. The table binds the others.
pub(super) fn local_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(value)) =
        (node.field("name"), node.field("value"))
    else {
        return;
    };
    if value.kind() == "function_expression" {
        let mut symbol = walker.symbol(SymbolKind::Function, node, name);
        let long = value.start_position().row != value.end_position().row;
        let end = if long { value.start_byte() } else { node.end_byte() };
        symbol.signature = vec![(node.start_byte() as u32, end as u32)];
        symbol.name = Cow::Borrowed(walker.text(name));
        walker.define(symbol);
    }
}

/// `this.name` among the parameters of a constructor sets a field.
pub(super) fn field_formal_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let mut cursor = node.walk();
    let receiver = node
        .children(&mut cursor)
        .find(|child| child.kind() == "this")
        .map(|this| (this.start_byte() as u32, this.end_byte() as u32));
    walker.add_use_of(name, IdentifierKind::MemberAccess, None, receiver);
}
