//! The Python extension `miller.miller_core`.

use pyo3::prelude::*;

mod discovery;

/// The compiled part of Miller.
#[pymodule]
fn miller_core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    discovery::register(module)
}
