//! Fortran. Grammar: the crate `tree-sitter-fortran` (MIT).
//!
//! The grammar is that of the free form. Files in the fixed form of old are read as if their comments
//! and continued lines were written in the free form.
//!
//! `name(index)` is written like a call: it is one unless the file declares a variable of that name.
//! A component that is indexed is taken for an array, not for a function of the type.

mod declarations;
mod fixed_form;
mod hooks;
mod imports;
#[cfg(test)]
pub(super) mod oracle;
mod types;
mod words;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{Definition, Hook, LanguageSpec, Leaf, Role, role};

/// The table of Fortran.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "fortran",
        extensions: &["f90", "f95", "f03", "f08", "f18", "f", "for", "ftn", "f77", "fpp"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_fortran::LANGUAGE.into(),
    prepare: Some(fixed_form::prepare),
    refuse: Some(words::refuse),
    separator: "%",
    ignores_case: true,
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    definitions: &[
        Definition::new("preproc_def", SymbolKind::Macro).body(&[]),
        Definition::new("entry_statement", SymbolKind::Function).body(&[]),
    ],
    roles: &[
        role("subroutine_call", "subroutine", Role::Call),
        role("keyword_argument", "name", Role::Ignore),
        role("language_binding", "", Role::Ignore),
        role("procedure_attribute", "", Role::Ignore),
        role("type_statement", "type", Role::Type),
        role("base_type_specifier", "", Role::Extends),
        role("parameters", "", Role::Bind),
        role("function_result", "", Role::Bind),
        role("association", "name", Role::Bind),
        role("included_items", "", Role::Import),
        role("use_alias", "", Role::Inherit),
        role("import_statement", "", Role::Type),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_name", kind: IdentifierKind::TypeUsage },
        Leaf { node: "method_name", kind: IdentifierKind::VariableRef },
        Leaf { node: "procedure_interface", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "module", run: hooks::module },
        Hook { node: "submodule", run: hooks::module },
        Hook { node: "program", run: hooks::module },
        Hook { node: "block_data", run: hooks::module },
        Hook { node: "function", run: hooks::procedure },
        Hook { node: "subroutine", run: hooks::procedure },
        Hook { node: "module_procedure", run: hooks::procedure },
        Hook { node: "interface", run: hooks::interface },
        Hook { node: "private_statement", run: hooks::access_statement },
        Hook { node: "public_statement", run: hooks::access_statement },
        Hook { node: "call_expression", run: hooks::call },
        Hook { node: "derived_type_member_expression", run: hooks::member },
        Hook { node: "derived_type_definition", run: types::derived_type },
        Hook { node: "derived_type_procedures", run: types::procedures },
        Hook { node: "procedure_statement", run: types::procedure_statement },
        Hook { node: "generic_statement", run: types::generic_statement },
        Hook { node: "variable_declaration", run: declarations::variable },
        Hook { node: "enumerator_statement", run: declarations::enumerators },
        Hook { node: "selector", run: types::selector },
        Hook { node: "use_statement", run: imports::use_statement },
        Hook { node: "include_statement", run: imports::include },
        Hook { node: "preproc_include", run: imports::include },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
