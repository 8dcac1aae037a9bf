//! What the grammar's own query must agree on.

use crate::languages::c::oracle::{around, is_local, is_swallowed, lacks_body};
use crate::oracle::{Absence, Fact, Oracle};

pub(crate) static ORACLES: &[Oracle] = &[Oracle {
    language: "cpp",
    queries: &[tree_sitter_cpp::TAGS_QUERY],
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
            reason: "a friend is declared elsewhere",
            covers: is_friend,
        },
        Absence {
            capture: "definition.method",
            reason: "a parameter or a local name in the form of a function",
            covers: |fact| is_local(fact.name),
        },
        Absence {
            capture: "definition.method",
            reason: "a friend is declared elsewhere",
            covers: is_friend,
        },
        Absence {
            capture: "definition.method",
            reason: "a function that an error in the one before it took for one of its own names",
            covers: is_swallowed,
        },
        Absence {
            capture: "definition.function",
            reason: "a function that an error in the one before it took for one of its own names",
            covers: is_swallowed,
        },
        Absence {
            capture: "definition.function",
            reason: "the call of a macro after `extern`, which the grammar takes for a declaration",
            covers: is_macro_after_extern,
        },
    ],
}];

fn is_macro_after_extern(fact: &Fact<'_>) -> bool {
    let before = fact.source[..fact.name.start_byte()].trim_end();
    let name = fact.text();
    before.ends_with("extern") && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn is_friend(fact: &Fact<'_>) -> bool {
    let mut next = Some(fact.name);
    while let Some(node) = next {
        if node.kind() == "friend_declaration" {
            return true;
        }
        next = around(node);
    }
    false
}
