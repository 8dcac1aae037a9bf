//! QML. Grammar: the crate `tree-sitter-qmljs` (MIT), which extends TypeScript's.
//!
//! The file is a class, which extends the type of its root object. Objects with an `id` are constants,
//! handlers (`onClicked`) are methods; an object without an `id` makes no symbol.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member, role,
};

/// The table of QML.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames { name: "qml", extensions: &["qml"], file_names: &[], interpreters: &[] },
    grammar: || tree_sitter_qmljs::LANGUAGE.into(),
    self_names: &["this"],
    // What the root object has is known in all of the file.
    members_in_scope: true,
    hoisted: true,
    comments: &["comment"],
    doc_style: DocStyle {
        openings: &["/**", "/*!", "///"],
        exceptions: &["/**/", "/***", "////"],
        file_openings: &[],
        clean: None,
    },
    attributes: &["ui_annotation"],
    wrappers: &[
        Wrapper { node: "ui_annotated_object", in_signature: false },
        Wrapper { node: "lexical_declaration", in_signature: true },
        Wrapper { node: "variable_declaration", in_signature: true },
    ],
    definitions: &[
        Definition::new("ui_property", SymbolKind::Property)
            .body(&["value"])
            .refine(hooks::property),
        Definition::new("ui_signal", SymbolKind::Event).body(&[]),
        Definition::new("ui_inline_component", SymbolKind::Class)
            .body(&["component"])
            .scope(ScopeKind::Type),
        Definition::new("enum_declaration", SymbolKind::Enum).scope(ScopeKind::Type),
        Definition::new("enum_assignment", SymbolKind::EnumMember).body(&[]),
        Definition::new("function_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function),
        Definition::new("generator_function_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function),
        Definition::new("method_definition", SymbolKind::Method).scope(ScopeKind::Function),
    ],
    scopes: &[
        Scoping { node: "function_expression", kind: ScopeKind::Function },
        Scoping { node: "arrow_function", kind: ScopeKind::Function },
        Scoping { node: "statement_block", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "for_in_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
    ],
    roles: &[
        role("ui_property", "type", Role::Type),
        role("ui_list_property_type", "", Role::Inherit),
        role("ui_signal_parameter", "type", Role::Type),
        role("ui_signal_parameter", "name", Role::Ignore),
        role("ui_binding", "name", Role::Ignore),
        role("ui_required", "name", Role::Ignore),
        role("ui_pragma", "", Role::Ignore),
        role("ui_import", "source", Role::Import),
        role("ui_import", "alias", Role::Ignore),
        role("ui_object_definition_binding", "type_name", Role::Construct),
        role("ui_object_definition_binding", "name", Role::Value),
        role("nested_identifier", "", Role::Inherit),
        member("nested_type_identifier", "name", "module"),
        role("type_annotation", "", Role::Type),
        role("enum_body", "name", Role::Ignore),
        // Scripts.
        role("call_expression", "function", Role::Call),
        role("new_expression", "constructor", Role::Construct),
        member("member_expression", "property", "object"),
        role("parenthesized_expression", "", Role::InheritUse),
        role("lexical_declaration", "", Role::Bind),
        role("variable_declaration", "", Role::BindInFunction),
        role("variable_declarator", "name", Role::Inherit),
        role("for_in_statement", "left", Role::Bind),
        role("catch_clause", "parameter", Role::Bind),
        role("arrow_function", "parameter", Role::Bind),
        role("required_parameter", "pattern", Role::Bind),
        role("object_pattern", "", Role::Inherit),
        role("array_pattern", "", Role::Inherit),
        role("rest_pattern", "", Role::Inherit),
        role("assignment_pattern", "left", Role::Inherit),
        role("pair_pattern", "key", Role::Member),
        role("pair_pattern", "value", Role::Inherit),
        role("pair", "key", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "shorthand_property_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "shorthand_property_identifier_pattern", kind: IdentifierKind::VariableRef },
        Leaf { node: "property_identifier", kind: IdentifierKind::MemberAccess },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "program", run: hooks::file },
        Hook { node: "ui_import", run: hooks::import },
        Hook { node: "ui_object_definition", run: hooks::object },
        Hook { node: "ui_object_definition_binding", run: hooks::object_on_property },
        Hook { node: "ui_binding", run: hooks::binding },
        Hook { node: "enum_body", run: hooks::enum_members },
        Hook { node: "variable_declarator", run: hooks::variable },
        Hook { node: "object", run: hooks::literal },
    ],
    skipped: &["string", "ui_version_specifier"],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
