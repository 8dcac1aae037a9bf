//! Terraform, and HCL at large. Grammar: the crate `tree-sitter-hcl` (Apache-2.0).
//!
//! Blocks are named as expressions address them: `aws_instance.web`, `var.region`, `local.prefix`.
//! Blocks inside of blocks are no symbols.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::SymbolKind;

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, OUTLINE_LIMIT, ScopeKind, Scoping,
};

/// The table of Terraform.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "terraform",
        extensions: &["hcl", "nomad", "tf", "tfvars", "tofu"],
        file_names: &[".terraform.lock.hcl", ".terraformrc", "terraform.rc"],
        interpreters: &[],
    },
    grammar: || tree_sitter_hcl::LANGUAGE.into(),
    comments: &["comment"],
    doc_style: DocStyle { openings: &["#", "//", "/*"], ..DocStyle::NONE },
    definitions: &[
        Definition::new("block", SymbolKind::Namespace).name("").body(&[]).refine(hooks::block),
        Definition::new("attribute", SymbolKind::Property)
            .name("")
            .body(&[])
            .refine(hooks::attribute),
    ],
    scopes: &[
        Scoping { node: "for_tuple_expr", kind: ScopeKind::Block },
        Scoping { node: "for_object_expr", kind: ScopeKind::Block },
    ],
    hooks: &[
        Hook { node: "variable_expr", run: hooks::variable },
        Hook { node: "function_call", run: hooks::call },
        Hook { node: "for_intro", run: hooks::for_names },
    ],
    symbol_limit: Some(OUTLINE_LIMIT),
    ..LanguageSpec::NOTHING
};
