//! Ada. Grammar: the crate `tree-sitter-ada` (MIT).
//!
//! What is declared and what gives it a body are two symbols, as their files are two. Where both
//! stand in one scope, the name of a subprogram means its body and that of a private type what it
//! is; the name of a package, a task or a protected object means the declaration, whose names its
//! body knows.
//!
//! Procedures are functions; those of protected objects are methods, and so are entries. The
//! operations of a tagged type stand beside it, not in it, and are functions. Exceptions are
//! classes.
//!
//! `Name (Index)` is written like a call. It is one unless the file declares a variable or a type
//! of that name. A component that is indexed is taken for a call, and a function that is called
//! without arguments inside an expression for a variable.
//!
//! `docs` says which comments document what.

mod docs;
mod imports;
mod names;
mod objects;
#[cfg(test)]
pub(crate) mod oracle;
mod packages;
mod subprograms;
mod types;

use miller_schema::IdentifierKind;

use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, member, role};

/// `Pointer.all` is what it points at, and truth values are no names of the program. The rest are
/// names to the parser after an error.
const KEYWORDS: &[&str] = &[
    "all", "True", "False", "true", "false", "TRUE", "FALSE", "begin", "else", "end", "function",
    "if", "is", "loop", "procedure", "return", "then",
];

/// The table of Ada.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ada",
        extensions: &["adb", "ads", "ada"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_ada::LANGUAGE.into(),
    separator: ".",
    members_in_scope: true,
    ignores_case: true,
    keywords: KEYWORDS,
    comments: &["comment"],
    scopes: &[
        Scoping { node: "access_to_subprogram_definition", kind: ScopeKind::Function },
        Scoping { node: "access_definition", kind: ScopeKind::Function },
        Scoping { node: "accept_statement", kind: ScopeKind::Block },
        Scoping { node: "block_statement", kind: ScopeKind::Block },
        Scoping { node: "declare_expression", kind: ScopeKind::Block },
        Scoping { node: "exception_handler", kind: ScopeKind::Block },
        Scoping { node: "extended_return_statement", kind: ScopeKind::Block },
        Scoping { node: "iterated_element_association", kind: ScopeKind::Block },
        Scoping { node: "loop_statement", kind: ScopeKind::Block },
        Scoping { node: "quantified_expression", kind: ScopeKind::Block },
    ],
    roles: &[
        member("selected_component", "selector_name", "prefix"),
        // The hooks of these say what the names in them are.
        role("component_choice_list", "", Role::Inherit),
        role("use_clause", "", Role::Inherit),
        role("with_clause", "", Role::Import),
        role("package_renaming_declaration", "package_name", Role::Import),
        role("generic_renaming_declaration", "generic_package_name", Role::Import),
        role("generic_renaming_declaration", "generic_procedure_name", Role::Import),
        role("generic_renaming_declaration", "generic_function_name", Role::Import),
        // Types.
        role("access_definition", "subtype_mark", Role::Type),
        role("access_to_object_definition", "subtype_mark", Role::Type),
        role("array_type_definition", "subtype_mark", Role::Type),
        role("component_definition", "subtype_mark", Role::Type),
        role("discrete_choice", "subtype_mark", Role::Type),
        role("entry_declaration", "subtype_mark", Role::Type),
        role("index_constraint", "subtype_mark", Role::Type),
        role("index_subtype_definition", "subtype_mark", Role::Type),
        role("result_profile", "subtype_mark", Role::Type),
        role("subtype_declaration", "subtype_mark", Role::Type),
        role("slice", "prefix", Role::InheritUse),
        role("allocator", "subtype_mark", Role::Construct),
        role("generic_instantiation", "generic_name", Role::Construct),
        role("formal_package_declaration", "generic_package_name", Role::Type),
        role("attribute_definition_clause", "local_name", Role::Type),
        role("enumeration_representation_clause", "local_name", Role::Type),
        role("record_representation_clause", "local_name", Role::Type),
        role("component_clause", "local_name", Role::Member),
        role("derived_type_definition", "subtype_mark", Role::Extends),
        role("derived_type_definition", "", Role::Implements),
        role("private_extension_declaration", "subtype_mark", Role::Extends),
        role("private_extension_declaration", "", Role::Implements),
        role("interface_type_definition", "", Role::Extends),
        role("protected_type_declaration", "", Role::Implements),
        role("single_protected_declaration", "", Role::Implements),
        role("task_type_declaration", "", Role::Implements),
        role("single_task_declaration", "", Role::Implements),
        // Local names.
        role("parameter_specification", "subtype_mark", Role::Type),
        role("parameter_specification", "", Role::Bind),
        role("discriminant_specification", "subtype_mark", Role::Type),
        role("discriminant_specification", "", Role::Bind),
        role("object_declaration", "name", Role::BindAfter),
        role("object_declaration", "subtype_mark", Role::Type),
        role("number_declaration", "", Role::BindAfter),
        role("object_renaming_declaration", "subtype_mark", Role::Type),
        role("object_renaming_declaration", "object_name", Role::Value),
        role("object_renaming_declaration", "", Role::BindAfter),
        role("extended_return_object_declaration", "subtype_mark", Role::Type),
        role("extended_return_object_declaration", "", Role::BindAfter),
        role("choice_parameter_specification", "", Role::Bind),
        role("loop_parameter_specification", "subtype_mark", Role::Type),
        role("loop_parameter_specification", "", Role::Bind),
        role("iterator_specification", "subtype_mark", Role::Type),
        role("iterator_specification", "iterator_name", Role::Value),
        role("iterator_specification", "", Role::Bind),
        role("entry_index_specification", "subtype_mark", Role::Type),
        role("entry_index_specification", "", Role::Bind),
        role("formal_complete_type_declaration", "", Role::Bind),
        role("formal_incomplete_type_declaration", "", Role::Bind),
        role("formal_derived_type_definition", "subtype_mark", Role::Type),
        role("formal_derived_type_definition", "", Role::Type),
        role("formal_object_declaration", "name", Role::Bind),
        role("formal_object_declaration", "subtype_mark", Role::Type),
        role("formal_object_declaration", "", Role::Bind),
        role("formal_package_declaration", "", Role::Bind),
        // What is written again at the end, and names that are none.
        role("accept_statement", "entry_identifier", Role::Ignore),
        role("aspect_association", "", Role::Ignore),
        role("attribute_designator", "", Role::Ignore),
        role("block_statement", "", Role::Ignore),
        role("discriminant_association", "", Role::Ignore),
        role("entry_body", "", Role::Ignore),
        role("exit_statement", "loop_name", Role::Ignore),
        role("function_specification", "name", Role::Ignore),
        role("generic_instantiation", "name", Role::Ignore),
        role("generic_renaming_declaration", "defining_program_unit_name", Role::Ignore),
        role("goto_statement", "label_name", Role::Ignore),
        role("label", "", Role::Ignore),
        role("loop_label", "", Role::Ignore),
        role("loop_statement", "", Role::Ignore),
        role("package_body", "name", Role::Ignore),
        role("package_body", "endname", Role::Ignore),
        role("package_declaration", "name", Role::Ignore),
        role("package_declaration", "endname", Role::Ignore),
        role("package_renaming_declaration", "name", Role::Ignore),
        role("pragma_argument_association", "", Role::Ignore),
        role("pragma_g", "", Role::Ignore),
        role("procedure_specification", "name", Role::Ignore),
        role("protected_body", "", Role::Ignore),
        role("protected_definition", "", Role::Ignore),
        role("record_definition", "", Role::Ignore),
        role("record_representation_clause", "end_local_name", Role::Ignore),
        role("subprogram_body", "endname", Role::Ignore),
        role("task_body", "", Role::Ignore),
        role("task_definition", "endname", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "with_clause", run: imports::with_clause },
        Hook { node: "use_clause", run: imports::use_clause },
        Hook { node: "package_renaming_declaration", run: imports::renaming },
        Hook { node: "generic_renaming_declaration", run: imports::renaming },
        Hook { node: "package_declaration", run: packages::package },
        Hook { node: "generic_package_declaration", run: packages::package },
        Hook { node: "package_body", run: packages::body },
        Hook { node: "generic_instantiation", run: packages::instantiation },
        Hook { node: "task_type_declaration", run: packages::unit },
        Hook { node: "single_task_declaration", run: packages::unit },
        Hook { node: "protected_type_declaration", run: packages::unit },
        Hook { node: "single_protected_declaration", run: packages::unit },
        Hook { node: "protected_body", run: packages::unit_body },
        Hook { node: "task_body", run: packages::unit_body },
        Hook { node: "subprogram_declaration", run: subprograms::subprogram },
        Hook { node: "subprogram_body", run: subprograms::subprogram },
        Hook { node: "subprogram_body_stub", run: subprograms::subprogram },
        Hook { node: "expression_function_declaration", run: subprograms::subprogram },
        Hook { node: "null_procedure_declaration", run: subprograms::subprogram },
        Hook { node: "subprogram_renaming_declaration", run: subprograms::subprogram },
        Hook { node: "generic_subprogram_declaration", run: subprograms::subprogram },
        Hook { node: "formal_concrete_subprogram_declaration", run: subprograms::formal },
        Hook { node: "formal_abstract_subprogram_declaration", run: subprograms::formal },
        Hook { node: "entry_declaration", run: subprograms::entry },
        Hook { node: "entry_body", run: subprograms::entry },
        Hook { node: "full_type_declaration", run: types::full },
        Hook { node: "private_type_declaration", run: types::partial },
        Hook { node: "private_extension_declaration", run: types::partial },
        Hook { node: "incomplete_type_declaration", run: types::partial },
        Hook { node: "subtype_declaration", run: types::subtype },
        Hook { node: "enumeration_type_definition", run: types::enumeration },
        Hook { node: "component_declaration", run: objects::component },
        Hook { node: "discriminant_specification", run: objects::component },
        Hook { node: "parameter_specification", run: objects::parameter },
        Hook { node: "object_declaration", run: objects::object },
        Hook { node: "number_declaration", run: objects::object },
        Hook { node: "object_renaming_declaration", run: objects::object },
        Hook { node: "exception_declaration", run: objects::exception },
        Hook { node: "exception_renaming_declaration", run: objects::exception },
        Hook { node: "function_call", run: names::call },
        Hook { node: "procedure_call_statement", run: names::call },
        Hook { node: "selected_component", run: names::path },
        Hook { node: "qualified_expression", run: names::qualified },
        Hook { node: "term", run: names::term },
        Hook { node: "parameter_association", run: names::actual },
        Hook { node: "component_choice_list", run: names::choices },
        Hook { node: "aspect_association", run: names::aspect },
        Hook { node: "pragma_g", run: names::pragma },
    ],
    visibility: packages::visibility,
    ..LanguageSpec::NOTHING
};
