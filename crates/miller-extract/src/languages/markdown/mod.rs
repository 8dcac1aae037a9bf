//! Markdown. Grammar of blocks: the crate `tree-sitter-md` (MIT).
//!
//! A heading with all that stands below it is a module, of all six levels, underlined or not. Fenced
//! code is read as the language that it names, each block for itself; so are pages' tags and what
//! stands before the text.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, OUTLINE_LIMIT};

/// The table of Markdown.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "markdown",
        extensions: &["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_md::LANGUAGE.into(),
    separator: " > ",
    hooks: &[
        Hook { node: "section", run: hooks::section },
        Hook { node: "setext_heading", run: hooks::underlined_heading },
        Hook { node: "fenced_code_block", run: hooks::fenced_code },
        Hook { node: "html_block", run: hooks::html_block },
        Hook { node: "minus_metadata", run: hooks::yaml },
        Hook { node: "plus_metadata", run: hooks::toml },
    ],
    skipped: &[
        "atx_heading",
        "paragraph",
        "pipe_table",
        "indented_code_block",
        "link_reference_definition",
        "thematic_break",
    ],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
