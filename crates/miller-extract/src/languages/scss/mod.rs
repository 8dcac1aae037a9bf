//! SCSS, read with the grammar of CSS: the crate `tree-sitter-css` (MIT).
//!
//! The grammars for SCSS that there are stumble over maps, `@use … as`, `!default` and much else that
//! most files have, so a text is written as CSS first, see [`prepare`]. What CSS defines is defined as
//! there; mixins are macros, and variables outside of all blocks are symbols.

mod prepare;
mod statements;
mod values;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::IdentifierKind;

use super::css;
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf};

/// The table of SCSS.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames { name: "scss", extensions: &["scss"], file_names: &[], interpreters: &[] },
    prepare: Some(prepare::prepare),
    leaves: &[
        Leaf { node: "class_name", kind: IdentifierKind::TypeUsage },
        Leaf { node: "id_name", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "rule_set", run: statements::rule_set },
        Hook { node: "class_selector", run: statements::class_selector },
        Hook { node: "declaration", run: values::declaration },
        Hook { node: "plain_value", run: values::plain_value },
        Hook { node: "keyframes_statement", run: css::statements::keyframes },
        Hook { node: "at_rule", run: statements::at_rule },
        Hook { node: "postcss_statement", run: statements::at_rule },
    ],
    visibility: values::visibility,
    ..css::SPEC
};
