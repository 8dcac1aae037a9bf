//! Razor: pages with C# in them, read with the grammar of C#, the crate `tree-sitter-c-sharp` (MIT).
//!
//! The grammar for Razor that there is knows neither tags without an end nor most values of
//! attributes, so a page is written as C# first, see [`prepare`]: its tags are blanked, and the code
//! in it becomes statements and a class. The tags are read as HTML.
//!
//! The file is a class, the component or page, with what its blocks of code define as members.

mod code;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
mod plan;
mod prepare;
mod tags;

use miller_schema::SymbolKind;

use super::csharp;
use crate::detect::LanguageNames;
use crate::spec::{Definition, Hook, LanguageSpec, ScopeKind};

/// The table of Razor.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "razor",
        extensions: &["razor", "cshtml"],
        file_names: &[],
        interpreters: &[],
    },
    prepare: Some(prepare::prepare),
    definitions: &DEFINITIONS,
    hooks: &HOOKS,
    ..csharp::TABLE
};

/// What C# defines, except that a block of code is the body of the page's own class.
const DEFINITIONS: [Definition; csharp::TABLE.definitions.len() + 1] = {
    let class = Definition::new("class_declaration", SymbolKind::Class)
        .scope(ScopeKind::Type)
        .refine(hooks::class);
    // The last rule for a node holds.
    let mut all = [class; csharp::TABLE.definitions.len() + 1];
    let mut index = 0;
    while index < csharp::TABLE.definitions.len() {
        all[index] = csharp::TABLE.definitions[index];
        index += 1;
    }
    all
};

/// The hooks of C#, except for that of `using`.
const HOOKS: [Hook; csharp::TABLE.hooks.len() + 1] = {
    let page = Hook { node: "compilation_unit", run: hooks::page };
    let mut all = [page; csharp::TABLE.hooks.len() + 1];
    let mut index = 0;
    while index < csharp::TABLE.hooks.len() {
        let hook = csharp::TABLE.hooks[index];
        all[index] = match hook.node.as_bytes() {
            b"using_directive" => Hook { node: hook.node, run: hooks::using },
            _ => hook,
        };
        index += 1;
    }
    all
};
