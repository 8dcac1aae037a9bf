//! The functions that read source files and hand out their rows.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use miller_extract::ExtractOptions;
use pyo3::prelude::*;
use pyo3::types::PyList;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

use crate::batch::PyArrowBatch;
use crate::errors::{chunk_error, extract_error, released};
use crate::paths::Paths;
use crate::rows::{BatchFileResult, extraction_results};

/// The rows of one file as lists of objects.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct ExtractionResults {
    pub(crate) symbols: Py<PyList>,
    pub(crate) identifiers: Py<PyList>,
    pub(crate) relationships: Py<PyList>,
    pub(crate) pending_relationships: Py<PyList>,
}

#[gen_stub_pymethods]
#[pymethods]
impl ExtractionResults {
    /// The definitions.
    #[getter]
    #[gen_stub(override_return_type(
        type_repr = "builtins.list[Symbol]", imports = ("builtins")
    ))]
    fn symbols(&self, py: Python<'_>) -> Py<PyList> {
        self.symbols.clone_ref(py)
    }

    /// The uses of names.
    #[getter]
    #[gen_stub(override_return_type(
        type_repr = "builtins.list[Identifier]", imports = ("builtins")
    ))]
    fn identifiers(&self, py: Python<'_>) -> Py<PyList> {
        self.identifiers.clone_ref(py)
    }

    /// The edges between two symbols.
    #[getter]
    #[gen_stub(override_return_type(
        type_repr = "builtins.list[Relationship]", imports = ("builtins")
    ))]
    fn relationships(&self, py: Python<'_>) -> Py<PyList> {
        self.relationships.clone_ref(py)
    }

    /// The edges whose end is known by name only.
    #[getter]
    #[gen_stub(override_return_type(
        type_repr = "builtins.list[PendingRelationship]", imports = ("builtins")
    ))]
    fn pending_relationships(&self, py: Python<'_>) -> Py<PyList> {
        self.pending_relationships.clone_ref(py)
    }
}

/// An iterator over the record batches of chunks of files, in the order asked for.
///
/// Extraction runs ahead of the reader by a bounded amount. A chunk that fails raises `ChunkError`;
/// the iterator goes on with the next chunk when asked again.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct ArrowBatchStream {
    stream: Mutex<miller_extract::BatchStream>,
}

#[gen_stub_pymethods]
#[pymethods]
impl ArrowBatchStream {
    #[gen_stub(override_return_type(type_repr = "ArrowBatchStream"))]
    fn __iter__(stream: PyRef<'_, Self>) -> PyRef<'_, Self> {
        stream
    }

    #[gen_stub(override_return_type(type_repr = "PyArrowBatch"))]
    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyArrowBatch>> {
        let next = released(py, "extraction", || {
            self.stream
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next()
        })?;
        match next {
            Some(Ok(batches)) => Ok(Some(PyArrowBatch::new(batches))),
            Some(Err(error)) => Err(chunk_error(py, &error)),
            None => Ok(None),
        }
    }
}

fn options(threads: Option<usize>) -> ExtractOptions {
    ExtractOptions {
        threads,
        ..ExtractOptions::default()
    }
}

/// Extracts files into record batches.
///
/// `paths` are relative to `workspace_root`. `file_data` holds one row for each of them, whatever
/// became of the file. Raises `ValueError` when a text column would pass 2 GiB: `extract_stream` has
/// no such limit.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (paths, workspace_root, *, threads = None))]
#[expect(
    clippy::needless_pass_by_value,
    reason = "arguments from Python come owned"
)]
fn extract_files_to_arrow(
    py: Python<'_>,
    paths: Paths,
    workspace_root: &str,
    threads: Option<usize>,
) -> PyResult<PyArrowBatch> {
    let root = Path::new(workspace_root);
    released(py, "extraction", || {
        miller_extract::extract_to_batches(root, &paths.0, &options(threads))
    })?
    .map(PyArrowBatch::new)
    .map_err(|error| extract_error(py, &error))
}

/// Extracts files into objects, one result for each path.
///
/// `paths` are relative to `workspace_root`. A file that cannot be read gives a result whose `error`
/// says why. `object_seconds` tells how much of the time went into making the objects.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (paths, workspace_root, *, threads = None))]
#[expect(
    clippy::needless_pass_by_value,
    reason = "arguments from Python come owned"
)]
fn extract_files_batch_with_io(
    py: Python<'_>,
    paths: Paths,
    workspace_root: &str,
    threads: Option<usize>,
) -> PyResult<Vec<BatchFileResult>> {
    let root = Path::new(workspace_root);
    let files = released(py, "extraction", || {
        miller_extract::extract_to_rows(root, &paths.0, &options(threads))
    })?
    .map_err(|error| extract_error(py, &error))?;
    let started = Instant::now();
    let mut results = Vec::with_capacity(files.len());
    for mut rows in files {
        // One row a path by contract; the rows of other tables follow the file.
        for row in std::mem::take(&mut rows.file_data) {
            let rows = std::mem::take(&mut rows);
            let found = Py::new(py, extraction_results(py, rows)?)?;
            results.push(BatchFileResult {
                row,
                results: found,
            });
        }
    }
    let spent = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
    OBJECT_NANOSECONDS.fetch_add(spent, Ordering::Relaxed);
    Ok(results)
}

static OBJECT_NANOSECONDS: AtomicU64 = AtomicU64::new(0);

/// The seconds that `extract_files_batch_with_io` has spent in this process on turning rows into
/// objects, so that a report can tell extraction from the crossing into Python.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn object_seconds() -> f64 {
    Duration::from_nanos(OBJECT_NANOSECONDS.load(Ordering::Relaxed)).as_secs_f64()
}

/// Extracts text that is already in memory.
///
/// Raises `ValueError` when the language is unknown.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn extract_file(
    py: Python<'_>,
    content: &str,
    language: &str,
    file_path: &str,
) -> PyResult<ExtractionResults> {
    let rows = released(py, "extraction", || {
        miller_extract::extract_text(content, language, file_path)
    })?
    .map_err(|error| extract_error(py, &error))?;
    extraction_results(py, rows)
}

/// Extracts files into record batches, a chunk of files at a time.
///
/// A chunk ends before its source text passes `max_bytes`. Extraction runs ahead of the reader by a
/// bounded amount, or with `ahead=False` when the reader asks; chunks come in the order of `paths`.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (paths, workspace_root, *, max_bytes = 8_388_608, threads = None, ahead = true))]
fn extract_stream(
    py: Python<'_>,
    paths: Paths,
    workspace_root: String,
    max_bytes: u64,
    threads: Option<usize>,
    ahead: bool,
) -> PyResult<ArrowBatchStream> {
    let (root, options) = (workspace_root.into(), options(threads));
    let stream = miller_extract::extract_stream(root, paths.0, options, max_bytes, ahead)
        .map_err(|error| extract_error(py, &error))?;
    Ok(ArrowBatchStream {
        stream: Mutex::new(stream),
    })
}

/// The language of a file by its name; `text` when unknown.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn detect_language(path: &str) -> &'static str {
    miller_extract::detect_language(path)
}

/// The languages that rows can be extracted from, sorted.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn supported_languages() -> Vec<&'static str> {
    miller_extract::supported_languages()
}

/// 16 hex digits that differ where this build may extract other rows than another one.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn extraction_fingerprint() -> &'static str {
    miller_extract::fingerprint()
}

/// blake3 of a text, as 64 hex digits.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
fn hash_content(text: &str) -> String {
    miller_extract::hash_content(text)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<ExtractionResults>()?;
    module.add_class::<ArrowBatchStream>()?;
    module.add_function(wrap_pyfunction!(extract_files_to_arrow, module)?)?;
    module.add_function(wrap_pyfunction!(extract_files_batch_with_io, module)?)?;
    module.add_function(wrap_pyfunction!(object_seconds, module)?)?;
    module.add_function(wrap_pyfunction!(extract_file, module)?)?;
    module.add_function(wrap_pyfunction!(extract_stream, module)?)?;
    module.add_function(wrap_pyfunction!(detect_language, module)?)?;
    module.add_function(wrap_pyfunction!(supported_languages, module)?)?;
    module.add_function(wrap_pyfunction!(extraction_fingerprint, module)?)?;
    module.add_function(wrap_pyfunction!(hash_content, module)?)
}
