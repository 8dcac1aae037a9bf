//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "python",
    queries: &[tree_sitter_python::TAGS_QUERY],
    absences: &[Absence {
        capture: "definition.constant",
        reason: "a name assigned again is the symbol that its first assignment made",
        covers: |fact| fact.source[..fact.name.start_byte()].contains(fact.text()),
    }],
}];
