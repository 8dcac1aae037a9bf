//! Regular expressions in files of their own. Grammar: the crate `tree-sitter-regex` (MIT).
//!
//! Named groups are symbols, and references back to them their uses.

#[cfg(test)]
pub(crate) mod oracle;

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{Definition, LanguageSpec, Leaf};

/// The table of regular expressions.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "regex",
        extensions: &["regex", "regexp"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_regex::LANGUAGE.into(),
    definitions: &[
        Definition::new("named_capturing_group", SymbolKind::Variable).name("").body(&[]).refine(
            |walker, node, symbol| {
                let Some(name) = node.named_child(0) else { return false };
                walker.claim(name);
                symbol.name = Cow::Borrowed(walker.text(name));
                symbol.signature = walker.signature_of(node, None);
                true
            },
        ),
    ],
    leaves: &[Leaf { node: "group_name", kind: IdentifierKind::VariableRef }],
    skipped: &["character_class"],
    ..LanguageSpec::NOTHING
};
