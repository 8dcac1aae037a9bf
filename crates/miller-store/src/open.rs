//! Opening an index: what kind of file it is, whether its layout fits, how the connection is set.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::error::{Failure, StoreError};
use crate::layout;

/// How long to wait for another connection that holds a lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Statements kept compiled; a replacement needs some 40.
const CACHED_STATEMENTS: usize = 64;

/// What a file turns out to be.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    ThisLayout,
}

/// Opens an index for writing, making it when there is none.
pub(crate) fn open_for_writing(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    open(path, flags, |connection| {
        let found = look_at(connection, path)?;
        connection.execute_batch(layout::PRAGMAS)?;
        if found == Found::Nothing {
            create(connection, path)?;
        }
        Ok(())
    })
}

/// Opens an index that is there, for reading only.
pub(crate) fn open_for_reading(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    open(path, flags, |connection| match look_at(connection, path)? {
        Found::ThisLayout => Ok(()),
        Found::Nothing => Err(StoreError::NotAnIndex {
            path: path.to_owned(),
        }
        .into()),
    })
}

fn open(
    path: &Path,
    flags: OpenFlags,
    prepare: impl FnOnce(&mut Connection) -> Result<(), Failure>,
) -> Result<Connection, StoreError> {
    let at = |error| StoreError::from_sqlite(path, error);
    let mut connection = Connection::open_with_flags(path, flags).map_err(at)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(at)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    prepare(&mut connection).map_err(|failure| failure.at(path))?;
    Ok(connection)
}

fn look_at(connection: &Connection, path: &Path) -> Result<Found, Failure> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    if application != layout::APPLICATION_ID {
        let entries: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application == 0 && entries == 0 {
            return Ok(Found::Nothing);
        }
        return Err(StoreError::NotAnIndex {
            path: path.to_owned(),
        }
        .into());
    }
    let mismatch = || StoreError::LayoutMismatch {
        path: path.to_owned(),
    };
    if version != layout::LAYOUT_VERSION {
        return Err(mismatch().into());
    }
    let fingerprint: Option<String> = connection
        .query_row(
            "SELECT value FROM state WHERE key = ?1",
            [layout::FINGERPRINT_KEY],
            |row| row.get(0),
        )
        .optional()?;
    if fingerprint.as_deref() == Some(layout::fingerprint()) {
        Ok(Found::ThisLayout)
    } else {
        Err(mismatch().into())
    }
}

/// Makes the tables in one transaction, unless somebody else has just done it.
fn create(connection: &mut Connection, path: &Path) -> Result<(), Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if look_at(&transaction, path)? == Found::Nothing {
        transaction.execute_batch(layout::creation())?;
    }
    transaction.commit()?;
    Ok(())
}
