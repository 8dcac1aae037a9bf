//! Java. Grammar: the crate `tree-sitter-java` (MIT).

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
mod types;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// The table of Java.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "java",
        extensions: &["java"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_java::LANGUAGE.into(),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    comments: &["line_comment", "block_comment"],
    doc_style: DocStyle {
        openings: &["/**"],
        exceptions: &["/**/"],
        file_openings: &[],
        clean: None,
    },
    attributes: &[],
    wrappers: &[
        Wrapper { node: "field_declaration", in_signature: true },
        Wrapper { node: "constant_declaration", in_signature: true },
        Wrapper { node: "local_variable_declaration", in_signature: true },
    ],
    definitions: &[
        Definition::new("module_declaration", SymbolKind::Module)
            .scope(ScopeKind::Namespace)
            .refine(hooks::module_declaration),
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("record_declaration", SymbolKind::Struct)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("interface_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("annotation_type_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("enum_declaration", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("enum_constant", SymbolKind::EnumMember).refine(hooks::declaration),
        Definition::new("method_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::declaration),
        Definition::new("annotation_type_element_declaration", SymbolKind::Method)
            .refine(hooks::declaration),
        Definition::new("constructor_declaration", SymbolKind::Constructor)
            .scope(ScopeKind::Function)
            .refine(hooks::constructor),
        Definition::new("compact_constructor_declaration", SymbolKind::Constructor)
            .scope(ScopeKind::Function)
            .refine(hooks::constructor),
        // The components of a record; the hook turns all other parameters down.
        Definition::new("formal_parameter", SymbolKind::Field).refine(hooks::record_component),
        Definition::new("variable_declarator", SymbolKind::Field).refine(hooks::declarator),
    ],
    scopes: &[
        Scoping { node: "static_initializer", kind: ScopeKind::Function },
        Scoping { node: "constructor_body", kind: ScopeKind::Block },
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "lambda_expression", kind: ScopeKind::Function },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "try_with_resources_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "switch_block", kind: ScopeKind::Block },
        Scoping { node: "switch_rule", kind: ScopeKind::Block },
    ],
    roles: &[
        RoleRule {
            parent: "method_invocation",
            field: "name",
            role: Role::CallMethod,
            object: "object",
        },
        member("field_access", "field", "object"),
        role("object_creation_expression", "type", Role::Construct),
        // Types. Their names are `type_identifier`s, which stand for types by default.
        role("generic_type", "", Role::Inherit),
        role("annotated_type", "", Role::Inherit),
        role("type_arguments", "", Role::Type),
        // The last part of a path is seen by the hook.
        role("scoped_type_identifier", "", Role::Type),
        role("superclass", "", Role::Extends),
        role("super_interfaces", "", Role::Implements),
        role("extends_interfaces", "", Role::Extends),
        role("type_list", "", Role::Inherit),
        role("permits", "", Role::Type),
        role("type_parameter", "", Role::Bind),
        role("type_bound", "", Role::Type),
        role("marker_annotation", "name", Role::Type),
        role("annotation", "name", Role::Type),
        role("element_value_pair", "key", Role::Ignore),
        member("scoped_identifier", "name", "scope"),
        // Local names.
        role("variable_declarator", "name", Role::Bind),
        role("formal_parameter", "name", Role::Bind),
        role("catch_formal_parameter", "name", Role::Bind),
        role("lambda_expression", "parameters", Role::Bind),
        role("inferred_parameters", "", Role::Bind),
        role("enhanced_for_statement", "name", Role::Bind),
        role("resource", "name", Role::Bind),
        role("instanceof_expression", "name", Role::Bind),
        // Labels.
        role("labeled_statement", "", Role::Ignore),
        role("break_statement", "", Role::Ignore),
        role("continue_statement", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "package_declaration", run: hooks::package_declaration },
        Hook { node: "import_declaration", run: hooks::import_declaration },
        Hook { node: "requires_module_directive", run: hooks::requires_directive },
        Hook { node: "exports_module_directive", run: hooks::exports_directive },
        Hook { node: "opens_module_directive", run: hooks::opens_directive },
        Hook { node: "uses_module_directive", run: hooks::service_directive },
        Hook { node: "provides_module_directive", run: hooks::service_directive },
        Hook { node: "local_variable_declaration", run: hooks::variable },
        Hook { node: "enhanced_for_statement", run: hooks::loop_over },
        Hook { node: "resource", run: hooks::variable },
        Hook { node: "formal_parameter", run: hooks::variable },
        Hook { node: "catch_formal_parameter", run: types::caught },
        Hook { node: "instanceof_expression", run: types::tested },
        Hook { node: "field_declaration", run: hooks::field_declaration },
        Hook { node: "constant_declaration", run: hooks::field_declaration },
        Hook { node: "class_body", run: hooks::class_body },
        Hook { node: "scoped_type_identifier", run: hooks::scoped_type },
        Hook { node: "method_reference", run: hooks::method_reference },
        Hook { node: "type_pattern", run: hooks::pattern_variable },
        Hook { node: "record_pattern_component", run: hooks::pattern_variable },
        Hook { node: "record_pattern", run: hooks::record_pattern },
    ],
    skipped: &[],
    file_symbol: None,
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
