//! Arguments of the store that come in more than one form.

use std::collections::HashMap;

use arrow_array::types::Int64Type;
use arrow_array::{Array, cast::AsArray};
use arrow_schema::DataType;
use miller_store::Value;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyString};
use pyo3_stub_gen::{PyStubType, TypeInfo};

use crate::batch::batches;

/// Stamps of files by path: a dictionary, or a batch with the columns `path` and `stamp`.
pub(super) struct Stamps(pub(super) HashMap<String, i64>);

impl<'py> FromPyObject<'_, 'py> for Stamps {
    type Error = PyErr;

    fn extract(stamps: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if stamps.is_instance_of::<PyDict>() {
            return stamps.extract().map(Stamps);
        }
        let mut found = HashMap::new();
        for batch in batches(stamps.py(), stamps.extract()?)? {
            let column = |name: &str, data_type: &DataType| {
                batch
                    .column_by_name(name)
                    .filter(|column| column.data_type() == data_type && column.null_count() == 0)
                    .ok_or_else(|| {
                        PyValueError::new_err(format!(
                            "column `{name}` of the stamps: expected {data_type} without nulls"
                        ))
                    })
            };
            let paths = column("path", &DataType::Utf8)?.as_string::<i32>();
            let values = column("stamp", &DataType::Int64)?.as_primitive::<Int64Type>();
            for row in 0..batch.num_rows() {
                found.insert(paths.value(row).to_owned(), values.value(row));
            }
        }
        Ok(Stamps(found))
    }
}

impl PyStubType for Stamps {
    fn type_output() -> TypeInfo {
        TypeInfo {
            import: ["builtins", "pyarrow"].map(Into::into).into(),
            ..TypeInfo::unqualified(
                "pyarrow.RecordBatch | pyarrow.Table | builtins.dict[builtins.str, builtins.int]",
            )
        }
    }
}

/// A parameter of a query.
pub(super) fn parameter(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if value.is_none() {
        Ok(Value::Null)
    } else if value.is_instance_of::<PyBool>() || value.is_instance_of::<PyInt>() {
        value.extract().map(Value::Integer)
    } else if value.is_instance_of::<PyFloat>() {
        value.extract().map(Value::Real)
    } else if value.is_instance_of::<PyString>() {
        value.extract().map(Value::Text)
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        Ok(Value::Blob(bytes.as_bytes().to_vec()))
    } else {
        Err(PyTypeError::new_err(format!(
            "a parameter must be str, int, float, bytes or None, found: {}",
            value.get_type().name()?
        )))
    }
}
