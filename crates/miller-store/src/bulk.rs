//! Leaving out, while an empty index is filled, what costs time and adds nothing: indexes and the
//! enforcement of foreign keys.
//!
//! Sorting a million entries once is cheaper than finding the place of each: 1,000,000 identifiers took
//! 6.3 seconds of CPU with the indexes in place and 5.0 with the indexes built afterwards. `SQLite`
//! looks every foreign key up that is inserted, a fifth of the time that is left; every key that is
//! inserted here comes from a look-up of the writer's own, which refuses what is not there.

use rusqlite::{Connection, TransactionBehavior};

use crate::layout::{INDEXES, LATE_INDEXES};

/// Begins if there are no files yet; says whether it did.
pub(crate) fn begin_if_empty(connection: &mut Connection) -> rusqlite::Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let filled: bool =
        transaction.query_row("SELECT EXISTS (SELECT 1 FROM file_rows)", [], |row| {
            row.get(0)
        })?;
    if !filled {
        for (name, _) in INDEXES {
            transaction.execute_batch(&format!("DROP INDEX IF EXISTS {name}"))?;
        }
    }
    transaction.commit()?;
    if !filled {
        connection.pragma_update(None, "foreign_keys", false)?;
    }
    Ok(!filled)
}

/// Ends: foreign keys are enforced again, and the indexes are built.
pub(crate) fn end(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    build_missing_indexes(connection).map(drop)
}

/// Builds the indexes that are missing, all or none; says how many.
pub(crate) fn build_missing_indexes(connection: &mut Connection) -> rusqlite::Result<usize> {
    build(connection, |_| true)
}

/// Builds the indexes that are missing and that the resolution of a whole index asks; the others, whose
/// entries it makes or changes, are better built after it.
pub(crate) fn build_early_indexes(connection: &mut Connection) -> rusqlite::Result<usize> {
    build(connection, |name| !LATE_INDEXES.contains(&name))
}

fn build(connection: &mut Connection, is_wanted: impl Fn(&str) -> bool) -> rusqlite::Result<usize> {
    if missing(connection, &is_wanted)?.is_empty() {
        return Ok(0);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let missing = missing(&transaction, &is_wanted)?;
    for statement in &missing {
        transaction.execute_batch(statement)?;
    }
    transaction.commit()?;
    Ok(missing.len())
}

fn missing(
    connection: &Connection,
    is_wanted: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<&'static str>> {
    let mut exists = connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1")?;
    let mut statements = Vec::new();
    for (name, statement) in INDEXES {
        if is_wanted(name) && !exists.exists([name])? {
            statements.push(*statement);
        }
    }
    Ok(statements)
}
