//! Svelte. Grammar: the crate `tree-sitter-svelte-ng` (MIT), which extends HTML's.
//!
//! The file is a class, the component. Scripts, styles and the expressions between braces are read as
//! the languages that they are written in, and know each other's names; elements with an `id` are
//! constants, snippets are functions; the components in the markup are instantiated.

pub(super) mod components;
pub(super) mod expressions;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use super::html;
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec};

/// The table of Svelte.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "svelte",
        extensions: &["svelte"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_svelte_ng::LANGUAGE.into(),
    reword: Some(hooks::attachments),
    hoisted: true,
    comments: &["comment"],
    doc_style: html::DOCS,
    hooks: &[
        Hook { node: "document", run: hooks::document },
        Hook { node: "element", run: hooks::element },
        Hook { node: "script_element", run: html::hooks::script_element },
        Hook { node: "style_element", run: html::hooks::style_element },
        Hook { node: "attribute", run: hooks::attribute },
        Hook { node: "snippet_statement", run: hooks::snippet },
        Hook { node: "svelte_raw_text", run: hooks::expression },
    ],
    skipped: &["text", "entity", "end_tag"],
    ..LanguageSpec::NOTHING
};
