//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "python",
    queries: &[tree_sitter_python::TAGS_QUERY],
    absences: &[Absence {
        capture: "definition.constant",
        reason: "a name assigned again is the symbol that its first assignment made",
        covers: |fact| {
            let start = fact.name.start_byte() as u32;
            // A name of the module is qualified by the module alone.
            fact.rows.symbols.iter().any(|symbol| {
                symbol.name == fact.text()
                    && symbol.start_byte < start
                    && symbol.qualified_name.matches('.').count() == 1
            })
        },
    }],
}];
