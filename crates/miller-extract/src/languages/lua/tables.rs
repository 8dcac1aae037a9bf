//! Tables as modules and classes, and their fields.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::method_kind;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// So many fields of a metatable are looked at.
const FIELDS_EXAMINED: usize = 16;

/// Notes which names the file returns, and which tables are their own `__index`.
pub(super) fn chunk<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for statement in node.named_children(&mut cursor) {
        match statement.kind() {
            "assignment_statement" => {
                let target = statement.named_child(0).and_then(|list| list.named_child(0));
                if let Some(target) = target.filter(|it| it.kind() == "dot_index_expression") {
                    let text = walker.text(target);
                    if text.ends_with(".__index") {
                        walker.hand_out(text);
                    }
                }
            }
            "return_statement" => {
                let value = statement.named_child(0).and_then(|list| list.named_child(0));
                if let Some(value) = value.filter(|value| value.kind() == "identifier") {
                    walker.hand_out(walker.text(value));
                }
            }
            _ => {}
        }
    }
}

/// What a variable of the file is by its value and by what the file does with it.
pub(super) fn kind_of_variable(
    walker: &Walker<'_>,
    name: &str,
    value: Option<Node<'_>>,
) -> SymbolKind {
    let shouts = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let is_table = value.is_some_and(|value| makes_table(walker, value));
    if value.is_some_and(|value| has_base(walker, value)) {
        return SymbolKind::Class;
    }
    if is_table && walker.is_handed_out(&format!("{name}.__index")) {
        SymbolKind::Class
    } else if is_table && walker.is_handed_out(name) {
        SymbolKind::Module
    } else if shouts && name.len() > 1 {
        SymbolKind::Constant
    } else {
        SymbolKind::Variable
    }
}

/// `{ … }`, `name or { … }`, `setmetatable({ … }, …)`
fn makes_table(walker: &Walker<'_>, value: Node<'_>) -> bool {
    match value.kind() {
        "table_constructor" => true,
        "binary_expression" => value
            .field("right")
            .is_some_and(|right| right.kind() == "table_constructor"),
        "function_call" => value
            .field("name")
            .is_some_and(|name| walker.text(name) == "setmetatable"),
        _ => false,
    }
}

/// Whether `setmetatable({}, { __index = Base })` gives a value, which is a class that extends another.
fn has_base(walker: &Walker<'_>, value: Node<'_>) -> bool {
    let sets = value.kind() == "function_call"
        && value.field("name").is_some_and(|name| walker.text(name) == "setmetatable");
    let table = value.field("arguments").filter(|_| sets).and_then(|list| list.named_child(1));
    let Some(table) = table.filter(|table| table.kind() == "table_constructor") else {
        return false;
    };
    let mut cursor = table.walk();
    let mut fields = table.named_children(&mut cursor).take(FIELDS_EXAMINED);
    fields.any(|field| {
        let is_index = field.field("name").is_some_and(|name| walker.text(name) == "__index");
        let base = field.field("value").filter(|_| is_index);
        base.is_some_and(|base| matches!(base.kind(), "identifier" | "dot_index_expression"))
    })
}

/// `name = value` and `["name"] = value` in a table.
pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(value)) =
        (node.field("name"), node.field("value"))
    else {
        return;
    };
    let in_brackets = node.child(0).is_some_and(|first| first.kind() == "[");
    let text = match name.kind() {
        "identifier" if in_brackets => return,
        "identifier" => walker.text(name),
        "string" => name.field("content").map_or("", |content| walker.text(content)),
        _ => return,
    };
    walker.claim(name);
    if text == "__index" {
        base(walker, value);
    }
    let is_function = value.kind() == "function_definition";
    let owner = owner(walker);
    let is_member = owner.is_some() && !walker.in_function() && name.kind() == "identifier";
    if text.is_empty() || !is_function && !is_member {
        return;
    }
    let kind = if is_function { method_kind(text, SymbolKind::Function) } else { SymbolKind::Field };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(text);
    symbol.owner = owner.map(Cow::Borrowed);
    symbol.binds = false;
    let body = value.field("body").filter(|_| is_function);
    symbol.signature = walker.signature_of(node, body);
    walker.define(symbol);
}

/// The name that the table around a field is assigned to: `name = { field = value }`.
fn owner<'t>(walker: &Walker<'t>) -> Option<&'t str> {
    let kinds = ["table_constructor", "expression_list", "assignment_statement"];
    let around = |distance: usize| {
        walker.ancestor(distance).filter(|node| node.kind() == kinds[distance - 1])
    };
    around(1)?;
    around(2)?;
    let names = around(3)?.named_child(0)?;
    if names.named_child_count() != 1 {
        return None;
    }
    let name = names.named_child(0)?;
    matches!(name.kind(), "identifier" | "dot_index_expression").then(|| walker.text(name))
}

/// `setmetatable({}, { __index = Base })`: what is not in the table is looked up in another one.
fn base<'t>(walker: &mut Walker<'t>, value: Node<'t>) {
    let of_table = matches!(
        walker.enclosing_kind(),
        Some(SymbolKind::Class | SymbolKind::Module | SymbolKind::Variable)
    );
    let of_call = walker.ancestor(2).is_some_and(|around| around.kind() == "arguments");
    if !of_table || !of_call {
        return;
    }
    match value.kind() {
        "identifier" => walker.add_use_as(value, Role::Extends, None),
        "dot_index_expression" => {
            if let Some(field) = value.field("field") {
                walker.add_use_as(field, Role::Extends, value.field("table"));
            }
        }
        _ => {}
    }
}
