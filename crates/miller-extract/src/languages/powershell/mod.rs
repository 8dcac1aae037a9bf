//! PowerShell. Grammar: the crate `tree-sitter-powershell` (MIT).
//!
//! A script or module is a module, so that what it does outside of functions has a place. Of a data
//! file (`.psd1`) the outermost keys are properties.

mod commands;
mod docs;
mod hooks;
#[cfg(test)]
pub(super) mod oracle;
mod reword;
mod types;
mod variables;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role};

/// The table of PowerShell.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "powershell",
        extensions: &["ps1", "psm1", "psd1"],
        file_names: &[],
        interpreters: &["pwsh", "powershell"],
    },
    grammar: || tree_sitter_powershell::LANGUAGE.into(),
    reword: Some(reword::reword),
    self_names: &["$this"],
    super_names: &["base"],
    ignores_case: true,
    comments: &["comment"],
    doc_style: docs::DOC_STYLE,
    scopes: &[Scoping { node: "script_block_expression", kind: ScopeKind::Block }],
    roles: &[
        role("script_parameter", "", Role::Bind),
        role("class_method_parameter", "", Role::Bind),
        role("foreach_statement", "", Role::Bind),
    ],
    leaves: &[Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage }],
    hooks: &[
        Hook { node: "program", run: docs::program },
        Hook { node: "function_statement", run: hooks::function },
        Hook { node: "class_statement", run: types::class },
        Hook { node: "class_property_definition", run: types::property },
        Hook { node: "class_method_definition", run: types::method },
        Hook { node: "enum_statement", run: types::enumeration },
        Hook { node: "enum_member", run: types::enum_member },
        Hook { node: "type_name", run: types::type_name },
        Hook { node: "assignment_expression", run: variables::assignment },
        Hook { node: "hash_entry", run: variables::hash_entry },
        Hook { node: "variable", run: variables::variable },
        Hook { node: "command", run: commands::command },
        Hook { node: "invokation_expression", run: commands::invocation },
        Hook { node: "member_access", run: commands::member_access },
    ],
    file_symbol: Some(FileSymbol { name: hooks::script_name, qualifies: false }),
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
