//! Clojure. Grammar: the crate `tree-sitter-clojure-orchard` (Unlicense).
//!
//! The head of a list says what it is. Forms that start with `def` and have a symbol in second place
//! define it, those of libraries included: `defn…` a function, `defmacro…` a macro, others a variable.
//! What is quoted or commented out defines and uses nothing.

mod bindings;
mod calls;
mod definitions;
mod forms;
mod imports;
#[cfg(test)]
pub(crate) mod oracle;
mod types;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, RoleRule, role};

/// The table of Clojure.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "clojure",
        extensions: &["clj", "cljs", "cljc", "bb"],
        file_names: &[],
        interpreters: &["bb", "clojure", "clj"],
    },
    grammar: || tree_sitter_clojure_orchard::LANGUAGE.into(),
    separator: "/",
    members_in_scope: true,
    comments: &["comment"],
    roles: &[
        RoleRule {
            parent: "sym_lit",
            field: "name",
            role: Role::Inherit,
            object: "namespace",
        },
        role("sym_lit", "namespace", Role::Value),
        role("meta_lit", "value", Role::Type),
        role("tagged_or_ctor_lit", "tag", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "sym_name", kind: IdentifierKind::VariableRef },
        Leaf { node: "sym_ns", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "list_lit", run: forms::list },
        Hook { node: "anon_fn_lit", run: forms::anonymous_function },
        Hook { node: "sym_lit", run: calls::symbol },
    ],
    skipped: &["quoting_lit", "dis_expr", "kwd_lit", "str_lit"],
    visibility: definitions::visibility,
    ..LanguageSpec::NOTHING
};
