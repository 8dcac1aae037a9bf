//! JSX: the table of JavaScript, whose grammar knows tags, under the name of its files.

#[cfg(test)]
pub(super) mod oracle;

use super::javascript;
use crate::detect::LanguageNames;
use crate::spec::LanguageSpec;

/// The table of JSX.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames { name: "jsx", extensions: &["jsx"], file_names: &[], interpreters: &[] },
    ..javascript::TABLE
};
