//! What the grammar's own query must agree on.

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "go",
    queries: &[tree_sitter_go::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "reference.type",
            reason: "the name of a type where it is defined is no use of it",
            covers: |fact| parent_is(fact, &["type_spec", "type_alias"]),
        },
        Absence {
            capture: "reference.type",
            reason: "the receiver of a method declares its type parameters anew",
            covers: in_receiver,
        },
        Absence {
            capture: "reference.type",
            reason: "a call with type arguments is written like a conversion",
            covers: |fact| {
                let around = |levels| ancestor(fact, levels).map(|node| node.kind());
                around(2) == Some("type_conversion_expression")
                    || around(3) == Some("type_conversion_expression")
            },
        },
        Absence {
            capture: "reference.type",
            reason: "a function with type arguments and without a call is a value",
            covers: |fact| parent_is(fact, &["type_instantiation_expression"]),
        },
        Absence {
            capture: "reference.type",
            reason: "an element that is called is written like a function with type arguments",
            covers: |fact| {
                let around = ancestor(fact, 2).map(|node| node.kind());
                around == Some("type_arguments") && fact.text().starts_with(char::is_lowercase)
            },
        },
        Absence {
            capture: "reference.type",
            reason: "`_` and `nil` are no types",
            covers: |fact| matches!(fact.text(), "_" | "nil"),
        },
    ],
}];

fn parent_is(fact: &Fact<'_>, kinds: &[&str]) -> bool {
    ancestor(fact, 1).is_some_and(|node| kinds.contains(&node.kind()))
}

fn in_receiver(fact: &Fact<'_>) -> bool {
    parent_is(fact, &["type_elem"])
        && (4..=8).any(|levels| {
            ancestor(fact, levels).is_some_and(|node| node.kind() == "method_declaration")
        })
}

#[expect(clippy::disallowed_methods, reason = "a test, on few nodes")]
fn ancestor<'t>(fact: &Fact<'t>, levels: usize) -> Option<tree_sitter::Node<'t>> {
    (0..levels).try_fold(fact.name, |node, _| node.parent())
}
