//! Writing symbols.

use miller_schema::{SymbolReader, SymbolRow};
use rusqlite::{CachedStatement, ErrorCode, params};

use crate::error::{Failure, StoreError};
use crate::files::{Departing, Numbered};
use crate::values::parse_id;
use crate::write::{SymbolReference, Writer};

const TABLE: &str = "symbols";

const INSERT: &str = "\
INSERT INTO symbol_rows(
  symbol_key, file_id, seq, name_id, kind_id, language_id, start_line, end_line, signature, doc_comment,
  parent_key, code_context, start_column, end_column, start_byte, end_byte, visibility_id,
  qualified_name, uid)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

// The row keeps its key, and with it all that refers to it. Nothing is done about the id, by which
// the row was found; as a parameter it stays, so that both statements take the same ones.
const UPDATE: &str = "\
UPDATE symbol_rows
SET file_id = ?2, seq = ?3, name_id = ?4, kind_id = ?5, language_id = ?6, start_line = ?7,
  end_line = ?8, signature = ?9, doc_comment = ?10, parent_key = ?11, code_context = ?12,
  start_column = ?13, end_column = ?14, start_byte = ?15, end_byte = ?16, visibility_id = ?17,
  qualified_name = ?18
WHERE symbol_key = ?1 AND uid = ?19";

/// The key that a symbol gets, and whether there is a row with it.
#[derive(Clone, Copy)]
struct Key {
    key: i64,
    stored: bool,
}

impl Writer<'_> {
    /// Writes symbols of which none is there.
    pub(crate) fn symbols(&mut self, readers: &[SymbolReader<'_>]) -> Result<u64, Failure> {
        self.symbols_again(readers, &mut Departing::default())
    }

    /// Writes symbols; those that are departing stay under the same key.
    pub(crate) fn symbols_again(
        &mut self,
        readers: &[SymbolReader<'_>],
        departing: &mut Departing,
    ) -> Result<u64, Failure> {
        // All keys are known before the first row is written: a parent may come after its children.
        let mut keys = Vec::with_capacity(readers.iter().map(SymbolReader::len).sum());
        for reader in readers {
            for row in 0..reader.len() {
                keys.push(self.symbol_key(reader.row(row).id, departing)?);
            }
        }
        let mut insert = self.connection.prepare_cached(INSERT)?;
        let mut update = self.connection.prepare_cached(UPDATE)?;
        let rows = readers
            .iter()
            .flat_map(|reader| (0..reader.len()).map(|row| reader.row(row)));
        for (row, key) in rows.zip(&keys) {
            let statement = if key.stored { &mut update } else { &mut insert };
            self.symbol(&row, key.key, statement)?;
        }
        Ok(keys.len() as u64)
    }

    fn symbol_key(&mut self, id: &str, departing: &mut Departing) -> Result<Key, StoreError> {
        let number = parse_id(id).ok_or_else(|| StoreError::InvalidValue {
            table: TABLE,
            row: id.to_owned(),
            column: "id",
            expected: "32 lower-case hex digits".to_owned(),
            found: id.to_owned(),
        })?;
        let key = match departing.remove(&number) {
            Some(key) => Key { key, stored: true },
            None => Key {
                key: self.keys.next(),
                stored: false,
            },
        };
        if self.keys.note(number, key.key) {
            Ok(key)
        } else {
            Err(duplicate(id))
        }
    }

    fn symbol(
        &mut self,
        row: &SymbolRow<'_>,
        key: i64,
        statement: &mut CachedStatement<'_>,
    ) -> Result<(), Failure> {
        let connection = self.connection;
        let reference = SymbolReference {
            table: TABLE,
            row: row.id,
            file_path: row.file_path,
            column: "parent_id",
        };
        let parent = match row.parent_id {
            Some(id) => Some(reference.key(&mut self.keys, connection, id)?),
            None => None,
        };
        let name = self.words.key(connection, row.name)?;
        let kind = self.words.key(connection, row.kind)?;
        let visibility = self.words.key_or_null(connection, row.visibility)?;
        let file = self
            .files
            .of_row(connection, TABLE, row.id, row.file_path)?;
        let seq = file.next(connection, Numbered::Symbols)?;
        let language = file.other_language(row.language);
        let language = self.words.key_or_null(connection, language)?;
        statement
            .execute(params![
                key,
                file.id,
                seq,
                name,
                kind,
                language,
                row.start_line,
                row.end_line,
                row.signature,
                row.doc_comment,
                parent,
                row.code_context,
                row.start_column,
                row.end_column,
                row.start_byte,
                row.end_byte,
                visibility,
                row.qualified_name,
                row.id,
            ])
            .map_err(|error| match error.sqlite_error_code() {
                Some(ErrorCode::ConstraintViolation) => Failure::from(duplicate(row.id)),
                _ => error.into(),
            })?;
        Ok(())
    }
}

fn duplicate(id: &str) -> StoreError {
    StoreError::Duplicate {
        table: TABLE,
        row: id.to_owned(),
    }
}
