//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "lua",
    queries: &[tree_sitter_lua::TAGS_QUERY],
    absences: &[Absence {
        capture: "definition.function",
        reason: "in `[name] = function`, the value of the name is the key",
        covers: |fact| fact.source[..fact.name.start_byte()].ends_with('['),
    }],
}];
