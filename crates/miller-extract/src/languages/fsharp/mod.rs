//! F#. Grammars: the crate `tree-sitter-fsharp` (MIT), one for modules and one for signature files.
//!
//! What `let` names is a function where it has parameters or a function as its value, else a constant,
//! or a variable where it is mutable. In a type these are methods and fields.

mod docs;
mod lines;
mod members;
mod modules;
mod names;
#[cfg(test)]
pub(crate) mod oracle;
mod patterns;
mod signatures;
mod types;
mod values;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, role};

pub use signatures::SIGNATURE;

/// The table of F#.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "fsharp",
        extensions: &["fs", "fsi", "fsx", "fsscript"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_fsharp::LANGUAGE_FSHARP.into(),
    variants: &[&SIGNATURE],
    separator: ".",
    super_names: &["base"],
    members_in_scope: true,
    // Words of patterns that the grammar takes for names where a `match` stands on one line.
    keywords: &["_", "when"],
    comments: &["line_comment", "block_comment", "xml_doc"],
    doc_style: docs::DOC_STYLE,
    wrappers: &[
        Wrapper { node: "type_definition", in_signature: false },
        Wrapper { node: "declaration_expression", in_signature: false },
    ],
    scopes: &[
        Scoping { node: "fun_expression", kind: ScopeKind::Function },
        Scoping { node: "rule", kind: ScopeKind::Block },
        Scoping { node: "for_expression", kind: ScopeKind::Block },
        Scoping { node: "short_comp_expression", kind: ScopeKind::Block },
        Scoping { node: "ce_expression", kind: ScopeKind::Block },
        Scoping { node: "property_accessor", kind: ScopeKind::Function },
        Scoping { node: "object_expression", kind: ScopeKind::Type },
    ],
    roles: &[
        // Names.
        role("long_identifier", "", Role::Inherit),
        role("long_identifier_or_op", "", Role::Inherit),
        role("object_expression", "", Role::Construct),
        role("object_expression", "block", Role::Value),
        role("field_initializer", "field", Role::Member),
        role("attribute", "", Role::Type),
        role("import_decl", "", Role::Import),
        role("named_module", "name", Role::Ignore),
        role("namespace", "name", Role::Ignore),
        role("module_defn", "", Role::Ignore),
        role("module_defn", "block", Role::Value),
        role("preproc_if", "condition", Role::Ignore),
        // Types.
        role("class_inherits_decl", "block", Role::Extends),
        role("interface_implementation", "", Role::Implements),
        role("interface_implementation", "block", Role::Value),
        role("type_argument", "", Role::Ignore),
        role("type_name", "", Role::Ignore),
        role("exception_definition", "exception_name", Role::Ignore),
        role("union_type_case", "", Role::Ignore),
        role("union_type_field", "", Role::Ignore),
        role("enum_type_case", "", Role::Ignore),
        role("record_field", "", Role::Ignore),
        role("argument_name_spec", "name", Role::Ignore),
        role("member_signature", "", Role::Ignore),
        // Patterns.
        role("function_declaration_left", "", Role::Ignore),
        role("value_declaration_left", "", Role::Bind),
        role("argument_patterns", "", Role::Bind),
        role("identifier_pattern", "", Role::Inherit),
        role("typed_pattern", "", Role::Inherit),
        role("paren_pattern", "", Role::Inherit),
        role("repeat_pattern", "", Role::Inherit),
        role("as_pattern", "", Role::Bind),
        role("type_check_pattern", "", Role::Bind),
        role("named_field", "", Role::Member),
        role("field_pattern", "", Role::Member),
        role("property_or_ident", "", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "named_module", run: modules::named_module },
        Hook { node: "namespace", run: modules::namespace },
        Hook { node: "module_defn", run: modules::module },
        Hook { node: "import_decl", run: modules::import },
        Hook { node: "union_type_defn", run: types::union },
        Hook { node: "record_type_defn", run: types::record },
        Hook { node: "enum_type_defn", run: types::enumeration },
        Hook { node: "anon_type_defn", run: types::class },
        Hook { node: "delegate_type_defn", run: types::delegate },
        Hook { node: "type_abbrev_defn", run: types::other },
        Hook { node: "type_declaration", run: types::other },
        Hook { node: "type_extension", run: types::extension },
        Hook { node: "exception_definition", run: types::exception },
        Hook { node: "union_type_case", run: types::case },
        Hook { node: "enum_type_case", run: types::case },
        Hook { node: "record_field", run: types::field },
        Hook { node: "member_defn", run: members::member },
        Hook { node: "class_as_reference", run: members::own_name },
        Hook { node: "function_or_value_defn", run: values::definition },
        Hook { node: "function_declaration_left", run: values::next_function },
        Hook { node: "declaration_expression", run: patterns::resource },
        Hook { node: "for_expression", run: patterns::resource },
        Hook { node: "identifier_pattern", run: patterns::identifier_pattern },
        Hook { node: "application_expression", run: names::application },
        Hook { node: "prefixed_expression", run: names::prefixed },
        Hook { node: "infix_expression", run: names::infix },
        Hook { node: "dot_expression", run: names::dot },
        Hook { node: "long_identifier", run: names::path },
        Hook { node: "simple_type", run: names::named_type },
        Hook { node: "generic_type", run: names::named_type },
        Hook { node: "postfix_type", run: names::named_type },
        Hook { node: "atomic_type", run: names::named_type },
        Hook { node: "infix_op", run: names::operator },
        Hook { node: "long_identifier_or_op", run: names::marked },
    ],
    visibility: modules::visibility,
    ..LanguageSpec::NOTHING
};
