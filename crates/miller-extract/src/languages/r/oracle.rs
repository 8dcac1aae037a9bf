//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] =
    &[Oracle { language: "r", queries: &[tree_sitter_r::TAGS_QUERY], absences: &[] }];
