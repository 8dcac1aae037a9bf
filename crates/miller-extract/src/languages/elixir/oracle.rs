//! What the grammar's own query must agree on.

use super::definitions::WORDS;
use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "elixir",
    queries: &[tree_sitter_elixir::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "reference.call",
            reason: "a word of the language, which the query itself leaves to its tool to ignore",
            covers: |fact| WORDS.contains(&fact.text()),
        },
        Absence {
            capture: "reference.call",
            reason: "`value.name` without parentheses reads a key",
            covers: |fact| is_row(fact, "member_access"),
        },
        Absence {
            capture: "reference.call",
            reason: "what looks like a call in a type is a type",
            covers: |fact| is_row(fact, "type_usage"),
        },
        Absence {
            capture: "reference.call",
            reason: "the head of a definition, a type or an attribute is no call",
            covers: is_head,
        },
        Absence {
            capture: "reference.call",
            reason: "a function that is captured by its name and arity is not called",
            covers: |fact| is_row(fact, "variable_ref"),
        },
        Absence {
            capture: "reference.module",
            reason: "the name of a module where it is defined is no use of it",
            covers: |fact| is_defined_here(fact) || is_import_name(fact),
        },
        Absence {
            capture: "reference.call",
            reason: "an option of a part of a binary is no call",
            covers: |fact| before(fact, fact.name.start_byte()).contains("::"),
        },
        Absence {
            capture: "definition.function",
            reason: "what defines inside an expression of a macro, or a macro or function named like a \
                     word of the language, is no definition",
            covers: |fact| {
                !before(fact, fact.node.start_byte()).is_empty() || is_other_call(fact)
            },
        },
        Absence {
            capture: "definition.function",
            reason: "`def unquote(name)()` computes its name",
            covers: |fact| fact.text() == "unquote",
        },
        Absence {
            capture: "definition.module",
            reason: "a protocol is an interface",
            covers: |fact| {
                let mut symbols = fact.rows.symbols.iter();
                symbols.any(|symbol| symbol.kind == "interface" && symbol.name == fact.text())
            },
        },
        Absence {
            capture: "definition.function",
            reason: "a clause after the first belongs to the symbol of the first",
            covers: is_later_clause,
        },
    ],
}];

fn is_row(fact: &Fact<'_>, kind: &str) -> bool {
    let start = fact.name.start_byte() as u32;
    fact.rows.identifiers.iter().any(|row| row.start_byte == start && row.kind == kind)
}

/// `defguard(arguments, expression, environment)` calls a function of that name.
fn is_other_call(fact: &Fact<'_>) -> bool {
    let start = fact.node.start_byte() as u32;
    fact.rows.identifiers.iter().any(|row| row.start_byte == start && row.kind == "call")
}

/// What stands on the line in front of an offset.
fn before<'s>(fact: &Fact<'s>, offset: usize) -> &'s str {
    let text = &fact.source[..offset];
    text[text.rfind('\n').map_or(0, |at| at + 1)..].trim_start()
}

fn is_head(fact: &Fact<'_>) -> bool {
    let line = before(fact, fact.name.start_byte());
    let word = line.split([' ', '(']).next().unwrap_or(line);
    line.contains('@') || WORDS.contains(&word)
}

/// Whether a symbol starts on the line of the name and has this name.
fn is_defined_here(fact: &Fact<'_>) -> bool {
    let line = fact.name.start_position().row as u32 + 1;
    fact.rows.symbols.iter().any(|symbol| symbol.start_line == line && symbol.name == fact.text())
}

/// `as: Name`
fn is_import_name(fact: &Fact<'_>) -> bool {
    fact.source[..fact.name.start_byte()].trim_end().ends_with("as:")
}

fn is_later_clause(fact: &Fact<'_>) -> bool {
    let start = fact.name.start_byte() as u32;
    fact.rows.symbols.iter().any(|symbol| {
        symbol.name == fact.text() && symbol.start_byte < start && start < symbol.end_byte
    })
}
