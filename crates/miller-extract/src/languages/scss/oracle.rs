//! The witness of SCSS.

use crate::oracle::Oracle;

/// Empty: the grammar is that of CSS, which comes without a query for code navigation.
pub(crate) static ORACLES: &[Oracle] = &[];
