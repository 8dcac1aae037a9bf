//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "c",
    queries: &[tree_sitter_c::TAGS_QUERY],
    absences: &[],
}];
