//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "rust",
    queries: &[tree_sitter_rust::TAGS_QUERY],
    absences: &[],
}];
