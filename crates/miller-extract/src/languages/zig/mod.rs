//! Zig. Grammar: the crate `tree-sitter-zig` (MIT).
//!
//! A file is a structure, so that it qualifies what it declares. The members of a structure that a
//! function returns are members of that function.

mod hooks;
#[cfg(test)]
pub(super) mod oracle;
mod variables;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member,
    role,
};

/// The table of Zig.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "zig",
        extensions: &["zig"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_zig::LANGUAGE.into(),
    self_names: &["Self", "@This()"],
    members_in_scope: true,
    comments: &["comment"],
    doc_style: DocStyle {
        openings: &["///"],
        exceptions: &["////"],
        file_openings: &["//!"],
        clean: None,
    },
    definitions: &[
        Definition::new("function_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function),
        Definition::new("container_field", SymbolKind::Field)
            .body(&[])
            .refine(hooks::field),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "if_statement", kind: ScopeKind::Block },
        Scoping { node: "if_expression", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "while_statement", kind: ScopeKind::Block },
        Scoping { node: "else_clause", kind: ScopeKind::Block },
        Scoping { node: "switch_case", kind: ScopeKind::Block },
        Scoping { node: "catch_expression", kind: ScopeKind::Block },
        Scoping { node: "errdefer_statement", kind: ScopeKind::Block },
        Scoping { node: "function_signature", kind: ScopeKind::Function },
    ],
    roles: &[
        role("call_expression", "function", Role::Call),
        member("field_expression", "member", "object"),
        role("error_type", "", Role::Member),
        role("struct_initializer", "", Role::Literal),
        role("parenthesized_expression", "", Role::InheritUse),
        // Types.
        role("function_declaration", "type", Role::Type),
        role("function_signature", "type", Role::Type),
        role("container_field", "type", Role::Type),
        role("variable_declaration", "type", Role::Type),
        role("parameter", "type", Role::Type),
        role("error_union_type", "", Role::Type),
        role("pointer_type", "", Role::Type),
        role("nullable_type", "", Role::Type),
        role("slice_type", "", Role::Type),
        role("array_type", "", Role::Type),
        // Local names.
        role("parameter", "name", Role::Bind),
        role("payload", "", Role::Bind),
        // No names of anything that has a definition.
        role("block_label", "", Role::Ignore),
        role("break_label", "", Role::Ignore),
        role("error_set_declaration", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "builtin_identifier", kind: IdentifierKind::Call },
    ],
    hooks: &[
        Hook { node: "variable_declaration", run: variables::declaration },
        Hook { node: "using_namespace_declaration", run: variables::using_namespace },
        Hook { node: "test_declaration", run: hooks::test },
        Hook { node: "struct_declaration", run: hooks::container },
        Hook { node: "union_declaration", run: hooks::container },
        Hook { node: "enum_declaration", run: hooks::container },
        Hook { node: "opaque_declaration", run: hooks::container },
        Hook { node: "error_set_declaration", run: hooks::error_set },
        Hook { node: "array_type", run: hooks::array_type },
        Hook { node: "parameter", run: hooks::parameter },
    ],
    file_symbol: Some(FileSymbol { name: hooks::file_name, qualifies: true }),
    visibility: hooks::visibility,
    skipped: &["string"],
    ..LanguageSpec::NOTHING
};
