//! Erlang. Grammar: the crate `tree-sitter-erlang` (MIT).
//!
//! As in the language's own documentation, a function is its name and its number of parameters: its
//! clauses are one symbol, from the first clause to the full stop. What `-export` lists is public.
//! Comments above a function or its `-spec` document it, and so does `-doc`. Records are structs.

mod attributes;
mod docs;
mod expressions;
mod functions;
mod types;

#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role};

/// The table of Erlang.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "erlang",
        extensions: &["erl", "hrl", "escript", "app.src", "app.src.script"],
        file_names: &["rebar.config", "rebar.config.lock", "rebar.lock", "Emakefile"],
        interpreters: &["escript"],
    },
    grammar: || tree_sitter_erlang::LANGUAGE.into(),
    separator: ":",
    comments: &["comment"],
    doc_style: docs::STYLE,
    // `-spec` and `-doc` stand between a comment and the function that it is about.
    attributes: &["spec", "wild_attribute"],
    scopes: &[
        Scoping { node: "fun_clause", kind: ScopeKind::Block },
        Scoping { node: "list_comprehension", kind: ScopeKind::Block },
        Scoping { node: "binary_comprehension", kind: ScopeKind::Block },
        Scoping { node: "map_comprehension", kind: ScopeKind::Block },
    ],
    roles: &[
        // Patterns.
        role("function_clause", "args", Role::Bind),
        role("fun_clause", "name", Role::Bind),
        role("fun_clause", "args", Role::Bind),
        role("cr_clause", "pat", Role::Bind),
        role("catch_clause", "pat", Role::Bind),
        role("try_stack", "class", Role::Bind),
        role("generator", "lhs", Role::Bind),
        role("b_generator", "lhs", Role::Bind),
        role("map_generator", "lhs", Role::Bind),
        role("match_expr", "lhs", Role::Bind),
        role("match_expr", "rhs", Role::Inherit),
        role("cond_match_expr", "lhs", Role::Bind),
        role("macro_lhs", "args", Role::Bind),
        role("var_args", "", Role::Inherit),
        role("type_name", "args", Role::Ignore),
        // Types.
        role("type_sig", "", Role::Type),
        role("type_alias", "ty", Role::Type),
        role("opaque", "ty", Role::Type),
        role("field_type", "", Role::Type),
        role("ann_type", "var", Role::Ignore),
        role("ann_type", "ty", Role::Inherit),
        role("ann_var", "", Role::Inherit),
        role("type_guards", "", Role::Inherit),
        role("fun_type", "", Role::Inherit),
        role("fun_type_sig", "", Role::Inherit),
        role("range_type", "", Role::Inherit),
        // What patterns and types reach into.
        role("call", "expr", Role::Call),
        role("call", "args", Role::Inherit),
        role("remote", "fun", Role::Inherit),
        role("expr_args", "", Role::Inherit),
        role("tuple", "", Role::Inherit),
        role("list", "", Role::Inherit),
        role("pipe", "", Role::Inherit),
        role("paren_expr", "", Role::Inherit),
        role("binary_op_expr", "", Role::Inherit),
        role("unary_op_expr", "", Role::Inherit),
        role("concatables", "", Role::Inherit),
        role("map_expr", "", Role::Inherit),
        role("map_field", "key", Role::InheritUse),
        role("map_field", "value", Role::Inherit),
        role("record_expr", "", Role::Inherit),
        role("record_field", "expr", Role::Inherit),
        role("field_expr", "", Role::Inherit),
        role("binary", "", Role::Inherit),
        role("bin_element", "element", Role::Inherit),
        role("macro_call_expr", "args", Role::Inherit),
        role("macro_call_args", "", Role::Inherit),
        role("macro_expr", "", Role::Inherit),
    ],
    leaves: &[Leaf { node: "var", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "module_attribute", run: attributes::module },
        Hook { node: "behaviour_attribute", run: attributes::behaviour },
        Hook { node: "export_attribute", run: attributes::export },
        Hook { node: "export_type_attribute", run: attributes::export },
        Hook { node: "compile_options_attribute", run: attributes::compile_options },
        Hook { node: "import_attribute", run: attributes::import },
        Hook { node: "pp_include", run: attributes::include },
        Hook { node: "pp_include_lib", run: attributes::include },
        Hook { node: "pp_define", run: attributes::define },
        Hook { node: "pp_ifdef", run: attributes::macro_name },
        Hook { node: "pp_ifndef", run: attributes::macro_name },
        Hook { node: "pp_undef", run: attributes::macro_name },
        Hook { node: "wild_attribute", run: docs::attribute },
        Hook { node: "fun_decl", run: functions::function },
        Hook { node: "match_expr", run: functions::function_variable },
        Hook { node: "record_decl", run: types::record },
        Hook { node: "type_alias", run: types::type_definition },
        Hook { node: "opaque", run: types::type_definition },
        Hook { node: "callback", run: types::callback },
        Hook { node: "record_expr", run: types::record_expression },
        Hook { node: "record_update_expr", run: types::record_update },
        Hook { node: "record_field_expr", run: types::record_access },
        Hook { node: "record_index_expr", run: types::record_access },
        Hook { node: "call", run: expressions::call },
        Hook { node: "remote", run: expressions::remote },
        Hook { node: "internal_fun", run: expressions::internal_fun },
        Hook { node: "external_fun", run: expressions::external_fun },
        Hook { node: "macro_call_expr", run: expressions::macro_call },
    ],
    skipped: &["string", "arity"],
    visibility: functions::visibility,
    ..LanguageSpec::NOTHING
};
