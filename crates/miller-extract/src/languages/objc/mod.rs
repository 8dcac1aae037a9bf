//! Objective-C. Grammar: the crate `tree-sitter-objc` (MIT), which knows C and what Objective-C adds.
//!
//! The table is that of C with classes, protocols and messages. A method is named by its selector
//! (`moveTo:speed:`), and so is the call that a message makes. What a category or an extension adds
//! belongs to its class; a category is a symbol of its own as well.

mod classes;
mod enumerations;
mod members;
mod messages;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::IdentifierKind;

use super::c::{self, functions, preprocessor, types};
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, joined, role};

/// What is said beyond the roles of C.
const ROLES: &[RoleRule] = &[
    role("class_interface", "superclass", Role::Extends),
    role("class_implementation", "superclass", Role::Extends),
    role("protocol_declaration", "", Role::Extends),
    role("protocol_reference_list", "", Role::Inherit),
    role("typedefed_specifier", "", Role::Type),
    role("parameterized_arguments", "", Role::Inherit),
    role("type_name", "", Role::Inherit),
    role("class_declaration", "", Role::Type),
    role("protocol_forward_declaration", "", Role::Type),
    role("property_attribute", "", Role::Ignore),
    role("property_implementation", "", Role::Ignore),
    role("module_import", "", Role::Ignore),
    role("block_pointer_declarator", "declarator", Role::Inherit),
    role("enum_specifier", "base", Role::Type),
    role("available_expression", "", Role::Ignore),
];

/// What says whether a pointer may lead nowhere.
const NULLABILITY: &[&str] = &["nonnull", "null_unspecified", "nullable"];
/// The words of C and those.
const KEYWORDS: usize = c::KEYWORDS.len() + NULLABILITY.len();

/// The table of Objective-C.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "objc",
        extensions: &["m", "mm"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_objc::LANGUAGE.into(),
    self_names: &["self"],
    super_names: &["super"],
    members_in_scope: true,
    scopes: &[
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "block_literal", kind: ScopeKind::Function },
    ],
    roles: &joined::<RoleRule, 37>(c::SPEC.roles, ROLES),
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
        Leaf { node: "field_identifier", kind: IdentifierKind::MemberAccess },
    ],
    hooks: &[
        // Classes.
        Hook { node: "class_interface", run: classes::interface },
        Hook { node: "class_implementation", run: classes::implementation },
        Hook { node: "implementation_definition", run: classes::not_a_member },
        Hook { node: "protocol_declaration", run: classes::protocol },
        Hook { node: "parameterized_arguments", run: classes::arguments },
        Hook { node: "visibility_specification", run: classes::section },
        Hook { node: "module_import", run: classes::module_import },
        // Members.
        Hook { node: "method_declaration", run: members::declaration },
        Hook { node: "method_definition", run: members::definition },
        Hook { node: "property_declaration", run: members::property },
        Hook { node: "struct_declaration", run: members::variable },
        // Messages.
        Hook { node: "message_expression", run: messages::message },
        Hook { node: "selector_expression", run: messages::selector },
        Hook { node: "at_expression", run: messages::literal },
        Hook { node: "catch_clause", run: messages::caught },
        Hook { node: "for_statement", run: messages::each },
        // C.
        Hook { node: "function_definition", run: functions::definition },
        Hook { node: "function_declarator", run: functions::function_declarator },
        Hook { node: "parameter_list", run: functions::parameter_list },
        Hook { node: "compound_statement", run: functions::block },
        Hook { node: "declaration", run: members::local },
        Hook { node: "declaration", run: functions::declaration },
        Hook { node: "init_declarator", run: functions::init_declarator },
        Hook { node: "field_declaration", run: types::field_declaration },
        Hook { node: "type_definition", run: types::type_definition },
        Hook { node: "struct_specifier", run: types::specifier },
        Hook { node: "union_specifier", run: types::specifier },
        Hook { node: "enum_specifier", run: enumerations::specifier },
        Hook { node: "enumerator", run: types::enumerator },
        Hook { node: "sizeof_expression", run: types::size },
        Hook { node: "preproc_include", run: preprocessor::include },
        Hook { node: "preproc_def", run: preprocessor::definition },
        Hook { node: "preproc_function_def", run: preprocessor::function },
    ],
    skipped: &[
        "attribute_specifier",
        "attribute_declaration",
        "availability_attribute_specifier",
        "preproc_call",
        "string_literal",
    ],
    keywords: &joined::<&str, KEYWORDS>(c::KEYWORDS, NULLABILITY),
    // Words that C takes for macros are qualifiers here.
    prepare: Some(enumerations::prepare),
    ..c::SPEC
};
