//! What the tables cannot say: functions and classes as values, members, scopes, tags of JSX.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

pub(in crate::languages) use super::assignments::{assignment, pair};
pub(in crate::languages) use super::declarations::variable_declarator;
pub(in crate::languages) use super::exports::export_statement;
use super::imports::imported_in_place;
use super::types::{declared, held_by};
pub(in crate::languages) use super::imports::{import_alias, import_statement};
pub(in crate::languages) use super::visibility::visibility;

/// The module's name: the file's, or the folder's for `index.js`.
pub(in crate::languages) fn module_name(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix(".d").unwrap_or(stem);
    let name = if stem == "index" { parts.next().unwrap_or(stem) } else { stem };
    Some(name.to_owned())
}

/// Finds the file's own documentation, and the names that it exports in lists.
pub(in crate::languages) fn program<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    super::exports::list_exported_names(walker, node);
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let Some(first) = children.find(|child| child.kind() != "hash_bang_line") else { return };
    let text = walker.text(first);
    if first.kind() != "comment" || !text.starts_with("/**") {
        return;
    }
    let tags = ["@file", "@overview", "@module", "@packageDocumentation"];
    let below = children.next();
    let apart = below.is_none_or(|below| {
        below.kind() == "import_statement"
            || below.kind() == "comment"
            || below.start_position().row > first.end_position().row + 1
    });
    if apart || tags.iter().any(|tag| text.contains(tag)) {
        let doc = remarks::text_of_block(&[text], &super::JSDOC);
        walker.document_file(doc.unwrap_or_default());
    }
}

/// The innermost expression of what only wraps it: brackets, `await`, type assertions.
pub(in crate::languages) fn unwrapped(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression"
            | "await_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression" => node.named_child(0),
            // The type stands in front.
            "type_assertion" => node.named_child(1),
            _ => None,
        };
        let Some(inner) = inner else { return node };
        node = inner;
    }
}

/// Whether an expression is a function.
pub(super) fn is_function(value: Node<'_>) -> bool {
    matches!(value.kind(), "arrow_function" | "function_expression" | "generator_function")
}

/// Whether a name is written like that of a constant: `MAX_SIZE`.
pub(super) fn shouts(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// A string without its quotes.
pub(in crate::languages) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix(['"', '\'', '`']).unwrap_or(text);
    inner.strip_suffix(['"', '\'', '`']).unwrap_or(inner)
}

/// Whether a keyword stands before the name of a member.
pub(in crate::languages) fn has_keyword(node: Node<'_>, keywords: &[&str]) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .take_while(|child| {
            !matches!(child.kind(), "property_identifier" | "private_property_identifier")
        })
        .any(|child| keywords.contains(&child.kind()))
}

/// The stretches of a signature without the decorators in them.
pub(in crate::languages) fn signature_without_decorators<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    body: Option<Node<'t>>,
) -> Vec<(u32, u32)> {
    let mut stretches = walker.signature_of(node, body);
    let exported = walker.ancestor(1).filter(|above| above.kind() == "export_statement");
    for around in [exported, Some(node)].into_iter().flatten() {
        let mut cursor = around.walk();
        for decorator in around.children_by_field_name("decorator", &mut cursor) {
            let (from, to) = (decorator.start_byte() as u32, decorator.end_byte() as u32);
            stretches = stretches
                .into_iter()
                .flat_map(|(start, end)| [(start, end.min(from)), (start.max(to), end)])
                .filter(|(start, end)| start < end)
                .collect();
        }
    }
    stretches
}

/// A constructor function sets fields of what it makes, by convention under a capital letter.
pub(in crate::languages) fn function<'t>(
    _walker: &mut Walker<'t>,
    _node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.holds_members = symbol.name.starts_with(char::is_uppercase);
    true
}

/// A function that is a value: a symbol where it has a name, known in itself only, or where it is
/// the file's default export.
pub(in crate::languages) fn function_value<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if !name_of_value(walker, node, symbol) {
        return false;
    }
    symbol.holds_members = symbol.name.starts_with(char::is_uppercase);
    true
}

/// A class that is a value. Without a name it is that of the variable or member it is given to.
pub(in crate::languages) fn class_value<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let is_value_of_symbol = walker.in_type();
    if is_value_of_symbol {
        symbol.scope = None;
        if let Some(name) = node.field("name") {
            walker.bind_to_enclosing(name);
        }
        return false;
    }
    if name_of_value(walker, node, symbol) {
        symbol.signature =
            signature_without_decorators(walker, node, node.field("body"));
        return true;
    }
    false
}

fn name_of_value<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let above = walker.ancestor(1);
    if let Some(name) = node.field("name") {
        if above.is_some_and(|above| is_place(above) && walker.is_enclosing_symbol(above)) {
            // The symbol is that of the place; the value's own name means it.
            walker.open_scope(ScopeKind::Block);
            walker.bind_to_enclosing(name);
            return false;
        }
        symbol.name = Cow::Borrowed(walker.text(name));
        let assigned = above.is_some_and(|above| above.kind() == "assignment_expression");
        if assigned && !walker.in_function() && walker.is_handed_out(&symbol.name) {
            symbol.visibility = Some(Visibility::Public);
        }
        walker.open_scope(ScopeKind::Block);
        walker.claim(name);
        return true;
    }
    let exported = above.is_some_and(|above| above.kind() == "export_statement");
    if exported {
        symbol.name = Cow::Borrowed("default");
        symbol.binds = false;
    }
    exported
}

/// Whether a node gives its value a name.
pub(super) fn is_place(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "variable_declarator"
            | "assignment_expression"
            | "pair"
            | "field_definition"
            | "public_field_definition"
    )
}

pub(in crate::languages) fn class<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = signature_without_decorators(walker, node, node.field("body"));
    true
}

/// The members that a class declares, wherever: `this.name = …` defines none of them again.
pub(in crate::languages) fn class_body<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for member in node.named_children(&mut cursor) {
        let field = match member.kind() {
            "method_definition" => "name",
            "field_definition" => "property",
            _ => continue,
        };
        if let Some(name) = member.child_by_field_name(field) {
            walker.declare_member(unquoted(walker.text(name)));
        }
    }
}

/// A method of a class or of an object.
pub(in crate::languages) fn method<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    name_of_member(symbol);
    symbol.kind = if has_keyword(node, &["get", "set", "static get"]) {
        SymbolKind::Property
    } else if symbol.name == "constructor" && !has_keyword(node, &["static"]) {
        SymbolKind::Constructor
    } else {
        SymbolKind::Method
    };
    symbol.binds = walker.in_type();
    // In the method of an object without a name, `this` is not that of the class around it.
    symbol.holds_members = !walker.in_named_type();
    symbol.signature = signature_without_decorators(walker, node, node.field("body"));
    let returns = node.field("return_type").filter(|_| symbol.kind == SymbolKind::Property);
    symbol.held = returns.map(|returns| (declared(walker, returns), returns));
    true
}

/// A field of a class; a method where its value is a function.
pub(in crate::languages) fn field<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    name_of_member(symbol);
    let value = node.field("value");
    let inner = value.map(unwrapped);
    if inner.is_some_and(is_function) {
        symbol.kind = SymbolKind::Method;
    } else if has_keyword(node, &["accessor"]) {
        symbol.kind = SymbolKind::Property;
    } else if has_keyword(node, &["static"])
        && (shouts(&symbol.name) || has_keyword(node, &["readonly"]))
    {
        symbol.kind = SymbolKind::Constant;
    }
    symbol.signature =
        signature_without_decorators(walker, node, value.and_then(signature_end));
    if symbol.kind != SymbolKind::Method {
        symbol.held = Some((held_by(walker, node), node));
    }
    true
}

/// Where the signature ends of something with a value: at the body of a function or class, before a
/// value of several lines, else after the value.
pub(in crate::languages) fn signature_end(value: Node<'_>) -> Option<Node<'_>> {
    let inner = unwrapped(value);
    if is_function(inner) || inner.kind() == "class" {
        return inner.field("body");
    }
    (value.start_position().row != value.end_position().row).then_some(value)
}

/// Members may be named by strings.
pub(in crate::languages) fn name_of_member(symbol: &mut NewSymbol<'_>) {
    if let Cow::Borrowed(name) = symbol.name
        && name.starts_with(['"', '\''])
        && !unquoted(name).is_empty()
    {
        symbol.name = Cow::Borrowed(unquoted(name));
    }
}

/// `await (0, make)()`: the grammar takes the word for a function. It also takes `await make` for what
/// `await make<Type>()` calls, and `!check` in `!check<Type>()`.
pub(in crate::languages) fn call_expression<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(function) = node.field("function") else { return };
    match (function.kind(), walker.text(function)) {
        (_, "await") => return walker.claim(function),
        ("import", _) | ("identifier", "require") => return imported_in_place(walker, node),
        _ => {}
    }
    let called = last_operand(function);
    if called != function {
        walker.set_role_of(called, Role::Call);
    }
}

/// So many operators may stand before what is called.
const OPERATORS: usize = 16;

/// The operand that stands last in an expression, which what follows in brackets belongs to.
pub(in crate::languages) fn last_operand(mut node: Node<'_>) -> Node<'_> {
    for _ in 0..OPERATORS {
        let inner = match node.kind() {
            "await_expression" => node.named_child(0),
            "unary_expression" => node.field("argument"),
            "binary_expression" => node.field("right"),
            _ => None,
        };
        let Some(inner) = inner else { break };
        node = inner;
    }
    node
}

/// The functions in an object are its members. The object that a variable is given has the
/// variable's scope of members already.
pub(in crate::languages) fn object<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if !walker.in_type() {
        walker.open_scope(ScopeKind::Type);
    }
}

/// A block has names of its own; the body of a namespace has those of the namespace.
pub(in crate::languages) fn statement_block<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let outside = matches!(walker.scope_kind(), ScopeKind::File | ScopeKind::Namespace);
    let around = walker.ancestor(1).filter(|_| outside);
    let is_body = around.is_some_and(|around| {
        matches!(around.kind(), "module" | "internal_module" | "ambient_declaration")
    });
    if !is_body {
        walker.open_scope(ScopeKind::Block);
    }
}

/// `for (const name of names)` declares a name; without a keyword the name is known already.
pub(in crate::languages) fn for_in_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = match node.field("kind").map(|kind| kind.kind()) {
        Some("var") => Role::BindInFunction,
        Some(_) => Role::Bind,
        None => Role::Value,
    };
    walker.set_role(role);
}

/// A tag that starts with a lower-case letter is an element of the page, not a component.
pub(in crate::languages) fn jsx_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let text = walker.text(name);
    if name.kind() == "identifier" && (text.starts_with(char::is_lowercase) || text.contains('-')) {
        walker.claim(name);
    }
    // `<this.Name />`: the grammar takes the word for a name.
    let mut first = name;
    while let Some(object) = first.field("object") {
        first = object;
    }
    if first != name && walker.text(first) == "this" {
        walker.claim(first);
    }
}

/// What a closing tag names, its opening tag has named.
pub(in crate::languages) fn jsx_closing_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut next = node.field("name");
    while let Some(name) = next {
        if let Some(property) = name.field("property") {
            walker.claim(property);
        }
        next = name.field("object");
        if next.is_none() {
            walker.claim(name);
        }
    }
}
