//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Fact, Oracle};

fn is_symbol(fact: &Fact<'_>, kind: &str) -> bool {
    let start = fact.name.start_byte() as u32;
    fact.rows.symbols.iter().any(|symbol| {
        symbol.kind.as_str() == kind
            && symbol.name == fact.text()
            && (symbol.start_byte..symbol.end_byte).contains(&start)
    })
}

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "solidity",
    queries: &[tree_sitter_solidity::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.class",
            reason: "an event is an event, not a class",
            covers: |fact| is_symbol(fact, "event"),
        },
        Absence {
            capture: "definition.interface",
            reason: "a library is a module, not an interface",
            covers: |fact| is_symbol(fact, "module"),
        },
        Absence {
            capture: "reference.unknown",
            reason: "a name in an import is a use of kind import, which the query has no word for",
            covers: |fact| {
                let start = fact.name.start_byte() as u32;
                fact.rows.identifiers.iter().any(|row| row.start_byte == start)
            },
        },
        Absence {
            capture: "reference.class",
            reason: "the last part of the path of an event or base is the use",
            covers: |fact| fact.text().contains('.'),
        },
    ],
}];
