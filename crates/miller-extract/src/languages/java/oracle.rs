//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "java",
    queries: &[tree_sitter_java::TAGS_QUERY],
    absences: &[],
}];
