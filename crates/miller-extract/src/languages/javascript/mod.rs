//! JavaScript with JSX. Grammar: the crate `tree-sitter-javascript` (MIT).
//!
//! TypeScript's grammar extends this one, so the rules that both share stand in macros: each takes
//! the rules that a language adds.

mod assignments;
mod declarations;
mod exports;
pub(super) mod hooks;
mod imports;
#[cfg(test)]
pub(super) mod oracle;
pub(super) mod types;
mod visibility;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// Only comments of two stars document (`JSDoc`).
pub(super) const JSDOC: DocStyle = DocStyle {
    openings: &["/**"],
    exceptions: &["/**/", "/***"],
    // Which comment at the top is the file's is for the hook to say.
    file_openings: &[],
    clean: None,
};

/// What both languages define.
macro_rules! ecma_definitions {
    ($($more:expr),* $(,)?) => { &[
        Definition::new("function_declaration", SymbolKind::Function)
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("generator_function_declaration", SymbolKind::Function)
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("function_expression", SymbolKind::Function)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::function_value),
        Definition::new("generator_function", SymbolKind::Function)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::function_value),
        Definition::new("arrow_function", SymbolKind::Function)
            .name("")
            .scope(ScopeKind::Function)
            .refine(hooks::function_value),
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(hooks::class),
        Definition::new("class", SymbolKind::Class)
            .name("")
            .scope(ScopeKind::Type)
            .refine(hooks::class_value),
        Definition::new("method_definition", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::method),
        $($more),*
    ] };
}
pub(super) use ecma_definitions;

/// Scopes of both languages that are not those of definitions. What stands in a type without being
/// a member gets a scope of its own, because there a bare name never means a member.
macro_rules! ecma_scopes {
    ($($more:expr),* $(,)?) => { &[
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "for_in_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "switch_body", kind: ScopeKind::Block },
        Scoping { node: "class_static_block", kind: ScopeKind::Function },
        Scoping { node: "class_heritage", kind: ScopeKind::Block },
        Scoping { node: "decorator", kind: ScopeKind::Block },
        Scoping { node: "spread_element", kind: ScopeKind::Block },
        $($more),*
    ] };
}
pub(super) use ecma_scopes;

/// What names mean in both languages.
macro_rules! ecma_roles {
    ($($more:expr),* $(,)?) => { &[
        role("call_expression", "function", Role::Call),
        role("new_expression", "constructor", Role::Construct),
        role("decorator", "", Role::Call),
        member("member_expression", "property", "object"),
        role("parenthesized_expression", "", Role::InheritUse),
        // Local names.
        role("lexical_declaration", "", Role::Bind),
        role("variable_declaration", "", Role::BindInFunction),
        role("variable_declarator", "name", Role::Inherit),
        role("for_in_statement", "left", Role::Inherit),
        role("catch_clause", "parameter", Role::Bind),
        role("formal_parameters", "", Role::Bind),
        role("arrow_function", "parameter", Role::Bind),
        role("object_pattern", "", Role::Inherit),
        role("array_pattern", "", Role::Inherit),
        role("rest_pattern", "", Role::Inherit),
        role("assignment_pattern", "left", Role::Inherit),
        role("object_assignment_pattern", "left", Role::Inherit),
        role("pair_pattern", "key", Role::Member),
        role("pair_pattern", "value", Role::Inherit),
        role("pair", "key", Role::Ignore),
        // Imports and exports.
        role("import_clause", "", Role::Import),
        role("namespace_import", "", Role::Import),
        role("import_specifier", "name", Role::Import),
        role("import_specifier", "alias", Role::Ignore),
        role("import_attribute", "", Role::Ignore),
        role("export_clause", "", Role::Inherit),
        role("export_specifier", "name", Role::Inherit),
        role("export_specifier", "alias", Role::Ignore),
        role("namespace_export", "", Role::Ignore),
        $($more),*
    ] };
}
pub(super) use ecma_roles;

/// The hooks of both languages.
macro_rules! ecma_hooks {
    ($($more:expr),* $(,)?) => { &[
        Hook { node: "program", run: hooks::program },
        Hook { node: "call_expression", run: hooks::call_expression },
        Hook { node: "import_statement", run: hooks::import_statement },
        Hook { node: "export_statement", run: hooks::export_statement },
        Hook { node: "variable_declarator", run: hooks::variable_declarator },
        Hook { node: "assignment_expression", run: hooks::assignment },
        Hook { node: "pair", run: hooks::pair },
        Hook { node: "object", run: hooks::object },
        Hook { node: "statement_block", run: hooks::statement_block },
        Hook { node: "for_in_statement", run: hooks::for_in_statement },
        $($more),*
    ] };
}
pub(super) use ecma_hooks;

/// JavaScript.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "javascript",
        extensions: &["js", "mjs", "cjs"],
        file_names: &["Jakefile"],
        interpreters: &["node", "nodejs", "bun"],
    },
    ..TABLE
};

/// The table of JavaScript, with or without JSX.
pub(super) const TABLE: LanguageSpec = LanguageSpec {
    grammar: || tree_sitter_javascript::LANGUAGE.into(),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: false,
    hoisted: true,
    comments: &["comment", "html_comment"],
    doc_style: JSDOC,
    attributes: &["decorator"],
    wrappers: &[
        Wrapper { node: "export_statement", in_signature: true },
        Wrapper { node: "lexical_declaration", in_signature: true },
        Wrapper { node: "variable_declaration", in_signature: true },
        Wrapper { node: "using_declaration", in_signature: true },
        Wrapper { node: "expression_statement", in_signature: false },
        Wrapper { node: "assignment_expression", in_signature: false },
        Wrapper { node: "return_statement", in_signature: false },
        Wrapper { node: "labeled_statement", in_signature: false },
    ],
    definitions: ecma_definitions![
        Definition::new("field_definition", SymbolKind::Field)
            .name("property")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::field),
    ],
    scopes: ecma_scopes![],
    roles: ecma_roles![
        role("class_heritage", "", Role::Extends),
        role("using_declaration", "", Role::Bind),
        role("jsx_opening_element", "name", Role::Call),
        role("jsx_self_closing_element", "name", Role::Call),
        role("jsx_closing_element", "name", Role::Ignore),
        role("jsx_attribute", "", Role::Ignore),
        role("jsx_namespace_name", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "shorthand_property_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "shorthand_property_identifier_pattern", kind: IdentifierKind::VariableRef },
        Leaf { node: "property_identifier", kind: IdentifierKind::MemberAccess },
        Leaf { node: "private_property_identifier", kind: IdentifierKind::MemberAccess },
    ],
    hooks: ecma_hooks![
        Hook { node: "class_body", run: hooks::class_body },
        Hook { node: "jsx_opening_element", run: hooks::jsx_element },
        Hook { node: "jsx_self_closing_element", run: hooks::jsx_element },
        Hook { node: "jsx_closing_element", run: hooks::jsx_closing_element },
    ],
    skipped: &["string"],
    file_symbol: Some(FileSymbol { name: hooks::module_name, qualifies: false }),
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
