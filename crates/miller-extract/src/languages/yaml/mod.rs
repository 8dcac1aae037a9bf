//! YAML. Grammar: the crate `tree-sitter-yaml` (MIT).
//!
//! The outline holds the keys of mappings down to the third level; below them, and in the elements
//! of sequences, keys make no symbols. Where the file is a sequence, its elements are the first
//! level. An element that says what it is called makes one symbol of that name. A document that
//! states its kind and its name, as those of Kubernetes do, is a symbol. Anchors are definitions,
//! and aliases their uses.

mod depth;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, Leaf, OUTLINE_LIMIT, ScopeKind};

/// The table of YAML.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "yaml",
        extensions: &["yaml", "yml"],
        file_names: &[
            ".clang-format", ".clang-tidy", ".clangd", ".gemrc", "CITATION.cff", "glide.lock",
            "pixi.lock", "yarn.lock",
        ],
        interpreters: &[],
    },
    grammar: || tree_sitter_yaml::LANGUAGE.into(),
    refuse: Some(depth::refuse),
    comments: &["comment"],
    doc_style: DocStyle { openings: &["#"], ..DocStyle::NONE },
    definitions: &[
        Definition::new("document", SymbolKind::Module)
            .name("")
            .body(&[])
            .scope(ScopeKind::Namespace)
            .refine(hooks::document),
        Definition::new("block_mapping_pair", SymbolKind::Property)
            .name("key")
            .body(&[])
            .refine(hooks::pair),
        Definition::new("flow_pair", SymbolKind::Property)
            .name("key")
            .body(&[])
            .refine(hooks::pair),
    ],
    leaves: &[Leaf { node: "alias_name", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "anchor", run: hooks::anchor },
        Hook { node: "block_sequence_item", run: hooks::element },
    ],
    skipped: &["plain_scalar", "double_quote_scalar", "single_quote_scalar", "block_scalar"],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
