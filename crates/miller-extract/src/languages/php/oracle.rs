//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "php",
    queries: &[tree_sitter_php::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "reference.implementation",
            reason: "a name with a namespace in front is used by its last name alone",
            covers: |fact| fact.name.kind() == "qualified_name",
        },
        Absence {
            capture: "reference.class",
            reason: "the name of a variable starts with its `$`",
            covers: |fact| fact.source[..fact.name.start_byte()].ends_with('$'),
        },
    ],
}];
