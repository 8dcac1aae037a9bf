//! The Arrow route's rows: record batches handed to Python without copying.

use miller_schema::{Batches, FileDataReader, FileStatus, SchemaMismatch, tables};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3_arrow::{PyRecordBatch, PySchema};
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};

/// The rows of a chunk of files as record batches.
///
/// Each attribute is a `pyarrow.RecordBatch` over memory that Rust allocated; nothing is copied.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct PyArrowBatch {
    batches: Batches,
}

impl PyArrowBatch {
    pub(crate) fn new(batches: Batches) -> Self {
        PyArrowBatch { batches }
    }
}

#[gen_stub_pymethods]
#[pymethods]
impl PyArrowBatch {
    /// The definitions.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn symbols<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.batches.symbols.clone()).into_pyarrow(py)
    }

    /// The uses of names.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn identifiers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.batches.identifiers.clone()).into_pyarrow(py)
    }

    /// The edges between two symbols.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn relationships<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.batches.relationships.clone()).into_pyarrow(py)
    }

    /// The edges whose end is known by name only.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn pending_relationships<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.batches.pending_relationships.clone()).into_pyarrow(py)
    }

    /// One row for each path asked for.
    #[getter]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn file_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyRecordBatch::new(self.batches.file_data.clone()).into_pyarrow(py)
    }

    /// The number of rows of each table.
    #[gen_stub(override_return_type(
        type_repr = "builtins.dict[builtins.str, builtins.int]", imports = ("builtins")
    ))]
    fn num_rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        counts.set_item("symbols", self.batches.symbols.num_rows())?;
        counts.set_item("identifiers", self.batches.identifiers.num_rows())?;
        counts.set_item("relationships", self.batches.relationships.num_rows())?;
        counts.set_item(
            "pending_relationships",
            self.batches.pending_relationships.num_rows(),
        )?;
        counts.set_item("file_data", self.batches.file_data.num_rows())?;
        Ok(counts)
    }

    /// Path, status and detail of every file whose status is not `ok`.
    #[getter]
    fn errors(&self) -> PyResult<Vec<(&str, &str, &str)>> {
        let files = FileDataReader::new(&self.batches.file_data).map_err(schema_mismatch)?;
        Ok((0..files.len())
            .map(|index| files.row(index))
            .filter(|file| file.status != FileStatus::Ok.as_str())
            .map(|file| (file.path, file.status, file.detail.unwrap_or_default()))
            .collect())
    }

    fn __repr__(&self) -> String {
        format!(
            "PyArrowBatch(files={}, symbols={}, identifiers={}, relationships={}, pending_relationships={})",
            self.batches.file_data.num_rows(),
            self.batches.symbols.num_rows(),
            self.batches.identifiers.num_rows(),
            self.batches.relationships.num_rows(),
            self.batches.pending_relationships.num_rows(),
        )
    }
}

/// The `ValueError` for a batch that does not fit its table.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` calls"
)]
pub(crate) fn schema_mismatch(mismatch: SchemaMismatch) -> PyErr {
    PyValueError::new_err(mismatch.to_string())
}

/// The names of the tables, in the order of the contract.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(name = "tables")]
fn table_names() -> Vec<&'static str> {
    tables().iter().map(|table| table.name).collect()
}

/// The Arrow schema of a table.
///
/// Raises `ValueError` when there is no such table.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[gen_stub(override_return_type(type_repr = "pyarrow.Schema", imports = ("pyarrow")))]
fn table_schema<'py>(py: Python<'py>, table: &str) -> PyResult<Bound<'py, PyAny>> {
    let tables = tables();
    let found = tables
        .iter()
        .find(|candidate| candidate.name == table)
        .ok_or_else(|| {
            let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
            PyValueError::new_err(format!(
                "no table is called `{table}`; the tables are: {}",
                names.join(", ")
            ))
        })?;
    PySchema::from(found.schema()).into_pyarrow(py)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyArrowBatch>()?;
    module.add_function(wrap_pyfunction!(table_names, module)?)?;
    module.add_function(wrap_pyfunction!(table_schema, module)?)
}
