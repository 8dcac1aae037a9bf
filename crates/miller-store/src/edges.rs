//! Writing edges, and pending edges.

use miller_schema::{
    PendingRelationshipReader, PendingRelationshipRow, RelationshipReader, RelationshipRow,
};
use rusqlite::{CachedStatement, params};

use crate::error::Failure;
use crate::files::Numbered;
use crate::write::{SymbolReference, Writer, id_bytes};

const RELATIONSHIPS: &str = "relationships";
const PENDING: &str = "pending_relationships";

const INSERT: &str = "\
INSERT INTO relationship_rows(file_id, seq, uid, from_key, to_key, kind_id, line_number, confidence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

pub(crate) const INSERT_PENDING: &str = "\
INSERT INTO pending_relationship_rows(
  file_id, seq, uid, from_key, to_name_id, to_qualifier_id, kind_id, line_number, confidence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

impl Writer<'_> {
    /// Writes edges.
    pub(crate) fn relationships(
        &mut self,
        readers: &[RelationshipReader<'_>],
    ) -> Result<u64, Failure> {
        let mut insert = self.connection.prepare_cached(INSERT)?;
        let mut written = 0;
        for reader in readers {
            for row in 0..reader.len() {
                self.relationship(&reader.row(row), &mut insert)?;
            }
            written += reader.len() as u64;
        }
        Ok(written)
    }

    fn relationship(
        &mut self,
        row: &RelationshipRow<'_>,
        insert: &mut CachedStatement<'_>,
    ) -> Result<(), Failure> {
        let connection = self.connection;
        let reference = |column| SymbolReference {
            table: RELATIONSHIPS,
            row: row.id,
            file_path: row.file_path,
            column,
        };
        let id = id_bytes(RELATIONSHIPS, row.id)?;
        let from =
            reference("from_symbol_id").key(&mut self.keys, connection, row.from_symbol_id)?;
        let to = reference("to_symbol_id").key(&mut self.keys, connection, row.to_symbol_id)?;
        let kind = self.words.key(connection, row.kind)?;
        let confidence = self
            .confidence
            .stored(RELATIONSHIPS, row.id, row.confidence)?;
        let file = self
            .files
            .of_row(connection, RELATIONSHIPS, row.id, row.file_path)?;
        let seq = file.next(connection, Numbered::Relationships)?;
        insert.execute(params![
            file.id,
            seq,
            id,
            from,
            to,
            kind,
            row.line_number,
            confidence
        ])?;
        Ok(())
    }

    /// Writes pending edges.
    pub(crate) fn pending_relationships(
        &mut self,
        readers: &[PendingRelationshipReader<'_>],
    ) -> Result<u64, Failure> {
        let mut insert = self.connection.prepare_cached(INSERT_PENDING)?;
        let mut written = 0;
        for reader in readers {
            for row in 0..reader.len() {
                self.pending_relationship(&reader.row(row), &mut insert)?;
            }
            written += reader.len() as u64;
        }
        Ok(written)
    }

    fn pending_relationship(
        &mut self,
        row: &PendingRelationshipRow<'_>,
        insert: &mut CachedStatement<'_>,
    ) -> Result<(), Failure> {
        let connection = self.connection;
        let reference = SymbolReference {
            table: PENDING,
            row: row.id,
            file_path: row.file_path,
            column: "from_symbol_id",
        };
        let id = id_bytes(PENDING, row.id)?;
        let from = reference.key(&mut self.keys, connection, row.from_symbol_id)?;
        let name = self.words.key(connection, row.to_name)?;
        let qualifier = self.words.key_or_null(connection, row.to_qualifier)?;
        let kind = self.words.key(connection, row.kind)?;
        let confidence = self.confidence.stored(PENDING, row.id, row.confidence)?;
        let file = self
            .files
            .of_row(connection, PENDING, row.id, row.file_path)?;
        let seq = file.next(connection, Numbered::PendingRelationships)?;
        insert.execute(params![
            file.id,
            seq,
            id,
            from,
            name,
            qualifier,
            kind,
            row.line_number,
            confidence
        ])?;
        Ok(())
    }
}
