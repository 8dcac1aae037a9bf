//! Taking rows out without losing what other files say about them.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::edges::INSERT_PENDING;
use crate::error::Failure;
use crate::files::{Departing, Numbered};
use crate::layout::{KEEP_FACTS, RESOLVED_FROM};
use crate::values::parse_id;

/// Rows that go with their file.
const OF_FILE: [&str; 4] = [
    "DELETE FROM identifier_rows WHERE file_id = ?1",
    "DELETE FROM relationship_rows WHERE file_id = ?1",
    "DELETE FROM pending_relationship_rows WHERE file_id = ?1",
    "DELETE FROM lookups WHERE file_id = ?1",
];

/// Rows that go with a symbol, whatever file they are of: an edge without a start says nothing.
const OF_SYMBOL: [&str; 2] = [
    "DELETE FROM relationship_rows WHERE from_key = ?1",
    "DELETE FROM pending_relationship_rows WHERE from_key = ?1",
];

/// Rows that stay and forget a symbol. An identifier that the resolution had led to it means again what the
/// extraction said; without the resolution, both columns are empty. An edge of the resolution goes, and the
/// pending edge in whose place it stood is seen again.
const FORGET: [&str; 4] = [
    "UPDATE identifier_rows SET containing_key = NULL WHERE containing_key = ?1",
    "UPDATE identifier_rows \
     SET target_key = own_target_key, own_target_key = NULL, resolved_confidence = NULL \
     WHERE target_key = ?1",
    "UPDATE symbol_rows SET parent_key = NULL WHERE parent_key = ?1",
    "DELETE FROM relationship_rows WHERE to_key = ?1",
];

/// Those of the extraction.
const EDGES_TO: &str = "\
SELECT file_id, uid, from_key, kind_id, line_number, confidence,
  (SELECT name_id FROM symbol_rows WHERE symbol_key = to_key)
FROM relationship_rows WHERE to_key = ?1 AND seq < ?2 ORDER BY file_id, seq";

/// Takes out the rows of a file but for its symbols, which are noted as departing. What other files could
/// know of it is kept for the next resolution.
pub(crate) fn remove_rows_of_file(
    connection: &Connection,
    file_id: i64,
    departing: &mut Departing,
) -> Result<(), Failure> {
    connection.prepare_cached(KEEP_FACTS)?.execute([file_id])?;
    for statement in OF_FILE {
        connection.prepare_cached(statement)?.execute([file_id])?;
    }
    let mut symbols =
        connection.prepare_cached("SELECT uid, symbol_key FROM symbol_rows WHERE file_id = ?1")?;
    let mut rows = symbols.query([file_id])?;
    while let Some(row) = rows.next()? {
        // The writer lets in nothing but ids that can be read.
        if let Some(id) = parse_id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
            departing.insert(id, row.get(1)?);
        }
    }
    Ok(())
}

/// Takes out symbols. Edges of other files that end at them become pending (again), by name and under the
/// same id; identifiers and members of other files forget them.
pub(crate) fn remove_symbols(connection: &Connection, departing: Departing) -> Result<(), Failure> {
    let mut keys: Vec<i64> = departing.into_values().collect();
    keys.sort_unstable();
    for key in &keys {
        for statement in OF_SYMBOL {
            connection.prepare_cached(statement)?.execute([key])?;
        }
    }
    for key in &keys {
        edges_become_pending(connection, *key)?;
        for statement in FORGET {
            connection.prepare_cached(statement)?.execute([key])?;
        }
    }
    let mut delete = connection.prepare_cached("DELETE FROM symbol_rows WHERE symbol_key = ?1")?;
    for key in &keys {
        delete.execute([key])?;
    }
    Ok(())
}

fn edges_become_pending(connection: &Connection, key: i64) -> Result<(), Failure> {
    let mut edges = connection.prepare_cached(EDGES_TO)?;
    let mut insert = connection.prepare_cached(INSERT_PENDING)?;
    let mut rows = edges.query([key, RESOLVED_FROM])?;
    while let Some(row) = rows.next()? {
        let file_id: i64 = row.get(0)?;
        let seq = Numbered::PendingRelationships.next(connection, file_id)?;
        insert.execute(params![
            file_id,
            seq,
            row.get::<_, [u8; 16]>(1)?,
            row.get::<_, i64>(2)?,
            row.get::<_, i64>(6)?,
            None::<i64>,
            row.get::<_, i64>(3)?,
            row.get::<_, i64>(4)?,
            row.get::<_, Option<f64>>(5)?,
        ])?;
    }
    Ok(())
}

/// Deletes files with all their rows; says how many were there.
pub(crate) fn delete_files<S: AsRef<str>>(
    connection: &Connection,
    paths: &[S],
) -> Result<u64, Failure> {
    let mut departing = Departing::default();
    let mut ids = BTreeSet::new();
    let mut find = connection.prepare_cached("SELECT file_id FROM file_rows WHERE path = ?1")?;
    for path in paths {
        let id: Option<i64> = find
            .query_row([path.as_ref()], |row| row.get(0))
            .optional()?;
        if let Some(id) = id
            && ids.insert(id)
        {
            remove_rows_of_file(connection, id, &mut departing)?;
        }
    }
    remove_symbols(connection, departing)?;
    let mut delete = connection.prepare_cached("DELETE FROM file_rows WHERE file_id = ?1")?;
    let mut deleted = 0;
    for id in ids {
        deleted += delete.execute([id])? as u64;
    }
    Ok(deleted)
}
