//! Dockerfiles. Grammar: the crate `tree-sitter-containerfile` (MIT).
//!
//! A stage is a module that reaches to the next one; what it is built from, it extends. Shell
//! commands and here-documents are not read.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, Leaf, Wrapper};

/// The table of Dockerfiles.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "dockerfile",
        extensions: &["containerfile", "dockerfile"],
        file_names: &["Containerfile", "Containerfile.*", "Dockerfile", "Dockerfile.*"],
        interpreters: &[],
    },
    grammar: || tree_sitter_containerfile::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: DocStyle {
        openings: &["#"],
        exceptions: &["# syntax=", "# escape=", "# check=", "# hadolint"],
        ..DocStyle::NONE
    },
    wrappers: &[
        Wrapper { node: "arg_instruction", in_signature: true },
        Wrapper { node: "env_instruction", in_signature: true },
    ],
    definitions: &[
        Definition::new("arg_pair", SymbolKind::Variable).body(&[]),
        Definition::new("env_pair", SymbolKind::Variable).body(&[]),
        Definition::new("entrypoint_instruction", SymbolKind::Property)
            .name("")
            .body(&[])
            .refine(hooks::command),
        Definition::new("cmd_instruction", SymbolKind::Property)
            .name("")
            .body(&[])
            .refine(hooks::command),
    ],
    leaves: &[Leaf { node: "variable", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "from_instruction", run: hooks::stage },
        Hook { node: "param", run: hooks::parameter },
        Hook { node: "mount_param_param", run: hooks::parameter },
        Hook { node: "add_instruction", run: hooks::instruction },
        Hook { node: "arg_instruction", run: hooks::instruction },
        Hook { node: "cmd_instruction", run: hooks::instruction },
        Hook { node: "copy_instruction", run: hooks::instruction },
        Hook { node: "entrypoint_instruction", run: hooks::instruction },
        Hook { node: "env_instruction", run: hooks::instruction },
        Hook { node: "expose_instruction", run: hooks::instruction },
        Hook { node: "healthcheck_instruction", run: hooks::instruction },
        Hook { node: "label_instruction", run: hooks::instruction },
        Hook { node: "onbuild_instruction", run: hooks::instruction },
        Hook { node: "run_instruction", run: hooks::instruction },
        Hook { node: "shell_instruction", run: hooks::instruction },
        Hook { node: "stopsignal_instruction", run: hooks::instruction },
        Hook { node: "user_instruction", run: hooks::instruction },
        Hook { node: "volume_instruction", run: hooks::instruction },
        Hook { node: "workdir_instruction", run: hooks::instruction },
    ],
    skipped: &["heredoc_block", "shell_command", "json_string_array"],
    ..LanguageSpec::NOTHING
};
