//! INI files and their relatives. Grammar: the crate `tree-sitter-ini` (Apache-2.0).
//!
//! The outline holds sections and their settings. Lines that go on with a value are no settings.

mod hooks;
mod lines;
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
    variants: &[&PROPERTIES],
    prepare: Some(lines::prepare),
    ..TABLE
};

/// The same table for the properties of Java, whose values go on otherwise.
pub static PROPERTIES: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ini",
        extensions: &["properties"],
        file_names: &[],
        interpreters: &[],
    },
    prepare: Some(lines::prepare_properties),
    ..TABLE
};

const TABLE: LanguageSpec = LanguageSpec {
    grammar: || tree_sitter_ini::LANGUAGE.into(),
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
