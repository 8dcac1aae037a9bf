//! One transaction that writes, and what it has looked up so far.

use std::collections::{HashMap, HashSet};

use arrow_array::RecordBatch;
use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashMap;

use crate::error::{Failure, StoreError};
use crate::files::Files;
use crate::values::{parse_id, stored_confidence};
use crate::words::Words;

/// Files with everything that is in them, to take the place of what is stored of them.
#[derive(Debug, Clone, Copy)]
pub struct Replacement<'a> {
    /// The files: all other rows must belong to one of them.
    pub files: &'a [RecordBatch],
    /// Their symbols.
    pub symbols: &'a [RecordBatch],
    /// Their identifiers.
    pub identifiers: &'a [RecordBatch],
    /// Their edges.
    pub relationships: &'a [RecordBatch],
    /// Their pending edges.
    pub pending_relationships: &'a [RecordBatch],
    /// When the files were last modified, in nanoseconds since 1970. A file without a stamp gets 0.
    pub stamps: Option<&'a HashMap<String, i64>>,
    /// Those of the files whose vectors are still to be made. The others leave the outbox.
    pub vectors_outstanding: Option<&'a HashSet<String>>,
    /// Entries of the state that belong to the same transaction.
    pub state: &'a std::collections::BTreeMap<String, String>,
}

static NO_STATE: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();

impl Default for Replacement<'_> {
    fn default() -> Self {
        Replacement {
            files: &[],
            symbols: &[],
            identifiers: &[],
            relationships: &[],
            pending_relationships: &[],
            stamps: None,
            vectors_outstanding: None,
            state: &NO_STATE,
        }
    }
}

/// How many rows were written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct WriteCounts {
    /// Files.
    pub files: u64,
    /// Symbols.
    pub symbols: u64,
    /// Identifiers.
    pub identifiers: u64,
    /// Edges.
    pub relationships: u64,
    /// Pending edges.
    pub pending_relationships: u64,
}

/// A transaction that writes.
pub(crate) struct Writer<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) words: &'c mut Words,
    pub(crate) files: Files,
    pub(crate) keys: SymbolKeys,
    pub(crate) confidence: Confidence,
}

impl<'c> Writer<'c> {
    pub(crate) fn new(connection: &'c Connection, words: &'c mut Words) -> rusqlite::Result<Self> {
        Ok(Writer {
            connection,
            words,
            files: Files::default(),
            keys: SymbolKeys::new(connection)?,
            confidence: Confidence::default(),
        })
    }
}

/// The keys of the symbols that this transaction has written or looked up.
pub(crate) struct SymbolKeys {
    keys: FxHashMap<u128, i64>,
    next: i64,
}

impl SymbolKeys {
    fn new(connection: &Connection) -> rusqlite::Result<Self> {
        let next = connection
            .prepare_cached("SELECT coalesce(max(symbol_key), 0) + 1 FROM symbol_rows")?
            .query_row([], |row| row.get(0))?;
        Ok(SymbolKeys {
            keys: FxHashMap::default(),
            next,
        })
    }

    /// A key that no symbol has.
    pub(crate) fn next(&mut self) -> i64 {
        let key = self.next;
        self.next += 1;
        key
    }

    /// Notes the key of a symbol; false if the symbol has been noted before.
    pub(crate) fn note(&mut self, id: u128, key: i64) -> bool {
        self.keys.insert(id, key).is_none()
    }

    /// The key of a symbol of this transaction or of the store.
    pub(crate) fn find(
        &mut self,
        connection: &Connection,
        id: &str,
    ) -> rusqlite::Result<Option<i64>> {
        let Some(number) = parse_id(id) else {
            return Ok(None);
        };
        if let Some(key) = self.keys.get(&number) {
            return Ok(Some(*key));
        }
        let key = connection
            .prepare_cached("SELECT symbol_key FROM symbol_rows WHERE uid = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if let Some(key) = key {
            self.keys.insert(number, key);
        }
        Ok(key)
    }
}

/// A reference to a symbol, for looking it up and for naming it when it is not there.
#[derive(Clone, Copy)]
pub(crate) struct SymbolReference<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a str,
    pub(crate) file_path: &'a str,
    pub(crate) column: &'static str,
}

impl SymbolReference<'_> {
    /// The key of the symbol referred to.
    pub(crate) fn key(
        &self,
        symbols: &mut SymbolKeys,
        connection: &Connection,
        id: &str,
    ) -> Result<i64, Failure> {
        symbols.find(connection, id)?.ok_or_else(|| {
            StoreError::UnknownSymbol {
                table: self.table,
                row: self.row.to_owned(),
                file_path: self.file_path.to_owned(),
                column: self.column,
                symbol: id.to_owned(),
            }
            .into()
        })
    }
}

/// The stored form of the confidence seen last: whole files have the same few values.
#[derive(Default)]
pub(crate) struct Confidence {
    last: Option<(u32, Option<f64>)>,
}

impl Confidence {
    pub(crate) fn stored(
        &mut self,
        table: &'static str,
        row: &str,
        confidence: f32,
    ) -> Result<Option<f64>, StoreError> {
        let bits = confidence.to_bits();
        if let Some((last, stored)) = self.last
            && last == bits
        {
            return Ok(stored);
        }
        if !(0.0..=1.0).contains(&confidence) {
            return Err(StoreError::InvalidValue {
                table,
                row: row.to_owned(),
                column: "confidence",
                expected: "a number from 0 to 1".to_owned(),
                found: confidence.to_string(),
            });
        }
        let stored = stored_confidence(confidence);
        self.last = Some((bits, stored));
        Ok(stored)
    }
}

/// Reads the id of a row that is kept as 16 bytes.
pub(crate) fn id_bytes(table: &'static str, id: &str) -> Result<[u8; 16], StoreError> {
    parse_id(id)
        .map(u128::to_be_bytes)
        .ok_or_else(|| StoreError::InvalidValue {
            table,
            row: id.to_owned(),
            column: "id",
            expected: "32 lower-case hex digits".to_owned(),
            found: id.to_owned(),
        })
}
