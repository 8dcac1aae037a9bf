//! Vue's components of one file. Grammar: that of Svelte, the crate `tree-sitter-svelte-ng` (MIT),
//! which knows braces in text and in the values of attributes.
//!
//! The file is a class, the component. Scripts, styles and the expressions in the template are read as
//! the languages that they are written in, and know each other's names; elements with an `id` are
//! constants; the components in the template are instantiated.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use super::{html, svelte};
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec};

/// The table of Vue.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames { name: "vue", extensions: &["vue"], file_names: &[], interpreters: &[] },
    grammar: || tree_sitter_svelte_ng::LANGUAGE.into(),
    hoisted: true,
    comments: &["comment"],
    doc_style: html::DOCS,
    hooks: &[
        Hook { node: "document", run: svelte::components::component },
        Hook { node: "element", run: hooks::element },
        Hook { node: "script_element", run: html::hooks::script_element },
        Hook { node: "style_element", run: html::hooks::style_element },
        Hook { node: "attribute", run: hooks::attribute },
        Hook { node: "expression", run: hooks::interpolation },
    ],
    skipped: &["text", "entity", "end_tag"],
    ..LanguageSpec::NOTHING
};
