//! Where Rust errors become Python exceptions.
//!
//! The tree of exceptions stands in `python/miller/errors.py`. What the caller got wrong is a
//! `ValueError`, as everywhere in Python; what went wrong beyond that is a `MillerError`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use miller_extract::{ChunkError, ExtractError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// An exception of `miller.errors` with a hint on what to do.
pub(crate) fn miller_error(py: Python<'_>, class: &str, message: &str, hint: &str) -> PyErr {
    build(py, class, message, &[("hint", hint)]).unwrap_or_else(|error| error)
}

fn build(py: Python<'_>, class: &str, message: &str, keywords: &[(&str, &str)]) -> PyResult<PyErr> {
    let arguments = PyDict::new(py);
    for (name, value) in keywords {
        arguments.set_item(name, value)?;
    }
    let class = py.import("miller.errors")?.getattr(class)?;
    Ok(PyErr::from_value(class.call((message,), Some(&arguments))?))
}

/// The exception for an extraction that failed as a whole.
pub(crate) fn extract_error(py: Python<'_>, error: &ExtractError) -> PyErr {
    match error {
        ExtractError::TextTooLarge { .. } | ExtractError::UnknownLanguage { .. } => {
            PyValueError::new_err(error.to_string())
        }
        _ => miller_error(
            py,
            "ExtractionError",
            &error.to_string(),
            "see the message for the file",
        ),
    }
}

/// The exception for one chunk of a stream; it carries the paths of the chunk.
pub(crate) fn chunk_error(py: Python<'_>, error: &ChunkError) -> PyErr {
    let exception = miller_error(
        py,
        "ChunkError",
        &error.to_string(),
        "the other chunks of the stream are not concerned: ask for the next one",
    );
    match exception.value(py).setattr("paths", &error.paths) {
        Ok(()) => exception,
        Err(error) => error,
    }
}

/// Runs `work` with the GIL released. A panic in it becomes an `ExtractionError`: PyO3's own
/// `PanicException` would pass through `except Exception`.
pub(crate) fn released<T: Send>(
    py: Python<'_>,
    doing: &str,
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work)))
        .map_err(|payload| {
            let cause = payload
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| payload.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            miller_error(
                py,
                "InternalError",
                &format!("{doing} stopped on a fault of Miller's own: {cause}"),
                "please report it with the file that it happened on",
            )
        })
}
