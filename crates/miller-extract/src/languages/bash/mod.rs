//! Bash and the shells that its grammar reads as well. Grammar: the crate `tree-sitter-bash` (MIT).
//!
//! A script is a module, so that what it does outside of functions has a place. What a function
//! defines outlives it: functions, aliases and global variables are known in the whole file.

mod commands;
mod hooks;
#[cfg(test)]
pub(super) mod oracle;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{FileSymbol, Hook, LanguageSpec, Leaf, Role, Wrapper, role};

/// The table of Bash.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "bash",
        extensions: &["sh", "bash", "ksh", "bats", "ebuild", "eclass"],
        file_names: &[
            ".bash_aliases", ".bash_login", ".bash_logout", ".bash_profile", ".bashrc", ".envrc",
            ".kshrc", ".profile", "APKBUILD", "PKGBUILD", "bash.bashrc",
        ],
        interpreters: &["sh", "bash", "dash", "ksh", "mksh", "ash", "bats"],
    },
    grammar: || tree_sitter_bash::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    wrappers: &[
        Wrapper { node: "declaration_command", in_signature: true },
        Wrapper { node: "variable_assignments", in_signature: false },
    ],
    roles: &[role("for_statement", "variable", Role::Bind)],
    leaves: &[Leaf { node: "variable_name", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "program", run: hooks::program },
        Hook { node: "function_definition", run: hooks::function },
        Hook { node: "declaration_command", run: hooks::declaration },
        Hook { node: "variable_assignment", run: hooks::assignment },
        Hook { node: "c_style_for_statement", run: hooks::counting_loop },
        Hook { node: "simple_expansion", run: hooks::expansion },
        Hook { node: "expansion", run: hooks::expansion },
        Hook { node: "command", run: commands::command },
    ],
    file_symbol: Some(FileSymbol { name: hooks::script_name, qualifies: false }),
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
