//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "elm",
    queries: &[tree_sitter_elm::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.function",
            reason: "a value without arguments is a constant",
            covers: |fact| {
                let start = fact.name.start_byte() as u32;
                fact.rows.symbols.iter().any(|symbol| {
                    symbol.name == fact.text()
                        && symbol.kind == "constant"
                        && (symbol.start_byte..symbol.end_byte).contains(&start)
                })
            },
        },
        Absence {
            capture: "definition.function",
            reason: "a local value without arguments is no symbol",
            covers: |fact| fact.node.start_position().column > 0,
        },
        Absence {
            capture: "definition.function",
            reason: "a declaration below its annotation starts with that",
            covers: |fact| {
                let start = fact.name.start_byte() as u32;
                fact.rows.symbols.iter().any(|symbol| {
                    symbol.name == fact.text()
                        && symbol.kind == "function"
                        && (symbol.start_byte..symbol.end_byte).contains(&start)
                })
            },
        },
        Absence {
            capture: "reference.function",
            reason: "an annotation declares its name",
            covers: |fact| fact.node.kind() == "type_annotation",
        },
        Absence {
            capture: "reference.function",
            reason: "of a name with a module before it, the name is the use",
            covers: |fact| {
                fact.name.kind() == "value_qid"
                    && (ends_in_use(fact, "call") || ends_in_use(fact, "member_access"))
            },
        },
        Absence {
            capture: "reference.type",
            reason: "a type in the list of an import is imported",
            covers: |fact| ends_in_use(fact, "import"),
        },
        Absence {
            capture: "reference.type",
            reason: "a module before a type is no type",
            covers: stands_before_dot,
        },
        Absence {
            capture: "reference.union",
            reason: "a module before a constructor is no constructor",
            covers: stands_before_dot,
        },
    ],
}];

/// Whether a use of this kind ends where the name does.
fn ends_in_use(fact: &Fact<'_>, kind: &str) -> bool {
    let end = fact.name.end_byte() as u32;
    fact.rows.identifiers.iter().any(|row| row.end_byte == end && row.kind == kind)
}

/// Whether the name is a part of a path and not its last one.
fn stands_before_dot(fact: &Fact<'_>) -> bool {
    fact.source[fact.name.end_byte()..].starts_with('.')
}
