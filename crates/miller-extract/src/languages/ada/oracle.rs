//! What the grammar's own query must agree on: it has none for code navigation, but its query for
//! local names says what defines them.

use miller_schema::Symbol;

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "ada",
    queries: &[tree_sitter_ada::LOCALS_QUERY],
    absences: &[
        Absence {
            capture: "definition.function",
            reason: "an operator is named without its quotes",
            covers: |fact| {
                let name = fact.text().trim_matches('"');
                fact.name.kind() == "string_literal" && stands_in(fact, name, "operator")
            },
        },
        Absence {
            capture: "definition.function",
            reason: "a subprogram may start on the line before its name",
            covers: |fact| {
                ["function", "method"].iter().any(|kind| stands_in(fact, fact.text(), kind))
            },
        },
        Absence {
            capture: "definition.function",
            reason: "what a generic unit is given is a local name",
            covers: is_given,
        },
        Absence {
            capture: "definition.type",
            reason: "what a generic unit is given is a local name",
            covers: is_given,
        },
        Absence {
            capture: "definition.var",
            reason: "a package is a module",
            covers: |fact| stands_in(fact, fact.text(), "module"),
        },
        Absence {
            capture: "definition.var",
            reason: "what a generic unit is given is a local name",
            covers: is_given,
        },
        Absence {
            capture: "definition.var",
            reason: "parameters and what a subprogram or a task declares are local names",
            covers: |fact| {
                around(fact).any(|symbol| LOCAL_TO.contains(&symbol.kind.as_str()))
            },
        },
        Absence {
            capture: "definition.var",
            reason: "what a block declares is a local name",
            covers: stands_in_block,
        },
        Absence {
            capture: "definition.import",
            reason: "a comment between packages is none",
            covers: |fact| fact.name.kind() == "comment",
        },
    ],
}];

/// Kinds of symbols that have local names: types those of the subprograms that they point at.
const LOCAL_TO: &[&str] =
    &["function", "method", "operator", "class", "type", "field", "variable", "constant"];

/// The symbols that the name stands in.
fn around<'f>(fact: &'f Fact<'_>) -> impl Iterator<Item = &'f Symbol> {
    let start = fact.name.start_byte() as u32;
    let symbols = fact.rows.symbols.iter();
    symbols.filter(move |symbol| (symbol.start_byte..symbol.end_byte).contains(&start))
}

/// Whether the name stands in a symbol of this name and kind.
fn stands_in(fact: &Fact<'_>, name: &str, kind: &str) -> bool {
    around(fact).any(|symbol| symbol.name == name && symbol.kind == kind)
}

/// Whether the name stands in what a generic unit is given, before the unit itself.
fn is_given(fact: &Fact<'_>) -> bool {
    around(fact).any(|symbol| {
        let text = &fact.source[symbol.start_byte as usize..symbol.end_byte as usize];
        let text = text.to_ascii_lowercase();
        let name = symbol.name.to_ascii_lowercase();
        let units = ["package", "procedure", "function"];
        let unit = units.iter().filter_map(|word| text.find(&format!("{word} {name}"))).min();
        let at = fact.name.start_byte() - symbol.start_byte as usize;
        text.starts_with("generic") && unit.is_some_and(|unit| at < unit)
    })
}

/// Whether the name stands in a block among statements.
#[expect(
    clippy::disallowed_methods,
    reason = "the witness asks about single nodes, it walks no tree"
)]
fn stands_in_block(fact: &Fact<'_>) -> bool {
    let declaration = fact.name.parent();
    let part = declaration.and_then(|declaration| declaration.parent());
    let block = part.and_then(|part| part.parent());
    block.is_some_and(|block| block.kind() == "block_statement")
}
