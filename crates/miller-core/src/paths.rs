//! Paths as they come from Python: a list of `str`, or an Arrow column without an object for each.

use std::borrow::Cow;

use arrow_array::{Array, ArrayRef, cast::AsArray};
use arrow_schema::ArrowError;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyArray;
use pyo3_stub_gen::{PyStubType, TypeInfo};

/// A list of paths.
pub(crate) struct Paths(pub(crate) Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Paths {
    type Error = PyErr;

    fn extract(paths: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(column) = paths.extract::<AnyArray>() {
            return from_column(column).map(Paths);
        }
        paths.extract().map(Paths).map_err(|error| {
            let expected = "expected paths as a list of str or an Arrow array of strings";
            PyTypeError::new_err(format!("{expected}: {error}"))
        })
    }
}

impl PyStubType for Paths {
    fn type_output() -> TypeInfo {
        let modules = ["builtins", "collections.abc", "pyarrow", "typing"];
        TypeInfo {
            import: modules.map(Into::into).into(),
            ..TypeInfo::unqualified(
                "collections.abc.Sequence[builtins.str] | pyarrow.Array[typing.Any] | pyarrow.ChunkedArray[typing.Any]",
            )
        }
    }
}

fn from_column(column: AnyArray) -> PyResult<Vec<String>> {
    let chunks = column.into_reader()?;
    let chunks: Vec<ArrayRef> = chunks
        .collect::<Result<_, ArrowError>>()
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    let mut paths = Vec::with_capacity(chunks.iter().map(Array::len).sum());
    for chunk in chunks {
        let texts = chunk
            .as_string_opt::<i32>()
            .filter(|texts| texts.null_count() == 0)
            .ok_or_else(|| {
                let found = chunk.data_type();
                let nulls = match chunk.null_count() {
                    0 => Cow::Borrowed(""),
                    nulls => Cow::Owned(format!(" with {nulls} nulls")),
                };
                PyValueError::new_err(format!("expected paths as strings, found {found}{nulls}"))
            })?;
        paths.extend(texts.iter().flatten().map(str::to_owned));
    }
    Ok(paths)
}
