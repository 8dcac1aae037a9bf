//! The physical layout of an index.

use std::collections::BTreeMap;

use miller_store::layout;
use pyo3::prelude::*;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pyfunction};

/// The physical layout of an index, for the object route, which writes it with Python's `sqlite3`.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(super) struct SQLiteLayout {
    /// The settings of a connection that writes.
    #[pyo3(get)]
    pragmas: &'static str,
    /// All statements that turn an empty database into an empty index, but for the transaction.
    #[pyo3(get)]
    creation: &'static str,
    /// The statement of every index that a bulk load leaves out, by name.
    #[pyo3(get)]
    indexes: BTreeMap<&'static str, &'static str>,
    /// The query that counts the rows of each view, by the name of the view.
    #[pyo3(get)]
    counts: BTreeMap<&'static str, &'static str>,
    /// The statement that keeps what other files can know of a file, by its key, before its rows go.
    #[pyo3(get)]
    keep_facts: &'static str,
    /// The number from which on the edges of a file were found across files.
    #[pyo3(get)]
    resolved_from: i64,
    /// What `PRAGMA application_id` holds.
    #[pyo3(get)]
    application_id: i32,
    /// What `PRAGMA user_version` holds.
    #[pyo3(get)]
    version: i32,
    /// The entry of the state that holds the fingerprint.
    #[pyo3(get)]
    fingerprint_key: &'static str,
    /// 64 hex digits that differ where the layout differs.
    #[pyo3(get)]
    fingerprint: &'static str,
}

/// The physical layout of an index.
#[gen_stub_pyfunction(module = "miller.miller_core")]
#[pyfunction]
pub(super) fn sqlite_layout() -> SQLiteLayout {
    SQLiteLayout {
        pragmas: layout::PRAGMAS,
        creation: layout::creation(),
        indexes: layout::INDEXES.iter().copied().collect(),
        counts: layout::counts()
            .iter()
            .map(|(view, query)| (*view, query.as_str()))
            .collect(),
        keep_facts: layout::KEEP_FACTS,
        resolved_from: layout::RESOLVED_FROM,
        application_id: layout::APPLICATION_ID,
        version: layout::LAYOUT_VERSION,
        fingerprint_key: layout::FINGERPRINT_KEY,
        fingerprint: layout::fingerprint(),
    }
}
