//! `GDScript`. Grammar: the crate `tree-sitter-gdscript` (MIT).
//!
//! A script is a class, named by its `class_name` or else by its file.

mod hooks;
mod members;
#[cfg(test)]
pub(super) mod oracle;
mod script;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role,
};

/// The table of `GDScript`.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "gdscript",
        extensions: &["gd"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_gdscript::LANGUAGE.into(),
    self_names: &["self"],
    super_names: &["super"],
    members_in_scope: true,
    keywords: &["_"],
    comments: &["comment"],
    doc_style: DocStyle {
        openings: &["##"],
        exceptions: &[],
        file_openings: &[],
        clean: None,
    },
    attributes: &["annotation"],
    definitions: &[
        Definition::new("class_definition", SymbolKind::Class).scope(ScopeKind::Type),
        Definition::new("enum_definition", SymbolKind::Enum).scope(ScopeKind::Type),
        Definition::new("signal_statement", SymbolKind::Event)
            .body(&[])
            .scope(ScopeKind::Function),
        Definition::new("function_definition", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("constructor_definition", SymbolKind::Constructor)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::constructor),
    ],
    scopes: &[
        Scoping { node: "lambda", kind: ScopeKind::Function },
        Scoping { node: "set_body", kind: ScopeKind::Function },
        Scoping { node: "get_body", kind: ScopeKind::Function },
        Scoping { node: "body", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "pattern_section", kind: ScopeKind::Block },
    ],
    roles: &[
        role("call", "", Role::Call),
        role("attribute", "", Role::Inherit),
        role("subscript", "", Role::InheritUse),
        role("subscript_arguments", "", Role::InheritUse),
        role("annotation", "", Role::Ignore),
        // Types.
        role("extends_statement", "", Role::Extends),
        role("type", "", Role::Inherit),
        role("variable_statement", "type", Role::Type),
        role("const_statement", "type", Role::Type),
        role("typed_parameter", "type", Role::Type),
        role("typed_default_parameter", "type", Role::Type),
        role("function_definition", "return_type", Role::Type),
        role("constructor_definition", "return_type", Role::Type),
        role("lambda", "return_type", Role::Type),
        role("for_statement", "type", Role::Type),
        // Local names.
        role("parameters", "", Role::Bind),
        role("default_parameter", "value", Role::Value),
        role("default_parameter", "", Role::Bind),
        role("for_statement", "left", Role::Bind),
        role("pattern_binding", "", Role::Bind),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "setter", kind: IdentifierKind::VariableRef },
        Leaf { node: "getter", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "source", run: script::source },
        Hook { node: "variable_statement", run: members::variable },
        Hook { node: "const_statement", run: members::constant },
        Hook { node: "enumerator", run: members::enumerator },
        Hook { node: "attribute", run: hooks::attribute },
        Hook { node: "binary_operator", run: hooks::operator },
        Hook { node: "pair", run: hooks::pair },
        Hook { node: "call", run: members::script },
        Hook { node: "extends_statement", run: members::base },
        Hook { node: "typed_parameter", run: hooks::typed_parameter },
        Hook { node: "typed_default_parameter", run: hooks::typed_parameter },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
