//! The type stubs of the extension, written by the extension itself.
//!
//! A separate program would have to link libpython and compile PyO3 a second time; the running module
//! knows everything that the stubs need.

use std::path::PathBuf;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3_stub_gen::StubInfo;
use pyo3_stub_gen::derive::gen_stub_pyfunction;
use pyo3_stub_gen::pyproject::StubGenConfig;

const MODULE: &str = "miller.miller_core";

/// The text of the extension's type stubs.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn _stub_text() -> PyResult<String> {
    // The root is where files would be written; none are.
    let root = PathBuf::new();
    let stubs = StubInfo::from_project_root(MODULE.into(), root, true, StubGenConfig::default())
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let module = stubs.modules.get(MODULE).ok_or_else(|| {
        PyRuntimeError::new_err(format!("no stubs were collected for the module `{MODULE}`"))
    })?;
    Ok(module.format_with_config(false))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    // Set and not added: what is added goes into `__all__`.
    module.setattr("_stub_text", wrap_pyfunction!(_stub_text, module)?)
}
