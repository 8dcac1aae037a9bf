//! What the grammar's own query must agree on.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] =
    &[Oracle { language: "lua", queries: &[tree_sitter_lua::TAGS_QUERY], absences: &[] }];
