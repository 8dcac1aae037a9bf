//! HTML. Grammar: the crate `tree-sitter-html` (MIT).
//!
//! The file is a module. Elements with an `id`, or anchors with a name, are constants, as deep as
//! they nest; custom elements and classes are uses. Scripts, styles, handlers of events and structured
//! facts (JSON-LD) are read as the languages that they are written in.

pub(super) mod attributes;
pub(super) mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
pub(super) mod raw_text;

use crate::detect::LanguageNames;
use crate::spec::{DocStyle, FileSymbol, Hook, LanguageSpec, OUTLINE_LIMIT};

/// A comment above an element is about it, except for what browsers and tools are told.
pub(super) const DOCS: DocStyle = DocStyle {
    openings: &["<!--"],
    exceptions: &["<!--[", "<!--#", "<!-- prettier-", "<!-- eslint-", "<!-- svelte-ignore"],
    file_openings: &[],
    clean: Some(hooks::clean_comment),
};

/// The table of HTML.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "html",
        extensions: &["html", "htm", "xhtml"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_html::LANGUAGE.into(),
    hoisted: true,
    comments: &["comment"],
    doc_style: DOCS,
    hooks: &[
        Hook { node: "element", run: hooks::element },
        Hook { node: "start_tag", run: hooks::lonely_tag },
        Hook { node: "script_element", run: hooks::script_element },
        Hook { node: "style_element", run: hooks::style_element },
        Hook { node: "attribute", run: attributes::attribute },
    ],
    skipped: &["doctype", "text", "entity", "end_tag"],
    file_symbol: Some(FileSymbol { name: hooks::page_name, qualifies: false }),
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
