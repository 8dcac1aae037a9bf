//! Rust. Grammar: the crate `tree-sitter-rust` (MIT).

mod docs;
mod hooks;
mod imports;
#[cfg(test)]
pub(super) mod oracle;
mod patterns;
mod statics;
mod tokens;
mod turbofish;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, FileSymbol, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping,
    member, role,
};

/// What brings in whatever there is.
const WILDCARD: &str = "*";

/// The table of Rust.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "rust",
        extensions: &["rs"],
        file_names: &[],
        interpreters: &["rust-script"],
    },
    grammar: || tree_sitter_rust::LANGUAGE.into(),
    separator: "::",
    self_names: &["self", "Self"],
    module_names: &["self"],
    module_wildcard: Some(WILDCARD),
    super_names: &[],
    members_in_scope: false,
    hoisted: false,
    comments: &["line_comment", "block_comment"],
    doc_style: DocStyle {
        openings: &["///", "/**"],
        exceptions: &["////", "/***", "/**/"],
        file_openings: docs::INNER_OPENINGS,
        clean: None,
    },
    attributes: &["attribute_item", "inner_attribute_item"],
    wrappers: &[],
    definitions: &[
        Definition::new("struct_item", SymbolKind::Struct)
            .scope(ScopeKind::Type)
            .refine(hooks::structure),
        Definition::new("union_item", SymbolKind::Union)
            .scope(ScopeKind::Type)
            .refine(hooks::item),
        Definition::new("enum_item", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(hooks::item),
        Definition::new("enum_variant", SymbolKind::EnumMember).refine(hooks::variant),
        Definition::new("field_declaration", SymbolKind::Field)
            .body(&[])
            .refine(hooks::field),
        Definition::new("trait_item", SymbolKind::Trait)
            .scope(ScopeKind::Type)
            .refine(hooks::item),
        Definition::new("function_item", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::item),
        Definition::new("function_signature_item", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::item),
        // A scope for their type parameters.
        Definition::new("type_item", SymbolKind::Type)
            .body(&[])
            .scope(ScopeKind::Block)
            .refine(hooks::item),
        Definition::new("associated_type", SymbolKind::Type)
            .body(&[])
            .scope(ScopeKind::Block)
            .refine(hooks::item),
        Definition::new("const_item", SymbolKind::Constant)
            .body(&[])
            .refine(hooks::constant),
        Definition::new("static_item", SymbolKind::Constant)
            .body(&[])
            .refine(hooks::static_item),
        Definition::new("macro_definition", SymbolKind::Macro)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::macro_definition),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "closure_expression", kind: ScopeKind::Function },
        Scoping { node: "function_type", kind: ScopeKind::Function },
        Scoping { node: "match_arm", kind: ScopeKind::Block },
        Scoping { node: "if_expression", kind: ScopeKind::Block },
        Scoping { node: "while_expression", kind: ScopeKind::Block },
        Scoping { node: "for_expression", kind: ScopeKind::Block },
    ],
    roles: &[
        // Calls and members.
        role("call_expression", "function", Role::Call),
        role("macro_invocation", "macro", Role::Call),
        role("generic_function", "function", Role::Inherit),
        role("parenthesized_expression", "", Role::InheritUse),
        member("field_expression", "field", "value"),
        member("scoped_identifier", "name", "path"),
        role("scoped_identifier", "path", Role::Type),
        member("scoped_type_identifier", "name", "path"),
        role("scoped_type_identifier", "path", Role::Type),
        // Structures written down, and their fields, which are looked up in the structure.
        role("struct_expression", "name", Role::Literal),
        RoleRule {
            parent: "struct_expression",
            field: "body",
            role: Role::Member,
            object: "name",
        },
        role("field_initializer_list", "", Role::Inherit),
        role("field_initializer", "field", Role::Inherit),
        role("field_initializer", "value", Role::Value),
        role("shorthand_field_initializer", "", Role::Value),
        role("base_field_initializer", "", Role::Value),
        // Types.
        role("generic_type", "type", Role::Inherit),
        role("generic_type_with_turbofish", "type", Role::Inherit),
        role("type_arguments", "", Role::Type),
        role("type_binding", "name", Role::Member),
        role("type_binding", "type", Role::Type),
        role("reference_type", "type", Role::Type),
        role("pointer_type", "type", Role::Type),
        role("tuple_type", "", Role::Type),
        role("array_type", "element", Role::Type),
        role("function_type", "trait", Role::Inherit),
        role("function_type", "return_type", Role::Type),
        role("bracketed_type", "", Role::Type),
        role("qualified_type", "", Role::Type),
        role("bounded_type", "", Role::Inherit),
        role("abstract_type", "trait", Role::Type),
        role("dynamic_type", "trait", Role::Type),
        role("removed_trait_bound", "", Role::Inherit),
        role("higher_ranked_trait_bound", "type", Role::Inherit),
        role("use_bounds", "", Role::Type),
        role("type_cast_expression", "type", Role::Type),
        role("let_declaration", "type", Role::Type),
        role("parameters", "", Role::Type),
        role("parameter", "type", Role::Type),
        role("field_declaration", "type", Role::Type),
        role("ordered_field_declaration_list", "type", Role::Type),
        role("const_item", "type", Role::Type),
        role("static_item", "type", Role::Type),
        role("type_item", "type", Role::Type),
        role("function_item", "return_type", Role::Type),
        role("function_signature_item", "return_type", Role::Type),
        role("closure_expression", "return_type", Role::Type),
        role("where_predicate", "left", Role::Type),
        role("where_predicate", "bounds", Role::Type),
        role("type_parameter", "name", Role::Bind),
        role("type_parameter", "bounds", Role::Type),
        role("type_parameter", "default_type", Role::Type),
        role("const_parameter", "name", Role::Bind),
        role("const_parameter", "type", Role::Type),
        role("associated_type", "bounds", Role::Type),
        role("trait_bounds", "", Role::Inherit),
        role("trait_item", "bounds", Role::Extends),
        role("impl_item", "trait", Role::Implements),
        role("impl_item", "type", Role::Type),
        // Patterns.
        role("let_declaration", "pattern", Role::BindAfter),
        role("let_condition", "pattern", Role::BindAfter),
        role("for_expression", "pattern", Role::Bind),
        role("match_arm", "pattern", Role::Bind),
        role("match_pattern", "condition", Role::Value),
        role("match_pattern", "", Role::Inherit),
        role("parameter", "pattern", Role::Bind),
        role("variadic_parameter", "pattern", Role::Bind),
        role("closure_parameters", "", Role::Bind),
        role("tuple_pattern", "", Role::Inherit),
        role("slice_pattern", "", Role::Inherit),
        role("or_pattern", "", Role::Inherit),
        role("ref_pattern", "", Role::Inherit),
        role("mut_pattern", "", Role::Inherit),
        role("reference_pattern", "", Role::Inherit),
        role("captured_pattern", "", Role::Inherit),
        role("tuple_struct_pattern", "type", Role::Value),
        role("tuple_struct_pattern", "", Role::Inherit),
        role("generic_pattern", "type_arguments", Role::Type),
        role("generic_pattern", "", Role::Value),
        role("struct_pattern", "type", Role::Type),
        RoleRule {
            parent: "struct_pattern",
            field: "",
            role: Role::Inherit,
            object: "type",
        },
        role("field_pattern", "name", Role::InheritUse),
        role("field_pattern", "pattern", Role::Inherit),
        role("range_pattern", "", Role::Value),
        // Imports are read by the hook; what is left are the names that they bind.
        role("use_as_clause", "alias", Role::Ignore),
        role("extern_crate_declaration", "alias", Role::Ignore),
        // Attributes and macros hold tokens; hooks find the uses among them.
        role("attribute", "value", Role::Value),
        role("attribute", "", Role::Ignore),
        role("token_tree", "", Role::Inherit),
        role("token_repetition", "", Role::Inherit),
        role("macro_definition", "", Role::Value),
        role("visibility_modifier", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
        Leaf { node: "field_identifier", kind: IdentifierKind::MemberAccess },
    ],
    hooks: &[
        Hook { node: "source_file", run: hooks::source_file },
        Hook { node: "mod_item", run: hooks::module },
        Hook { node: "impl_item", run: hooks::implementation },
        Hook { node: "ordered_field_declaration_list", run: hooks::tuple_fields },
        Hook { node: "use_declaration", run: imports::use_declaration },
        Hook { node: "extern_crate_declaration", run: imports::extern_crate },
        Hook { node: "attribute", run: tokens::attribute },
        Hook { node: "macro_invocation", run: statics::declared },
        Hook { node: "token_tree", run: tokens::tokens },
        Hook { node: "token_repetition", run: tokens::tokens },
        Hook { node: "let_declaration", run: patterns::let_declaration },
        Hook { node: "parameter", run: patterns::parameter },
        Hook { node: "let_condition", run: patterns::constants },
        Hook { node: "match_pattern", run: patterns::constants },
        Hook { node: "tuple_pattern", run: patterns::constants },
        Hook { node: "tuple_struct_pattern", run: patterns::constants },
        Hook { node: "slice_pattern", run: patterns::constants },
        Hook { node: "or_pattern", run: patterns::constants },
        Hook { node: "reference_pattern", run: patterns::constants },
        Hook { node: "field_pattern", run: patterns::field_pattern },
    ],
    skipped: &["lifetime", "string_literal", "label", "token_tree_pattern"],
    file_symbol: Some(FileSymbol { name: hooks::module_name, qualifies: false }),
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
