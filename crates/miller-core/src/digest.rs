//! Digests of rows, wherever they are. `docs/digest.md` documents the encoding.

use miller_schema::digest::{
    FileDigest, combine_digests as combine, digest_batch, digests_of_batch, table_digest_batch,
};
use miller_schema::{Digests, Sink, replay};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use pyo3_stub_gen::derive::gen_stub_pyfunction;

use crate::batch::{ArrowRows, batches, known_table};
use crate::errors::released;
use crate::rows::BatchFileResult;

/// The digests as Python gets them.
pub(crate) fn to_pyarrow<'py>(
    py: Python<'py>,
    digests: &[FileDigest],
) -> PyResult<Bound<'py, PyAny>> {
    PyRecordBatch::new(digest_batch(digests)).into_pyarrow(py)
}

/// The digests of the rows of a table, file by file: `table` string, `file_path` string, `rows` uint64,
/// `digest` string; ordered by the bytes of the path.
///
/// The rows of a file must stand together. Raises `ValueError` when they do not, when there is no such
/// table, and when the rows are not of it.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
fn row_digests<'py>(py: Python<'py>, table: &str, rows: ArrowRows) -> PyResult<Bound<'py, PyAny>> {
    known_table(table)?;
    let rows = batches(py, rows)?;
    let digests = released(py, "digesting rows", || {
        let mut sink = Digests::default();
        for batch in &rows {
            replay(table, batch, &mut sink).map_err(|error| error.to_string())?;
        }
        sink.finish().map_err(|error| error.to_string())
    })?
    .map_err(PyValueError::new_err)?;
    to_pyarrow(py, &digests)
}

/// The digests of the rows that the object route has extracted, of all tables: `table` string,
/// `file_path` string, `rows` uint64, `digest` string.
///
/// They are made of the values that the objects hold. Raises `ValueError` when a path is there twice.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
#[expect(
    clippy::needless_pass_by_value,
    reason = "arguments from Python come owned"
)]
fn result_digests(
    py: Python<'_>,
    #[gen_stub(override_type(
        type_repr = "collections.abc.Sequence[BatchFileResult]", imports = ("collections.abc")
    ))]
    results: Vec<Py<BatchFileResult>>,
) -> PyResult<Bound<'_, PyAny>> {
    let mut sink = Digests::default();
    for result in &results {
        let result = result.get();
        result.results.get().replay(py, &mut sink)?;
        sink.file_data(&result.row.borrow());
    }
    let digests = sink
        .finish()
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    to_pyarrow(py, &digests)
}

/// The digests of rows of the vector store, file by file: table `vectors` over the columns `id`,
/// `file_path`, `search_text` and `vector`.
///
/// The rows of a file must stand together, ordered by `id`. Raises `ValueError` when they stand apart or
/// a column does not fit.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
fn vector_digests(py: Python<'_>, rows: ArrowRows) -> PyResult<Bound<'_, PyAny>> {
    let rows = batches(py, rows)?;
    let digests = released(py, "digesting vectors", || {
        miller_embedding::vector_digests(&rows)
    })?
    .map_err(|error| PyValueError::new_err(error.to_string()))?;
    to_pyarrow(py, &digests)
}

/// One digest a table, of the digests of its files in any order: `table` string, `files` uint64, `rows`
/// uint64, `digest` string. A table of the contract without rows has one, too.
///
/// Raises `ValueError` when a file stands twice in a table, or the rows are not digests.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
fn combine_digests(py: Python<'_>, digests: ArrowRows) -> PyResult<Bound<'_, PyAny>> {
    let rows = batches(py, digests)?;
    let combined = released(py, "combining digests", || {
        let mut files = Vec::new();
        for batch in &rows {
            files.extend(digests_of_batch(batch)?);
        }
        combine(&files)
    })?
    .map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyRecordBatch::new(table_digest_batch(&combined)).into_pyarrow(py)
}

/// Adds what stands here to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(row_digests, module)?)?;
    module.add_function(wrap_pyfunction!(result_digests, module)?)?;
    module.add_function(wrap_pyfunction!(vector_digests, module)?)?;
    module.add_function(wrap_pyfunction!(combine_digests, module)?)
}
