//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "ruby",
    queries: &[tree_sitter_ruby::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "reference.call",
            reason: "a pattern takes every name for a call, and leaves local variables, parameters \
                     and the names of definitions to its tool; constants are no calls",
            covers: |fact| fact.node == fact.name,
        },
        Absence {
            capture: "reference.call",
            reason: "`object.name = value` is a member that is assigned to",
            covers: |fact| {
                let (start, rows) = (fact.name.start_byte() as u32, &fact.rows.identifiers);
                rows.iter().any(|row| row.start_byte == start && row.kind == "member_access")
            },
        },
        Absence {
            capture: "definition.method",
            reason: "an alias of a global variable is a variable",
            covers: |fact| fact.name.kind() == "global_variable",
        },
        Absence {
            capture: "definition.class",
            reason: "`class << Name` defines no class, but methods of an object that is there",
            covers: |fact| fact.node.kind() == "singleton_class",
        },
    ],
}];
