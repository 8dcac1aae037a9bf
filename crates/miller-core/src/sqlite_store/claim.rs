//! The guard of the index file: one `SQLite` library at a time.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use miller_store::Store;
use miller_store::guard::{Claim, claim};
use pyo3::prelude::*;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

use super::errors::store_error;
use crate::errors::released;

/// The right of one `SQLite` library to open one index file in this process.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(super) struct IndexFileClaim {
    claim: Mutex<Option<Claim>>,
}

#[gen_stub_pymethods]
#[pymethods]
impl IndexFileClaim {
    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __exit__(
        &self,
        _exception_type: &Bound<'_, PyAny>,
        _exception: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) {
        self.release();
    }

    /// Gives the right back. Close the file first. Giving it back again does nothing.
    fn release(&self) {
        self.claim
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}

/// Claims an index file for a `SQLite` library of this process, before the file is opened.
///
/// Two libraries in one process do not see each other's locks and damage the file. Raises
/// `miller.errors.StoreError` while another library holds the file; `SQLiteStore` holds it from
/// opening to closing.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
pub(super) fn claim_index_file(
    py: Python<'_>,
    #[gen_stub(override_type(
        type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
    ))]
    path: PathBuf,
    library: &str,
) -> PyResult<IndexFileClaim> {
    let claim = released(py, "claiming the index", move || claim(&path, library))?
        .map_err(|error| store_error(py, &error))?;
    Ok(IndexFileClaim {
        claim: Mutex::new(Some(claim)),
    })
}

/// Makes an index file empty, whatever it holds, or makes an empty file.
///
/// Who is reading it goes on with what was there. A file that is removed and made anew would be read
/// together with the log of the new one. Only the one writer of an index may do so.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
pub(super) fn empty_index_file(
    py: Python<'_>,
    #[gen_stub(override_type(
        type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
    ))]
    path: PathBuf,
) -> PyResult<()> {
    released(py, "emptying the index", move || Store::make_empty(&path))?
        .map_err(|error| store_error(py, &error))
}
