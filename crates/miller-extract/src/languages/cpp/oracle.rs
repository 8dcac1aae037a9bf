//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "cpp",
    queries: &[tree_sitter_cpp::TAGS_QUERY],
    absences: &[],
}];
