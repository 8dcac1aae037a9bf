//! Elm. Grammar: the crate `tree-sitter-elm` (MIT).
//!
//! An annotation and the declaration below it are one symbol: a function where the type or the
//! declaration has arguments, else a constant.

mod modules;
mod names;
#[cfg(test)]
pub(crate) mod oracle;
mod types;
mod values;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role};

/// The table of Elm.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "elm",
        extensions: &["elm"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_elm::LANGUAGE.into(),
    separator: ".",
    hoisted: true,
    comments: &["line_comment", "block_comment"],
    doc_style: DOC_STYLE,
    scopes: &[
        Scoping { node: "let_in_expr", kind: ScopeKind::Block },
        Scoping { node: "case_of_branch", kind: ScopeKind::Block },
        Scoping { node: "anonymous_function_expr", kind: ScopeKind::Function },
    ],
    roles: &[
        // Calls.
        role("function_call_expr", "target", Role::Call),
        role("parenthesized_expr", "expression", Role::Inherit),
        role("operator", "", Role::Call),
        role("record_expr", "baseRecord", Role::Value),
        role("field", "name", Role::Member),
        role("field_accessor_function_expr", "", Role::Member),
        // The hooks see to these.
        role("value_qid", "", Role::Ignore),
        role("upper_case_qid", "", Role::Ignore),
        role("field_access_expr", "target", Role::Value),
        role("field_access_expr", "", Role::Ignore),
        role("type_annotation", "name", Role::Ignore),
        role("port_annotation", "name", Role::Ignore),
        role("function_declaration_left", "", Role::Ignore),
        role("type_variable", "", Role::Ignore),
        role("lower_type_name", "", Role::Ignore),
        role("field_type", "name", Role::Ignore),
        role("record_type", "baseRecord", Role::Ignore),
        role("record_base_identifier", "", Role::Inherit),
        role("as_clause", "name", Role::Ignore),
        role("infix_declaration", "associativity", Role::Ignore),
        role("infix_declaration", "operator", Role::Ignore),
        // Paths.
        role("value_expr", "name", Role::Inherit),
        role("type_ref", "", Role::Type),
        role("import_clause", "moduleName", Role::Import),
        role("import_clause", "exposing", Role::Import),
        role("exposing_list", "", Role::Inherit),
        role("exposed_value", "", Role::Inherit),
        role("exposed_type", "", Role::Inherit),
        role("exposed_operator", "operator", Role::Inherit),
        role("module_declaration", "name", Role::Ignore),
        // Patterns.
        role("lower_pattern", "", Role::Bind),
    ],
    leaves: &[
        Leaf { node: "lower_case_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "upper_case_identifier", kind: IdentifierKind::TypeUsage },
        Leaf { node: "operator_identifier", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "file", run: modules::file },
        Hook { node: "import_clause", run: modules::import },
        Hook { node: "type_annotation", run: values::annotation },
        Hook { node: "value_declaration", run: values::declaration },
        Hook { node: "port_annotation", run: values::port },
        Hook { node: "infix_declaration", run: values::infix },
        Hook { node: "type_declaration", run: types::union },
        Hook { node: "type_alias_declaration", run: types::alias },
        Hook { node: "union_variant", run: types::variant },
        Hook { node: "field_type", run: types::field },
        Hook { node: "value_qid", run: names::path },
        Hook { node: "upper_case_qid", run: names::path },
        Hook { node: "field_access_expr", run: names::field_access },
        Hook { node: "bin_op_expr", run: names::operators },
    ],
    skipped: &["glsl_content", "string_constant_expr"],
    visibility: modules::visibility,
    ..LanguageSpec::NOTHING
};

const DOC_STYLE: DocStyle = DocStyle {
    openings: &["{-|"],
    exceptions: &[],
    file_openings: &[],
    clean: Some(without_mark),
};

/// The bar that makes a comment documentation is no part of its text.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of a last step over the text"
)]
fn without_mark(text: String) -> String {
    text.trim_start_matches('|').trim_start().to_owned()
}
