//! SQL. Grammar: the crate `tree-sitter-sequel` (MIT).
//!
//! Tables and views are structs with their columns as fields, schemas are namespaces, triggers are
//! events, indexes and constraints are properties. Names are compared as they are written: systems
//! fold their case, each in its own way.

mod broken;
mod definitions;
#[cfg(test)]
pub(crate) mod oracle;
mod prepare;
mod uses;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, ScopeKind, Scoping, Wrapper};

/// The table of SQL.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "sql",
        extensions: &["ddl", "dml", "pgsql", "psql", "sql"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_sequel::LANGUAGE.into(),
    prepare: Some(prepare::prepare),
    comments: &["comment", "marginalia"],
    doc_style: DocStyle { openings: &["--", "/*"], ..DocStyle::NONE },
    wrappers: &[Wrapper { node: "statement", in_signature: true }],
    definitions: &[
        Definition::new("create_schema", SymbolKind::Namespace)
            .name("")
            .body(&[])
            .refine(definitions::named),
        Definition::new("create_database", SymbolKind::Module)
            .name("")
            .body(&[])
            .refine(definitions::named),
        Definition::new("create_table", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(definitions::named),
        Definition::new("create_view", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(definitions::named),
        Definition::new("create_materialized_view", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(definitions::named),
        Definition::new("create_type", SymbolKind::Type)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(definitions::created_type),
        Definition::new("create_function", SymbolKind::Function)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(definitions::named),
        Definition::new("create_trigger", SymbolKind::Event)
            .name("")
            .body(&[])
            .refine(definitions::named),
        Definition::new("create_sequence", SymbolKind::Variable)
            .name("")
            .body(&[])
            .refine(definitions::named),
        Definition::new("create_index", SymbolKind::Property)
            .name("column")
            .body(&[])
            .refine(definitions::unquoted),
        Definition::new("column_definition", SymbolKind::Field)
            .body(&[])
            .refine(definitions::unquoted),
        Definition::new("constraint", SymbolKind::Property)
            .body(&[])
            .refine(definitions::unquoted),
    ],
    scopes: &[
        Scoping { node: "create_query", kind: ScopeKind::Block },
        Scoping { node: "subquery", kind: ScopeKind::Block },
    ],
    hooks: &[
        Hook { node: "keyword_create", run: broken::create },
        Hook { node: "create_extension", run: definitions::extension },
        Hook { node: "enum_elements", run: definitions::enumeration },
        Hook { node: "alter_table", run: definitions::alter_table },
        Hook { node: "comment_statement", run: definitions::comment },
        Hook { node: "statement", run: uses::statement },
        Hook { node: "object_reference", run: uses::reference },
        Hook { node: "relation", run: uses::relation },
        Hook { node: "cte", run: uses::common_table },
        Hook { node: "field", run: uses::field },
        Hook { node: "column", run: uses::column },
    ],
    skipped: &["literal", "function_language"],
    ..LanguageSpec::NOTHING
};
