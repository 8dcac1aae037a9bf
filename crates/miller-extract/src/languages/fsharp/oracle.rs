//! What the grammar's own query must agree on, in modules: signature files have a query of their own.

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "fsharp",
    queries: &[tree_sitter_fsharp::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.class",
            reason: "a delegate is a kind of its own",
            covers: |fact| {
                let start = fact.name.start_byte() as u32;
                fact.rows.symbols.iter().any(|symbol| {
                    symbol.name == fact.text()
                        && symbol.kind == "delegate"
                        && (symbol.start_byte..symbol.end_byte).contains(&start)
                })
            },
        },
        Absence {
            capture: "definition.class",
            reason: "what adds members to a type from elsewhere refers to it",
            covers: |fact| {
                let start = fact.name.start_byte() as u32;
                let mut uses = fact.rows.identifiers.iter();
                uses.any(|row| row.start_byte >= start && row.kind == "type_usage")
            },
        },
        Absence {
            capture: "definition.function",
            reason: "the query takes the access modifier for the name",
            covers: |fact| fact.name.kind() == "access_modifier",
        },
        Absence {
            capture: "definition.function",
            reason: "the name of an operator or active pattern is what stands between parentheses",
            covers: |fact| matches!(fact.name.kind(), "op_identifier" | "active_pattern"),
        },
        Absence {
            capture: "definition.constant",
            reason: "the name of an operator is what stands between parentheses or backticks",
            covers: |fact| fact.text().starts_with(['(', '`']),
        },
        Absence {
            capture: "definition.function",
            reason: "the query takes a pattern of a structure for a function",
            covers: |fact| fact.text() == "struct",
        },
    ],
}];
