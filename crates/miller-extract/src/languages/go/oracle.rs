//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "go",
    queries: &[tree_sitter_go::TAGS_QUERY],
    absences: &[],
}];
