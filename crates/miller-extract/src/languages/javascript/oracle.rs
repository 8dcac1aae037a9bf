//! What the grammar's own query must agree on.

use super::hooks::is_place;
use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "javascript",
    queries: &[tree_sitter_javascript::TAGS_QUERY],
    absences: ABSENCES,
}];

/// The same for TypeScript, whose query goes on where this one ends.
pub(in crate::languages) static ABSENCES: &[Absence] = &[
    Absence {
        capture: "reference.class",
        reason: "the query takes all of an expression after `new`; the use is its last name",
        covers: |fact| !matches!(fact.name.kind(), "identifier" | "type_identifier"),
    },
    Absence {
        capture: "definition.function",
        reason: VALUE,
        covers: |fact| {
            matches!(fact.node.kind(), "function_expression" | "generator_function")
                && is_value(fact)
        },
    },
    Absence {
        capture: "definition.class",
        reason: VALUE,
        covers: |fact| fact.node.kind() == "class" && is_value(fact),
    },
    Absence {
        capture: "reference.call",
        reason: "`await (make)()`: the word is no function",
        covers: |fact| fact.text() == "await",
    },
    Absence {
        capture: "definition.method",
        reason: "a type without a name is no symbol, nor are its members",
        covers: |fact| fact.node.kind() == "method_signature",
    },
    Absence {
        capture: "definition.function",
        reason: "a function set on `this` is the member that the type declares under the name",
        covers: |fact| left_of(fact).starts_with("this."),
    },
    Absence {
        capture: "definition.function",
        reason: "`module.exports = function name() {}` defines `name`",
        covers: |fact| {
            let right = fact.node.child_by_field_name("right");
            left_of(fact) == "module.exports"
                && right.is_some_and(|right| right.child_by_field_name("name").is_some())
        },
    },
];

const VALUE: &str = "what is given to a variable or member is its symbol; its own name means it";

#[expect(clippy::disallowed_methods, reason = "a test, on few nodes")]
fn is_value(fact: &Fact<'_>) -> bool {
    fact.node.parent().is_some_and(is_place)
}

fn left_of<'t>(fact: &Fact<'t>) -> &'t str {
    let left = fact.node.child_by_field_name("left");
    left.map_or("", |left| &fact.source[left.byte_range()])
}
