//! What is known: files with their stamps, entries of the state, numbers of rows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{Int64Builder, StringBuilder};
use arrow_schema::{DataType, Field, Schema};
use rusqlite::{Connection, params};

use crate::error::{Failure, StoreError};
use crate::layout::{self, FINGERPRINT_KEY, fingerprint};

/// Reads all entries of the state.
pub(crate) fn read_entries(connection: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    connection
        .prepare_cached("SELECT key, value FROM state")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Writes entries of the state beside those that are there.
pub(crate) fn write_entries(
    connection: &Connection,
    entries: &BTreeMap<String, String>,
) -> Result<(), Failure> {
    let mut write = connection.prepare_cached(
        "INSERT INTO state(key, value) VALUES (?1, ?2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?;
    for (key, value) in entries {
        if key == FINGERPRINT_KEY && value != fingerprint() {
            return Err(StoreError::InvalidValue {
                table: "state",
                row: key.clone(),
                column: "value",
                expected: "left alone: the entry is the store's own".to_owned(),
                found: value.clone(),
            }
            .into());
        }
        write.execute([key, value])?;
    }
    Ok(())
}

/// Gives files new stamps.
pub(crate) fn renew_stamps(
    connection: &Connection,
    stamps: &HashMap<String, i64>,
) -> Result<u64, Failure> {
    let mut update =
        connection.prepare_cached("UPDATE file_rows SET stamp = ?2 WHERE path = ?1")?;
    let mut sorted: Vec<_> = stamps.iter().collect();
    sorted.sort_unstable();
    for (path, stamp) in sorted {
        if update.execute(params![path, stamp])? == 0 {
            return Err(StoreError::UnknownFile {
                table: "stamps",
                row: path.clone(),
                file_path: path.clone(),
            }
            .into());
        }
    }
    Ok(stamps.len() as u64)
}

/// Reads the files that are there, ordered by path.
pub(crate) fn known_files(connection: &Connection) -> Result<RecordBatch, Failure> {
    let mut paths = StringBuilder::new();
    let mut sizes = Int64Builder::new();
    let mut stamps = Int64Builder::new();
    let mut hashes = StringBuilder::new();
    let mut statuses = StringBuilder::new();
    let mut statement = connection.prepare_cached(
        "SELECT path, size, stamp, lower(hex(hash)), word \
         FROM file_rows JOIN words ON word_id = status_id ORDER BY path",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        paths.append_value(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
        sizes.append_value(row.get(1)?);
        stamps.append_value(row.get(2)?);
        hashes.append_value(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?);
        statuses.append_value(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?);
    }
    let field = |name, data_type| Field::new(name, data_type, false);
    let schema = Schema::new(vec![
        field("path", DataType::Utf8),
        field("size", DataType::Int64),
        field("stamp", DataType::Int64),
        field("hash", DataType::Utf8),
        field("status", DataType::Utf8),
    ]);
    let batch = RecordBatch::try_new(
        Arc::new(schema),
        vec![
            Arc::new(paths.finish()),
            Arc::new(sizes.finish()),
            Arc::new(stamps.finish()),
            Arc::new(hashes.finish()),
            Arc::new(statuses.finish()),
        ],
    );
    Ok(batch.expect("schema and columns stand side by side"))
}

/// Counts the rows of each view.
pub(crate) fn counts(connection: &Connection) -> rusqlite::Result<BTreeMap<&'static str, u64>> {
    let count = |query: &str| {
        connection
            .prepare_cached(query)?
            .query_row([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
    };
    layout::counts()
        .iter()
        .map(|(view, query)| Ok((*view, count(query)?)))
        .collect()
}
