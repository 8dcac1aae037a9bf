//! The `SQLite` store, its layout for the object route, and the guard of the index file.

use pyo3::prelude::*;

mod arguments;
mod claim;
mod errors;
mod layout;
mod store;

/// Adds what stands here to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<store::SQLiteStore>()?;
    module.add_class::<layout::SQLiteLayout>()?;
    module.add_class::<claim::IndexFileClaim>()?;
    module.add_function(wrap_pyfunction!(layout::sqlite_layout, module)?)?;
    module.add_function(wrap_pyfunction!(claim::claim_index_file, module)?)?;
    module.add_function(wrap_pyfunction!(claim::empty_index_file, module)?)
}
