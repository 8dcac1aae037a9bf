//! CUDA. Grammar: the crate `tree-sitter-cuda` (MIT), which knows C++ and what CUDA adds.
//!
//! The table is that of C++; the launch of a kernel is a call.

#[cfg(test)]
pub(crate) mod oracle;

use super::cpp;
use crate::detect::LanguageNames;
use crate::spec::LanguageSpec;

/// The table of CUDA.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "cuda",
        extensions: &["cu", "cuh"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_cuda::LANGUAGE.into(),
    // Words that C takes for macros are qualifiers here.
    prepare: None,
    ..cpp::SPEC
};
