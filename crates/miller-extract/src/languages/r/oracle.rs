//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "r",
    queries: &[tree_sitter_r::TAGS_QUERY],
    absences: &[Absence {
        capture: "definition.function",
        reason: "the quotes and backticks around an odd name are not part of it",
        covers: |fact| {
            let quotes = ['`', '"', '\''];
            let (start, bare) = (fact.name.start_byte() as u32, fact.text().trim_matches(quotes));
            bare != fact.text()
                && fact.rows.symbols.iter().any(|symbol| {
                    symbol.name == bare && (symbol.start_byte..symbol.end_byte).contains(&start)
                })
        },
    }, Absence {
        capture: "reference.call",
        reason: "the backticks around an odd name are not part of it",
        covers: |fact| fact.text().starts_with('`'),
    }],
}];
