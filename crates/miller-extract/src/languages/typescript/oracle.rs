//! What the grammar's own query must agree on.

use super::javascript::oracle::ABSENCES;
use crate::oracle::Oracle;

/// The query holds only what TypeScript adds to JavaScript.
pub(in crate::languages) static QUERIES: &[&str] =
    &[tree_sitter_typescript::TAGS_QUERY, tree_sitter_javascript::TAGS_QUERY];

pub(crate) static ORACLES: &[Oracle] =
    &[Oracle { language: "typescript", queries: QUERIES, absences: ABSENCES }];
