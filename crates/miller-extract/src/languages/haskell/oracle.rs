//! The crate has no query of its own.

use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[];
