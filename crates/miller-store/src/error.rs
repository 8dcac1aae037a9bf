//! What can go wrong, in words that say to which file and what to do.

use std::path::{Path, PathBuf};

use miller_schema::SchemaMismatch;
use rusqlite::ErrorCode;

/// An error of the store. [`hint`](StoreError::hint) says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A batch does not have the columns of its table. Nothing was written.
    #[error(transparent)]
    Schema(#[from] SchemaMismatch),
    /// A row belongs to a file that is not there. Nothing was written.
    #[error("`{table}` row {row} belongs to an unknown file: {file_path}")]
    UnknownFile {
        /// The table of the row.
        table: &'static str,
        /// The row, as far as it can be named: its id.
        row: String,
        /// The path that is not there.
        file_path: String,
    },
    /// A row refers to a symbol that is not there. Nothing was written.
    #[error("`{table}` row {row} of {file_path}: `{column}` is an unknown symbol: {symbol}")]
    UnknownSymbol {
        /// The table of the row.
        table: &'static str,
        /// The id of the row.
        row: String,
        /// The file of the row.
        file_path: String,
        /// The column that refers to the symbol.
        column: &'static str,
        /// The id that is not there.
        symbol: String,
    },
    /// A symbol or file came twice. Nothing was written.
    #[error("`{table}` has this row already: {row}")]
    Duplicate {
        /// The table of the row.
        table: &'static str,
        /// The id or path that came twice.
        row: String,
    },
    /// A value is not what its column holds. Nothing was written.
    #[error("`{table}` row {row}: `{column}` must be {expected}, found: {found}")]
    InvalidValue {
        /// The table of the row.
        table: &'static str,
        /// The id of the row.
        row: String,
        /// The column of the value.
        column: &'static str,
        /// What the column holds.
        expected: String,
        /// What came.
        found: String,
    },
    /// The index was written by a version of Miller that lays tables out differently.
    #[error("the index has another layout than this version of Miller writes: {}", .path.display())]
    LayoutMismatch {
        /// The index.
        path: PathBuf,
    },
    /// The file is something else than an index of Miller.
    #[error("not an index of Miller: {}", .path.display())]
    NotAnIndex {
        /// The file.
        path: PathBuf,
    },
    /// There is a file and nothing in it.
    #[error("the index is empty: {}", .path.display())]
    Empty {
        /// The index.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the index is damaged: {}: {reason}", .path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What `SQLite` found.
        reason: String,
    },
    /// The file cannot be written to.
    #[error("the index is read-only: {}", .path.display())]
    ReadOnly {
        /// The index.
        path: PathBuf,
    },
    /// The newest rows are in a log that cannot be read without writing beside it.
    #[error(
        "the index cannot be read where nothing can be written: a run that did not end has left rows \
         in its log: {}", .log.display()
    )]
    LogOutOfReach {
        /// The index.
        path: PathBuf,
        /// The log.
        log: PathBuf,
    },
    /// Somebody has written to the file while it was read without locks.
    #[error("the index was written to while it was read: {}", .path.display())]
    ChangedMeanwhile {
        /// The index.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full: {}", .path.display())]
    DiskFull {
        /// The index.
        path: PathBuf,
    },
    /// Somebody else is writing.
    #[error("another connection holds the index: {}", .path.display())]
    Locked {
        /// The index.
        path: PathBuf,
    },
    /// The file cannot be opened or made.
    #[error("cannot open the index: {}: {reason}", .path.display())]
    CannotOpen {
        /// The index.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Another `SQLite` library has the file open in this process.
    #[error("{holder} holds the index in this process, {library} cannot open it beside it: {}", .path.display())]
    HeldByOtherLibrary {
        /// The index.
        path: PathBuf,
        /// The library that holds it.
        holder: String,
        /// The library that asked for it.
        library: String,
    },
    /// There is no such table.
    #[error("no such table: `{table}`")]
    UnknownTable {
        /// The table asked for.
        table: String,
    },
    /// The table has no column for the filter.
    #[error("`{table}` cannot be filtered by `{filter}`")]
    UnknownFilter {
        /// The table asked for.
        table: &'static str,
        /// The filter given.
        filter: &'static str,
    },
    /// A query would change something or returns no rows.
    #[error("not a query that only reads: {sql}")]
    NotAQuery {
        /// The query.
        sql: String,
    },
    /// A query cannot be run.
    #[error("the query failed: {reason}: {sql}")]
    QueryFailed {
        /// The query.
        sql: String,
        /// What `SQLite` said.
        reason: String,
    },
    /// The answer has more text in one column than a batch can hold.
    #[error("column `{column}` of the answer has more than 2 GiB of text")]
    TooLarge {
        /// The column.
        column: String,
    },
    /// Anything else that `SQLite` reports.
    #[error("SQLite failed on the index: {}: {source}", .path.display())]
    Sqlite {
        /// The index.
        path: PathBuf,
        /// What `SQLite` reported.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            StoreError::UnknownFile { .. } => {
                "write the file before its rows, or both in one replacement"
            }
            StoreError::UnknownSymbol { .. } => {
                "write the symbol before what refers to it, or both in one replacement"
            }
            StoreError::Duplicate { .. } => "replace the file instead of adding to it",
            StoreError::LayoutMismatch { .. } => {
                "delete the index and build it again: nothing in it is lost, all comes from the source files"
            }
            StoreError::NotAnIndex { .. } => "choose another path for the index",
            StoreError::Damaged { .. } => {
                "delete the index together with its `-wal` and `-shm` files and build it again"
            }
            StoreError::Empty { .. } => "run `miller index`: it builds the index",
            StoreError::LogOutOfReach { .. } => {
                "let somebody run `miller index` who may write there, or read a copy of the whole folder"
            }
            StoreError::ChangedMeanwhile { .. } => "try again: nothing of it is shown",
            StoreError::ReadOnly { .. } => {
                "open it for reading only, or make the file and its folder writable"
            }
            StoreError::DiskFull { .. } => {
                "free some space and run again: the last complete transaction is kept"
            }
            StoreError::Locked { .. } => {
                "wait until the other run has ended, or end it, and run again"
            }
            StoreError::CannotOpen { .. } => "check that the folder exists and may be written to",
            StoreError::HeldByOtherLibrary { .. } => {
                "close it there first, or use another process: two SQLite libraries on one file in one process damage it"
            }
            StoreError::UnknownTable { .. } => {
                "the tables are symbols, identifiers, relationships, pending_relationships and files"
            }
            StoreError::NotAQuery { .. } => "start the query with SELECT, WITH, VALUES or EXPLAIN",
            StoreError::TooLarge { .. } => "ask for fewer rows: by file, name, kind or limit",
            _ => return None,
        })
    }

    /// Sorts an error of `SQLite` into those that a person can do something about.
    pub(crate) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let rusqlite::Error::SqliteFailure(failure, message) = &source else {
            return StoreError::Sqlite { path, source };
        };
        let reason = || message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::NotADatabase => StoreError::NotAnIndex { path },
            ErrorCode::DatabaseCorrupt => StoreError::Damaged {
                reason: reason(),
                path,
            },
            ErrorCode::ReadOnly => StoreError::ReadOnly { path },
            ErrorCode::DiskFull => StoreError::DiskFull { path },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked { path },
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => StoreError::CannotOpen {
                reason: reason(),
                path,
            },
            _ => StoreError::Sqlite { path, source },
        }
    }
}

/// An error inside a transaction, before the path of the index is put to it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// From `SQLite`.
    Sqlite(rusqlite::Error),
    /// From the rows.
    Rows(Box<StoreError>),
}

impl Failure {
    pub(crate) fn at(self, path: &Path) -> StoreError {
        match self {
            Failure::Sqlite(error) => StoreError::from_sqlite(path, error),
            Failure::Rows(error) => *error,
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Sqlite(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Rows(Box::new(error))
    }
}
