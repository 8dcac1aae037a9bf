//! The store itself: one class over `miller_store::Store`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatch;
use miller_scip::ScipError;
use miller_store::{Filter, Replacement, Store, StoreError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pymethods};

use super::arguments::{Stamps, parameter};
use super::errors::store_error;
use crate::batch::{ArrowRows, batches};
use crate::digest::to_pyarrow;
use crate::errors::{miller_error, released};
use crate::paths::Paths;

/// An index: files, symbols, identifiers, relationships and the state of a run.
///
/// Every method that writes is one transaction: all of it is there afterwards, or none. Batches and
/// tables are taken through the Arrow `PyCapsule` interface; what does not fit its table raises
/// `ValueError` before anything is written. Rows that refer to an unknown file or symbol, and an index
/// that cannot be used, raise `miller.errors.StoreError`. Close the store or use it in a `with`
/// statement: Python's `sqlite3` may open the file only when it is closed here.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(super) struct SQLiteStore {
    path: PathBuf,
    store: Mutex<Option<Store>>,
}

impl SQLiteStore {
    /// Runs `work` on the store with the GIL released. The lock is taken without the GIL: a thread that
    /// waits for it holds nobody up.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send,
    ) -> PyResult<T> {
        let result = released(py, "the SQLite store", || {
            self.open_store().as_mut().map(work)
        })?;
        match result {
            Some(result) => result.map_err(|error| store_error(py, &error)),
            None => Err(miller_error(
                py,
                "StoreError",
                &format!("the index is closed: {}", self.path.display()),
                "open it again by SQLiteStore(path)",
            )),
        }
    }

    fn open_store(&self) -> MutexGuard<'_, Option<Store>> {
        // A panic rolls its transaction back, so that the store is right afterwards.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(
        &self,
        py: Python<'_>,
        rows: ArrowRows,
        add: impl FnOnce(&mut Store, &[RecordBatch]) -> Result<u64, StoreError> + Send,
    ) -> PyResult<u64> {
        let rows = batches(py, rows)?;
        self.with(py, |store| add(store, &rows))
    }
}

#[gen_stub_pymethods]
#[pymethods]
impl SQLiteStore {
    /// Opens an index, making it when there is none and `read_only` is false. With `one_commit`, it is
    /// opened for reading only, and all that is read is of the commit that is the last one now.
    #[new]
    #[pyo3(signature = (path, *, read_only = false, one_commit = false))]
    fn new(
        py: Python<'_>,
        #[gen_stub(override_type(
            type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
        ))]
        path: PathBuf,
        read_only: bool,
        one_commit: bool,
    ) -> PyResult<Self> {
        let store = released(py, "opening the index", move || {
            if one_commit {
                Store::open_last_commit(&path)
            } else if read_only {
                Store::open_read_only(&path)
            } else {
                Store::open(&path)
            }
        })?
        .map_err(|error| store_error(py, &error))?;
        Ok(SQLiteStore {
            path: store.path().to_owned(),
            store: Mutex::new(Some(store)),
        })
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __exit__(
        &self,
        py: Python<'_>,
        _exception_type: &Bound<'_, PyAny>,
        _exception: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.close(py)
    }

    /// Ends a bulk load if there is one and closes the index. Closing again does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        released(py, "closing the index", || {
            self.open_store().take().map_or(Ok(()), Store::close)
        })?
        .map_err(|error| store_error(py, &error))
    }

    /// The index file, with symbolic links resolved.
    #[getter]
    fn path(&self) -> String {
        self.path.display().to_string()
    }

    /// Writes files; those that are there are replaced and lose all their rows.
    fn add_files_from_arrow(&self, py: Python<'_>, rows: ArrowRows) -> PyResult<u64> {
        self.add(py, rows, Store::add_files)
    }

    /// Writes symbols of files that are there. A parent may come before or after its children.
    fn add_symbols_from_arrow(&self, py: Python<'_>, rows: ArrowRows) -> PyResult<u64> {
        self.add(py, rows, Store::add_symbols)
    }

    /// Writes identifiers of files that are there.
    fn add_identifiers_from_arrow(&self, py: Python<'_>, rows: ArrowRows) -> PyResult<u64> {
        self.add(py, rows, Store::add_identifiers)
    }

    /// Writes edges of files that are there.
    fn add_relationships_from_arrow(&self, py: Python<'_>, rows: ArrowRows) -> PyResult<u64> {
        self.add(py, rows, Store::add_relationships)
    }

    /// Writes pending edges of files that are there.
    fn add_pending_relationships_from_arrow(
        &self,
        py: Python<'_>,
        rows: ArrowRows,
    ) -> PyResult<u64> {
        self.add(py, rows, Store::add_pending_relationships)
    }

    /// Replaces files and all their rows in one transaction; returns the number of rows written.
    ///
    /// All rows must belong to one of `files`. `stamps` (`path` string, `stamp` int64, or a
    /// dictionary) says when the files were last modified; a file without a stamp is looked at again at
    /// the next scan. `state` goes into the same transaction. What other files say about a symbol
    /// survives if the symbol is written again; otherwise an edge to it becomes a pending edge under the
    /// same id, and an identifier that meant it means nothing. Those of the files whose paths
    /// are in `vectors_outstanding` enter the outbox of files whose vectors are still to be made; the others
    /// leave it.
    #[pyo3(signature = (files, symbols, identifiers, relationships, pending_relationships, stamps = None, state = None, *, vectors_outstanding = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "one for each table, as in the contract"
    )]
    fn replace_files(
        &self,
        py: Python<'_>,
        files: ArrowRows,
        symbols: ArrowRows,
        identifiers: ArrowRows,
        relationships: ArrowRows,
        pending_relationships: ArrowRows,
        stamps: Option<Stamps>,
        state: Option<BTreeMap<String, String>>,
        vectors_outstanding: Option<Paths>,
    ) -> PyResult<BTreeMap<&'static str, u64>> {
        let stamps = stamps.map(|stamps| stamps.0);
        let files = batches(py, files)?;
        let symbols = batches(py, symbols)?;
        let identifiers = batches(py, identifiers)?;
        let relationships = batches(py, relationships)?;
        let pending_relationships = batches(py, pending_relationships)?;
        let state = state.unwrap_or_default();
        let outstanding: Option<HashSet<String>> =
            vectors_outstanding.map(|paths| paths.0.into_iter().collect());
        let counts = self.with(py, |store| {
            store.replace_files(&Replacement {
                files: &files,
                symbols: &symbols,
                identifiers: &identifiers,
                relationships: &relationships,
                pending_relationships: &pending_relationships,
                stamps: stamps.as_ref(),
                vectors_outstanding: outstanding.as_ref(),
                state: &state,
            })
        })?;
        Ok(BTreeMap::from([
            ("files", counts.files),
            ("symbols", counts.symbols),
            ("identifiers", counts.identifiers),
            ("relationships", counts.relationships),
            ("pending_relationships", counts.pending_relationships),
        ]))
    }

    /// Deletes files with all their rows; returns how many of them were there.
    #[pyo3(signature = (paths, state = None))]
    fn delete_files(
        &self,
        py: Python<'_>,
        paths: Paths,
        state: Option<BTreeMap<String, String>>,
    ) -> PyResult<u64> {
        let state = state.unwrap_or_default();
        self.with(py, move |store| store.delete_files(&paths.0, &state))
    }

    /// Gives files new stamps without touching their rows; returns how many.
    fn renew_stamps(&self, py: Python<'_>, paths: Paths, stamps: Stamps) -> PyResult<u64> {
        let given = stamps.0;
        let mut wanted = HashMap::with_capacity(paths.0.len());
        for path in paths.0 {
            let Some(stamp) = given.get(&path) else {
                return Err(PyValueError::new_err(format!(
                    "no stamp is given for: {path}"
                )));
            };
            wanted.insert(path, *stamp);
        }
        self.with(py, |store| store.renew_stamps(&wanted))
    }

    /// The files that are there: `path` string, `size` int64, `stamp` int64, `hash` string,
    /// `status` string; ordered by the bytes of the path.
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn known_files<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let known = self.with(py, |store| store.known_files())?;
        PyRecordBatch::new(known).into_pyarrow(py)
    }

    /// All entries of the state.
    fn get_state(&self, py: Python<'_>) -> PyResult<BTreeMap<String, String>> {
        self.with(py, |store| store.state())
    }

    /// Writes entries of the state beside those that are there.
    fn set_state(&self, py: Python<'_>, entries: BTreeMap<String, String>) -> PyResult<()> {
        self.with(py, move |store| store.set_state(&entries))
    }

    /// Takes files out of the outbox, all of them without `paths`, in one transaction with entries of the
    /// state. Returns how many have left it.
    #[pyo3(signature = (paths, state))]
    fn vectors_made(
        &self,
        py: Python<'_>,
        paths: Option<Paths>,
        state: BTreeMap<String, String>,
    ) -> PyResult<u64> {
        self.with(py, move |store| {
            store.vectors_made(paths.as_ref().map(|paths| paths.0.as_slice()), &state)
        })
    }

    /// Puts files into the outbox and all others out of it, in one transaction with entries of the state;
    /// without `paths`, all files that have symbols go in. Returns how many are in.
    #[pyo3(signature = (paths, state))]
    fn vectors_lost(
        &self,
        py: Python<'_>,
        paths: Option<Paths>,
        state: BTreeMap<String, String>,
    ) -> PyResult<u64> {
        self.with(py, move |store| {
            store.vectors_lost(paths.as_ref().map(|paths| paths.0.as_slice()), &state)
        })
    }

    /// Leaves the indexes out while an empty index is filled. Returns whether the index is empty, that
    /// is, whether a bulk load has begun. It ends by itself when a file is about to be replaced.
    fn begin_bulk_load(&self, py: Python<'_>) -> PyResult<bool> {
        self.with(py, Store::begin_bulk_load)
    }

    /// Builds, in a bulk load, those indexes that `resolve` asks; the others are built faster after it.
    fn build_early_indexes(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, Store::build_early_indexes)
    }

    /// Builds the indexes that a bulk load has left out.
    fn end_bulk_load(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, Store::end_bulk_load)
    }

    /// Resolves references across files in the files that were written, and in those that what has changed
    /// concerns, in one transaction. Returns how many `files` were looked at, and how many `identifiers` and
    /// `relationships` in them lead to a definition of another file.
    fn resolve(&self, py: Python<'_>) -> PyResult<BTreeMap<&'static str, u64>> {
        let resolved = self.with(py, Store::resolve)?;
        Ok(BTreeMap::from([
            ("files", resolved.files),
            ("identifiers", resolved.identifiers),
            ("relationships", resolved.relationships),
        ]))
    }

    /// Whether references across files are to be resolved.
    fn is_resolution_due(&self, py: Python<'_>) -> PyResult<bool> {
        self.with(py, |store| store.is_resolution_due())
    }

    /// Rows of a table in the schema of the contract, ordered by file path and position.
    ///
    /// `ids` are ids of rows, and paths for `files`. `name` is the name of the end for
    /// `pending_relationships`. With `as_extracted`, rows are as the extraction of their file gave them,
    /// without what the resolution across files has added.
    #[pyo3(signature = (table, /, *, file_path = None, name = None, kind = None, ids = None, limit = None, as_extracted = false))]
    #[expect(
        clippy::too_many_arguments,
        reason = "keyword arguments, one for each filter"
    )]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn read_table<'py>(
        &self,
        py: Python<'py>,
        table: &str,
        file_path: Option<&str>,
        name: Option<&str>,
        kind: Option<&str>,
        #[gen_stub(override_type(
            type_repr = "collections.abc.Sequence[builtins.str] | None", imports = ("builtins", "collections.abc")
        ))]
        ids: Option<Vec<String>>,
        limit: Option<u64>,
        as_extracted: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let rows = self.with(py, move |store| {
            let ids = ids.as_deref();
            let filter = Filter {
                file_path,
                name,
                kind,
                ids,
                limit,
                as_extracted,
            };
            store.read_table(table, &filter)
        })?;
        PyRecordBatch::new(rows).into_pyarrow(py)
    }

    /// Runs a query that only reads, with `?` for each of the parameters. Every column of the answer is
    /// int64, double, string or binary, by the values found in it.
    #[pyo3(signature = (sql, parameters = None))]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn query<'py>(
        &self,
        py: Python<'py>,
        sql: &str,
        #[gen_stub(override_type(
            type_repr = "collections.abc.Sequence[builtins.str | builtins.int | builtins.float | builtins.bytes | None] | None",
            imports = ("builtins", "collections.abc")
        ))]
        parameters: Option<Vec<Bound<'py, PyAny>>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let parameters = parameters
            .unwrap_or_default()
            .into_iter()
            .map(|value| parameter(&value))
            .collect::<PyResult<Vec<_>>>()?;
        let rows = self.with(py, |store| store.query(sql, &parameters))?;
        PyRecordBatch::new(rows).into_pyarrow(py)
    }

    /// Writes the index in the format of SCIP to a file, which is made or replaced; returns the number of
    /// `documents`, `symbols` and `occurrences`. `root` is the address of the workspace, `file:///…`.
    ///
    /// Raises `OSError` when the file cannot be written.
    fn write_scip(
        &self,
        py: Python<'_>,
        #[gen_stub(override_type(
            type_repr = "builtins.str | os.PathLike[builtins.str]", imports = ("builtins", "os")
        ))]
        path: PathBuf,
        root: &str,
    ) -> PyResult<BTreeMap<&'static str, u64>> {
        let written = self.with(py, |store| {
            let written = File::create(path)
                .map_err(ScipError::from)
                .and_then(|file| miller_scip::write_index(store, root, &mut BufWriter::new(file)));
            match written {
                Err(ScipError::Store(error)) => Err(error),
                other => Ok(other),
            }
        })?;
        match written {
            Ok(written) => Ok([
                ("documents", written.documents),
                ("symbols", written.symbols),
                ("occurrences", written.occurrences),
            ]
            .into()),
            Err(ScipError::Write(error)) => Err(error.into()),
            Err(error) => Err(PyValueError::new_err(error.to_string())),
        }
    }

    /// The number of rows of each view: `files`, `symbols`, `identifiers` and so on.
    fn counts(&self, py: Python<'_>) -> PyResult<BTreeMap<&'static str, u64>> {
        self.with(py, |store| store.counts())
    }

    /// The digests of the rows of every file, of all tables: `table` string, `file_path` string, `rows`
    /// uint64, `digest` string; `docs/digest.md` documents them. With `as_extracted`, the rows are those
    /// that the extraction gave, without what the resolution across files has added.
    #[pyo3(signature = (*, as_extracted = false))]
    #[gen_stub(override_return_type(type_repr = "pyarrow.RecordBatch", imports = ("pyarrow")))]
    fn digests<'py>(&self, py: Python<'py>, as_extracted: bool) -> PyResult<Bound<'py, PyAny>> {
        let (digests, _) = self.with(py, |store| store.digests(as_extracted))?;
        to_pyarrow(py, &digests)
    }

    /// What `digests` gives, and the entries of the state as of the same commit.
    #[pyo3(signature = (*, as_extracted = false))]
    #[gen_stub(override_return_type(
        type_repr = "builtins.tuple[pyarrow.RecordBatch, builtins.dict[builtins.str, builtins.str]]",
        imports = ("builtins", "pyarrow")
    ))]
    fn digests_with_state<'py>(
        &self,
        py: Python<'py>,
        as_extracted: bool,
    ) -> PyResult<(Bound<'py, PyAny>, BTreeMap<String, String>)> {
        let (digests, state) = self.with(py, |store| store.digests(as_extracted))?;
        Ok((to_pyarrow(py, &digests)?, state))
    }

    fn __repr__(&self) -> String {
        format!("SQLiteStore('{}')", self.path.display())
    }
}
