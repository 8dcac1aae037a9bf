//! What the table of Groovy cannot say of fields, variables, closures and tasks of build scripts.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::{has_modifier, signature};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// A field. One that no modifier says anything of is a property, which is read and set by methods.
pub(super) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // The last modifier is written over where there is no type.
    let of_type = node.field("type").map_or("", |of_type| &walker.source()[of_type.start_byte()..]);
    let is_final = has_modifier(node, "final") || of_type.starts_with("final ");
    let is_constant =
        node.kind() == "constant_declaration" || has_modifier(node, "static") && is_final;
    let has_access =
        ["private", "protected", "public"].iter().any(|access| has_modifier(node, access));
    let kind = match (is_constant, has_access) {
        (true, _) => SymbolKind::Constant,
        (false, true) => SymbolKind::Field,
        (false, false) => SymbolKind::Property,
    };
    define(walker, node, |_| kind);
}

/// A variable of a script. In functions, the table binds the names, except those of closures.
pub(super) fn variable_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if is_call(walker, node) {
        return;
    }
    if walker.in_function() {
        let is_function = node.field("declarator").is_some_and(holds_closure);
        if is_function {
            define(walker, node, |_| SymbolKind::Function);
        }
        return;
    }
    let is_fixed = has_modifier(node, "final");
    define(walker, node, |declarator| {
        if holds_closure(declarator) {
            SymbolKind::Function
        } else if is_fixed {
            SymbolKind::Constant
        } else {
            SymbolKind::Variable
        }
    });
}

/// `compile libraries` looks like a declaration to the grammar, but no type starts with a small letter.
fn is_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> bool {
    let part = |node: Node<'t>, field| node.child_by_field_name(field);
    let (Some(name), Some(argument)) = (part(node, "type"), part(node, "declarator")) else {
        return false;
    };
    let is_name = name.kind() == "type_identifier"
        && name.start_byte() == node.start_byte()
        && walker.text(name).starts_with(char::is_lowercase);
    let argument = part(argument, "name").filter(|_| part(argument, "value").is_none());
    let Some(argument) = argument.filter(|_| is_name && walker.text(name) != "def") else {
        return false;
    };
    walker.add_use_as(name, Role::CallMethod, None);
    walker.add_use_as(argument, Role::Value, None);
    true
}

fn holds_closure(declarator: Node<'_>) -> bool {
    declarator.field("value").is_some_and(|value| value.kind() == "closure")
}

/// Makes a symbol of each name in a declaration. Of several, each takes the span of its declarator.
fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, kind: impl Fn(Node<'t>) -> SymbolKind) {
    let mut cursor = node.walk();
    let declarators: Vec<Node<'t>> =
        node.children_by_field_name("declarator", &mut cursor).collect();
    let several = declarators.len() > 1;
    for declarator in declarators {
        let Some(name) = name_of(walker, node, declarator) else { continue };
        let value = declarator.field("value");
        let long = value.filter(|value| value.start_position().row != value.end_position().row);
        let end = long.map_or(declarator.end_byte(), |value| value.start_byte());
        let mut symbol =
            walker.symbol(kind(declarator), if several { declarator } else { node }, name);
        symbol.signature = signature(node, end);
        // The grammar counts the comments behind a declaration to it.
        symbol.ends_with(declarator);
        walker.define(symbol);
    }
}

/// The name in a declaration: `static SIZE = 1` has no type, which the grammar says to be its name.
fn name_of<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    declarator: Node<'t>,
) -> Option<Node<'t>> {
    let name = declarator.field("name")?;
    if name.start_byte() < name.end_byte() {
        return Some(name);
    }
    let name = node.field("type").filter(|name| name.kind() == "type_identifier")?;
    walker.claim(name);
    Some(name)
}

/// A closure knows a local `it`.
pub(super) fn closure<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    walker.bind_implicit("it");
}

/// `name path`, which is written like a sum for the grammar, is a call; `value as Type` is written like
/// a choice.
pub(super) fn sum<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(operator)) =
        (node.field("left"), node.field("operator"))
    else {
        return;
    };
    if name.kind() == "identifier" && walker.text(operator) == " " {
        walker.add_use_as(name, Role::CallMethod, None);
    }
    let of_type = node.field("right").filter(|right| right.kind() == "identifier");
    if let Some(of_type) = of_type.filter(|_| walker.text(operator) == "as") {
        walker.add_use_as(of_type, Role::Type, None);
    }
}

/// `task name(…) { … }` in a build script: the grammar does not see the first word.
pub(super) fn task<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let line = walker.source()[..node.start_byte()].trim_end_matches([' ', '\t']);
    let is_task = line.len() < node.start_byte() && ends_with_task(line);
    if !is_task || node.field("object").is_some() {
        return;
    }
    let body = node.field("body");
    let end = body.map_or(node.end_byte(), |body| body.start_byte());
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.signature = vec![((line.len() - "task".len()) as u32, end as u32)];
    walker.define(symbol);
}

/// Whether the last word of a text is `task`, at the start of a line.
fn ends_with_task(text: &str) -> bool {
    let before = text.strip_suffix("task").map(|before| before.trim_end_matches([' ', '\t']));
    before.is_some_and(|before| before.is_empty() || before.ends_with('\n'))
}
