//! Writing identifiers, the rows that there are most of.

use miller_schema::{IdentifierReader, IdentifierRow};
use rusqlite::{CachedStatement, params};

use crate::error::{Failure, StoreError};
use crate::files::Numbered;
use crate::values::{identifier_id, parse_id};
use crate::write::{SymbolReference, Writer};

const TABLE: &str = "identifiers";

const INSERT: &str = "\
INSERT INTO identifier_rows(
  file_id, seq, name_id, kind_id, language_id, start_line, start_column, start_byte, length, end_line,
  end_column, containing_key, target_key, confidence, qualifier_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";

impl Writer<'_> {
    /// Writes identifiers.
    pub(crate) fn identifiers(&mut self, readers: &[IdentifierReader<'_>]) -> Result<u64, Failure> {
        let mut insert = self.connection.prepare_cached(INSERT)?;
        let mut written = 0;
        for reader in readers {
            for row in 0..reader.len() {
                self.identifier(&reader.row(row), &mut insert)?;
            }
            written += reader.len() as u64;
        }
        Ok(written)
    }

    fn identifier(
        &mut self,
        row: &IdentifierRow<'_>,
        insert: &mut CachedStatement<'_>,
    ) -> Result<(), Failure> {
        let connection = self.connection;
        let containing = self.symbol_of(row, "containing_symbol_id", row.containing_symbol_id)?;
        let target = self.symbol_of(row, "target_symbol_id", row.target_symbol_id)?;
        let name = self.words.key(connection, row.name)?;
        let kind = self.words.key(connection, row.kind)?;
        let qualifier = self.words.key_or_null(connection, row.qualifier)?;
        let confidence = self.confidence.stored(TABLE, row.id, row.confidence)?;
        let file = self
            .files
            .of_row(connection, TABLE, row.id, row.file_path)?;
        let derived = identifier_id(file.path_hash, row.start_byte, row.end_byte);
        if parse_id(row.id) != Some(derived) {
            return Err(StoreError::InvalidValue {
                table: TABLE,
                row: format!("{} of {}", row.id, row.file_path),
                column: "id",
                expected: format!("made of path, start and end: {derived:032x}"),
                found: row.id.to_owned(),
            }
            .into());
        }
        let Some(length) = row.end_byte.checked_sub(row.start_byte) else {
            return Err(StoreError::InvalidValue {
                table: TABLE,
                row: row.id.to_owned(),
                column: "end_byte",
                expected: format!("at least start_byte, {}", row.start_byte),
                found: row.end_byte.to_string(),
            }
            .into());
        };
        let end_line = (row.end_line != row.start_line).then_some(row.end_line);
        let same_line_end = u64::from(row.start_column) + u64::from(length);
        let end_column = (u64::from(row.end_column) != same_line_end).then_some(row.end_column);
        let seq = file.next(connection, Numbered::Identifiers)?;
        let language = file.other_language(row.language);
        let language = self.words.key_or_null(connection, language)?;
        insert.execute(params![
            file.id,
            seq,
            name,
            kind,
            language,
            row.start_line,
            row.start_column,
            row.start_byte,
            length,
            end_line,
            end_column,
            containing,
            target,
            confidence,
            qualifier,
        ])?;
        Ok(())
    }

    fn symbol_of(
        &mut self,
        row: &IdentifierRow<'_>,
        column: &'static str,
        id: Option<&str>,
    ) -> Result<Option<i64>, Failure> {
        let Some(id) = id else { return Ok(None) };
        let reference = SymbolReference {
            table: TABLE,
            row: row.id,
            file_path: row.file_path,
            column,
        };
        reference.key(&mut self.keys, self.connection, id).map(Some)
    }
}
