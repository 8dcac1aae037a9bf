//! Elixir. Grammar: the crate `tree-sitter-elixir` (Apache-2.0).
//!
//! As in the language's own documentation, a function is its name and its number of parameters: its
//! adjacent clauses are one symbol, from the first clause to the end of the last. `@doc`,
//! `@moduledoc` and `@typedoc` document; comments do not. Module attributes are constants under their
//! names with `@`. `defstruct` is a struct named like its module.

mod attributes;
mod definitions;
mod docs;
mod expressions;
mod imports;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role};

/// The table of Elixir.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "elixir",
        extensions: &["ex", "exs"],
        file_names: &["mix.lock"],
        interpreters: &["elixir", "iex"],
    },
    grammar: || tree_sitter_elixir::LANGUAGE.into(),
    separator: ".",
    self_names: &["__MODULE__"],
    members_in_scope: true,
    comments: &["comment"],
    scopes: &[
        Scoping { node: "after_block", kind: ScopeKind::Block },
        Scoping { node: "rescue_block", kind: ScopeKind::Block },
        Scoping { node: "catch_block", kind: ScopeKind::Block },
        Scoping { node: "else_block", kind: ScopeKind::Block },
        Scoping { node: "stab_clause", kind: ScopeKind::Block },
        Scoping { node: "anonymous_function", kind: ScopeKind::Block },
    ],
    roles: &[
        // Patterns and types reach as deep as the hooks of operators and calls let them.
        role("binary_operator", "left", Role::Inherit),
        role("binary_operator", "right", Role::Inherit),
        role("unary_operator", "operand", Role::Inherit),
        role("stab_clause", "left", Role::Bind),
        role("call", "", Role::Inherit),
        role("arguments", "", Role::Inherit),
        role("keywords", "", Role::Inherit),
        role("pair", "value", Role::Inherit),
        role("list", "", Role::Inherit),
        role("tuple", "", Role::Inherit),
        role("bitstring", "", Role::Inherit),
        role("map", "", Role::Inherit),
        role("map_content", "", Role::Inherit),
        role("block", "", Role::Inherit),
        role("body", "", Role::Inherit),
        role("struct", "", Role::Literal),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "call", run: definitions::call },
        Hook { node: "do_block", run: expressions::do_block },
        Hook { node: "map", run: expressions::map },
        Hook { node: "alias", run: expressions::alias },
        Hook { node: "unary_operator", run: attributes::unary_operator },
        Hook { node: "binary_operator", run: expressions::binary_operator },
        Hook { node: "stab_clause", run: expressions::stab_clause },
    ],
    skipped: &["quoted_content", "sigil_name"],
    visibility: definitions::visibility,
    ..LanguageSpec::NOTHING
};
