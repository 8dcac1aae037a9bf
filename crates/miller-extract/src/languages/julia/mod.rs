//! Julia. Grammar: the crate `tree-sitter-julia` (MIT).

mod calls;
mod docs;
mod functions;
mod imports;
#[cfg(test)]
pub(super) mod oracle;
mod reword;
mod types;
mod variables;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{
    FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member, role,
};

/// The table of Julia.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "julia",
        extensions: &["jl"],
        file_names: &[],
        interpreters: &["julia"],
    },
    grammar: || tree_sitter_julia::LANGUAGE.into(),
    reword: Some(reword::reword),
    comments: &["line_comment", "block_comment"],
    scopes: &[
        Scoping { node: "arrow_function_expression", kind: ScopeKind::Function },
        Scoping { node: "do_clause", kind: ScopeKind::Function },
        Scoping { node: "comprehension_expression", kind: ScopeKind::Function },
        Scoping { node: "let_statement", kind: ScopeKind::Function },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "while_statement", kind: ScopeKind::Block },
        Scoping { node: "try_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
    ],
    roles: &[
        role("field_expression", "value", Role::Value),
        member("field_expression", "", "value"),
        role("parenthesized_expression", "", Role::InheritUse),
        role("quote_expression", "", Role::Ignore),
        role("prefixed_string_literal", "prefix", Role::Ignore),
        // Types.
        role("parametrized_type_expression", "", Role::Type),
        role("curly_expression", "", Role::Type),
        role("binary_expression", "", Role::InheritUse),
        role("unary_expression", "", Role::InheritUse),
        role("unary_typed_expression", "", Role::Type),
        // Imports.
        role("using_statement", "", Role::Import),
        role("import_statement", "", Role::Import),
        role("selected_import", "", Role::Inherit),
        role("import_alias", "", Role::Inherit),
        role("scoped_identifier", "", Role::Inherit),
        role("import_path", "", Role::Inherit),
        role("macro_identifier", "", Role::Inherit),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "module_definition", run: types::module },
        Hook { node: "struct_definition", run: types::structure },
        Hook { node: "abstract_definition", run: types::abstract_type },
        Hook { node: "primitive_definition", run: types::abstract_type },
        Hook { node: "function_definition", run: functions::function },
        Hook { node: "macro_definition", run: functions::function },
        Hook { node: "assignment", run: variables::assignment },
        Hook { node: "arrow_function_expression", run: functions::anonymous },
        Hook { node: "do_clause", run: functions::anonymous },
        Hook { node: "catch_clause", run: functions::anonymous },
        Hook { node: "for_binding", run: variables::first_child },
        Hook { node: "let_binding", run: variables::first_child },
        Hook { node: "argument_list", run: variables::argument_list },
        Hook { node: "named_argument", run: variables::named_argument },
        Hook { node: "local_statement", run: variables::local_statement },
        Hook { node: "typed_expression", run: types::typed_expression },
        Hook { node: "call_expression", run: calls::call },
        Hook { node: "broadcast_call_expression", run: calls::call },
        Hook { node: "macrocall_expression", run: calls::macro_call },
        Hook { node: "binary_expression", run: calls::operation },
        Hook { node: "using_statement", run: imports::statement },
        Hook { node: "import_statement", run: imports::statement },
    ],
    file_symbol: Some(FileSymbol { name: variables::file_name, qualifies: false }),
    visibility: variables::visibility,
    ..LanguageSpec::NOTHING
};
