//! The outbox: files whose vectors are still to be made.
//!
//! A file enters and leaves it in the transaction that records the version of the vector store, so that
//! the two agree at every commit.

use rusqlite::Connection;

/// Whether no file is in the outbox: nearly always.
pub(crate) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM vectors_outstanding)")?
        .query_row([], |row| row.get(0))
}

/// Puts a file into the outbox or takes it out; doing so again changes nothing.
pub(crate) fn set_outstanding(
    connection: &Connection,
    file_id: i64,
    outstanding: bool,
) -> rusqlite::Result<()> {
    let sql = if outstanding {
        "INSERT OR IGNORE INTO vectors_outstanding(file_id) VALUES (?1)"
    } else {
        "DELETE FROM vectors_outstanding WHERE file_id = ?1"
    };
    connection.prepare_cached(sql)?.execute([file_id])?;
    Ok(())
}

/// Puts the files into the outbox and all others out of it; all that have symbols go in when `paths` is
/// `None`. Says how many are in.
pub(crate) fn fill<S: AsRef<str>>(
    connection: &Connection,
    paths: Option<&[S]>,
) -> rusqlite::Result<u64> {
    connection.execute("DELETE FROM vectors_outstanding", [])?;
    let Some(paths) = paths else {
        let all =
            "INSERT INTO vectors_outstanding(file_id) SELECT DISTINCT file_id FROM symbol_rows";
        return Ok(connection.execute(all, [])? as u64);
    };
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO vectors_outstanding(file_id) \
         SELECT file_id FROM file_rows WHERE path = ?1",
    )?;
    let mut entered = 0;
    for path in paths {
        entered += insert.execute([path.as_ref()])? as u64;
    }
    Ok(entered)
}

/// Takes the files out, all when `paths` is `None`; says how many were in.
pub(crate) fn take_out<S: AsRef<str>>(
    connection: &Connection,
    paths: Option<&[S]>,
) -> rusqlite::Result<u64> {
    let Some(paths) = paths else {
        return Ok(connection.execute("DELETE FROM vectors_outstanding", [])? as u64);
    };
    let mut delete = connection.prepare_cached(
        "DELETE FROM vectors_outstanding \
         WHERE file_id = (SELECT file_id FROM file_rows WHERE path = ?1)",
    )?;
    let mut left = 0;
    for path in paths {
        left += delete.execute([path.as_ref()])? as u64;
    }
    Ok(left)
}
