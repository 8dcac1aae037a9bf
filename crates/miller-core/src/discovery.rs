//! Finding the files of a workspace and what has changed in it.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::StringArray;
use miller_extract::{DiscoverOptions, ExtractError, compare_with_known};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

use crate::batch::array_to_pyarrow;
use crate::errors::released;
use crate::paths::Paths;

/// The files of a workspace as one scan has found them.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct Discovery {
    root: PathBuf,
    found: miller_extract::Discovery,
}

#[gen_stub_pymethods]
#[pymethods]
impl Discovery {
    /// The files: `path` string, `size` uint64, `modified_ns` int64, sorted by the bytes of the path.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn files<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.found.files.clone()).into_pyarrow(py)
    }

    /// How many entries were left out, by reason: `hidden`, `special_file`, `symbolic_link`,
    /// `too_large`. A hidden folder counts once. What ignore files and excludes leave out is not
    /// counted.
    #[getter]
    fn skipped(&self) -> BTreeMap<&'static str, u64> {
        self.found.skipped.clone()
    }

    /// Paths that could not be looked at, each with the reason.
    #[getter]
    fn errors(&self) -> Vec<(String, String)> {
        self.found.errors.clone()
    }

    /// The files that are larger than the limit, sorted.
    #[getter]
    fn too_large(&self) -> Vec<String> {
        self.found.too_large.clone()
    }

    /// What an index has to do to catch up with this scan.
    ///
    /// `known` holds the files on record: `path` string, `size` int64, `stamp` int64, `hash`
    /// string, `status` string, in any order.
    fn changes(
        &self,
        py: Python<'_>,
        #[gen_stub(override_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
        known: PyRecordBatch,
    ) -> PyResult<Changes> {
        let known = known.into_inner();
        released(py, "the comparison with the index", || {
            compare_with_known(&self.root, &self.found, &known)
        })?
        .map(|changes| Changes { changes })
        .map_err(|error| exception(&error))
    }

    /// The stamps to store for these paths: `path` string, `stamp` int64.
    ///
    /// A stamp is 0 for a file so young that a later edit might not show in its time, and for a path
    /// that this scan has not found: such a file is compared by its content at the next scan.
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn stamps<'py>(&self, py: Python<'py>, paths: Paths) -> PyResult<Bound<'py, PyAny>> {
        let stamps = released(py, "the scan", move || self.found.stamps(&paths.0))?;
        PyRecordBatch::new(stamps).into_pyarrow(py)
    }
}

/// What has changed since the index was written.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct Changes {
    changes: miller_extract::Changes,
}

#[gen_stub_pymethods]
#[pymethods]
impl Changes {
    /// New files and files with new content, in the order of the scan.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.StringArray", imports = ("pyarrow")))]
    fn changed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        texts_to_pyarrow(py, &self.changes.changed)
    }

    /// Files with the content on record and another stamp, in the order of the scan.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.StringArray", imports = ("pyarrow")))]
    fn touched<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        texts_to_pyarrow(py, &self.changes.touched)
    }

    /// Files on record that the scan has not found, sorted.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.StringArray", imports = ("pyarrow")))]
    fn deleted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        texts_to_pyarrow(py, &self.changes.deleted)
    }

    /// How many files are as they were.
    #[getter]
    fn unchanged(&self) -> u64 {
        self.changes.unchanged
    }
}

// The signature below shows the number: the type stubs cannot show the name of a constant.
const _: () = assert!(miller_extract::DEFAULT_MAX_FILE_BYTES == 2_097_152);

/// Finds the files of a workspace.
///
/// Obeys `.gitignore`, `.ignore` and `.millerignore` at every level and git's own excludes; never
/// follows symbolic links and never enters `.git` and `.miller`. `excludes` are globs as in a
/// `.gitignore` at the root; they win over the ignore files. With `only`, paths from the root, it looks at
/// these files, and into these folders, alone: by the same rules, without a walk through the others.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (workspace_root, *, max_file_bytes = 2_097_152, hidden = false, excludes = None, only = None))]
fn discover_files(
    py: Python<'_>,
    #[gen_stub(override_type(
        type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
    ))]
    workspace_root: PathBuf,
    max_file_bytes: u64,
    hidden: bool,
    #[gen_stub(override_type(
        type_repr = "collections.abc.Sequence[builtins.str] | None",
        imports = ("builtins", "collections.abc")
    ))]
    excludes: Option<Vec<String>>,
    #[gen_stub(override_type(
        type_repr = "collections.abc.Sequence[builtins.str] | None",
        imports = ("builtins", "collections.abc")
    ))]
    only: Option<Vec<String>>,
) -> PyResult<Discovery> {
    let options = DiscoverOptions {
        max_file_bytes,
        hidden,
        excludes: excludes.unwrap_or_default(),
        only,
    };
    // A later change of the working directory must not move the workspace.
    let root = std::path::absolute(&workspace_root).unwrap_or(workspace_root);
    let found = released(py, "the scan", || {
        miller_extract::discover_files(&root, &options)
    })?
    .map_err(|error| exception(&error))?;
    Ok(Discovery { root, found })
}

/// Looks at some files of a workspace, whatever a scan would leave out: `changes` of what is found says
/// whether they are as they were. One that is gone counts as deleted.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn look_at_files(
    py: Python<'_>,
    #[gen_stub(override_type(
        type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
    ))]
    workspace_root: PathBuf,
    paths: Paths,
) -> PyResult<Discovery> {
    let root = std::path::absolute(&workspace_root).unwrap_or(workspace_root);
    let looked_at = root.clone();
    let found = released(py, "the look at files", move || {
        miller_extract::look_at_files(&looked_at, &paths.0)
    })?
    .map_err(|error| exception(&error))?;
    Ok(Discovery { root, found })
}

/// A root that cannot be opened is the `OSError` that Python has for it; everything else that can
/// go wrong here is a wrong value.
fn exception(error: &ExtractError) -> PyErr {
    match error {
        ExtractError::Root { source, .. } => {
            io::Error::new(source.kind(), error.to_string()).into()
        }
        _ => PyValueError::new_err(error.to_string()),
    }
}

fn texts_to_pyarrow<'py>(py: Python<'py>, texts: &[String]) -> PyResult<Bound<'py, PyAny>> {
    let column = StringArray::from_iter_values(texts);
    array_to_pyarrow(py, Arc::new(column))
}

/// Adds what stands here to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Discovery>()?;
    module.add_class::<Changes>()?;
    module.add_function(wrap_pyfunction!(discover_files, module)?)?;
    module.add_function(wrap_pyfunction!(look_at_files, module)?)
}
