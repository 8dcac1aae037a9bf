//! Kotlin. Grammar: the crate `tree-sitter-kotlin-ng` (MIT).
//!
//! The grammar names few fields, so that hooks tell the parts of a declaration apart.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
mod properties;
mod reword;
mod types;
mod uses;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role,
};

/// The table of Kotlin.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "kotlin",
        extensions: &["kt", "kts"],
        file_names: &[],
        interpreters: &["kotlin", "kotlinc"],
    },
    grammar: || tree_sitter_kotlin_ng::LANGUAGE.into(),
    reword: Some(reword::reword),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    keywords: &["null", "true", "false", "break", "continue"],
    quote: Some(b'`'),
    comments: &["line_comment", "block_comment"],
    doc_style: DocStyle {
        openings: &["/**"],
        exceptions: &["/**/", "/***"],
        file_openings: &[],
        clean: None,
    },
    definitions: &[
        Definition::new("class_declaration", SymbolKind::Class)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(types::class_declaration),
        Definition::new("object_declaration", SymbolKind::Class)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(types::declaration),
        Definition::new("companion_object", SymbolKind::Class)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(types::companion_object),
        Definition::new("primary_constructor", SymbolKind::Constructor)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(types::primary_constructor),
        Definition::new("secondary_constructor", SymbolKind::Constructor)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(types::secondary_constructor),
        Definition::new("enum_entry", SymbolKind::EnumMember)
            .name("")
            .body(&[])
            .refine(types::enum_entry),
        Definition::new("type_alias", SymbolKind::Type)
            .name("type")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(types::declaration),
    ],
    scopes: &[
        Scoping { node: "anonymous_initializer", kind: ScopeKind::Function },
        Scoping { node: "anonymous_function", kind: ScopeKind::Function },
        Scoping { node: "function_type", kind: ScopeKind::Function },
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "when_expression", kind: ScopeKind::Block },
        Scoping { node: "catch_block", kind: ScopeKind::Block },
    ],
    roles: &[
        // The hooks say which of these are extended, implemented or constructed.
        role("delegation_specifier", "", Role::Inherit),
        role("explicit_delegation", "", Role::Inherit),
        role("constructor_invocation", "", Role::Inherit),
        // The hook makes a type of what would be a value.
        role("user_type", "", Role::Inherit),
        role("type_constraint", "", Role::Type),
        // Local names.
        role("type_parameter", "", Role::Bind),
        role("parameter", "", Role::Bind),
        role("variable_declaration", "", Role::Bind),
        role("setter", "", Role::Bind),
        role("catch_block", "", Role::Bind),
        // Labels.
        role("this_expression", "", Role::Ignore),
        role("super_expression", "", Role::Ignore),
        role("return_expression", "label", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "package_header", run: uses::package_header },
        Hook { node: "import", run: uses::import },
        Hook { node: "delegation_specifiers", run: types::delegation_specifiers },
        Hook { node: "delegation_specifier", run: types::delegation_specifier },
        Hook { node: "explicit_delegation", run: types::explicit_delegation },
        Hook { node: "constructor_invocation", run: types::constructor_invocation },
        Hook { node: "class_body", run: types::class_body },
        Hook { node: "anonymous_initializer", run: types::anonymous_initializer },
        Hook { node: "class_parameter", run: properties::class_parameter },
        Hook { node: "property_declaration", run: properties::property_declaration },
        Hook { node: "getter", run: properties::accessor },
        Hook { node: "setter", run: properties::accessor },
        Hook { node: "function_declaration", run: hooks::function_declaration },
        Hook { node: "lambda_literal", run: hooks::lambda_literal },
        Hook { node: "user_type", run: uses::user_type },
        Hook { node: "string_literal", run: uses::string_literal },
        Hook { node: "call_expression", run: uses::call_expression },
        Hook { node: "binary_expression", run: uses::binary_expression },
        Hook { node: "labeled_expression", run: uses::labeled_expression },
        Hook { node: "infix_expression", run: uses::infix_expression },
        Hook { node: "navigation_expression", run: uses::navigation_expression },
        Hook { node: "callable_reference", run: uses::callable_reference },
        Hook { node: "value_argument", run: uses::value_argument },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
