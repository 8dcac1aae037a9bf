//! What the grammar's own query must agree on, in modules: it is not made for interfaces.

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "ocaml",
    queries: &[tree_sitter_ocaml::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.module",
            reason: "another name of a module is an import",
            covers: |fact| has_symbol(fact, "import"),
        },
        Absence {
            capture: "reference.enum_variant",
            reason: "the tag that a type lists is a definition",
            covers: |fact| has_symbol(fact, "enum_member"),
        },
        Absence {
            capture: "definition.enum_variant",
            reason: "a tag in the type of a value is a use",
            covers: |fact| has_use(fact, "variable_ref"),
        },
        Absence {
            capture: "definition.type",
            reason: "what adds to a type from elsewhere refers to it",
            covers: |fact| has_use(fact, "type_usage"),
        },
    ],
}];

/// Whether the name is that of a symbol of this kind around it.
fn has_symbol(fact: &Fact<'_>, kind: &str) -> bool {
    let start = fact.name.start_byte() as u32;
    fact.rows.symbols.iter().any(|symbol| {
        symbol.name == fact.text()
            && symbol.kind == kind
            && (symbol.start_byte..symbol.end_byte).contains(&start)
    })
}

/// Whether the name is a use of this kind.
fn has_use(fact: &Fact<'_>, kind: &str) -> bool {
    let start = fact.name.start_byte() as u32;
    fact.rows.identifiers.iter().any(|row| row.start_byte == start && row.kind == kind)
}
