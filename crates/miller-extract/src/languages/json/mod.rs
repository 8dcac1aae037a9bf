//! JSON, with comments and in lines. Grammar: the crate `tree-sitter-json` (MIT).
//!
//! The outline holds the keys of objects down to the third level. The elements of an array are
//! left out, except where the array is the file itself or the value of a key of the first two
//! levels: there an object that says what it is called makes one symbol of that name. Of a file
//! of records, one a line, only the keys of the first record are told.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, OUTLINE_LIMIT};

/// The table of JSON.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "json",
        extensions: &[
            "avsc", "code-workspace", "geojson", "har", "ipynb", "json", "jsonc", "jsonl", "jsonld",
            "ndjson", "sarif", "tfstate", "topojson", "webmanifest",
        ],
        file_names: &[
            ".babelrc", ".bowerrc", ".eslintrc", ".jscsrc", ".jshintrc", ".prettierrc", ".swcrc",
            ".watchmanconfig", "Pipfile.lock", "composer.lock", "flake.lock",
        ],
        interpreters: &[],
    },
    grammar: || tree_sitter_json::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: DocStyle { openings: &[""], ..DocStyle::NONE },
    definitions: &[
        Definition::new("pair", SymbolKind::Property).name("key").body(&[]).refine(hooks::pair),
    ],
    hooks: &[
        Hook { node: "object", run: hooks::object },
        Hook { node: "array", run: hooks::array },
    ],
    skipped: &["string", "number"],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
