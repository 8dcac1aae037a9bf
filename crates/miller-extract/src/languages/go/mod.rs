//! Go. Grammar: the crate `tree-sitter-go` (MIT).

mod hooks;
mod imports;
mod literals;
#[cfg(test)]
pub(super) mod oracle;
mod types;
mod variables;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member, role,
};

/// The table of Go.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "go",
        extensions: &["go"],
        file_names: &[],
        interpreters: &["gorun"],
    },
    grammar: || tree_sitter_go::LANGUAGE.into(),
    separator: ".",
    // Receivers have names of their own, which the hook of methods binds.
    self_names: &[],
    super_names: &[],
    members_in_scope: false,
    hoisted: false,
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    attributes: &[],
    wrappers: &[],
    definitions: &[
        Definition::new("function_declaration", SymbolKind::Function).scope(ScopeKind::Function),
        Definition::new("method_elem", SymbolKind::Method)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(types::method_of_interface),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "func_literal", kind: ScopeKind::Function },
        Scoping { node: "function_type", kind: ScopeKind::Function },
        Scoping { node: "if_statement", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "expression_switch_statement", kind: ScopeKind::Block },
        Scoping { node: "type_switch_statement", kind: ScopeKind::Block },
        Scoping { node: "expression_case", kind: ScopeKind::Block },
        Scoping { node: "type_case", kind: ScopeKind::Block },
        Scoping { node: "default_case", kind: ScopeKind::Block },
        Scoping { node: "communication_case", kind: ScopeKind::Block },
    ],
    roles: &[
        // Calls and members.
        role("call_expression", "function", Role::Call),
        role("parenthesized_expression", "", Role::InheritUse),
        role("index_expression", "operand", Role::InheritUse),
        role("type_instantiation_expression", "type", Role::InheritUse),
        role("type_instantiation_expression", "", Role::Type),
        member("selector_expression", "field", "operand"),
        role("composite_literal", "type", Role::Literal),
        // Types.
        // `New[Item](1)` is either a call or a conversion: what it names decides.
        role("type_conversion_expression", "type", Role::Call),
        role("type_assertion_expression", "type", Role::Type),
        role("generic_type", "type", Role::Inherit),
        role("type_arguments", "", Role::Type),
        member("qualified_type", "name", "package"),
        role("pointer_type", "", Role::Type),
        role("parenthesized_type", "", Role::Inherit),
        role("slice_type", "element", Role::Type),
        role("array_type", "element", Role::Type),
        role("implicit_length_array_type", "element", Role::Type),
        role("map_type", "key", Role::Type),
        role("map_type", "value", Role::Type),
        role("channel_type", "value", Role::Type),
        role("negated_type", "", Role::Type),
        role("type_elem", "", Role::Inherit),
        role("type_constraint", "", Role::Type),
        role("interface_type", "", Role::Inherit),
        role("function_declaration", "result", Role::Type),
        role("method_declaration", "result", Role::Type),
        role("method_elem", "result", Role::Type),
        role("function_type", "result", Role::Type),
        role("func_literal", "result", Role::Type),
        role("type_spec", "type", Role::Type),
        role("type_alias", "type", Role::Type),
        role("field_declaration", "type", Role::Type),
        role("parameter_declaration", "name", Role::Bind),
        role("parameter_declaration", "type", Role::Type),
        role("variadic_parameter_declaration", "name", Role::Bind),
        role("variadic_parameter_declaration", "type", Role::Type),
        role("type_parameter_declaration", "name", Role::Bind),
        role("type_parameter_declaration", "type", Role::Type),
        role("type_case", "type", Role::Type),
        // Local names.
        role("var_spec", "name", Role::BindAfter),
        role("var_spec", "type", Role::Type),
        role("const_spec", "name", Role::BindAfter),
        role("const_spec", "type", Role::Type),
        role("short_var_declaration", "left", Role::BindAfter),
        role("range_clause", "left", Role::BindAfter),
        role("receive_statement", "left", Role::BindAfter),
        role("type_switch_statement", "alias", Role::Bind),
        role("expression_list", "", Role::Inherit),
        // The hooks see to these.
        role("package_clause", "", Role::Ignore),
        role("import_spec", "name", Role::Ignore),
        role("field_declaration", "name", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "package_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
        Leaf { node: "field_identifier", kind: IdentifierKind::MemberAccess },
    ],
    hooks: &[
        Hook { node: "package_clause", run: hooks::package_clause },
        Hook { node: "import_spec", run: imports::import_spec },
        Hook { node: "method_declaration", run: hooks::method_declaration },
        Hook { node: "type_spec", run: types::type_spec },
        Hook { node: "type_alias", run: types::type_alias },
        Hook { node: "type_case", run: types::type_case },
        Hook { node: "qualified_type", run: types::qualified_type },
        Hook { node: "struct_type", run: types::struct_type },
        Hook { node: "interface_type", run: types::interface_type },
        Hook { node: "type_elem", run: types::type_element },
        Hook { node: "field_declaration", run: types::field_declaration },
        Hook { node: "const_spec", run: variables::const_spec },
        Hook { node: "var_spec", run: variables::var_spec },
        Hook { node: "short_var_declaration", run: variables::short_var_declaration },
        Hook { node: "parameter_declaration", run: variables::parameter_declaration },
        Hook { node: "assignment_statement", run: variables::assignment_statement },
        Hook { node: "range_clause", run: variables::assigns_or_declares },
        Hook { node: "receive_statement", run: variables::assigns_or_declares },
        Hook { node: "type_instantiation_expression", run: types::instantiated },
        Hook { node: "index_expression", run: types::index },
        Hook { node: "type_arguments", run: types::arguments },
        Hook { node: "keyed_element", run: literals::keyed_element },
    ],
    skipped: &[
        "interpreted_string_literal",
        "raw_string_literal",
        "label_name",
    ],
    // The package clause is what names of the file belong to.
    file_symbol: None,
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
