//! GLSL. Grammar: the crate `tree-sitter-glsl` (MIT), which knows C and what shaders add.
//!
//! The table is that of C; a block of uniforms, inputs or outputs is a struct, and its instance a
//! variable.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use super::c::{self, functions, preprocessor, types};
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Role, Wrapper, joined, member, role};

/// The words of C and four more.
const KEYWORDS: usize = c::KEYWORDS.len() + 4;

/// The table of GLSL.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "glsl",
        extensions: &[
            "comp", "frag", "fsh", "geom", "glsl", "mesh", "rahit", "rchit", "rgen", "rmiss",
            "tesc", "tese", "vert", "vs", "vsh",
        ],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_glsl::LANGUAGE_GLSL.into(),
    wrappers: &[
        Wrapper { node: "declaration", in_signature: true },
        Wrapper { node: "field_declaration", in_signature: true },
    ],
    roles: &[
        role("call_expression", "function", Role::Call),
        role("parenthesized_expression", "", Role::InheritUse),
        member("field_expression", "field", "argument"),
        // Types.
        role("struct_specifier", "name", Role::Type),
        // Local names.
        role("declaration", "declarator", Role::Bind),
        role("parameter_list", "", Role::Bind),
        role("parameter_declaration", "declarator", Role::Bind),
        role("init_declarator", "declarator", Role::Inherit),
        role("array_declarator", "declarator", Role::Inherit),
        role("function_declarator", "declarator", Role::Inherit),
        // Neither uses nor definitions.
        role("preproc_params", "", Role::Ignore),
    ],
    hooks: &[
        Hook { node: "declaration", run: hooks::block },
        Hook { node: "call_expression", run: hooks::array },
        Hook { node: "function_definition", run: functions::definition },
        Hook { node: "function_declarator", run: functions::function_declarator },
        Hook { node: "parameter_list", run: functions::parameter_list },
        Hook { node: "compound_statement", run: functions::block },
        Hook { node: "declaration", run: functions::declaration },
        Hook { node: "init_declarator", run: functions::init_declarator },
        Hook { node: "field_declaration", run: types::field_declaration },
        Hook { node: "struct_specifier", run: types::specifier },
        Hook { node: "preproc_include", run: preprocessor::include },
        Hook { node: "preproc_def", run: preprocessor::definition },
        Hook { node: "preproc_function_def", run: preprocessor::function },
    ],
    skipped: &["layout_specification", "preproc_call", "preproc_extension", "string_literal"],
    keywords: &joined::<&str, KEYWORDS>(c::KEYWORDS, &["discard", "in", "inout", "out"]),
    // Words that C takes for macros are qualifiers here.
    prepare: Some(hooks::blank),
    reword: Some(hooks::without_precision),
    ..c::SPEC
};
