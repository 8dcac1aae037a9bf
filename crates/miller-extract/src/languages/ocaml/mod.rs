//! OCaml. Grammars: the crate `tree-sitter-ocaml` (MIT), one for modules and one for interfaces.
//!
//! A `let` with parameters or with a function as its value is a function, another one a constant. What
//! a structure or signature defines belongs to its module. A functor is a module, its parameters are
//! local names.

mod docs;
#[cfg(test)]
pub(crate) mod oracle;
mod modules;
mod names;
mod objects;
mod types;
mod values;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{
    FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, role,
};

/// The table of OCaml.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ocaml",
        extensions: &["ml", "mli"],
        file_names: &[],
        interpreters: &["ocaml"],
    },
    variants: &[&INTERFACE],
    ..TABLE
};

/// The same table for the grammar of interfaces.
pub static INTERFACE: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ocaml",
        extensions: &["mli"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_ocaml::LANGUAGE_OCAML_INTERFACE.into(),
    ..TABLE
};

const TABLE: LanguageSpec = LanguageSpec {
    grammar: || tree_sitter_ocaml::LANGUAGE_OCAML.into(),
    separator: ".",
    members_in_scope: true,
    comments: &["comment"],
    doc_style: docs::DOC_STYLE,
    wrappers: &[
        Wrapper { node: "value_definition", in_signature: true },
        Wrapper { node: "type_definition", in_signature: true },
        Wrapper { node: "module_definition", in_signature: true },
        Wrapper { node: "class_definition", in_signature: true },
        Wrapper { node: "class_type_definition", in_signature: true },
    ],
    definitions: &[],
    scopes: &[
        Scoping { node: "let_expression", kind: ScopeKind::Block },
        Scoping { node: "fun_expression", kind: ScopeKind::Function },
        Scoping { node: "match_case", kind: ScopeKind::Block },
        Scoping { node: "for_expression", kind: ScopeKind::Block },
        Scoping { node: "functor", kind: ScopeKind::Namespace },
    ],
    roles: &[
        // Calls. The hooks of paths see to what is called by name.
        role("application_expression", "function", Role::Call),
        role("infix_expression", "operator", Role::Call),
        role("prefix_expression", "operator", Role::Call),
        role("hash_expression", "operator", Role::Call),
        role("indexing_operator_path", "", Role::Call),
        role("value_definition", "", Role::Call),
        role("new_expression", "", Role::Construct),
        role("value_path", "", Role::Inherit),
        role("parenthesized_operator", "", Role::Inherit),
        // Modules and classes.
        role("module_path", "", Role::Inherit),
        role("extended_module_path", "", Role::Inherit),
        role("open_module", "module", Role::Import),
        role("open_module_signature", "module", Role::Import),
        role("include_module", "module", Role::Import),
        role("include_module_type", "module_type", Role::Extends),
        role("module_type_constraint", "module_type", Role::Inherit),
        role("module_binding", "module_type", Role::Implements),
        role("inheritance_definition", "class", Role::Extends),
        role("inheritance_specification", "class_type", Role::Extends),
        role("class_application", "class", Role::Inherit),
        role("instantiated_class", "", Role::Inherit),
        role("type_binding", "name", Role::Type),
        // Local names.
        role("parameter", "pattern", Role::Bind),
        role("let_binding", "pattern", Role::BindAfter),
        role("match_case", "pattern", Role::Bind),
        role("for_expression", "name", Role::Bind),
        role("inheritance_definition", "alias", Role::Bind),
        role("alias_pattern", "", Role::Inherit),
        role("cons_pattern", "", Role::Inherit),
        role("or_pattern", "", Role::Inherit),
        role("tuple_pattern", "", Role::Inherit),
        role("list_pattern", "", Role::Inherit),
        role("array_pattern", "", Role::Inherit),
        role("record_pattern", "", Role::Inherit),
        role("field_pattern", "pattern", Role::Inherit),
        role("parenthesized_pattern", "", Role::Inherit),
        role("constructor_pattern", "pattern", Role::Inherit),
        role("tag_pattern", "pattern", Role::Inherit),
        role("lazy_pattern", "pattern", Role::Inherit),
        role("exception_pattern", "pattern", Role::Inherit),
        role("typed_pattern", "pattern", Role::Inherit),
        role("local_open_pattern", "pattern", Role::Inherit),
    ],
    leaves: &[
        Leaf { node: "value_name", kind: IdentifierKind::VariableRef },
        Leaf { node: "value_pattern", kind: IdentifierKind::VariableRef },
        Leaf { node: "instance_variable_name", kind: IdentifierKind::VariableRef },
        Leaf { node: "add_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "and_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "assign_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "concat_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "hash_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "indexing_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "let_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "let_and_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "mult_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "or_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "pow_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "prefix_operator", kind: IdentifierKind::VariableRef },
        Leaf { node: "rel_operator", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "compilation_unit", run: docs::file },
        Hook { node: "let_binding", run: values::let_binding },
        Hook { node: "external", run: values::declared },
        Hook { node: "value_specification", run: values::declared },
        Hook { node: "type_binding", run: types::type_binding },
        Hook { node: "constructor_declaration", run: types::constructor },
        Hook { node: "tag_specification", run: types::tag },
        Hook { node: "field_declaration", run: types::field },
        Hook { node: "exception_definition", run: types::exception },
        Hook { node: "module_binding", run: modules::module },
        Hook { node: "module_type_definition", run: modules::module_type },
        Hook { node: "module_parameter", run: modules::parameter },
        Hook { node: "package_pattern", run: modules::parameter },
        Hook { node: "open_module", run: modules::open },
        Hook { node: "open_module_signature", run: modules::open },
        Hook { node: "include_module", run: modules::open },
        Hook { node: "class_binding", run: objects::class },
        Hook { node: "class_type_binding", run: objects::class },
        Hook { node: "object_expression", run: objects::object },
        Hook { node: "method_definition", run: objects::member },
        Hook { node: "method_specification", run: objects::member },
        Hook { node: "instance_variable_definition", run: objects::member },
        Hook { node: "instance_variable_specification", run: objects::member },
        Hook { node: "method_invocation", run: names::method_invocation },
        Hook { node: "infix_expression", run: names::infix_expression },
        Hook { node: "field_pattern", run: names::field_pattern },
        Hook { node: "value_path", run: names::path },
        Hook { node: "constructor_path", run: names::path },
        Hook { node: "type_constructor_path", run: names::path },
        Hook { node: "field_path", run: names::path },
        Hook { node: "module_path", run: names::path },
        Hook { node: "extended_module_path", run: names::path },
        Hook { node: "module_type_path", run: names::path },
        Hook { node: "class_path", run: names::path },
        Hook { node: "class_type_path", run: names::path },
        Hook { node: "tag", run: names::tag },
        Hook { node: "item_attribute", run: names::attribute },
    ],
    visibility: modules::visibility,
    file_symbol: Some(FileSymbol { name: modules::file_name, qualifies: true }),
    skipped: &["string", "character"],
    ..LanguageSpec::NOTHING
};
