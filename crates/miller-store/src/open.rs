//! Opening an index: what kind of file it is, whether its layout fits, how the connection is set.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::error::{Failure, StoreError};
use crate::layout;
use crate::unwritable::{self, Looks};

/// How long to wait for another connection that holds a lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Statements kept compiled; a replacement needs some 40.
const CACHED_STATEMENTS: usize = 96;

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

/// Opens an index that is there, for reading only. One that this process may not write to comes with
/// its looks, and is only read as long as it has them. With `one_commit`, what is read from here on is of
/// one commit.
pub(crate) fn open_for_reading(
    path: &Path,
    one_commit: bool,
) -> Result<(Connection, Option<Looks>), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let begin = |connection: &Connection| {
        if one_commit {
            // Checking is the first read, which decides on the commit.
            connection.execute_batch("BEGIN")?;
        }
        check(connection, path)?;
        Ok(connection.execute_batch(layout::PRAGMAS_OF_READERS)?)
    };
    match open(path, flags, |connection| begin(connection)) {
        Ok(connection) => Ok((connection, None)),
        Err(refused @ (StoreError::CannotOpen { .. } | StoreError::ReadOnly { .. })) => {
            let (mut connection, looks) = unwritable::open(path, refused)?;
            prepare(&mut connection, path, |connection| begin(connection))?;
            Ok((connection, Some(looks)))
        }
        Err(error) => Err(error),
    }
}

/// Makes an index file empty, whatever it holds. Who is reading it goes on with what was there; a file
/// that was removed and made anew would be read together with the log of the new one.
pub(crate) fn make_empty(path: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    open(path, flags, |connection| {
        // A connection that has read the file keeps its log; what it finds there does not matter.
        let _ = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
        connection.execute_batch("VACUUM")?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
        Ok(())
    })?;
    Ok(())
}

fn open(
    path: &Path,
    flags: OpenFlags,
    work: impl FnOnce(&mut Connection) -> Result<(), Failure>,
) -> Result<Connection, StoreError> {
    let mut connection = Connection::open_with_flags(path, flags)
        .map_err(|error| StoreError::from_sqlite(path, error))?;
    prepare(&mut connection, path, work)?;
    Ok(connection)
}

fn prepare(
    connection: &mut Connection,
    path: &Path,
    work: impl FnOnce(&mut Connection) -> Result<(), Failure>,
) -> Result<(), StoreError> {
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .map_err(|error| StoreError::from_sqlite(path, error))?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    work(connection).map_err(|failure| failure.at(path))
}

/// Refuses what is no index of this version.
fn check(connection: &Connection, path: &Path) -> Result<(), Failure> {
    match look_at(connection, path)? {
        Found::ThisLayout => Ok(()),
        Found::Nothing => Err(StoreError::Empty {
            path: path.to_owned(),
        }
        .into()),
    }
}

fn look_at(connection: &Connection, path: &Path) -> Result<Found, Failure> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    let entries: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    // An index that was made empty may keep its number.
    if entries == 0 && [0, layout::APPLICATION_ID].contains(&application) {
        return Ok(Found::Nothing);
    }
    if application != layout::APPLICATION_ID {
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
