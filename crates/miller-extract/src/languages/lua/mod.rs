//! Lua. Grammar: the crate `tree-sitter-lua` (MIT).
//!
//! The table that a file returns is a module; a table that is its own `__index` is a class. What is
//! assigned to a name of a table belongs to that table: `M.name = value`, `function M.name()`,
//! `function M:name()` and the fields of `M = { … }`. Comments directly above document, whether they
//! start with two dashes or three, as the language server reads them.

mod docs;
mod hooks;
mod imports;
#[cfg(test)]
pub(crate) mod oracle;
mod tables;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member, role};

/// The table of Lua.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "lua",
        extensions: &["lua", "rockspec", "wlua", "nse", "p8"],
        file_names: &[".luacheckrc", ".luacov", ".busted"],
        interpreters: &["lua", "luajit", "texlua", "tarantool", "resty"],
    },
    grammar: || tree_sitter_lua::LANGUAGE.into(),
    separator: ".",
    self_names: &["self"],
    comments: &["comment"],
    doc_style: docs::STYLE,
    wrappers: &[Wrapper { node: "variable_declaration", in_signature: true }],
    scopes: &[
        Scoping { node: "function_definition", kind: ScopeKind::Function },
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
    ],
    roles: &[
        role("function_call", "name", Role::Call),
        member("dot_index_expression", "field", "table"),
        member("method_index_expression", "method", "table"),
        role("parenthesized_expression", "", Role::InheritUse),
        // Local names.
        role("parameters", "name", Role::Bind),
        role("for_numeric_clause", "name", Role::Bind),
        role("for_generic_clause", "", Role::Bind),
        role("variable_declaration", "", Role::BindAfter),
        role("assignment_statement", "", Role::Inherit),
        role("variable_list", "", Role::Inherit),
        role("expression_list", "", Role::Value),
        role("attribute", "", Role::Ignore),
        role("goto_statement", "", Role::Ignore),
        role("label_statement", "", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "chunk", run: tables::chunk },
        Hook { node: "function_declaration", run: hooks::function_declaration },
        Hook { node: "variable_declaration", run: hooks::variable_declaration },
        Hook { node: "assignment_statement", run: hooks::assignment_statement },
        Hook { node: "field", run: tables::field },
        Hook { node: "function_call", run: imports::function_call },
    ],
    skipped: &["string", "hash_bang_line"],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
