//! GraphQL: schemas and operations. Grammar: the crate `tree-sitter-graphql` (MIT).
//!
//! Arguments are no symbols. What extends a type adds its members to it.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};

use crate::detect::LanguageNames;
use crate::spec::{Definition, Hook, LanguageSpec, Leaf, Role, ScopeKind, role};

/// The table of GraphQL.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "graphql",
        extensions: &["gql", "graphql", "graphqls"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_graphql::LANGUAGE.into(),
    comments: &["comment"],
    definitions: &[
        Definition::new("schema_definition", SymbolKind::Module)
            .name("")
            .body(&[])
            .refine(hooks::schema),
        Definition::new("object_type_definition", SymbolKind::Type)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("interface_type_definition", SymbolKind::Interface)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("input_object_type_definition", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("enum_type_definition", SymbolKind::Enum)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("union_type_definition", SymbolKind::Union)
            .name("")
            .body(&[])
            .refine(hooks::named),
        Definition::new("scalar_type_definition", SymbolKind::Type)
            .name("")
            .body(&[])
            .refine(hooks::named),
        Definition::new("directive_definition", SymbolKind::Macro)
            .name("")
            .body(&[])
            .refine(hooks::named),
        Definition::new("field_definition", SymbolKind::Field)
            .name("")
            .body(&[])
            .refine(hooks::named),
        Definition::new("input_value_definition", SymbolKind::Field)
            .name("")
            .body(&[])
            .refine(hooks::input_value),
        Definition::new("enum_value_definition", SymbolKind::EnumMember)
            .name("")
            .body(&[])
            .refine(hooks::named),
        Definition::new("operation_definition", SymbolKind::Function)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::named),
        Definition::new("fragment_definition", SymbolKind::Function)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::named),
    ],
    roles: &[
        // Types.
        role("type", "", Role::Type),
        role("list_type", "", Role::Type),
        role("non_null_type", "", Role::Type),
        role("type_condition", "", Role::Type),
        role("union_member_types", "", Role::Type),
        role("root_operation_type_definition", "", Role::Type),
        role("implements_interfaces", "", Role::Implements),
        role("named_type", "", Role::Inherit),
        // Uses.
        role("directive", "", Role::Call),
        role("fragment_spread", "", Role::Call),
        role("fragment_name", "", Role::Inherit),
        role("field", "", Role::Member),
        role("alias", "", Role::Ignore),
        role("argument", "", Role::Ignore),
        role("object_field", "", Role::Ignore),
        // Variables.
        role("variable_definition", "", Role::Bind),
        role("variable", "", Role::Inherit),
    ],
    leaves: &[Leaf { node: "name", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "object_type_extension", run: hooks::extension },
        Hook { node: "interface_type_extension", run: hooks::extension },
        Hook { node: "input_object_type_extension", run: hooks::extension },
        Hook { node: "enum_type_extension", run: hooks::extension },
        Hook { node: "union_type_extension", run: hooks::extension },
        Hook { node: "scalar_type_extension", run: hooks::extension },
    ],
    skipped: &["description", "operation_type", "directive_locations"],
    visibility: |_, _, _| Some(Visibility::Public),
    ..LanguageSpec::NOTHING
};
