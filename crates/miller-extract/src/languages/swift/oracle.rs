//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "swift",
    queries: &[tree_sitter_swift::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.method",
            reason: "a subscript is called `subscript`, not like its first parameter",
            covers: is_parameter,
        },
        Absence {
            capture: "definition.property",
            reason: "local variables are no symbols",
            covers: |fact| fact.rows.symbols.iter().all(|symbol| symbol.name != fact.text()),
        },
    ],
}];

#[expect(clippy::disallowed_methods, reason = "a test, on few nodes")]
fn is_parameter(fact: &Fact<'_>) -> bool {
    fact.name.parent().is_some_and(|parent| parent.kind() == "parameter")
}
