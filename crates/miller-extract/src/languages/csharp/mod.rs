//! C#. Grammar: the crate `tree-sitter-c-sharp` (MIT).

pub(super) mod declarations;
mod expressions;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// The table of C#.
pub static SPEC: LanguageSpec = TABLE;

/// The same for the languages that C# stands in.
pub(super) const TABLE: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "csharp",
        extensions: &["cs", "csx"],
        file_names: &[],
        interpreters: &["dotnet-script"],
    },
    grammar: || tree_sitter_c_sharp::LANGUAGE.into(),
    separator: ".",
    self_names: &["this"],
    super_names: &["base"],
    members_in_scope: true,
    hoisted: false,
    comments: &["comment"],
    doc_style: DocStyle {
        openings: &["///", "/**"],
        exceptions: &["////", "/**/", "/***"],
        file_openings: &[],
        clean: Some(crate::xml_doc::clean),
    },
    attributes: &[],
    wrappers: &[
        Wrapper { node: "global_statement", in_signature: false },
        Wrapper { node: "local_declaration_statement", in_signature: true },
        Wrapper { node: "field_declaration", in_signature: true },
        Wrapper { node: "event_field_declaration", in_signature: true },
        Wrapper { node: "variable_declaration", in_signature: true },
    ],
    definitions: &[
        Definition::new("namespace_declaration", SymbolKind::Namespace)
            .scope(ScopeKind::Namespace)
            .refine(declarations::namespace),
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("struct_declaration", SymbolKind::Struct)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("record_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(declarations::record),
        Definition::new("interface_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("enum_declaration", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("enum_member_declaration", SymbolKind::EnumMember)
            .refine(declarations::declaration),
        Definition::new("delegate_declaration", SymbolKind::Delegate)
            .scope(ScopeKind::Function)
            .refine(declarations::declaration),
        Definition::new("method_declaration", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::member),
        Definition::new("local_function_statement", SymbolKind::Function)
            .scope(ScopeKind::Function)
            .refine(declarations::local_function),
        Definition::new("constructor_declaration", SymbolKind::Constructor)
            .scope(ScopeKind::Function)
            .refine(declarations::constructor),
        Definition::new("destructor_declaration", SymbolKind::Destructor)
            .scope(ScopeKind::Function)
            .refine(declarations::destructor),
        Definition::new("operator_declaration", SymbolKind::Operator)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::operator),
        Definition::new("conversion_operator_declaration", SymbolKind::Operator)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::conversion),
        Definition::new("indexer_declaration", SymbolKind::Property)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::indexer),
        Definition::new("property_declaration", SymbolKind::Property).refine(declarations::member),
        Definition::new("event_declaration", SymbolKind::Event).refine(declarations::member),
        // The parameters of a record's header; the hook turns all others down.
        Definition::new("parameter", SymbolKind::Property)
            .refine(declarations::record_parameter),
        Definition::new("variable_declarator", SymbolKind::Field)
            .refine(declarations::declarator),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "arrow_expression_clause", kind: ScopeKind::Function },
        Scoping { node: "lambda_expression", kind: ScopeKind::Function },
        Scoping { node: "anonymous_method_expression", kind: ScopeKind::Function },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "foreach_statement", kind: ScopeKind::Block },
        Scoping { node: "using_statement", kind: ScopeKind::Block },
        Scoping { node: "fixed_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "switch_body", kind: ScopeKind::Block },
        Scoping { node: "switch_expression_arm", kind: ScopeKind::Block },
    ],
    roles: &[
        role("invocation_expression", "function", Role::Call),
        member("member_access_expression", "name", "expression"),
        // `a?.b()`: the member stands in a node of its own, and what it is looked up in around it.
        role("conditional_access_expression", "condition", Role::Value),
        RoleRule {
            parent: "conditional_access_expression",
            field: "",
            role: Role::Inherit,
            object: "condition",
        },
        role("member_binding_expression", "name", Role::InheritOrMember),
        role("object_creation_expression", "type", Role::Construct),
        role("argument", "name", Role::Ignore),
        role("attribute_argument", "name", Role::Ignore),
        // Names with several parts.
        role("generic_name", "", Role::Inherit),
        role("type_argument_list", "", Role::Type),
        member("qualified_name", "name", "qualifier"),
        member("alias_qualified_name", "name", "alias"),
        role("explicit_interface_specifier", "", Role::Type),
        // Types.
        role("array_type", "type", Role::Type),
        role("nullable_type", "type", Role::Inherit),
        role("pointer_type", "type", Role::Type),
        role("ref_type", "type", Role::Type),
        role("scoped_type", "type", Role::Type),
        role("tuple_element", "type", Role::Type),
        role("tuple_element", "name", Role::Ignore),
        role("function_pointer_type", "returns", Role::Type),
        role("function_pointer_parameter", "type", Role::Type),
        role("variable_declaration", "type", Role::Type),
        role("parameter", "type", Role::Type),
        role("parameter_list", "type", Role::Type),
        role("bracketed_parameter_list", "type", Role::Type),
        role("method_declaration", "returns", Role::Type),
        role("local_function_statement", "type", Role::Type),
        role("delegate_declaration", "type", Role::Type),
        role("operator_declaration", "type", Role::Type),
        role("conversion_operator_declaration", "type", Role::Type),
        role("indexer_declaration", "type", Role::Type),
        role("property_declaration", "type", Role::Type),
        role("event_declaration", "type", Role::Type),
        role("lambda_expression", "type", Role::Type),
        role("type_parameter_constraints_clause", "", Role::Type),
        role("type_parameter_constraint", "type", Role::Type),
        role("attribute", "name", Role::Type),
        role("catch_declaration", "type", Role::Type),
        role("foreach_statement", "type", Role::Type),
        role("from_clause", "type", Role::Type),
        role("join_clause", "type", Role::Type),
        role("cast_expression", "type", Role::Type),
        role("as_expression", "right", Role::Type),
        role("is_expression", "right", Role::Type),
        role("typeof_expression", "type", Role::Type),
        role("sizeof_expression", "type", Role::Type),
        role("default_expression", "type", Role::Type),
        role("refvalue_expression", "type", Role::Type),
        role("array_creation_expression", "type", Role::Type),
        role("stackalloc_expression", "type", Role::Type),
        role("declaration_expression", "type", Role::Type),
        role("declaration_pattern", "type", Role::Type),
        role("recursive_pattern", "type", Role::Type),
        role("type_pattern", "type", Role::Type),
        role("using_directive", "", Role::Type),
        // The hook of a base list sees its names.
        role("base_list", "", Role::Type),
        role("primary_constructor_base_type", "type", Role::Type),
        // Local names.
        role("variable_declarator", "name", Role::Bind),
        role("parameter", "name", Role::Bind),
        role("parameter_list", "name", Role::Bind),
        role("bracketed_parameter_list", "name", Role::Bind),
        role("lambda_expression", "parameters", Role::Bind),
        role("tuple_pattern", "name", Role::Bind),
        role("declaration_expression", "name", Role::Bind),
        role("declaration_pattern", "name", Role::Bind),
        role("recursive_pattern", "name", Role::Bind),
        role("list_pattern", "name", Role::Bind),
        role("parenthesized_variable_designation", "name", Role::Bind),
        role("catch_declaration", "name", Role::Bind),
        role("foreach_statement", "left", Role::Bind),
        role("from_clause", "name", Role::Bind),
        role("join_into_clause", "", Role::Bind),
        // Labels, and the symbols of the preprocessor.
        role("labeled_statement", "", Role::Ignore),
        role("preproc_if", "condition", Role::Ignore),
        role("preproc_elif", "condition", Role::Ignore),
        role("binary_expression", "left", Role::InheritUse),
        role("binary_expression", "right", Role::InheritUse),
        role("unary_expression", "argument", Role::InheritUse),
        role("parenthesized_expression", "", Role::InheritUse),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "implicit_parameter", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "file_scoped_namespace_declaration", run: declarations::file_namespace },
        Hook { node: "using_directive", run: declarations::using_directive },
        Hook { node: "extern_alias_directive", run: declarations::extern_alias },
        Hook { node: "field_declaration", run: declarations::field_declaration },
        Hook { node: "event_field_declaration", run: declarations::field_declaration },
        Hook { node: "base_list", run: declarations::base_list },
        Hook { node: "type_parameter", run: declarations::type_parameter },
        Hook { node: "accessor_declaration", run: declarations::accessor },
        Hook { node: "invocation_expression", run: expressions::invocation },
        Hook { node: "assignment_expression", run: expressions::assignment },
        Hook { node: "initializer_expression", run: expressions::initializer },
        Hook { node: "anonymous_object_creation_expression", run: expressions::anonymous_object },
        Hook { node: "with_initializer", run: expressions::with_initializer },
        Hook { node: "subpattern", run: expressions::subpattern },
        Hook { node: "let_clause", run: expressions::range_variable },
        Hook { node: "join_clause", run: expressions::range_variable },
        Hook { node: "query_expression", run: expressions::continuation },
        Hook { node: "goto_statement", run: expressions::goto_statement },
        Hook { node: "alias_qualified_name", run: expressions::alias_qualified_name },
    ],
    skipped: &[
        "string_literal",
        "preproc_region",
        "preproc_endregion",
        "preproc_pragma",
        "preproc_line",
        "preproc_nullable",
        "preproc_define",
        "preproc_undef",
    ],
    file_symbol: None,
    visibility: declarations::visibility,
    ..LanguageSpec::NOTHING
};
