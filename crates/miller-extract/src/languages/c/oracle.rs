//! What the grammar's own query must agree on.

use tree_sitter::Node;

use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "c",
    queries: &[tree_sitter_c::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.type",
            reason: "a type without a body is used or declared ahead, not defined",
            covers: lacks_body,
        },
        Absence {
            capture: "definition.class",
            reason: "a type without a body is used or declared ahead, not defined",
            covers: lacks_body,
        },
        Absence {
            capture: "definition.function",
            reason: "a parameter or a local name in the form of a function",
            covers: |fact| is_local(fact.name),
        },
        Absence {
            capture: "definition.function",
            reason: "a function that an error in the one before it took for one of its own names",
            covers: is_swallowed,
        },
    ],
}];

/// Whether a name is that of a struct, union, enum or class without a body.
pub(crate) fn lacks_body(fact: &Fact<'_>) -> bool {
    around(fact.name).is_some_and(|specifier| {
        specifier.kind().ends_with("_specifier") && specifier.child_by_field_name("body").is_none()
    })
}

/// Whether a name stands in a parameter list or in a block of a function.
pub(crate) fn is_local(name: Node<'_>) -> bool {
    let mut next = around(name);
    while let Some(node) = next {
        let outer = around(node);
        match node.kind() {
            "parameter_list" | "template_parameter_list" | "argument_list" => return true,
            "compound_statement" if !is_class_behind_macro(outer) => return true,
            _ => {}
        }
        next = outer;
    }
    false
}

/// Whether a name stands in an error or in what the parser took for a function.
pub(crate) fn is_swallowed(fact: &Fact<'_>) -> bool {
    let mut next = around(fact.name);
    let mut functions = 0;
    while let Some(node) = next {
        functions += usize::from(node.kind() == "function_definition");
        if node.is_error() || functions > 1 {
            return true;
        }
        next = around(node);
    }
    false
}

/// `class MACRO Name { … }` is a function definition without a function to the grammar.
fn is_class_behind_macro(around: Option<Node<'_>>) -> bool {
    around
        .filter(|around| around.kind() == "function_definition")
        .filter(|around| {
            let kind = around.child_by_field_name("type");
            kind.is_some_and(|kind| kind.kind().ends_with("_specifier"))
        })
        .and_then(|around| around.child_by_field_name("declarator"))
        .is_some_and(|declarator| declarator.kind() == "identifier")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the witness asks about single nodes, it walks no tree"
)]
pub(crate) fn around(node: Node<'_>) -> Option<Node<'_>> {
    node.parent()
}
