//! What the grammar's own query must agree on.

use super::hooks::is_place;
use crate::oracle::{Absence, Oracle};

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
        reason: "a function given to a variable or member is its symbol; its own name means it",
        covers: |fact| {
            fact.node.kind() == "function_expression"
                && fact.node.parent().is_some_and(is_place)
        },
    },
];
