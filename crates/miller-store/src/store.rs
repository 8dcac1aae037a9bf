//! One open index.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use miller_schema::digest::FileDigest;
use miller_schema::{
    FileDataReader, IdentifierReader, PendingRelationshipReader, RelationshipReader,
    SchemaMismatch, SymbolReader,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::digests;
use crate::error::{Failure, StoreError};
use crate::guard::{self, Claim};
use crate::query::{self, Value};
use crate::read::{self, Filter};
use crate::resolution::{self, Resolved};
use crate::unwritable::Looks;
use crate::words::Words;
use crate::write::{Replacement, WriteCounts, Writer};
use crate::{bulk, open, outbox, remove, state};

/// An open index. Every method that writes is one transaction: all of it is there afterwards, or none.
#[derive(Debug)]
pub struct Store {
    // The fields are dropped in this order: the claim outlives the connection.
    connection: Connection,
    path: PathBuf,
    words: Words,
    bulk_load: bool,
    read_only: bool,
    /// What the file looks like that is read without locks.
    looks: Option<Looks>,
    _claim: Claim,
}

impl Store {
    /// Opens an index for writing, making it when there is none, and builds indexes that an
    /// interrupted bulk load left out.
    ///
    /// # Errors
    ///
    /// When the file is no index of this version, is damaged, locked or out of reach, or another
    /// `SQLite` library has it open in this process.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let claim = guard::claim(path, guard::THIS_LIBRARY)?;
        let path = claim.path().to_owned();
        let mut connection = open::open_for_writing(&path)?;
        bulk::build_missing_indexes(&mut connection)
            .map_err(|error| StoreError::from_sqlite(&path, error))?;
        Ok(Store {
            connection,
            path,
            words: Words::default(),
            bulk_load: false,
            read_only: false,
            looks: None,
            _claim: claim,
        })
    }

    /// Makes an index file empty, whatever it holds, or makes an empty file. Who is reading it goes on with
    /// what was there, up to the next query.
    ///
    /// # Errors
    ///
    /// When the file cannot be written to, or another `SQLite` library has it open in this process.
    pub fn make_empty(path: &Path) -> Result<(), StoreError> {
        let claim = guard::claim(path, guard::THIS_LIBRARY)?;
        open::make_empty(claim.path())
    }

    /// Opens an index that is there, for reading only. Where this process may not write to its folder, it
    /// is read without locks, and every read is an error once somebody else has written to it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when there is no index.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(path, false)
    }

    /// As [`open_read_only`](Self::open_read_only); all reads are of the commit that was the last one at
    /// opening, whatever is written meanwhile.
    ///
    /// # Errors
    ///
    /// As [`open_read_only`](Self::open_read_only).
    pub fn open_last_commit(path: &Path) -> Result<Self, StoreError> {
        Self::open_to_read(path, true)
    }

    fn open_to_read(path: &Path, one_commit: bool) -> Result<Self, StoreError> {
        let claim = guard::claim(path, guard::THIS_LIBRARY)?;
        let path = claim.path().to_owned();
        let (connection, looks) = open::open_for_reading(&path, one_commit)?;
        Ok(Store {
            connection,
            path,
            words: Words::default(),
            bulk_load: false,
            read_only: true,
            looks,
            _claim: claim,
        })
    }

    /// The index file, with symbolic links resolved.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends a bulk load if there is one and closes the index.
    ///
    /// # Errors
    ///
    /// When the indexes cannot be built. The rows are safe all the same.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.end_bulk_load()?;
        let Store {
            connection, path, ..
        } = self;
        connection
            .close()
            .map_err(|(_, error)| StoreError::from_sqlite(&path, error))
    }

    /// Leaves indexes and the enforcement of foreign keys out while an empty index is filled. What refers
    /// to a file or symbol that is not there is refused all the same. Returns whether the index is empty, that
    /// is, whether a bulk load has begun. It ends by itself when a file is about to be replaced.
    ///
    /// # Errors
    ///
    /// When the index cannot be written to.
    pub fn begin_bulk_load(&mut self) -> Result<bool, StoreError> {
        self.check_writable()?;
        self.bulk_load |= bulk::begin_if_empty(&mut self.connection)
            .map_err(|error| StoreError::from_sqlite(&self.path, error))?;
        Ok(self.bulk_load)
    }

    /// Builds the indexes that a bulk load has left out.
    ///
    /// # Errors
    ///
    /// When the index cannot be written to.
    pub fn end_bulk_load(&mut self) -> Result<(), StoreError> {
        if self.bulk_load {
            bulk::end(&mut self.connection)
                .map_err(|error| StoreError::from_sqlite(&self.path, error))?;
            self.bulk_load = false;
        }
        Ok(())
    }

    /// Writes files; those that are there are replaced and lose all their rows. Stamps are unknown
    /// afterwards, so that the files are looked at again.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a value is invalid or the index cannot be written to.
    pub fn add_files(&mut self, files: &[RecordBatch]) -> Result<u64, StoreError> {
        let replacement = Replacement {
            files,
            ..Replacement::default()
        };
        Ok(self.replace_files(&replacement)?.files)
    }

    /// Writes symbols of files that are there. A parent may come before or after its children.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a file or parent is unknown, a symbol is there already, or the index
    /// cannot be written to.
    pub fn add_symbols(&mut self, batches: &[RecordBatch]) -> Result<u64, StoreError> {
        let readers = readers(batches, SymbolReader::new)?;
        self.write(|writer| writer.symbols(&readers))
    }

    /// Writes identifiers of files that are there.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a file or symbol is unknown, or the index cannot be written to.
    pub fn add_identifiers(&mut self, batches: &[RecordBatch]) -> Result<u64, StoreError> {
        let readers = readers(batches, IdentifierReader::new)?;
        self.write(|writer| writer.identifiers(&readers))
    }

    /// Writes edges of files that are there.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a file or symbol is unknown, or the index cannot be written to.
    pub fn add_relationships(&mut self, batches: &[RecordBatch]) -> Result<u64, StoreError> {
        let readers = readers(batches, RelationshipReader::new)?;
        self.write(|writer| writer.relationships(&readers))
    }

    /// Writes pending edges of files that are there.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a file or symbol is unknown, or the index cannot be written to.
    pub fn add_pending_relationships(
        &mut self,
        batches: &[RecordBatch],
    ) -> Result<u64, StoreError> {
        let readers = readers(batches, PendingRelationshipReader::new)?;
        self.write(|writer| writer.pending_relationships(&readers))
    }

    /// Replaces files and all their rows in one transaction.
    ///
    /// What other files say about a symbol survives if the symbol is written again. Otherwise an edge
    /// to it becomes a pending edge under the same id, and an identifier that meant it means nothing.
    ///
    /// # Errors
    ///
    /// When a batch does not fit, a row belongs to a file that is not among the files, a symbol is
    /// unknown, or the index cannot be written to.
    pub fn replace_files(&mut self, new: &Replacement<'_>) -> Result<WriteCounts, StoreError> {
        let files = readers(new.files, FileDataReader::new)?;
        let symbols = readers(new.symbols, SymbolReader::new)?;
        let identifiers = readers(new.identifiers, IdentifierReader::new)?;
        let relationships = readers(new.relationships, RelationshipReader::new)?;
        let pending = readers(new.pending_relationships, PendingRelationshipReader::new)?;
        if self.bulk_load && self.any_is_there(&files)? {
            self.end_bulk_load()?;
        }
        self.write(|writer| {
            let (files, mut departing) =
                writer.replace_file_rows(&files, new.stamps, new.vectors_outstanding)?;
            let symbols = writer.symbols_again(&symbols, &mut departing)?;
            remove::remove_symbols(writer.connection, departing)?;
            let identifiers = writer.identifiers(&identifiers)?;
            let relationships = writer.relationships(&relationships)?;
            let pending_relationships = writer.pending_relationships(&pending)?;
            state::write_entries(writer.connection, new.state)?;
            Ok(WriteCounts {
                files,
                symbols,
                identifiers,
                relationships,
                pending_relationships,
            })
        })
    }

    /// Deletes files with all their rows. Paths that are not there are passed over. Returns how many
    /// files were there.
    ///
    /// # Errors
    ///
    /// When the index cannot be written to.
    pub fn delete_files<S: AsRef<str>>(
        &mut self,
        paths: &[S],
        state: &BTreeMap<String, String>,
    ) -> Result<u64, StoreError> {
        if !paths.is_empty() {
            self.end_bulk_load()?;
        }
        self.write(|writer| {
            let deleted = remove::delete_files(writer.connection, paths)?;
            state::write_entries(writer.connection, state)?;
            Ok(deleted)
        })
    }

    /// Gives files new stamps, without touching their rows.
    ///
    /// # Errors
    ///
    /// When a file is not there or the index cannot be written to.
    pub fn renew_stamps(&mut self, stamps: &HashMap<String, i64>) -> Result<u64, StoreError> {
        self.write(|writer| state::renew_stamps(writer.connection, stamps))
    }

    /// The files that are there: path, size, `stamp`, hash, status; ordered by path.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn known_files(&self) -> Result<RecordBatch, StoreError> {
        self.read(state::known_files)
    }

    /// All entries of the state.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn state(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.read(|connection| Ok(state::read_entries(connection)?))
    }

    /// Writes entries of the state beside those that are there.
    ///
    /// # Errors
    ///
    /// When an entry is the store's own, or the index cannot be written to.
    pub fn set_state(&mut self, entries: &BTreeMap<String, String>) -> Result<(), StoreError> {
        self.write(|writer| state::write_entries(writer.connection, entries))
    }

    /// Takes files out of the outbox, all of them when `paths` is `None`, together with entries of the
    /// state. Files that are not in it are passed over. Returns how many have left it.
    ///
    /// # Errors
    ///
    /// When an entry is the store's own, or the index cannot be written to.
    pub fn vectors_made<S: AsRef<str>>(
        &mut self,
        paths: Option<&[S]>,
        state: &BTreeMap<String, String>,
    ) -> Result<u64, StoreError> {
        self.write(|writer| {
            let left = outbox::take_out(writer.connection, paths)?;
            state::write_entries(writer.connection, state)?;
            Ok(left)
        })
    }

    /// Puts files into the outbox and all others out of it, together with entries of the state; all files
    /// that have symbols go in when `paths` is `None`. Files that are not there are passed over. Returns
    /// how many are in.
    ///
    /// # Errors
    ///
    /// When an entry is the store's own, or the index cannot be written to.
    pub fn vectors_lost<S: AsRef<str>>(
        &mut self,
        paths: Option<&[S]>,
        state: &BTreeMap<String, String>,
    ) -> Result<u64, StoreError> {
        self.write(|writer| {
            let entered = outbox::fill(writer.connection, paths)?;
            state::write_entries(writer.connection, state)?;
            Ok(entered)
        })
    }

    /// Resolves references across files where that is due: in files that were written, and in those that
    /// what has changed concerns. All of it is one transaction. A bulk load goes on.
    ///
    /// # Errors
    ///
    /// When the index cannot be read or written to.
    pub fn resolve(&mut self) -> Result<Resolved, StoreError> {
        self.build_early_indexes()?;
        self.write(|writer| resolution::resolve(writer.connection))
    }

    /// Builds, in a bulk load, those indexes that [`resolve`](Self::resolve) asks. It does so itself if need
    /// be.
    ///
    /// # Errors
    ///
    /// When the index cannot be written to.
    pub fn build_early_indexes(&mut self) -> Result<(), StoreError> {
        self.check_writable()?;
        if self.bulk_load {
            bulk::build_early_indexes(&mut self.connection)
                .map_err(|error| StoreError::from_sqlite(&self.path, error))?;
        }
        Ok(())
    }

    /// Whether references across files are to be resolved.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn is_resolution_due(&self) -> Result<bool, StoreError> {
        self.read(|connection| Ok(resolution::is_due(connection)?))
    }

    /// The number of rows in each view.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn counts(&self) -> Result<BTreeMap<&'static str, u64>, StoreError> {
        self.read(|connection| Ok(state::counts(connection)?))
    }

    /// Reads rows of a table in the schema of the contract, ordered by file path and position.
    ///
    /// # Errors
    ///
    /// When there is no such table or column, or the index cannot be read.
    pub fn read_table(&self, table: &str, filter: &Filter<'_>) -> Result<RecordBatch, StoreError> {
        self.read(|connection| read::read_table(connection, table, filter))
    }

    /// The digests of the rows of every file, in the order of the contract's tables and then by path, and
    /// the state that belongs to them: both as of one commit, whatever is written meanwhile. With
    /// `as_extracted`, the rows are those that the extraction gave.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn digests(
        &self,
        as_extracted: bool,
    ) -> Result<(Vec<FileDigest>, BTreeMap<String, String>), StoreError> {
        self.read(|connection| {
            let snapshot = connection
                .is_autocommit()
                .then(|| connection.unchecked_transaction())
                .transpose()?;
            let digests = digests::digests(connection, as_extracted)?;
            let state = state::read_entries(connection)?;
            snapshot.map_or(Ok(()), Transaction::finish)?;
            Ok((digests, state))
        })
    }

    /// Runs a query that only reads. Every column of the answer is `Int64`, `Float64`, `Utf8` or
    /// `Binary`, by the values found in it.
    ///
    /// # Errors
    ///
    /// When the query is wrong or would change something, or the index cannot be read.
    pub fn query(&self, sql: &str, parameters: &[Value]) -> Result<RecordBatch, StoreError> {
        self.read(|connection| query::run(connection, sql, parameters))
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let found = work(&self.connection);
        if let Some(looks) = &self.looks
            && !looks.are_still_those_of(&self.path)
        {
            let path = self.path.clone();
            return Err(StoreError::ChangedMeanwhile { path });
        }
        found.map_err(|failure| failure.at(&self.path))
    }

    fn any_is_there(&self, files: &[FileDataReader<'_>]) -> Result<bool, StoreError> {
        let look = || {
            let mut exists = self
                .connection
                .prepare_cached("SELECT 1 FROM file_rows WHERE path = ?1")?;
            for reader in files {
                for row in 0..reader.len() {
                    if exists.exists([reader.row(row).path])? {
                        return Ok(true);
                    }
                }
            }
            Ok(false)
        };
        look().map_err(|error| StoreError::from_sqlite(&self.path, error))
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        if self.read_only {
            let path = self.path.clone();
            return Err(StoreError::ReadOnly { path });
        }
        Ok(())
    }

    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.check_writable()?;
        // The words come back only with a commit: those of a rollback or a panic are not stored.
        let mut words = std::mem::take(&mut self.words);
        let value = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Failure::from)
            .and_then(|transaction| {
                let value = work(&mut Writer::new(&transaction, &mut words)?)?;
                transaction.commit()?;
                Ok(value)
            })
            .map_err(|failure| failure.at(&self.path))?;
        self.words = words;
        Ok(value)
    }
}

fn readers<'a, R>(
    batches: &'a [RecordBatch],
    new: impl Fn(&'a RecordBatch) -> Result<R, SchemaMismatch>,
) -> Result<Vec<R>, StoreError> {
    let readers: Result<_, _> = batches.iter().map(new).collect();
    Ok(readers?)
}
