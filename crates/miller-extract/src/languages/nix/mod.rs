//! Nix. Grammar: the crate `tree-sitter-nix` (MIT).
//!
//! Attributes are properties, or functions where a function is their value, down to the fourth level
//! of bindings; functions are symbols at any depth. What a `let` binds outside of all bindings is a
//! symbol, too, and elsewhere a local name.

mod bindings;
mod names;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role};

/// The table of Nix.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "nix",
        extensions: &["nix"],
        file_names: &[],
        interpreters: &["nix", "nix-instantiate"],
    },
    grammar: || tree_sitter_nix::LANGUAGE.into(),
    separator: ".",
    hoisted: true,
    comments: &["comment"],
    // What stands directly above an attribute is about it, by convention.
    doc_style: DocStyle { openings: &[""], ..DocStyle::NONE },
    scopes: &[
        Scoping { node: "let_expression", kind: ScopeKind::Block },
        Scoping { node: "function_expression", kind: ScopeKind::Function },
    ],
    roles: &[
        role("formal", "name", Role::Bind),
        role("function_expression", "universal", Role::Bind),
        role("attrpath", "attr", Role::Ignore),
        role("inherited_attrs", "attr", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "binding", run: bindings::binding },
        Hook { node: "inherit", run: bindings::inherit },
        Hook { node: "inherit_from", run: bindings::inherit },
        Hook { node: "attrset_expression", run: bindings::attribute_set },
        Hook { node: "rec_attrset_expression", run: bindings::attribute_set },
        Hook { node: "let_attrset_expression", run: bindings::attribute_set },
        Hook { node: "variable_expression", run: names::variable },
        Hook { node: "apply_expression", run: names::application },
        Hook { node: "select_expression", run: names::selection },
        Hook { node: "has_attr_expression", run: names::selection },
    ],
    visibility: bindings::visibility,
    ..LanguageSpec::NOTHING
};
