//! The Arrow route's rows: record batches handed to Python without copying.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use miller_schema::{Batches, Digests, FileDataReader, FileStatus, SchemaMismatch, Table, tables};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3_arrow::input::AnyRecordBatch;
use pyo3_arrow::{PyArray, PyRecordBatch, PySchema};
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction, gen_stub_pymethods};
use pyo3_stub_gen::{PyStubType, TypeInfo};

use crate::digest::to_pyarrow;
use crate::errors::released;

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

    /// The digests of the rows of every file, of all tables: `table` string, `file_path` string, `rows`
    /// uint64, `digest` string; `docs/digest.md` documents them.
    ///
    /// Raises `ValueError` when a path is there twice.
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn digests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let digests = released(py, "digesting rows", || {
            let mut sink = Digests::default();
            self.batches.replay(&mut sink).map(|()| sink.finish())
        })?
        .map_err(schema_mismatch)?
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
        to_pyarrow(py, &digests)
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

/// A `pyarrow` array over the same memory. (`PyArray::to_pyarrow` can only borrow from a long-lived one.)
pub(crate) fn array_to_pyarrow(py: Python<'_>, array: ArrayRef) -> PyResult<Bound<'_, PyAny>> {
    py.import("pyarrow")?
        .call_method1("array", (PyArray::from_array_ref(array),))
}

/// A batch or table as it comes from Python, through the Arrow `PyCapsule` interface.
pub(crate) struct ArrowRows(pub(crate) AnyRecordBatch);

impl<'a, 'py> FromPyObject<'a, 'py> for ArrowRows {
    type Error = PyErr;

    fn extract(rows: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        rows.extract().map(ArrowRows)
    }
}

impl PyStubType for ArrowRows {
    fn type_output() -> TypeInfo {
        TypeInfo {
            import: ["pyarrow"].map(Into::into).into(),
            ..TypeInfo::unqualified("pyarrow.RecordBatch | pyarrow.Table")
        }
    }
}

/// The batches of a batch or table; at least one, so that the schema of an empty table is checked too.
pub(crate) fn batches(py: Python<'_>, rows: ArrowRows) -> PyResult<Vec<RecordBatch>> {
    let reader = rows.0.into_reader()?;
    let schema = reader.schema();
    let mut batches = released(py, "reading a table", move || {
        reader.collect::<Result<Vec<RecordBatch>, ArrowError>>()
    })?
    .map_err(|error| PyValueError::new_err(error.to_string()))?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Ok(batches)
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
/// With `described`, it says in its metadata what the table and each column hold, under `description`.
/// Raises `ValueError` when there is no such table.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
#[pyo3(signature = (table, *, described = false))]
#[gen_stub(override_return_type(type_repr = "pyarrow.Schema", imports = ("pyarrow")))]
fn table_schema<'py>(py: Python<'py>, table: &str, described: bool) -> PyResult<Bound<'py, PyAny>> {
    let table = known_table(table)?;
    let schema = if described {
        table.described_schema()
    } else {
        table.schema()
    };
    PySchema::from(schema).into_pyarrow(py)
}

/// The description of a table, or the `ValueError` that there is none.
pub(crate) fn known_table(table: &str) -> PyResult<Table> {
    let names: Vec<&str> = tables().iter().map(|table| table.name).collect();
    let found = tables().into_iter().find(|known| known.name == table);
    found.ok_or_else(|| {
        PyValueError::new_err(format!(
            "no table is called `{table}`; the tables are: {}",
            names.join(", ")
        ))
    })
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyArrowBatch>()?;
    module.add_function(wrap_pyfunction!(table_names, module)?)?;
    module.add_function(wrap_pyfunction!(table_schema, module)?)
}
