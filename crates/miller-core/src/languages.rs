//! What the languages are known by, and the kinds of symbols that they have.

use pyo3::prelude::*;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

/// A language: how its files are recognised, and the grammar that reads them.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct LanguageDetails {
    details: miller_extract::LanguageDetails,
}

#[gen_stub_pymethods]
#[pymethods]
impl LanguageDetails {
    /// The name in the `language` columns.
    #[getter]
    fn name(&self) -> &'static str {
        self.details.names.name
    }

    /// Extensions without the dot. One in lower case matches in any case.
    #[getter]
    fn extensions(&self) -> Vec<&'static str> {
        self.details.names.extensions.to_vec()
    }

    /// Whole file names: `Makefile`.
    #[getter]
    fn file_names(&self) -> Vec<&'static str> {
        self.details.names.file_names.to_vec()
    }

    /// Interpreters on a `#!` line, without version digits.
    #[getter]
    fn interpreters(&self) -> Vec<&'static str> {
        self.details.names.interpreters.to_vec()
    }

    /// The crate of the tree-sitter grammar.
    #[getter]
    fn grammar(&self) -> &'static str {
        self.details.grammar
    }

    /// The version of the grammar's crate.
    #[getter]
    fn grammar_version(&self) -> &'static str {
        self.details.grammar_version
    }

    fn __repr__(&self) -> String {
        let details = self.details;
        format!(
            "<LanguageDetails {} by {} {}>",
            details.names.name, details.grammar, details.grammar_version
        )
    }
}

/// The details of all languages, sorted by name.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn language_details() -> Vec<LanguageDetails> {
    miller_extract::language_details()
        .into_iter()
        .map(|details| LanguageDetails { details })
        .collect()
}

/// The words that the `kind` column of symbols may hold.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn symbol_kinds() -> Vec<&'static str> {
    let kinds = miller_schema::SymbolKind::ALL.iter();
    kinds.map(|kind| kind.as_str()).collect()
}

/// The languages in which a name can mean a definition in this one: itself, and those of its family.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn languages_sharing_names(language: &str) -> Vec<&'static str> {
    let all = miller_extract::language_details().into_iter();
    all.map(|details| details.names.name)
        .filter(|name| miller_store::share_names(name, language))
        .collect()
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<LanguageDetails>()?;
    module.add_function(wrap_pyfunction!(language_details, module)?)?;
    module.add_function(wrap_pyfunction!(languages_sharing_names, module)?)?;
    module.add_function(wrap_pyfunction!(symbol_kinds, module)?)
}
