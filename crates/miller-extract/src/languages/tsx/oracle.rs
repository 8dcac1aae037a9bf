//! What the grammar's own query must agree on.

use super::super::javascript::oracle::ABSENCES;
use super::super::typescript::oracle::QUERIES;
use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] =
    &[Oracle { language: "tsx", queries: QUERIES, absences: ABSENCES }];
