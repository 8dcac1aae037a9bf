//! Solidity. Grammar: the crate `tree-sitter-solidity` (MIT).
//!
//! A library has no instances: it is a module. Of inline assembly, functions and calls are read.

mod hooks;
mod imports;
#[cfg(test)]
pub(super) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member, role,
};

/// The table of Solidity.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "solidity",
        extensions: &["sol"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_solidity::LANGUAGE.into(),
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    definitions: &[
        Definition::new("contract_declaration", SymbolKind::Class).scope(ScopeKind::Type),
        Definition::new("interface_declaration", SymbolKind::Interface).scope(ScopeKind::Type),
        Definition::new("library_declaration", SymbolKind::Module).scope(ScopeKind::Type),
        Definition::new("struct_declaration", SymbolKind::Struct).scope(ScopeKind::Type),
        Definition::new("struct_member", SymbolKind::Field).body(&[]),
        Definition::new("enum_declaration", SymbolKind::Enum).scope(ScopeKind::Type),
        Definition::new("enum_value", SymbolKind::EnumMember)
            .name("")
            .body(&[])
            .refine(hooks::named_by_itself),
        Definition::new("event_definition", SymbolKind::Event).body(&[]),
        Definition::new("error_declaration", SymbolKind::Type).body(&[]),
        Definition::new("user_defined_type_definition", SymbolKind::Type).body(&[]),
        Definition::new("state_variable_declaration", SymbolKind::Field)
            .body(&[])
            .refine(hooks::state_variable),
        Definition::new("constant_variable_declaration", SymbolKind::Constant).body(&[]),
        Definition::new("function_definition", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function),
        Definition::new("modifier_definition", SymbolKind::Method).scope(ScopeKind::Function),
        Definition::new("constructor_definition", SymbolKind::Constructor)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::named_by_keyword),
        Definition::new("fallback_receive_definition", SymbolKind::Method)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::named_by_keyword),
        Definition::new("yul_function_definition", SymbolKind::Function)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::assembly_function),
    ],
    scopes: &[
        Scoping { node: "block_statement", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "try_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "yul_block", kind: ScopeKind::Block },
    ],
    roles: &[
        // Calls and members.
        role("call_expression", "function", Role::Call),
        role("expression", "", Role::Inherit),
        role("parenthesized_expression", "", Role::Value),
        role("struct_expression", "type", Role::Inherit),
        member("member_expression", "property", "object"),
        role("new_expression", "name", Role::Construct),
        role("emit_statement", "name", Role::Call),
        role("revert_statement", "error", Role::Call),
        role("modifier_invocation", "", Role::Call),
        role("yul_function_call", "function", Role::Call),
        role("yul_identifier", "", Role::Inherit),
        // Types.
        role("inheritance_specifier", "ancestor", Role::Extends),
        role("user_defined_type", "", Role::Inherit),
        role("type_name", "", Role::Inherit),
        role("type_name", "key_identifier", Role::Ignore),
        role("type_name", "value_identifier", Role::Ignore),
        role("parameter", "type", Role::Type),
        role("return_parameter", "type", Role::Type),
        role("event_parameter", "type", Role::Type),
        role("error_parameter", "type", Role::Type),
        role("struct_member", "type", Role::Type),
        role("state_variable_declaration", "type", Role::Type),
        role("constant_variable_declaration", "type", Role::Type),
        role("variable_declaration", "type", Role::Type),
        role("override_specifier", "", Role::Type),
        role("meta_type_expression", "", Role::Type),
        role("using_directive", "source", Role::Type),
        role("type_alias", "", Role::Type),
        // Local names.
        role("parameter", "name", Role::Bind),
        role("variable_declaration", "name", Role::Bind),
        role("yul_variable_declaration", "left", Role::Bind),
        // Names of parameters and options, which nothing inside can see.
        role("event_parameter", "name", Role::Ignore),
        role("error_parameter", "name", Role::Ignore),
        role("call_struct_argument", "name", Role::Ignore),
        role("struct_field_assignment", "name", Role::Ignore),
        role("catch_clause", "", Role::Ignore),
        role("import_directive", "alias", Role::Ignore),
        role("import_directive", "import_name", Role::Import),
        role("any_pragma_token", "", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "import_directive", run: imports::directive },
        Hook { node: "user_defined_type", run: hooks::user_defined_type },
        Hook { node: "type_name", run: hooks::type_name },
        Hook { node: "expression_statement", run: hooks::placeholder },
        Hook { node: "revert_statement", run: hooks::revert },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
