//! Haskell. Grammar: the crate `tree-sitter-haskell` (MIT).
//!
//! A signature and the clauses below it are one symbol. A type with several constructors is an enum
//! of them; a type with one is a struct with a constructor. What stands in an instance belongs to the
//! type that the instance is for.

mod docs;
mod functions;
mod modules;
mod names;
#[cfg(test)]
pub(crate) mod oracle;
mod types;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Role, ScopeKind, Scoping, Wrapper, role,
};

/// The table of Haskell.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "haskell",
        extensions: &["hs", "hs-boot", "hsig"],
        file_names: &[],
        interpreters: &["runghc", "runhaskell"],
    },
    grammar: || tree_sitter_haskell::LANGUAGE.into(),
    separator: ".",
    hoisted: true,
    comments: &["comment", "haddock"],
    doc_style: docs::DOC_STYLE,
    attributes: &["pragma"],
    wrappers: &[
        Wrapper { node: "signature", in_signature: false },
        Wrapper { node: "data_instance", in_signature: true },
    ],
    definitions: &[
        Definition::new("data_type", SymbolKind::Struct)
            .name("")
            .scope(ScopeKind::Type)
            .refine(types::data_type),
        Definition::new("newtype", SymbolKind::Struct)
            .name("")
            .scope(ScopeKind::Type)
            .refine(types::head),
        Definition::new("type_synonym", SymbolKind::Type).name("").refine(types::type_synonym),
        Definition::new("type_family", SymbolKind::Type).name("").refine(types::head),
        Definition::new("data_family", SymbolKind::Type).name("").refine(types::head),
        Definition::new("class", SymbolKind::Trait)
            .name("")
            .scope(ScopeKind::Type)
            .refine(types::head),
    ],
    scopes: &[
        Scoping { node: "do", kind: ScopeKind::Block },
        Scoping { node: "let_in", kind: ScopeKind::Block },
        Scoping { node: "alternative", kind: ScopeKind::Block },
        Scoping { node: "match", kind: ScopeKind::Block },
        Scoping { node: "list_comprehension", kind: ScopeKind::Block },
        Scoping { node: "lambda", kind: ScopeKind::Function },
    ],
    roles: &[
        // Names that the hooks see to.
        role("header", "module", Role::Ignore),
        role("function", "name", Role::Ignore),
        role("function_head_parens", "name", Role::Ignore),
        role("bind", "name", Role::Ignore),
        role("signature", "name", Role::Ignore),
        role("signature", "synonym", Role::Ignore),
        role("binding_list", "name", Role::Ignore),
        role("prefix", "name", Role::Ignore),
        role("gadt_constructor", "name", Role::Ignore),
        role("newtype_constructor", "name", Role::Ignore),
        role("record", "name", Role::Ignore),
        role("field", "name", Role::Ignore),
        role("data_type", "name", Role::Ignore),
        role("newtype", "name", Role::Ignore),
        role("class", "name", Role::Ignore),
        role("type_synonym", "name", Role::Ignore),
        role("type_family", "name", Role::Ignore),
        role("data_family", "name", Role::Ignore),
        role("quantified_variables", "", Role::Ignore),
        role("prefix_id", "", Role::Inherit),
        role("field_name", "", Role::Inherit),
        role("infix_id", "", Role::Inherit),
        // Calls: what a statement runs, and what the hooks find at the head of an application.
        role("exp", "", Role::Call),
        role("bind", "expression", Role::Call),
        role("apply", "function", Role::Inherit),
        role("apply", "argument", Role::Inherit),
        role("apply", "constructor", Role::Inherit),
        role("infix", "", Role::Inherit),
        role("parens", "", Role::Inherit),
        role("tuple", "", Role::Inherit),
        role("list", "", Role::Inherit),
        role("record", "expression", Role::Construct),
        role("field_update", "field", Role::Member),
        role("projection", "field", Role::Member),
        // Patterns.
        role("function", "patterns", Role::Bind),
        role("function", "parens", Role::Bind),
        role("function", "match", Role::Value),
        role("function", "binds", Role::Value),
        role("function", "", Role::Bind),
        role("function_head_parens", "", Role::Bind),
        role("lambda", "patterns", Role::Bind),
        role("patterns", "", Role::Inherit),
        role("bind", "pattern", Role::Bind),
        role("generator", "pattern", Role::Bind),
        role("pattern_guard", "pattern", Role::Bind),
        role("alternative", "pattern", Role::Bind),
        role("equation", "pattern", Role::Bind),
        role("as", "", Role::Inherit),
        role("strict", "pattern", Role::Inherit),
        role("irrefutable", "pattern", Role::Inherit),
        role("view_pattern", "expression", Role::Value),
        role("view_pattern", "pattern", Role::Inherit),
        role("record", "constructor", Role::Bind),
        role("record", "field", Role::Inherit),
        role("signature", "pattern", Role::Inherit),
        role("field_pattern", "field", Role::Member),
        role("field_pattern", "pattern", Role::Inherit),
        // Types.
        role("signature", "type", Role::Type),
        role("signature", "expression", Role::Value),
        role("function", "parameter", Role::Type),
        role("function", "result", Role::Type),
        role("context", "context", Role::Inherit),
        role("context", "type", Role::Type),
        role("forall", "type", Role::Type),
        role("forall", "variables", Role::Ignore),
        role("data_constructor", "forall", Role::Ignore),
        role("data_constructor", "context", Role::Type),
        role("data_constructor", "constructor", Role::Type),
        role("gadt_constructor", "type", Role::Type),
        role("newtype_constructor", "field", Role::Type),
        role("prefix", "field", Role::Type),
        role("prefix", "type", Role::Type),
        role("strict_field", "type", Role::Type),
        role("field", "", Role::Type),
        role("type_params", "", Role::Ignore),
        role("annotated", "bind", Role::Ignore),
        role("annotated", "kind", Role::Type),
        role("type_family_result", "", Role::Type),
        role("type_family_injectivity", "", Role::Ignore),
        role("fundep", "", Role::Ignore),
        role("type_synonym", "type", Role::Type),
        role("type_family", "", Role::Type),
        role("type_instance", "", Role::Type),
        role("type_patterns", "", Role::Type),
        role("equation", "", Role::Type),
        role("equation", "synonym", Role::Bind),
        role("constructor_synonym", "pattern", Role::Bind),
        role("class", "context", Role::Extends),
        role("instance", "name", Role::Implements),
        role("instance", "context", Role::Type),
        role("deriving_instance", "name", Role::Implements),
        role("deriving", "classes", Role::Implements),
        role("via", "type", Role::Type),
        role("type_application", "type", Role::Type),
        role("th_quoted_name", "type", Role::Type),
        // What modules hand out and bring in.
        role("export", "", Role::Value),
        role("children", "element", Role::Inherit),
        role("import", "names", Role::Inherit),
        role("import_list", "", Role::Inherit),
        role("import_name", "", Role::Inherit),
    ],
    hooks: &[
        Hook { node: "haskell", run: modules::file },
        Hook { node: "import", run: modules::import },
        Hook { node: "export", run: modules::export },
        Hook { node: "signature", run: functions::signature },
        Hook { node: "function", run: functions::function },
        Hook { node: "bind", run: functions::bind },
        Hook { node: "foreign_import", run: functions::foreign_import },
        Hook { node: "pattern_synonym", run: functions::pattern_synonym },
        Hook { node: "data_constructor", run: types::data_constructor },
        Hook { node: "gadt_constructor", run: types::gadt_constructor },
        Hook { node: "newtype_constructor", run: types::newtype_constructor },
        Hook { node: "field", run: types::field },
        Hook { node: "instance", run: types::instance },
        Hook { node: "deriving_instance", run: types::instance },
        Hook { node: "apply", run: names::apply },
        Hook { node: "infix", run: names::infix },
        Hook { node: "field_pattern", run: names::field_pattern },
        Hook { node: "qualified", run: names::qualified },
        Hook { node: "name", run: names::type_name },
        Hook { node: "variable", run: names::name },
        Hook { node: "constructor", run: names::name },
        Hook { node: "operator", run: names::name },
        Hook { node: "constructor_operator", run: names::name },
    ],
    skipped: &["literal", "cpp"],
    visibility: modules::visibility,
    ..LanguageSpec::NOTHING
};
