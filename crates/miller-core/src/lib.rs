//! The Python extension `miller.miller_core`: a thin shell around the other crates.
//!
//! Nothing is decided here. Functions release the GIL, call one function of another crate, and turn
//! what comes back into `pyarrow` objects, row objects or an exception of `miller.errors`.

use pyo3::prelude::*;

mod allocations;
mod batch;
mod digest;
mod discovery;
mod embedding;
mod errors;
mod extract;
mod languages;
mod paths;
mod rows;
mod sqlite_store;
mod stubs;

/// The compiled part of Miller: extraction of rows from source files, and the stores' fast paths.
#[pymodule]
fn miller_core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    // Set and not added: what is added goes into `__all__`.
    module.setattr("__version__", env!("CARGO_PKG_VERSION"))?;
    module.setattr("_optimised", !cfg!(debug_assertions))?;
    allocations::register(module)?;
    batch::register(module)?;
    digest::register(module)?;
    discovery::register(module)?;
    embedding::register(module)?;
    extract::register(module)?;
    languages::register(module)?;
    rows::register(module)?;
    sqlite_store::register(module)?;
    stubs::register(module)
}

pyo3_stub_gen::module_variable!("miller.miller_core", "__version__", String);
pyo3_stub_gen::module_variable!("miller.miller_core", "_optimised", bool);
