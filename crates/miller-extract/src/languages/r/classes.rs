//! The classes of S4, of reference classes and of R6, which are made by calls.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::bare;
use crate::fields::Fields;
use crate::remarks;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// Functions that make a class.
const MAKERS: &[&str] = &["R6Class", "ggproto", "setClass", "setClassUnion", "setRefClass"];

/// The name of the function that a call calls, without its package.
pub(super) fn callee<'t>(walker: &Walker<'t>, call: Node<'t>) -> &'t str {
    let Some(function) = call.field("function") else { return "" };
    match function.kind() {
        "identifier" => walker.text(function),
        "namespace_operator" => {
            function.field("rhs").map_or("", |name| walker.text(name))
        }
        _ => "",
    }
}

pub(super) fn makes_class(walker: &Walker<'_>, call: Node<'_>) -> bool {
    MAKERS.contains(&callee(walker, call))
}

/// The first so many arguments of a call.
pub(super) fn first_arguments(call: Node<'_>, count: usize) -> Vec<Node<'_>> {
    let Some(arguments) = call.field("arguments") else { return Vec::new() };
    let mut cursor = arguments.walk();
    arguments.children_by_field_name("argument", &mut cursor).take(count).collect()
}

/// The signature of a class: what makes it, with its name.
pub(super) fn signature(node: Node<'_>, call: Node<'_>) -> Vec<(u32, u32)> {
    let name = first_arguments(call, 1).into_iter().next().filter(|name| {
        name.field("value").is_some_and(|value| value.kind() == "string")
    });
    let end = name.or_else(|| call.field("function"));
    let end = end.map_or(node.end_byte(), |end| end.end_byte());
    let closing = call.end_byte() as u32;
    vec![(node.start_byte() as u32, end as u32), (closing - 1, closing)]
}

/// The text in a string.
fn content<'t>(walker: &Walker<'t>, value: Node<'t>) -> Option<(Node<'t>, &'t str)> {
    let content = value.field("content").filter(|_| value.kind() == "string")?;
    Some((content, walker.text(content)))
}

/// `setClass("Name", …)`, `setGeneric("name", …)`, `setMethod("name", "Class", …)`.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let maker = callee(walker, node);
    construct(walker, node, maker);
    let kind = match maker {
        _ if MAKERS.contains(&maker) => SymbolKind::Class,
        "setGeneric" => SymbolKind::Function,
        "setMethod" | "setReplaceMethod" | "setValidity" => SymbolKind::Method,
        _ => return,
    };
    // An assignment has made the symbol already.
    let assigned = walker.ancestor(1).filter(|parent| parent.kind() == "binary_operator");
    if assigned.is_some_and(|assigned| walker.is_enclosing_symbol(assigned)) {
        return;
    }
    let arguments = first_arguments(node, 3);
    let text_of = |at: usize| {
        let value = arguments.get(at)?.field("value")?;
        let value = match value.kind() {
            // `signature("Circle")`
            "call" => first_arguments(value, 1).first()?.field("value")?,
            _ => value,
        };
        content(walker, value)
    };
    let Some((name_node, name)) = text_of(0) else { return };
    let owner = text_of(1).map(|(_, name)| name);
    let mut symbol = walker.import(node, name);
    symbol.kind = kind;
    let mut function = arguments.iter().filter_map(|argument| argument.field("value"));
    let function = function.next_back().filter(|value| value.kind() == "function_definition");
    match kind {
        SymbolKind::Class => {
            symbol.signature = signature(node, node);
            symbol.scope = Some(ScopeKind::Type);
        }
        SymbolKind::Method if maker == "setValidity" => {
            symbol.name = Cow::Borrowed("validity");
            symbol.owner = Some(Cow::Borrowed(name));
            symbol.binds = false;
        }
        SymbolKind::Method => {
            symbol.owner = owner.map(Cow::Borrowed);
            symbol.binds = false;
        }
        _ => {}
    }
    if let Some(body) = function.and_then(|function| function.field("body")) {
        symbol.signature = walker.signature_of(node, Some(body));
    }
    walker.claim(name_node);
    walker.define(symbol);
}

/// Arguments of the calls that make classes: base classes, and members in lists.
pub(super) fn argument<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !walker.in_type() {
        return;
    }
    let name = node.field("name").map(|name| (name, bare(walker, name)));
    let value = node.field("value");
    let maker = walker.ancestor(2).filter(|call| makes_class(walker, *call));
    let prototype = maker.is_some_and(|call| callee(walker, call) == "ggproto");
    match (maker, name, value) {
        // `ggproto("Name", Base, member = value)`
        (Some(_), Some((name, text)), value) if prototype => {
            add_member(walker, node, name, text, value, "public");
        }
        (Some(_), None, Some(value)) if prototype && value.kind() != "null" => {
            walker.set_role(Role::Extends);
        }
        (Some(_), Some((_, "inherit")), _) => walker.set_role(Role::Extends),
        (Some(_), Some((_, "contains")), Some(value)) => contains(walker, value),
        (None, Some((name, text)), value) => member(walker, node, name, text, value),
        _ => {}
    }
}

/// `contains = "Base"`, `contains = c("Base", "Other")`.
fn contains<'t>(walker: &mut Walker<'t>, value: Node<'t>) {
    let values = match value.kind() {
        "call" => first_arguments(value, 32)
            .into_iter()
            .filter_map(|argument| argument.field("value"))
            .collect(),
        _ => vec![value],
    };
    for value in values {
        if let Some((content, _)) = content(walker, value).filter(|(_, text)| *text != "VIRTUAL") {
            walker.add_use_as(content, Role::Extends, None);
        }
    }
}

/// `name = value` in one of the lists of a class.
fn member<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    text: &'t str,
    value: Option<Node<'t>>,
) {
    // The list is an argument of the call that makes the class.
    let outer = walker.ancestor(5).filter(|call| makes_class(walker, *call));
    let list = walker.ancestor(3).filter(|argument| argument.kind() == "argument");
    let (Some(_), Some(list)) = (outer, list) else { return };
    let section = match list.field("name") {
        Some(name) => bare(walker, name),
        None => walker.ancestor(2).map_or("", |call| callee(walker, call)),
    };
    add_member(walker, node, name, text, value, section);
}

/// Adds a member that stands in a section of a class, such as `private`.
fn add_member<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    text: &'t str,
    value: Option<Node<'t>>,
    section: &str,
) {
    let function = value.filter(|value| value.kind() == "function_definition");
    let kind = match (section, function.is_some()) {
        ("public" | "private" | "methods", true) => match text {
            "initialize" => SymbolKind::Constructor,
            "finalize" => SymbolKind::Destructor,
            _ => SymbolKind::Method,
        },
        ("active", true) => SymbolKind::Property,
        ("public" | "private" | "fields" | "slots" | "representation", _) => SymbolKind::Field,
        _ => return,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(text);
    let body = function.and_then(|function| function.field("body"));
    symbol.signature = walker.signature_of(node, body);
    symbol.doc = body.filter(|_| section == "methods").and_then(|body| docstring(walker, body));
    symbol.visibility = Some(match section {
        "private" => Visibility::Private,
        _ => Visibility::Public,
    });
    walker.define(symbol);
}

/// The string that a method of a reference class may start with.
fn docstring(walker: &Walker<'_>, body: Node<'_>) -> Option<String> {
    let (_, text) = content(walker, body.field("body")?)?;
    let doc = remarks::dedent(text);
    (!doc.is_empty()).then_some(doc)
}

/// `Name$new( … )` and `new("Name", … )` make an instance.
fn construct<'t>(walker: &mut Walker<'t>, node: Node<'t>, callee: &str) {
    let of_type = if callee == "new" {
        first_arguments(node, 1)
            .first()
            .and_then(|first| content(walker, first.field("value")?))
            .map(|(content, _)| content)
    } else {
        let member = node.field("function");
        let member = member.filter(|member| member.kind() == "extract_operator");
        let Some(member) = member else { return };
        let name = member.field("rhs");
        let Some(name) = name.filter(|name| walker.text(*name) == "new") else { return };
        let object = member.field("lhs");
        let object = object.filter(|object| object.kind() == "identifier");
        if object.is_some() {
            walker.claim(name);
        }
        object
    };
    if let Some(of_type) = of_type {
        walker.add_use_as(of_type, Role::Construct, None);
    }
}
