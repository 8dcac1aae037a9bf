//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "dart",
    queries: &[tree_sitter_dart::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.method",
            reason: "a named constructor is called by its own name, not by that of its class",
            covers: |fact| fact.node.kind().contains("constructor"),
        },
        Absence {
            capture: "definition.method",
            reason: "a member starts with its annotations, on lines above",
            covers: starts_above,
        },
        Absence {
            capture: "definition.class",
            reason: "the constructor of an extension type is no class",
            covers: |fact| fact.source[..fact.name.start_byte()].ends_with('.'),
        },
        Absence {
            capture: "reference.class",
            reason: "the prefix of an import is no type",
            covers: |fact| fact.text().starts_with(char::is_lowercase),
        },
        Absence {
            capture: "reference.implementation",
            reason: "the prefix of an import is no type",
            covers: |fact| fact.text().starts_with(char::is_lowercase),
        },
    ],
}];

/// Whether a symbol of the name stands around it and starts on a line above the fact.
fn starts_above(fact: &Fact<'_>) -> bool {
    let name = fact.name.byte_range();
    let line = fact.node.start_position().row as u32 + 1;
    fact.rows.symbols.iter().any(|symbol| {
        symbol.name == fact.text()
            && symbol.start_line < line
            && symbol.start_byte as usize <= name.start
            && name.end <= symbol.end_byte as usize
    })
}
