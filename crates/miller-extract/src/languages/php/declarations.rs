//! Types, functions and their members.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewSymbol, Walker};

/// What PHP calls a class without a name.
const ANONYMOUS: &str = "class@anonymous";

/// What has a name: attributes in front are no part of its signature.
pub(super) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = vec![header(node, "body")];
    true
}

pub(super) fn method<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.kind = match &*symbol.name.to_ascii_lowercase() {
        "__construct" => SymbolKind::Constructor,
        "__destruct" => SymbolKind::Destructor,
        _ => SymbolKind::Method,
    };
    declaration(walker, node, symbol)
}

/// `new class extends Base { … }`
pub(super) fn anonymous_class<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed(ANONYMOUS);
    symbol.binds = false;
    symbol.signature = vec![header(node, "body")];
    true
}

/// From behind the attributes to the body.
fn header(node: Node<'_>, body: &str) -> (u32, u32) {
    let start = node
        .field("attributes")
        .and_then(|attributes| attributes.next_sibling())
        .unwrap_or(node);
    let end = node.child_by_field_name(body).map_or(node.end_byte(), |body| body.start_byte());
    (start.start_byte() as u32, end as u32)
}

/// `const LIMIT = 10, OTHER = 20;`, in a type or not.
pub(super) fn constants<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    for (element, alone) in elements(node, "const_element") {
        if let Some(name) = element.named_child(0) {
            member(walker, SymbolKind::Constant, node, (element, alone), name);
        }
    }
}

/// `private ?Item $first = null, $second;`
pub(super) fn properties<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    for (element, alone) in elements(node, "property_element") {
        if let Some(name) = element.field("name") {
            property(walker, node, (element, alone), name);
        }
    }
}

/// The declared parts of a declaration, and whether there is only one.
fn elements<'t>(node: Node<'t>, kind: &str) -> Vec<(Node<'t>, bool)> {
    let mut cursor = node.walk();
    let found: Vec<Node<'t>> =
        node.named_children(&mut cursor).filter(|child| child.kind() == kind).collect();
    let alone = found.len() == 1;
    found.into_iter().map(|element| (element, alone)).collect()
}

/// A member takes the span of its whole declaration where it is alone in it.
fn member<'t>(
    walker: &mut Walker<'t>,
    kind: SymbolKind,
    declaration: Node<'t>,
    (element, alone): (Node<'t>, bool),
    name: Node<'t>,
) -> u32 {
    let mut symbol = walker.symbol(kind, if alone { declaration } else { element }, name);
    let (start, end) = header(declaration, "body");
    symbol.signature = if alone {
        let mut cursor = declaration.walk();
        let hooks = declaration
            .named_children(&mut cursor)
            .find(|child| child.kind() == "property_hook_list");
        vec![(start, hooks.map_or(end, |hooks| hooks.start_byte() as u32))]
    } else {
        vec![(start, end)]
    };
    symbol.visibility = written_visibility(declaration);
    walker.define(symbol)
}

/// A property is called by its name without `$`, and with it where it is static.
fn property<'t>(
    walker: &mut Walker<'t>,
    declaration: Node<'t>,
    element: (Node<'t>, bool),
    variable: Node<'t>,
) {
    let Some(name) = variable.named_child(0) else { return };
    walker.claim(variable);
    let text = walker.text(variable);
    let index = member(walker, SymbolKind::Property, declaration, element, name);
    walker.bind_symbol(text, index);
}

/// `public function __construct(private readonly string $name)`: a parameter and a property.
pub(super) fn promoted_property<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let variable = if name.kind() == "by_ref" { name.named_child(0) } else { Some(name) };
    let Some(variable) = variable.filter(|variable| variable.kind() == "variable_name") else {
        return;
    };
    walker.bind_local(variable, 0);
    let Some(bare) = variable.named_child(0) else { return };
    walker.claim(variable);
    let mut symbol = walker.symbol(SymbolKind::Property, node, bare);
    symbol.signature = vec![header(node, "body")];
    symbol.visibility = written_visibility(node);
    symbol.member_of_type = true;
    walker.define(symbol);
}

/// `hello as protected greet;`: a method under another name.
pub(super) fn use_as_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> =
        node.named_children(&mut cursor).filter(|child| child.kind() == "name").collect();
    let from_trait = node.named_child(0).is_some_and(|first| first.kind() != "name");
    let alias = match names.as_slice() {
        [alias] if from_trait => *alias,
        [original, alias] => {
            walker.add_use_as(*original, Role::Value, None);
            *alias
        }
        _ => return,
    };
    let mut symbol = walker.symbol(SymbolKind::Method, node, alias);
    symbol.visibility = written_visibility(node);
    symbol.scope = None;
    walker.define(symbol);
}

/// `First::hello insteadof Second;`
pub(super) fn use_instead_of_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let other = node.named_children(&mut cursor).filter(|child| child.kind() == "name").last();
    if let Some(other) = other {
        walker.add_use_as(other, Role::Type, None);
    }
}

/// What `public`, `protected` or `private` in front of a declaration says.
fn written_visibility(node: Node<'_>) -> Option<Visibility> {
    let mut cursor = node.walk();
    // The words stand in front of what they are about, behind attributes.
    let modifier = node
        .named_children(&mut cursor)
        .take(8)
        .find(|child| child.kind() == "visibility_modifier")?;
    match modifier.child(0)?.kind() {
        "private" => Some(Visibility::Private),
        "protected" => Some(Visibility::Protected),
        _ => Some(Visibility::Public),
    }
}

/// Everything is public that does not say otherwise; names in a function are its own.
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let written = match symbol.kind {
        SymbolKind::Method | SymbolKind::Constructor | SymbolKind::Destructor => {
            written_visibility(node)
        }
        SymbolKind::Function if symbol.name.starts_with('$') && walker.in_function() => {
            Some(Visibility::Private)
        }
        _ => None,
    };
    written.or(Some(Visibility::Public))
}
