//! What the grammar's own query must agree on: as in JavaScript.

use crate::languages::javascript::oracle::ABSENCES;
use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "jsx",
    queries: &[tree_sitter_javascript::TAGS_QUERY],
    absences: ABSENCES,
}];
