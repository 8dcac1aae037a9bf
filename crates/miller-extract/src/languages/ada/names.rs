//! What names in expressions and statements are, where the grammar alone does not say.

use tree_sitter::Node;

use super::types::literal_key;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// Types that every program knows.
const PREDEFINED: &[&str] = &[
    "boolean", "character", "duration", "float", "integer", "long_float", "long_integer",
    "long_long_float", "long_long_integer", "natural", "positive", "short_integer", "string",
    "wide_character", "wide_string", "wide_wide_character", "wide_wide_string",
];

/// Attributes that types alone have.
const OF_TYPES: &[&str] = &[
    "base", "ceiling", "class", "delta", "digits", "floor", "max", "min", "mod", "modulus", "pos",
    "pred", "range_length", "rounding", "succ", "truncation", "val", "value", "wide_value",
];

/// The key under which the name of a type is kept.
pub(super) fn type_key(name: &str) -> String {
    format!("type {}", name.to_ascii_lowercase())
}

fn is_type(walker: &Walker<'_>, name: Node<'_>) -> bool {
    if name.kind() != "identifier" {
        return false;
    }
    let text = &walker.source()[name.byte_range()];
    PREDEFINED.iter().any(|known| known.eq_ignore_ascii_case(text))
        || walker.remembered(&type_key(text)).is_some()
}

/// `Name (…)`: a call, a part of an array, or a conversion to a type; and `Name;` as a statement.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.child(0) else { return };
    let tick = node.child(1).filter(|child| child.kind() == "tick");
    let role = match walker.role() {
        _ if tick.is_some() => role_before_tick(walker, name, node.child(2)),
        given @ (Role::Construct | Role::Type | Role::Extends | Role::Implements) => given,
        _ if is_type(walker, name) => Role::Type,
        _ if name.kind() == "identifier" && walker.is_variable(walker.text(name)) => Role::Value,
        _ => Role::Call,
    };
    walker.set_role_of(name, role);
}

/// `Integer'Image`, `Values'Length`: types and objects have attributes.
fn role_before_tick<'t>(walker: &Walker<'t>, name: Node<'t>, attribute: Option<Node<'t>>) -> Role {
    let attribute = attribute.map_or("", |attribute| walker.text(attribute));
    let of_type = OF_TYPES.iter().any(|known| known.eq_ignore_ascii_case(attribute));
    if of_type || is_type(walker, name) { Role::Type } else { Role::Value }
}

/// `Name'Attribute` among what is multiplied.
pub(super) fn term<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.child_count() < 3 {
        return;
    }
    let mut cursor = node.walk();
    let mut name: Option<Node<'t>> = None;
    let mut before_tick = None;
    for child in node.children(&mut cursor) {
        match child.kind() {
            "tick" => before_tick = name.take(),
            "attribute_designator" => {
                if let Some(name) = before_tick.take() {
                    let role = role_before_tick(walker, name, Some(child));
                    walker.set_role_of(name, role);
                }
            }
            _ => name = Some(child),
        }
    }
}

/// `Prefix.Name`: the name of a unit is one name; all of what a clause brings in is brought in.
pub(super) fn path<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match walker.role() {
        Role::Ignore => walker.leave_out_children(),
        Role::Import => {
            if let Some(prefix) = node.field("prefix") {
                walker.set_role_of(prefix, Role::Import);
            }
        }
        _ => {}
    }
}

/// `Point'(X => 1, Y => 2)` is an instance, `String'("text")` says of which type a value is.
pub(super) fn qualified<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("subtype_name") else { return };
    let allocated = walker.ancestor(1).is_some_and(|around| around.kind() == "allocator");
    let count = node.child_count();
    let value = count.checked_sub(1).and_then(|last| node.child(last));
    let role = match value.map_or("", |value| value.kind()) {
        _ if allocated => Role::Construct,
        kind if kind.ends_with("_aggregate") => Role::Literal,
        _ => Role::Type,
    };
    walker.set_role_of(name, role);
}

/// What a generic unit is given is mostly a type: also where the file does not declare it, unless
/// the name of the parameter says otherwise.
pub(super) fn actual<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let instantiates = walker.ancestor(3).is_some_and(|around| {
        matches!(around.kind(), "generic_instantiation" | "formal_package_declaration")
    });
    if !instantiates {
        return;
    }
    let only = |node: Node<'t>| node.named_child(0).filter(|_| node.named_child_count() == 1);
    let count = node.named_child_count();
    let value = count.checked_sub(1).and_then(|last| node.named_child(last as u32));
    let Some(name) = value.and_then(only).and_then(only) else { return };
    let choice = node.named_child(0).filter(|_| count > 1);
    let may_be_type = match choice {
        Some(choice) => walker.text(choice).to_ascii_lowercase().ends_with("type"),
        None => true,
    };
    let is_unknown = name.kind() == "selected_component" || !walker.knows(walker.text(name));
    if is_type(walker, name) || may_be_type && is_unknown {
        walker.set_role_of(name, Role::Type);
    }
}

/// `(Name => Value)`: a parameter, a component, or a literal that an array is indexed by.
pub(super) fn choices<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let around = walker.ancestor(1).map_or("", |around| around.kind());
    let first = node.named_child(0).map_or("", |first| walker.text(first));
    let role = match around {
        "record_component_association_list" => {
            let is_literal = walker.remembered(&literal_key(first)).is_some();
            if is_literal { Role::Value } else { Role::Member }
        }
        _ => Role::Ignore,
    };
    walker.set_role(role);
}

/// `Convention => C`: what other languages are called is no name.
pub(super) fn aspect<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mark = node.named_child(0).map_or("", |mark| walker.text(mark));
    if mark.eq_ignore_ascii_case("convention") {
        walker.leave_out_children();
    }
}

/// Pragmas that are about names of the program; the words of others are the compiler's.
const ABOUT_NAMES: &[&str] = &[
    "assert", "assert_and_cut", "assume", "atomic", "check", "debug", "elaborate", "elaborate_all",
    "inline", "inline_always", "loop_invariant", "loop_variant", "no_return", "pack",
    "postcondition", "precondition", "unreferenced", "volatile",
];

/// `pragma Name (…);`
pub(super) fn pragma<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).map_or("", |name| walker.text(name));
    if !ABOUT_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        walker.leave_out_children();
    }
}
