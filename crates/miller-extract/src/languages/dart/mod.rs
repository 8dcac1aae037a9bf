//! Dart. Grammar: the crate `tree-sitter-dart` (MIT).

mod declarations;
mod libraries;
mod members;
#[cfg(test)]
pub(crate) mod oracle;
mod uses;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// The table of Dart.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "dart",
        extensions: &["dart"],
        file_names: &[],
        interpreters: &["dart"],
    },
    grammar: || tree_sitter_dart::LANGUAGE.into(),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    comments: &["comment", "documentation_comment"],
    doc_style: DocStyle {
        openings: &["///", "/**"],
        exceptions: &["////", "/**/", "/***"],
        file_openings: &[],
        clean: None,
    },
    wrappers: &[Wrapper { node: "class_declaration", in_signature: true }],
    definitions: &[
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("mixin_application_class", SymbolKind::Class)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(declarations::mixin_application_class),
        Definition::new("mixin_declaration", SymbolKind::Trait)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("extension_type_declaration", SymbolKind::Class)
            .name("")
            .scope(ScopeKind::Type)
            .refine(declarations::extension_type),
        Definition::new("extension_type_representation", SymbolKind::Field)
            .body(&[])
            .refine(declarations::representation),
        Definition::new("enum_declaration", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("enum_entry", SymbolKind::EnumMember)
            .body(&[])
            .refine(declarations::declaration),
        Definition::new("type_alias", SymbolKind::Type)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(declarations::type_alias),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "for_element", kind: ScopeKind::Block },
        Scoping { node: "if_statement", kind: ScopeKind::Block },
        Scoping { node: "if_element", kind: ScopeKind::Block },
        Scoping { node: "try_statement", kind: ScopeKind::Block },
        Scoping { node: "switch_statement_case", kind: ScopeKind::Block },
        Scoping { node: "switch_expression_case", kind: ScopeKind::Block },
        Scoping { node: "function_expression", kind: ScopeKind::Function },
        Scoping { node: "function_type", kind: ScopeKind::Function },
    ],
    roles: &[
        // Calls and members.
        role("call_expression", "function", Role::Call),
        role("instantiation_expression", "function", Role::InheritUse),
        role("null_assertion_expression", "value", Role::InheritUse),
        member("member_expression", "property", "object"),
        member("null_aware_member_expression", "property", "object"),
        member("assignable_expression", "property", "object"),
        role("cascade_call_expression", "function", Role::Call),
        member("cascade_member_expression", "property", "object"),
        member("cascade_null_aware_member_expression", "property", "object"),
        role("new_expression", "type", Role::Construct),
        role("const_object_expression", "type", Role::Construct),
        role("constructor_invocation", "type", Role::Construct),
        RoleRule {
            parent: "constructor_invocation",
            field: "constructor",
            role: Role::Member,
            object: "type",
        },
        role("redirecting_factory_constructor_signature", "target", Role::Construct),
        RoleRule {
            parent: "redirecting_factory_constructor_signature",
            field: "target_constructor",
            role: Role::Member,
            object: "target",
        },
        role("enum_entry", "", Role::Member),
        // Types. The hook makes a type of what would be something else.
        role("type", "", Role::Inherit),
        role("superclass", "type", Role::Extends),
        role("mixin_declaration", "", Role::Extends),
        role("mixin_application", "", Role::Extends),
        role("mixins", "", Role::Implements),
        role("interfaces", "", Role::Implements),
        role("object_pattern", "", Role::Type),
        // Local names.
        role("type_parameter", "name", Role::Bind),
        role("formal_parameter", "", Role::Bind),
        role("formal_parameter", "name", Role::Bind),
        role("super_formal_parameter", "name", Role::Bind),
        role("initialized_variable_declaration", "name", Role::BindAfter),
        role("initialized_identifier", "name", Role::BindAfter),
        role("variable_pattern", "name", Role::Bind),
        role("for_statement", "name", Role::Bind),
        role("for_element", "name", Role::Bind),
        role("catch_clause", "exception", Role::Bind),
        role("catch_clause", "stack_trace", Role::Bind),
        // Labels, and names in types and directives.
        role("label", "", Role::Ignore),
        role("labeled_statement", "", Role::Ignore),
        role("break_statement", "", Role::Ignore),
        role("continue_statement", "", Role::Ignore),
        role("typed_identifier", "name", Role::Ignore),
        role("record_type_field", "name", Role::Ignore),
        role("dotted_identifier_list", "", Role::Ignore),
        role("combinator", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "identifier_dollar_escaped", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "library_name", run: libraries::library_name },
        Hook { node: "import_specification", run: libraries::import_specification },
        Hook { node: "library_export", run: libraries::library_export },
        Hook { node: "part_directive", run: libraries::part_directive },
        Hook { node: "part_of_directive", run: libraries::part_directive },
        Hook { node: "extension_declaration", run: declarations::extension_declaration },
        Hook { node: "function_declaration", run: members::top_level },
        Hook { node: "getter_declaration", run: members::top_level },
        Hook { node: "setter_declaration", run: members::top_level },
        Hook { node: "external_function_declaration", run: members::top_level },
        Hook { node: "top_level_variable_declaration", run: members::top_level_variable },
        Hook { node: "local_function_declaration", run: members::local_function },
        Hook { node: "initialized_variable_declaration", run: members::local_variable },
        Hook { node: "member_declaration", run: members::member_declaration },
        Hook { node: "field_formal_parameter", run: members::field_formal_parameter },
        Hook { node: "type", run: uses::type_name },
        Hook { node: "annotation", run: uses::annotation },
        Hook { node: "cascade_selector", run: uses::cascade_selector },
        Hook { node: "cascade_call_expression", run: uses::cascade_call },
        Hook { node: "constant_pattern", run: uses::constant_pattern },
        Hook { node: "redirection", run: uses::redirection },
    ],
    visibility: declarations::visibility,
    ..LanguageSpec::NOTHING
};
