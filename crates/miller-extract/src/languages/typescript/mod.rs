//! TypeScript. Grammars: the crate `tree-sitter-typescript` (MIT), which extends JavaScript's.
//!
//! TSX is the same table over another grammar, with the rules for tags; see `tsx`.

pub(super) mod hooks;
#[cfg(test)]
pub(super) mod oracle;
pub(super) mod reword;

use miller_schema::{IdentifierKind, SymbolKind};

use super::javascript;
use crate::detect::LanguageNames;
use crate::spec::{
    Definition, FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member,
    role,
};

/// The table, for a grammar and with further roles and hooks.
macro_rules! typescript_spec {
    ($names:expr, $grammar:expr, [$($role:expr),* $(,)?], [$($hook:expr),* $(,)?]) => { LanguageSpec {
        names: $names,
        grammar: || $grammar.into(),
        reword: Some(reword::reword),
        separator: ".",
        self_names: &["this"],
        super_names: &["super"],
        members_in_scope: false,
        hoisted: true,
        comments: &["comment", "html_comment"],
        doc_style: javascript::JSDOC,
        attributes: &["decorator"],
        wrappers: &[
            Wrapper { node: "export_statement", in_signature: true },
            Wrapper { node: "ambient_declaration", in_signature: true },
            Wrapper { node: "lexical_declaration", in_signature: true },
            Wrapper { node: "variable_declaration", in_signature: true },
            Wrapper { node: "expression_statement", in_signature: false },
            Wrapper { node: "assignment_expression", in_signature: false },
            Wrapper { node: "return_statement", in_signature: false },
            Wrapper { node: "labeled_statement", in_signature: false },
        ],
        definitions: javascript::ecma_definitions![
            Definition::new("function_signature", SymbolKind::Function).scope(ScopeKind::Function),
            Definition::new("abstract_class_declaration", SymbolKind::Class)
                .scope(ScopeKind::Type)
                .refine(hooks::class),
            Definition::new("interface_declaration", SymbolKind::Interface).scope(ScopeKind::Type),
            Definition::new("type_alias_declaration", SymbolKind::Type)
                .scope(ScopeKind::Type)
                .refine(hooks::type_alias),
            Definition::new("enum_declaration", SymbolKind::Enum).scope(ScopeKind::Type),
            Definition::new("enum_assignment", SymbolKind::EnumMember)
                .body(&[])
                .refine(hooks::enum_member),
            Definition::new("module", SymbolKind::Module)
                .scope(ScopeKind::Namespace)
                .refine(hooks::namespace),
            Definition::new("internal_module", SymbolKind::Namespace)
                .scope(ScopeKind::Namespace)
                .refine(hooks::namespace),
            Definition::new("public_field_definition", SymbolKind::Field)
                .body(&[])
                .scope(ScopeKind::Function)
                .refine(hooks::field),
            Definition::new("method_signature", SymbolKind::Method)
                .scope(ScopeKind::Function)
                .refine(hooks::method_signature),
            Definition::new("abstract_method_signature", SymbolKind::Method)
                .scope(ScopeKind::Function)
                .refine(hooks::method),
            Definition::new("property_signature", SymbolKind::Field)
                .body(&[])
                .refine(hooks::property_signature),
        ],
        scopes: javascript::ecma_scopes![
            Scoping { node: "function_type", kind: ScopeKind::Function },
            Scoping { node: "constructor_type", kind: ScopeKind::Function },
            Scoping { node: "call_signature", kind: ScopeKind::Function },
            Scoping { node: "construct_signature", kind: ScopeKind::Function },
            Scoping { node: "index_signature", kind: ScopeKind::Function },
            Scoping { node: "conditional_type", kind: ScopeKind::Block },
            Scoping { node: "extends_type_clause", kind: ScopeKind::Block },
            Scoping { node: "constraint", kind: ScopeKind::Block },
            Scoping { node: "default_type", kind: ScopeKind::Block },
        ],
        roles: javascript::ecma_roles![
            role("extends_clause", "value", Role::Extends),
            role("implements_clause", "", Role::Implements),
            role("extends_type_clause", "type", Role::Extends),
            role("generic_type", "name", Role::Inherit),
            role("non_null_expression", "", Role::InheritUse),
            role("instantiation_expression", "type_arguments", Role::Value),
            role("instantiation_expression", "", Role::InheritUse),
            member("nested_identifier", "property", "object"),
            member("nested_type_identifier", "name", "module"),
            role("required_parameter", "pattern", Role::Bind),
            role("required_parameter", "name", Role::Ignore),
            role("optional_parameter", "pattern", Role::Bind),
            role("optional_parameter", "name", Role::Ignore),
            role("type_parameter", "name", Role::Bind),
            role("infer_type", "", Role::Bind),
            role("mapped_type_clause", "name", Role::Bind),
            role("index_signature", "name", Role::Ignore),
            role("property_signature", "name", Role::Ignore),
            role("method_signature", "name", Role::Ignore),
            role("import_require_clause", "", Role::Import),
            $($role),*
        ],
        leaves: &[
            Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
            Leaf { node: "shorthand_property_identifier", kind: IdentifierKind::VariableRef },
            Leaf { node: "shorthand_property_identifier_pattern", kind: IdentifierKind::VariableRef },
            Leaf { node: "property_identifier", kind: IdentifierKind::MemberAccess },
            Leaf { node: "private_property_identifier", kind: IdentifierKind::MemberAccess },
            Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
        ],
        hooks: javascript::ecma_hooks![
            Hook { node: "import_alias", run: hooks::import_alias },
            Hook { node: "interface_body", run: hooks::interface_body },
            Hook { node: "ambient_declaration", run: hooks::ambient_declaration },
            Hook { node: "as_expression", run: hooks::typed_expression },
            Hook { node: "satisfies_expression", run: hooks::typed_expression },
            Hook { node: "enum_body", run: hooks::enum_body },
            Hook { node: "binary_expression", run: hooks::binary_expression },
            Hook { node: "required_parameter", run: hooks::parameter },
            Hook { node: "optional_parameter", run: hooks::parameter },
            Hook { node: "object_type", run: hooks::object_type },
            Hook { node: "nested_type_identifier", run: hooks::nested_type_identifier },
            $($hook),*
        ],
        skipped: &["predefined_type", "string"],
        file_symbol: Some(FileSymbol { name: hooks::module_name, qualifies: false }),
        visibility: hooks::visibility,
        ..LanguageSpec::NOTHING
    } };
}
pub(super) use typescript_spec;

/// The table of TypeScript.
pub static SPEC: LanguageSpec = typescript_spec!(
    LanguageNames {
        name: "typescript",
        extensions: &["ts", "mts", "cts"],
        file_names: &[],
        interpreters: &["deno", "ts-node", "tsx"],
    },
    tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
    [],
    [Hook { node: "type_assertion", run: hooks::typed_expression }]
);
