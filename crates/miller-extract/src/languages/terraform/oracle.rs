//! The grammar's crate has no query to agree with.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[];
