//! CMake. Grammar: the crate `tree-sitter-cmake` (MIT).
//!
//! Projects, libraries and programs are modules, custom targets functions. A variable is the symbol
//! of the command that first sets it outside of functions; inside of them it is a local name.

mod definitions;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role,
};

/// The table of CMake.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "cmake",
        extensions: &["cmake", "cmake.in"],
        file_names: &["CMakeLists.txt"],
        interpreters: &[],
    },
    grammar: || tree_sitter_cmake::LANGUAGE.into(),
    comments: &["line_comment", "bracket_comment"],
    doc_style: DocStyle { openings: &["#"], clean: Some(hooks::comment), ..DocStyle::NONE },
    definitions: &[
        Definition::new("function_def", SymbolKind::Function)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("macro_def", SymbolKind::Macro)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("normal_command", SymbolKind::Variable)
            .name("")
            .body(&[])
            .refine(definitions::command),
    ],
    scopes: &[Scoping { node: "block_def", kind: ScopeKind::Block }],
    roles: &[role("env_var", "", Role::Ignore)],
    leaves: &[Leaf { node: "variable", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "function_command", run: hooks::parameters },
        Hook { node: "macro_command", run: hooks::parameters },
        Hook { node: "foreach_command", run: hooks::loop_variable },
        Hook { node: "if_command", run: hooks::condition },
        Hook { node: "elseif_command", run: hooks::condition },
        Hook { node: "while_command", run: hooks::condition },
    ],
    skipped: &["endfunction_command", "endmacro_command", "endif_command", "endforeach_command"],
    ..LanguageSpec::NOTHING
};
