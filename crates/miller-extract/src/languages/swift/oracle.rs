//! What the grammar's own query must agree on.

use tree_sitter::Node;

use crate::oracle::{Absence, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "swift",
    queries: &[tree_sitter_swift::TAGS_QUERY],
    absences: &[
        Absence {
            capture: "definition.method",
            reason: "a subscript is called `subscript`, not like its first parameter",
            covers: |fact| parent_is(fact.name, "parameter"),
        },
        Absence {
            capture: "definition.method",
            reason: "names come without back-quotes",
            covers: |fact| fact.text().starts_with('`'),
        },
        Absence {
            capture: "definition.function",
            reason: "names come without back-quotes",
            covers: |fact| fact.text().starts_with('`'),
        },
        Absence {
            capture: "definition.property",
            reason: "names come without back-quotes",
            covers: |fact| fact.text().starts_with('`'),
        },
        Absence {
            capture: "definition.property",
            reason: "local variables are no symbols",
            covers: |fact| parent_is(fact.node, "statements"),
        },
    ],
}];

#[expect(clippy::disallowed_methods, reason = "a test, on few nodes")]
fn parent_is(node: Node<'_>, kind: &str) -> bool {
    node.parent().is_some_and(|parent| parent.kind() == kind)
}
