//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "csharp",
    queries: &[tree_sitter_c_sharp::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "reference.class",
            reason: "a base with arguments or a qualifier is used by its last name alone",
            covers: |fact| is_more_than_a_name(fact.name.kind()),
        },
        Absence {
            capture: "reference.interface",
            reason: "a base with arguments or a qualifier is used by its last name alone",
            covers: |fact| is_more_than_a_name(fact.name.kind()),
        },
    ],
}];

fn is_more_than_a_name(kind: &str) -> bool {
    matches!(kind, "generic_name" | "qualified_name" | "alias_qualified_name" | "argument_list")
}
