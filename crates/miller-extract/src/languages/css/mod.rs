//! CSS. Grammar: the crate `tree-sitter-css` (MIT).
//!
//! Every selector of a rule is a symbol: `.card` defines the class `card`, `#main` the constant
//! `main`, `body` the type `body`; a longer selector has its text as its name, and the kind of what
//! stands last in it. The names in it are uses. Custom properties are variables, the names of
//! animations, counters and fonts are constants, layers are namespaces; the other blocks with a
//! condition, such as `@media`, are modules named by it. Rules nest as deep as they are written.

#[cfg(test)]
pub(crate) mod oracle;
pub(super) mod selectors;
pub(super) mod statements;
pub(super) mod values;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{DocStyle, Hook, LanguageSpec, Leaf, Role, role};

/// What the style sheets of whole frameworks have; what has more was generated.
const STYLES_LIMIT: u32 = 10_000;

/// What stands above a rule is about it, except for what tools are told.
pub(super) const DOCS: DocStyle = DocStyle {
    openings: &["/*", "//"],
    exceptions: &[
        "/* stylelint-",
        "/* prettier-",
        "/* autoprefixer",
        "/* purgecss",
        "/*!rtl",
        "/* rtl:",
        "// stylelint-",
        "// prettier-",
    ],
    file_openings: &[],
    clean: None,
};

/// The table of CSS.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames { name: "css", extensions: &["css"], file_names: &[], interpreters: &[] },
    grammar: || tree_sitter_css::LANGUAGE.into(),
    // A nested rule means what stands inside the outer one.
    separator: " ",
    hoisted: true,
    comments: &["comment", "js_comment"],
    doc_style: DOCS,
    roles: &[role("pseudo_class_selector", "", Role::Ignore)],
    leaves: &[
        Leaf { node: "class_name", kind: IdentifierKind::TypeUsage },
        Leaf { node: "id_name", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "rule_set", run: selectors::rule_set },
        Hook { node: "declaration", run: values::declaration },
        Hook { node: "plain_value", run: values::plain_value },
        Hook { node: "keyframes_statement", run: statements::keyframes },
        Hook { node: "media_statement", run: statements::condition },
        Hook { node: "supports_statement", run: statements::condition },
        Hook { node: "scope_statement", run: statements::condition },
        Hook { node: "at_rule", run: statements::at_rule },
        Hook { node: "postcss_statement", run: statements::tool_statement },
        Hook { node: "import_statement", run: statements::import },
    ],
    symbol_limit: Some(STYLES_LIMIT),
    skipped: &["integer_value", "float_value", "string_value"],
    ..LanguageSpec::NOTHING
};
