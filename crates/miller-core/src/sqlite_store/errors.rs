//! Errors of the store as Python exceptions.

use miller_store::StoreError;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::errors::miller_error;

/// What the caller got wrong is a `ValueError`; what is wrong with the index, or with one row beside
/// another, is a `StoreError`.
pub(super) fn store_error(py: Python<'_>, error: &StoreError) -> PyErr {
    let message = error.to_string();
    match error {
        StoreError::Schema(_)
        | StoreError::InvalidValue { .. }
        | StoreError::UnknownTable { .. }
        | StoreError::UnknownFilter { .. }
        | StoreError::NotAQuery { .. }
        | StoreError::QueryFailed { .. } => PyValueError::new_err(match error.hint() {
            Some(hint) => format!("{message}\nhint: {hint}"),
            None => message,
        }),
        _ => {
            let hint = error.hint().unwrap_or("see the message for the index");
            miller_error(py, "StoreError", &message, hint)
        }
    }
}
