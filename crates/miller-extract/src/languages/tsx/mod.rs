//! TypeScript with JSX: the table of TypeScript over the grammar that knows tags.

#[cfg(test)]
pub(super) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use super::javascript;
use super::typescript::{hooks, reword, typescript_spec};
use crate::detect::LanguageNames;
use crate::spec::{
    Definition, FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member,
    role,
};

/// The table of TSX.
pub static SPEC: LanguageSpec = typescript_spec!(
    LanguageNames { name: "tsx", extensions: &["tsx"], file_names: &[], interpreters: &[] },
    tree_sitter_typescript::LANGUAGE_TSX,
    [
        role("jsx_opening_element", "name", Role::Call),
        role("jsx_self_closing_element", "name", Role::Call),
        role("jsx_closing_element", "name", Role::Ignore),
        role("jsx_attribute", "", Role::Ignore),
        role("jsx_namespace_name", "", Role::Ignore),
    ],
    [
        Hook { node: "jsx_opening_element", run: hooks::jsx_element },
        Hook { node: "jsx_self_closing_element", run: hooks::jsx_element },
        Hook { node: "jsx_closing_element", run: hooks::jsx_closing_element },
    ]
);
