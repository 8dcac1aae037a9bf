//! C++. Grammar: the crate `tree-sitter-cpp` (MIT). What it shares with C is in `languages/c`.

mod calls;
mod functions;
mod left_over;
mod names;
#[cfg(test)]
pub(crate) mod oracle;
mod types;

use miller_schema::IdentifierKind;

use super::c::{self, DOC_STYLE, functions as c_functions, macros, preprocessor, types as c_types};
use crate::detect::LanguageNames;
use crate::spec::{
    Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, joined, member, qualified,
    role,
};

/// Words beyond those of C that the grammar takes for names.
const WORDS: &[&str] = &[
    "bool",
    "class",
    "decltype",
    "export",
    "namespace",
    "operator",
    "private",
    "protected",
    "public",
    "template",
    "typename",
    "using",
    "virtual",
    // Of CUDA.
    "__device__",
    "__global__",
    "__host__",
];
/// The words of C and those.
const KEYWORDS: usize = c::KEYWORDS.len() + WORDS.len();

/// The table of C++.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "cpp",
        extensions: &[
            "cpp", "cc", "cxx", "c++", "hpp", "hh", "hxx", "h++", "ipp", "inl", "tpp", "C",
        ],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_cpp::LANGUAGE.into(),
    separator: "::",
    self_names: &["this", "(*this)"],
    super_names: &[],
    members_in_scope: true,
    hoisted: false,
    comments: &["comment"],
    doc_style: DOC_STYLE,
    attributes: &[],
    wrappers: &[
        Wrapper {
            node: "declaration",
            in_signature: true,
        },
        Wrapper {
            node: "field_declaration",
            in_signature: true,
        },
        Wrapper {
            node: "type_definition",
            in_signature: true,
        },
        Wrapper {
            node: "linkage_specification",
            in_signature: true,
        },
        Wrapper {
            node: "template_declaration",
            in_signature: true,
        },
        Wrapper {
            node: "friend_declaration",
            in_signature: true,
        },
    ],
    definitions: &[],
    scopes: &[
        Scoping {
            node: "for_statement",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "for_range_loop",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "if_statement",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "while_statement",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "switch_statement",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "catch_clause",
            kind: ScopeKind::Block,
        },
        Scoping {
            node: "lambda_expression",
            kind: ScopeKind::Function,
        },
        Scoping {
            node: "requires_expression",
            kind: ScopeKind::Function,
        },
    ],
    roles: &[
        role("call_expression", "function", Role::Call),
        role("new_expression", "type", Role::Construct),
        role("compound_literal_expression", "type", Role::Construct),
        role("parenthesized_expression", "", Role::InheritUse),
        role("pointer_expression", "argument", Role::InheritUse),
        member("field_expression", "field", "argument"),
        member("offsetof_expression", "member", "type"),
        // Paths.
        qualified("qualified_identifier", "scope", Role::Type),
        member("qualified_identifier", "name", "scope"),
        role("template_type", "name", Role::Inherit),
        role("template_function", "name", Role::Inherit),
        role("template_method", "name", Role::Inherit),
        role("dependent_name", "", Role::Inherit),
        role("dependent_type", "", Role::Inherit),
        // Types.
        role("struct_specifier", "name", Role::Type),
        role("union_specifier", "name", Role::Type),
        role("class_specifier", "name", Role::Type),
        role("enum_specifier", "name", Role::Type),
        role("enum_specifier", "base", Role::Type),
        role("base_class_clause", "", Role::Extends),
        role("destructor_name", "", Role::Type),
        role("declaration", "type", Role::Type),
        role("field_declaration", "type", Role::Type),
        role("function_definition", "type", Role::Type),
        role("parameter_declaration", "type", Role::Type),
        role("optional_parameter_declaration", "type", Role::Type),
        role("variadic_parameter_declaration", "type", Role::Type),
        role("for_range_loop", "type", Role::Type),
        role("type_descriptor", "type", Role::Type),
        role("type_definition", "type", Role::Type),
        role("operator_cast", "type", Role::Type),
        role("friend_declaration", "", Role::Type),
        role("template_instantiation", "type", Role::Type),
        role(
            "optional_type_parameter_declaration",
            "default_type",
            Role::Type,
        ),
        role("placeholder_type_specifier", "constraint", Role::Type),
        role("requires_clause", "constraint", Role::Type),
        role("constraint_conjunction", "", Role::Type),
        role("constraint_disjunction", "", Role::Type),
        role("type_requirement", "", Role::Type),
        // Local names.
        role("declaration", "declarator", Role::Bind),
        role("parameter_declaration", "declarator", Role::Bind),
        role("optional_parameter_declaration", "declarator", Role::Bind),
        role("variadic_parameter_declaration", "declarator", Role::Bind),
        role("type_parameter_declaration", "", Role::Bind),
        role("variadic_type_parameter_declaration", "", Role::Bind),
        role("optional_type_parameter_declaration", "name", Role::Bind),
        role("for_range_loop", "declarator", Role::Bind),
        role("lambda_capture_initializer", "left", Role::Bind),
        role("init_declarator", "declarator", Role::Inherit),
        role("pointer_declarator", "declarator", Role::Inherit),
        role("array_declarator", "declarator", Role::Inherit),
        role("function_declarator", "declarator", Role::Inherit),
        role("parenthesized_declarator", "", Role::Inherit),
        role("attributed_declarator", "", Role::Inherit),
        role("reference_declarator", "", Role::Inherit),
        role("variadic_declarator", "", Role::Inherit),
        role("structured_binding_declarator", "", Role::Inherit),
        // What is brought in.
        role("using_declaration", "", Role::Import),
        role("namespace_alias_definition", "", Role::Import),
        role("nested_namespace_specifier", "", Role::Inherit),
        // Neither uses nor definitions.
        role("operator_name", "", Role::Ignore),
        role("preproc_params", "", Role::Ignore),
        role("gnu_asm_output_operand", "symbol", Role::Ignore),
        role("gnu_asm_input_operand", "symbol", Role::Ignore),
        role("gnu_asm_goto_list", "label", Role::Ignore),
    ],
    leaves: &[
        Leaf {
            node: "identifier",
            kind: IdentifierKind::VariableRef,
        },
        Leaf {
            node: "type_identifier",
            kind: IdentifierKind::TypeUsage,
        },
        Leaf {
            node: "namespace_identifier",
            kind: IdentifierKind::TypeUsage,
        },
        Leaf {
            node: "field_identifier",
            kind: IdentifierKind::MemberAccess,
        },
    ],
    hooks: &[
        Hook {
            node: "translation_unit",
            run: macros::uses,
        },
        Hook {
            node: "namespace_definition",
            run: types::namespace,
        },
        Hook {
            node: "namespace_alias_definition",
            run: types::namespace_alias,
        },
        Hook {
            node: "using_declaration",
            run: types::using,
        },
        Hook {
            node: "alias_declaration",
            run: types::alias,
        },
        Hook {
            node: "concept_definition",
            run: types::concept,
        },
        Hook {
            node: "class_specifier",
            run: types::class,
        },
        Hook {
            node: "struct_specifier",
            run: types::class,
        },
        Hook {
            node: "union_specifier",
            run: types::class,
        },
        Hook {
            node: "enum_specifier",
            run: types::enumeration,
        },
        Hook {
            node: "enumerator",
            run: types::enumerator,
        },
        Hook {
            node: "type_definition",
            run: c_types::type_definition,
        },
        Hook {
            node: "template_declaration",
            run: functions::template,
        },
        Hook {
            node: "function_definition",
            run: functions::definition,
        },
        Hook {
            node: "function_declarator",
            run: left_over::function_declarator,
        },
        Hook {
            node: "parameter_list",
            run: c_functions::parameter_list,
        },
        Hook {
            node: "compound_statement",
            run: functions::block,
        },
        Hook {
            node: "declaration",
            run: functions::declaration,
        },
        Hook {
            node: "field_declaration",
            run: functions::field_declaration,
        },
        Hook {
            node: "init_declarator",
            run: functions::init_declarator,
        },
        Hook {
            node: "access_specifier",
            run: functions::access,
        },
        Hook {
            node: "labeled_statement",
            run: functions::label,
        },
        Hook {
            node: "expression_statement",
            run: functions::statement,
        },
        Hook {
            node: "field_initializer",
            run: calls::field_initializer,
        },
        Hook {
            node: "call_expression",
            run: calls::call,
        },
        Hook {
            node: "template_function",
            run: calls::template_function,
        },
        Hook {
            node: "sizeof_expression",
            run: c_types::size,
        },
        Hook {
            node: "preproc_include",
            run: preprocessor::include,
        },
        Hook {
            node: "preproc_def",
            run: preprocessor::definition,
        },
        Hook {
            node: "preproc_function_def",
            run: preprocessor::function,
        },
    ],
    skipped: &[
        "attribute_specifier",
        "attribute_declaration",
        "ms_declspec_modifier",
        "preproc_call",
        "string_literal",
    ],
    keywords: &joined::<&str, KEYWORDS>(c::KEYWORDS, WORDS),
    file_symbol: None,
    visibility: names::visibility,
    prepare: Some(macros::blank),
    ..LanguageSpec::NOTHING
};
