//! Names in expressions: calls, modules and what patterns bind.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use super::attributes::definitions_arguments;
use crate::walk::{NewUse, Walker};

/// A module: `Shop.Item`. It binds nothing, wherever it stands.
pub(super) fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match walker.role() {
        Role::Ignore => {}
        Role::Bind => walker.add_use_as(node, Role::Value, None),
        role => walker.add_use_as(node, role, None),
    }
}

/// `%Item{}` makes an instance, unless it is a pattern or a type.
pub(super) fn map<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.role() != Role::Value
        && let Some(name) = node.named_child(0).filter(|name| name.kind() == "struct")
        && let Some(name) = name.named_child(0)
    {
        walker.set_role_of(name, Role::Type);
    }
}

/// A block of a definition is the scope that the definition opens.
pub(super) fn do_block<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_definition =
        walker.ancestor(1).is_some_and(|around| walker.is_enclosing_symbol(around));
    if !of_definition {
        walker.open_scope(ScopeKind::Block);
    }
}

/// A call that is none of the language's own words.
pub(super) fn call<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    target: Node<'t>,
    arguments: Option<Node<'t>>,
) {
    let arity = arity(arguments) + u32::from(is_piped(walker, node)) + u32::from(has_block(node));
    match target.kind() {
        "identifier" if walker.role() == Role::Type => {
            walker.add_use_as(target, Role::Type, None);
        }
        "identifier" => use_of_arity(walker, target, IdentifierKind::Call, arity, None),
        "dot" => {
            let Some(left) = target.field("left") else { return };
            let Some(name) = target.field("right") else {
                // `double.(3)` calls what the variable holds.
                if left.kind() == "identifier" {
                    walker.add_use_as(left, Role::Call, None);
                }
                return;
            };
            if walker.role() == Role::Type {
                return walker.add_use_as(name, Role::Type, Some(left));
            }
            // `item.price` reads a key, `Item.price` calls a function.
            if arguments.is_none() && left.kind() != "alias" && walker.text(left) != "__MODULE__" {
                return walker.add_use_as(name, Role::Member, Some(left));
            }
            // The colon of `:ets.new()` is no part of the module's name.
            let colon = usize::from(left.kind() == "atom");
            let place = ((left.start_byte() + colon) as u32, left.end_byte() as u32);
            if matches!(name.kind(), "identifier" | "operator_identifier") {
                use_of_arity(walker, name, IdentifierKind::Call, arity, Some(place));
            }
        }
        _ => {}
    }
}

/// Functions are known by their names and numbers of arguments.
fn use_of_arity<'t>(
    walker: &mut Walker<'t>,
    name: Node<'t>,
    kind: IdentifierKind,
    arity: u32,
    module: Option<(u32, u32)>,
) {
    let known_as = format!("{}/{arity}", walker.text(name));
    let edge = (kind == IdentifierKind::Call).then_some(RelationshipKind::Calls);
    walker.add(NewUse::of(name, kind).edge(edge).within(module).known_as(known_as));
}

/// How many arguments a call has: keywords at its end are one.
pub(super) fn arity(arguments: Option<Node<'_>>) -> u32 {
    let Some(arguments) = arguments else { return 0 };
    let mut cursor = arguments.walk();
    arguments.named_children(&mut cursor).filter(|child| child.kind() != "comment").count() as u32
}

/// A block at the end of a call is an argument of it.
fn has_block(call: Node<'_>) -> bool {
    let last = call.named_child_count().checked_sub(1);
    last.and_then(|last| call.named_child(last as u32)).is_some_and(|it| it.kind() == "do_block")
}

/// Whether a call gets its first argument from `|>`.
fn is_piped(walker: &Walker<'_>, node: Node<'_>) -> bool {
    walker.ancestor(1).is_some_and(|around| {
        around.kind() == "binary_operator"
            && operator(around) == "|>"
            && around.field("right") == Some(node)
    })
}

fn operator(node: Node<'_>) -> &str {
    node.field("operator").map_or("", |operator| operator.kind())
}

/// Operators that bind names, guard patterns or give types.
pub(super) fn binary_operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(left), Some(right)) =
        (node.field("left"), node.field("right"))
    else {
        return;
    };
    match operator(node) {
        "=" => {
            if left.kind() == "identifier" && right.kind() == "anonymous_function" {
                function_variable(walker, node, left);
            }
            bind(walker, left);
        }
        "<-" => bind(walker, left),
        // Guards and defaults are no patterns.
        "when" | "\\\\" | "in" if walker.role() == Role::Bind => {
            walker.set_role_of(right, Role::Value);
        }
        "::" => type_operator(walker, left, right),
        "|>" if right.kind() == "identifier" => {
            use_of_arity(walker, right, IdentifierKind::Call, 1, None);
        }
        "/" if right.kind() == "integer" => capture(walker, left, right),
        _ => {}
    }
}

fn bind<'t>(walker: &mut Walker<'t>, left: Node<'t>) {
    if walker.role() != Role::Type {
        walker.set_role_of(left, Role::Bind);
    }
}

/// `name = fn … end`
fn function_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    walker.define(symbol);
}

/// `name :: type` in a type, `<<size::8>>` in a binary.
fn type_operator<'t>(walker: &mut Walker<'t>, left: Node<'t>, right: Node<'t>) {
    match (walker.role(), left.kind()) {
        (Role::Type, "identifier") => walker.claim(left),
        (Role::Type, "call") => {
            if let Some(name) = left.field("target") {
                walker.claim(name);
            }
            walker.set_role_of(left, Role::Ignore);
            if let Some(arguments) = definitions_arguments(left) {
                walker.set_role_of(arguments, Role::Type);
            }
        }
        (Role::Type, _) => {}
        _ => {
            walker.set_role_of(right, Role::Ignore);
            sizes(walker, right);
        }
    }
}

/// The options of a part of a binary that are looked at.
const PART_OPTIONS: usize = 8;

/// `integer-size(length(list))-unit(8)`: what a size is computed from are uses again.
fn sizes<'t>(walker: &mut Walker<'t>, options: Node<'t>) {
    let mut next = Some(options);
    for _ in 0..PART_OPTIONS {
        let Some(option) = next else { return };
        let last = option.field("right").unwrap_or(option);
        if let Some(arguments) = definitions_arguments(last) {
            walker.set_role_of(arguments, Role::Value);
        }
        next = option.field("left");
    }
}

/// `&name/1`, `&Module.name/1`
fn capture<'t>(walker: &mut Walker<'t>, left: Node<'t>, right: Node<'t>) {
    let captured = walker.ancestor(1).is_some_and(|around| {
        around.kind() == "unary_operator" && walker.text(around).starts_with('&')
    });
    let Ok(arity) = walker.text(right).parse::<u32>() else { return };
    if !captured {
        return;
    }
    let kind = IdentifierKind::VariableRef;
    match left.kind() {
        "identifier" => use_of_arity(walker, left, kind, arity, None),
        "call" => {
            let target = left.field("target");
            let Some(dot) = target.filter(|target| target.kind() == "dot") else { return };
            let (Some(module), Some(name)) =
                (dot.field("left"), dot.field("right"))
            else {
                return;
            };
            walker.set_role_of(left, Role::Ignore);
            let place = (module.start_byte() as u32, module.end_byte() as u32);
            use_of_arity(walker, name, IdentifierKind::MemberAccess, arity, Some(place));
        }
        _ => {}
    }
}

/// A clause of `fn`, `case` and the like binds names; one of `cond` asks.
pub(super) fn stab_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let asks = walker.ancestor(2).is_some_and(|around| {
        around.kind() == "call"
            && around
                .field("target")
                .is_some_and(|target| walker.text(target) == "cond")
    });
    let Some(left) = node.field("left") else { return };
    if asks {
        walker.set_role_of(left, Role::Value);
    } else if walker.role() == Role::Type {
        // `(integer() -> atom())`
        walker.set_role_of(left, Role::Type);
        if let Some(right) = node.field("right") {
            walker.set_role_of(right, Role::Type);
        }
    }
}
