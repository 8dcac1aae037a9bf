//! The witness of Razor.

use crate::oracle::Oracle;

/// Empty: the grammar is that of C#, whose query says nothing of pages.
pub(crate) static ORACLES: &[Oracle] = &[];
