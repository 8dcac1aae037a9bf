//! C. Grammar: the crate `tree-sitter-c` (MIT).
//!
//! What a declaration defines is decided by its declarators, so hooks make all symbols.

pub(in crate::languages) mod declarators;
pub(in crate::languages) mod functions;
mod head;
pub(in crate::languages) mod macros;
#[cfg(test)]
pub(crate) mod oracle;
pub(in crate::languages) mod preprocessor;
mod tokens;
pub(in crate::languages) mod types;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{
    DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member, role,
};

/// Any comment directly above documents, except those for tools and those that follow what they
/// document.
pub(in crate::languages) const DOC_STYLE: DocStyle = DocStyle {
    openings: &[""],
    exceptions: &[
        "///<",
        "//!<",
        "/**<",
        "/*!<",
        "// NOLINT",
        "//NOLINT",
        "// clang-format",
        "// IWYU",
        "/* clang-format",
        "// -*-",
        "/* -*-",
        "// SPDX-",
        "/* SPDX-",
        "//---",
        "// ---",
        "//===",
        "// ===",
    ],
    file_openings: &[],
    clean: None,
};

/// Words of C that the grammar takes for names, in broken source and in arguments of macros above all.
pub(in crate::languages) const KEYWORDS: &[&str] = &[
    "_Alignas",
    "_Atomic",
    "_Noreturn",
    "_Static_assert",
    "_Thread_local",
    "__typeof__",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "float",
    "for",
    "goto",
    "if",
    "int",
    "long",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "struct",
    "switch",
    "typedef",
    "typeof",
    "union",
    "unsigned",
    "void",
    "volatile",
    "while",
];

/// The table of C.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "c",
        extensions: &["c", "h"],
        file_names: &[],
        interpreters: &["tcc"],
    },
    grammar: || tree_sitter_c::LANGUAGE.into(),
    separator: ".",
    self_names: &[],
    super_names: &[],
    members_in_scope: false,
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
    ],
    definitions: &[],
    scopes: &[Scoping {
        node: "for_statement",
        kind: ScopeKind::Block,
    }],
    roles: &[
        role("call_expression", "function", Role::Call),
        role("parenthesized_expression", "", Role::InheritUse),
        role("pointer_expression", "argument", Role::InheritUse),
        role("macro_type_specifier", "name", Role::Call),
        member("field_expression", "field", "argument"),
        member("offsetof_expression", "member", "type"),
        // Types.
        role("struct_specifier", "name", Role::Type),
        role("union_specifier", "name", Role::Type),
        role("enum_specifier", "name", Role::Type),
        // Local names.
        role("declaration", "declarator", Role::Bind),
        role("parameter_list", "", Role::Bind),
        role("parameter_declaration", "declarator", Role::Bind),
        role("init_declarator", "declarator", Role::Inherit),
        role("pointer_declarator", "declarator", Role::Inherit),
        role("array_declarator", "declarator", Role::Inherit),
        role("function_declarator", "declarator", Role::Inherit),
        role("parenthesized_declarator", "", Role::Inherit),
        role("attributed_declarator", "", Role::Inherit),
        // Neither uses nor definitions.
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
            node: "function_definition",
            run: functions::definition,
        },
        Hook {
            node: "function_declarator",
            run: functions::function_declarator,
        },
        Hook {
            node: "parameter_list",
            run: functions::parameter_list,
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
            node: "init_declarator",
            run: functions::init_declarator,
        },
        Hook {
            node: "field_declaration",
            run: types::field_declaration,
        },
        Hook {
            node: "type_definition",
            run: types::type_definition,
        },
        Hook {
            node: "struct_specifier",
            run: types::specifier,
        },
        Hook {
            node: "union_specifier",
            run: types::specifier,
        },
        Hook {
            node: "enum_specifier",
            run: types::specifier,
        },
        Hook {
            node: "enumerator",
            run: types::enumerator,
        },
        Hook {
            node: "sizeof_expression",
            run: types::size,
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
    keywords: KEYWORDS,
    file_symbol: None,
    visibility: functions::visibility,
    prepare: Some(macros::blank),
    ..LanguageSpec::NOTHING
};
