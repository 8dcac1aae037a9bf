//! Makefiles. Grammar: the crate `tree-sitter-make` (MIT).
//!
//! A target is a function that uses what it waits for. A variable is the symbol of its first
//! assignment; later ones are uses.

mod broken;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, Wrapper};

/// The table of Makefiles.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "make",
        extensions: &["mak", "make", "mk"],
        file_names: &[
            "BSDmakefile", "GNUmakefile", "Kbuild", "Makefile", "Makefile.am", "Makefile.in",
            "makefile",
        ],
        interpreters: &["make"],
    },
    grammar: || tree_sitter_make::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: DocStyle { openings: &["#"], exceptions: &["#!"], ..DocStyle::NONE },
    wrappers: &[
        Wrapper { node: "export_directive", in_signature: true },
        Wrapper { node: "override_directive", in_signature: true },
        Wrapper { node: "private_directive", in_signature: true },
    ],
    definitions: &[
        Definition::new("rule", SymbolKind::Function).name("").body(&[]).refine(hooks::rule),
        Definition::new("variable_assignment", SymbolKind::Variable)
            .body(&[])
            .refine(hooks::assignment),
        Definition::new("shell_assignment", SymbolKind::Variable)
            .body(&[])
            .refine(hooks::assignment),
        Definition::new("define_directive", SymbolKind::Macro)
            .body(&["value"])
            .refine(hooks::assignment),
    ],
    hooks: &[
        Hook { node: "include_directive", run: hooks::include },
        Hook { node: "prerequisites", run: hooks::prerequisites },
        Hook { node: "variable_reference", run: hooks::reference },
        Hook { node: "substitution_reference", run: hooks::substitution },
        Hook { node: "function_call", run: hooks::call },
        Hook { node: "conditional", run: hooks::condition },
        Hook { node: "ifdef_directive", run: hooks::named_variable },
        Hook { node: "undefine_directive", run: hooks::named_variable },
        Hook { node: "unexport_directive", run: hooks::listed_variables },
        Hook { node: "export_directive", run: hooks::listed_variables },
        Hook { node: "word", run: broken::word },
    ],
    ..LanguageSpec::NOTHING
};
