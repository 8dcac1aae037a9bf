//! INI files and their relatives. Grammar: the crate `tree-sitter-ini` (Apache-2.0).
//!
//! The outline holds sections and their settings.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, LanguageSpec, OUTLINE_LIMIT};

/// The table of INI.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ini",
        extensions: &[
            "automount", "cfg", "cnf", "conf", "desktop", "editorconfig", "gitconfig", "ini",
            "mount", "netdev", "properties", "service", "slice", "socket", "timer",
        ],
        file_names: &[
            ".buckconfig", ".coveragerc", ".editorconfig", ".flake8", ".gitconfig", ".gitmodules",
            ".env.dist", ".env.example", ".env.sample", ".env.template", ".hgrc", ".npmrc", ".pylintrc", ".pypirc", "gitconfig", "hgrc", "pylintrc",
        ],
        interpreters: &[],
    },
    grammar: || tree_sitter_ini::LANGUAGE.into(),
    prepare: Some(hooks::prepare),
    comments: &["comment"],
    doc_style: DocStyle { openings: &["#", ";"], ..DocStyle::NONE },
    definitions: &[
        Definition::new("section", SymbolKind::Namespace)
            .name("")
            .body(&[])
            .refine(hooks::section),
        Definition::new("setting", SymbolKind::Property).name("").body(&[]).refine(hooks::setting),
    ],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
