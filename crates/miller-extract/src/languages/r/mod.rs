//! R. Grammar: the crate `tree-sitter-r` (MIT).
//!
//! A file is a module, so that what it does outside of functions has a place. Classes are those of
//! S4 (`setClass`), of reference classes (`setRefClass`) and of R6 (`R6Class`).

mod classes;
mod hooks;
mod imports;
#[cfg(test)]
pub(super) mod oracle;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{
    FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member, role,
};

/// The table of R.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "r",
        extensions: &["r"],
        file_names: &[".Rprofile", "Rprofile", "Rprofile.site"],
        interpreters: &["Rscript", "r", "littler"],
    },
    grammar: || tree_sitter_r::LANGUAGE.into(),
    separator: "$",
    self_names: &["self", "private", ".self"],
    super_names: &["super"],
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    scopes: &[Scoping { node: "function_definition", kind: ScopeKind::Function }],
    roles: &[
        role("call", "function", Role::Call),
        member("extract_operator", "rhs", "lhs"),
        member("namespace_operator", "rhs", "lhs"),
        role("parenthesized_expression", "body", Role::InheritUse),
        role("argument", "name", Role::Ignore),
        role("argument", "value", Role::Inherit),
        role("parameter", "name", Role::Bind),
        role("for_statement", "variable", Role::Bind),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "identifier", run: hooks::identifier },
        Hook { node: "binary_operator", run: hooks::binary_operator },
        Hook { node: "call", run: classes::call },
        Hook { node: "call", run: imports::call },
        Hook { node: "argument", run: classes::argument },
    ],
    file_symbol: Some(FileSymbol { name: hooks::file_name, qualifies: false }),
    visibility: hooks::visibility,
    skipped: &["string"],
    ..LanguageSpec::NOTHING
};
