//! The object route's rows: one Python class a table, expanded from the table of columns.
//!
//! A row keeps Rust values. Each reading of a field makes a Python object, as a hand-written class
//! of getters does; nothing is cached and nothing is slowed down.

#![expect(
    clippy::wrong_self_convention,
    reason = "columns such as `from_symbol_id` are getters here"
)]

use miller_schema::{ColumnType, Float32, Rows, Sink, Text, TextOrNull, UInt32, for_each_table};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyList;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pymethods};

use crate::extract::ExtractionResults;

/// Writes one class. A file's row has no class of its own: `BatchFileResult` is that class, with the
/// rows of the other tables beside the columns.
macro_rules! row_class {
    (
        file_data, $owned:ident, [$($table_doc:literal)+],
        $( [$($column_doc:literal)+] $column:ident: $column_type:ident, )+
    ) => {
        row_class! { @class
            BatchFileResult, $owned, [$($table_doc)+],
            { results: Py<ExtractionResults>, },
            $( [$($column_doc)+] $column: $column_type, )+
            {
                /// Why the file gave no rows; `None` when it gave some.
                #[getter]
                fn error(&self) -> Option<&str> {
                    let failed = self.row.status == miller_schema::FileStatus::Failed.as_str();
                    failed.then(|| self.row.detail.as_deref().unwrap_or("no reason was given"))
                }

                /// Whether the file could be read.
                #[getter]
                fn is_success(&self) -> bool {
                    self.row.status != miller_schema::FileStatus::Failed.as_str()
                }

                /// The rows of the file.
                #[getter]
                fn results(&self, py: Python<'_>) -> Py<ExtractionResults> {
                    self.results.clone_ref(py)
                }
            }
        }
    };
    (
        symbols, $owned:ident, [$($table_doc:literal)+],
        $( [$($column_doc:literal)+] $column:ident: $column_type:ident, )+
    ) => {
        row_class! { @class
            $owned, $owned, [$($table_doc)+],
            {},
            $( [$($column_doc)+] $column: $column_type, )+
            {
                /// The text that full text search and the vector are made from.
                fn search_text(&self) -> String {
                    miller_embedding::search_text(&self.row.borrow())
                }
            }
        }
    };
    (
        $table:ident, $owned:ident, [$($table_doc:literal)+],
        $( [$($column_doc:literal)+] $column:ident: $column_type:ident, )+
    ) => {
        row_class! { @class
            $owned, $owned, [$($table_doc)+],
            {},
            $( [$($column_doc)+] $column: $column_type, )+
            {}
        }
    };
    (
        @class $class:ident, $owned:ident, [$($table_doc:literal)+],
        { $($field:ident: $field_type:ty,)* },
        $( [$($column_doc:literal)+] $column:ident: $column_type:ident, )+
        { $($method:tt)* }
    ) => {
        $( #[doc = $table_doc] )+
        #[gen_stub_pyclass]
        #[pyclass(frozen, module = "miller.miller_core")]
        pub(crate) struct $class {
            pub(crate) row: miller_schema::$owned,
            $( pub(crate) $field: $field_type, )*
        }

        #[gen_stub_pymethods]
        #[pymethods]
        impl $class {
            $(
                $( #[doc = $column_doc] )+
                #[getter]
                fn $column(&self) -> <$column_type as ColumnType>::Borrowed<'_> {
                    <$column_type as ColumnType>::borrow(&self.row.$column)
                }
            )+

            $($method)*

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let values = [$(
                    format!(
                        "{}={}",
                        stringify!($column),
                        self.$column().into_bound_py_any(py)?.repr()?,
                    )
                ),+];
                Ok(format!("{}({})", stringify!($class), values.join(", ")))
            }
        }
    };
}

macro_rules! row_classes {
    ($(
        $(#[doc = $table_doc:literal])+
        $table:ident => $owned:ident, $borrowed:ident, $builder:ident, $reader:ident {
            $( $(#[doc = $column_doc:literal])+ $column:ident : $column_type:ident, )+
        }
    )+) => {
        $(
            row_class! {
                $table, $owned, [$($table_doc)+],
                $( [$($column_doc)+] $column: $column_type, )+
            }
        )+
    };
}

for_each_table!(row_classes);

/// Turns the rows of one file into Python objects.
pub(crate) fn extraction_results(py: Python<'_>, rows: Rows) -> PyResult<ExtractionResults> {
    Ok(ExtractionResults {
        symbols: objects(py, rows.symbols, |row| Symbol { row })?,
        identifiers: objects(py, rows.identifiers, |row| Identifier { row })?,
        relationships: objects(py, rows.relationships, |row| Relationship { row })?,
        pending_relationships: objects(py, rows.pending_relationships, |row| {
            PendingRelationship { row }
        })?,
    })
}

impl ExtractionResults {
    /// Gives the rows that the objects hold to a sink.
    pub(crate) fn replay(&self, py: Python<'_>, sink: &mut impl Sink) -> PyResult<()> {
        for row in self.symbols.bind(py) {
            sink.symbols(&row.cast::<Symbol>()?.get().row.borrow());
        }
        for row in self.identifiers.bind(py) {
            sink.identifiers(&row.cast::<Identifier>()?.get().row.borrow());
        }
        for row in self.relationships.bind(py) {
            sink.relationships(&row.cast::<Relationship>()?.get().row.borrow());
        }
        for row in self.pending_relationships.bind(py) {
            sink.pending_relationships(&row.cast::<PendingRelationship>()?.get().row.borrow());
        }
        Ok(())
    }
}

fn objects<Row, Class>(
    py: Python<'_>,
    rows: Vec<Row>,
    wrap: impl Fn(Row) -> Class,
) -> PyResult<Py<PyList>>
where
    Class: for<'py> IntoPyObject<'py>,
{
    Ok(PyList::new(py, rows.into_iter().map(wrap))?.unbind())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<BatchFileResult>()?;
    module.add_class::<Symbol>()?;
    module.add_class::<Identifier>()?;
    module.add_class::<Relationship>()?;
    module.add_class::<PendingRelationship>()
}
