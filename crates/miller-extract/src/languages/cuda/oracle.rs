//! What the query of C++, whose grammar this one extends, must agree on.

use crate::languages::cpp;
use crate::oracle::Oracle;

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "cuda",
    queries: &[tree_sitter_cpp::TAGS_QUERY],
    absences: cpp::oracle::ORACLES[0].absences,
}];
