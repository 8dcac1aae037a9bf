//! TOML. Grammar: the crate `tree-sitter-toml-ng` (MIT).
//!
//! The outline holds tables, the elements of arrays of tables, and their keys. Inline tables and
//! arrays are values: what stands in them is left out. A table is named by its whole path, and
//! an element by its key `name` or `id` where that is among its first ones. The keys of the elements
//! in which tools write down what they have resolved (`[[package]]` in `Cargo.lock`) are left out.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, LanguageSpec, OUTLINE_LIMIT};

/// The table of TOML.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "toml",
        extensions: &["toml"],
        file_names: &["Cargo.lock", "Gopkg.lock", "Pipfile", "pdm.lock", "poetry.lock", "uv.lock"],
        interpreters: &[],
    },
    grammar: || tree_sitter_toml_ng::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: DocStyle { openings: &["#"], ..DocStyle::NONE },
    definitions: &[
        Definition::new("table", SymbolKind::Namespace).name("").body(&[]).refine(hooks::table),
        Definition::new("table_array_element", SymbolKind::Namespace)
            .name("")
            .body(&[])
            .refine(hooks::element),
        Definition::new("pair", SymbolKind::Property).name("").body(&[]).refine(hooks::pair),
    ],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
