//! The grammar's crate has no query of tags.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[];
