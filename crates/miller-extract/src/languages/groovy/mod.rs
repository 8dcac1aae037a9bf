//! Groovy, and with it build scripts of Gradle and pipelines of Jenkins. Grammar: the crate
//! `tree-sitter-groovy` (MIT), which grew out of that of Java.
//!
//! The grammar does not know all of the language; what it lacks most is written over before it reads
//! a text, see [`prepare`].

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
mod prepare;
mod scripts;
mod statements;
mod strings;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, member,
    role,
};

/// The table of Groovy.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "groovy",
        extensions: &["groovy", "gradle", "gvy", "gy", "gsh"],
        file_names: &["Jenkinsfile"],
        interpreters: &["groovy"],
    },
    grammar: || tree_sitter_groovy::LANGUAGE.into(),
    prepare: Some(prepare::prepare),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    // Words of statements look like calls in closures, and `def` is written over modifiers.
    keywords: &[
        "def", "var", "as", "if", "else", "while", "for", "switch", "return", "abs", "fin", "pri",
        "pro", "pub", "sta", "syn",
    ],
    comments: &["line_comment", "block_comment", "shebang"],
    doc_style: DocStyle {
        openings: &["/**"],
        exceptions: &["/**/", "/***"],
        file_openings: &[],
        clean: None,
    },
    definitions: &[
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(hooks::class_declaration),
        Definition::new("interface_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("annotation_type_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("enum_declaration", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(hooks::declaration),
        Definition::new("enum_constant", SymbolKind::EnumMember).refine(hooks::declaration),
        Definition::new("method_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::declaration),
        Definition::new("function_definition", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::declaration),
        Definition::new("annotation_type_element_declaration", SymbolKind::Method)
            .refine(hooks::declaration),
        Definition::new("constructor_declaration", SymbolKind::Constructor)
            .scope(ScopeKind::Function)
            .refine(hooks::constructor),
    ],
    scopes: &[
        Scoping { node: "constructor_body", kind: ScopeKind::Block },
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "enhanced_for_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
    ],
    roles: &[
        RoleRule {
            parent: "method_invocation",
            field: "name",
            role: Role::CallMethod,
            object: "object",
        },
        role("juxt_function_call", "name", Role::CallMethod),
        member("field_access", "field", "object"),
        role("object_creation_expression", "type", Role::Construct),
        // Types. Their names are `type_identifier`s, which stand for types by default.
        role("generic_type", "", Role::Inherit),
        role("type_arguments", "", Role::Type),
        // The last part of a path is seen by the hook.
        role("scoped_type_identifier", "", Role::Type),
        role("superclass", "", Role::Extends),
        role("super_interfaces", "", Role::Implements),
        role("extends_interfaces", "", Role::Extends),
        role("type_list", "", Role::Inherit),
        role("type_parameter", "", Role::Bind),
        role("type_bound", "", Role::Type),
        role("marker_annotation", "name", Role::Type),
        role("annotation", "name", Role::Type),
        role("element_value_pair", "key", Role::Ignore),
        role("map_item", "key", Role::Ignore),
        // Local names.
        role("variable_declarator", "name", Role::Bind),
        role("formal_parameter", "name", Role::Bind),
        role("catch_formal_parameter", "name", Role::Bind),
        // A closure starts with its parameters, which are known in all of it.
        role("lambda_expression", "parameters", Role::Bind),
        role("inferred_parameters", "", Role::Bind),
        role("enhanced_for_statement", "name", Role::Bind),
        // Labels.
        role("labeled_statement", "", Role::Ignore),
        role("break_statement", "", Role::Ignore),
        role("continue_statement", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "package_declaration", run: hooks::package_declaration },
        Hook { node: "import_declaration", run: hooks::import_declaration },
        Hook { node: "field_declaration", run: scripts::field_declaration },
        Hook { node: "constant_declaration", run: scripts::field_declaration },
        Hook { node: "local_variable_declaration", run: scripts::variable_declaration },
        Hook { node: "class_body", run: hooks::class_body },
        Hook { node: "closure", run: scripts::closure },
        Hook { node: "method_invocation", run: scripts::task },
        Hook { node: "binary_expression", run: scripts::sum },
        Hook { node: "string_literal", run: strings::string_literal },
        Hook { node: "scoped_type_identifier", run: hooks::scoped_type },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
