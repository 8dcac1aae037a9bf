//! `PHPDoc`, as it is written: its tags stay.

use crate::spec::DocStyle;

/// Only comments that start with `/**` document something.
pub(super) const STYLE: DocStyle = DocStyle {
    openings: &["/**"],
    exceptions: &["/**/"],
    file_openings: &[],
    clean: None,
};
