//! Files: their rows, and what a transaction knows of them.

use std::collections::{HashMap, HashSet};

use miller_schema::{FileDataReader, FileDataRow};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use crate::error::{Failure, StoreError};
use crate::outbox;
use crate::values::{hash_path, parse_hash};
use crate::write::Writer;

/// The physical tables whose rows are numbered within a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Numbered {
    Symbols,
    Identifiers,
    Relationships,
    PendingRelationships,
}

impl Numbered {
    const COUNT: usize = 4;

    fn highest(self) -> &'static str {
        match self {
            Numbered::Symbols => "SELECT max(seq) FROM symbol_rows WHERE file_id = ?1",
            Numbered::Identifiers => "SELECT max(seq) FROM identifier_rows WHERE file_id = ?1",
            // Those above are of the resolution, whose numbers follow from others.
            Numbered::Relationships => {
                concat!(
                    "SELECT max(seq) FROM relationship_rows WHERE file_id = ?1 AND seq < ",
                    resolved_from!()
                )
            }
            Numbered::PendingRelationships => {
                "SELECT max(seq) FROM pending_relationship_rows WHERE file_id = ?1"
            }
        }
    }

    /// The number for the next row of a file that is there.
    pub(crate) fn next(self, connection: &Connection, file_id: i64) -> rusqlite::Result<i64> {
        let highest: Option<i64> = connection
            .prepare_cached(self.highest())?
            .query_row([file_id], |row| row.get(0))?;
        Ok(highest.map_or(0, |highest| highest + 1))
    }
}

/// A file that rows are being written for.
#[derive(Debug)]
pub(crate) struct File {
    path: Box<str>,
    pub(crate) id: i64,
    pub(crate) path_hash: u64,
    language: Box<str>,
    next: [Option<i64>; Numbered::COUNT],
}

impl File {
    /// The number of the next row within the file.
    pub(crate) fn next(
        &mut self,
        connection: &Connection,
        table: Numbered,
    ) -> rusqlite::Result<i64> {
        let slot = &mut self.next[table as usize];
        let number = match *slot {
            Some(number) => number,
            None => table.next(connection, self.id)?,
        };
        *slot = Some(number + 1);
        Ok(number)
    }

    /// A row's language where it is not the file's.
    pub(crate) fn other_language<'a>(&self, language: &'a str) -> Option<&'a str> {
        (language != &*self.language).then_some(language)
    }
}

/// The files that a transaction has met.
#[derive(Debug, Default)]
pub(crate) struct Files {
    met: Vec<File>,
    positions: FxHashMap<Box<str>, usize>,
    /// The file of the last row: rows of one file stand together.
    last: usize,
    /// Whether rows may only belong to files met already: those of a replacement.
    closed: bool,
}

impl Files {
    /// The file that a row belongs to.
    pub(crate) fn of_row(
        &mut self,
        connection: &Connection,
        table: &'static str,
        row: &str,
        path: &str,
    ) -> Result<&mut File, Failure> {
        let position = match self.met.get(self.last) {
            Some(last) if &*last.path == path => self.last,
            _ => match self.positions.get(path) {
                Some(position) => *position,
                None => self.look_up(connection, table, row, path)?,
            },
        };
        self.last = position;
        Ok(&mut self.met[position])
    }

    fn look_up(
        &mut self,
        connection: &Connection,
        table: &'static str,
        row: &str,
        path: &str,
    ) -> Result<usize, Failure> {
        let unknown = || StoreError::UnknownFile {
            table,
            row: row.to_owned(),
            file_path: path.to_owned(),
        };
        if self.closed {
            return Err(unknown().into());
        }
        let (id, language) = connection
            .prepare_cached(
                "SELECT file_id, word FROM file_rows JOIN words ON word_id = language_id WHERE path = ?1",
            )?
            .query_row([path], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?.into_boxed_str()))
            })
            .optional()?
            .ok_or_else(unknown)?;
        Ok(self.add(File {
            path: path.into(),
            id,
            path_hash: hash_path(path),
            language,
            next: [None; Numbered::COUNT],
        }))
    }

    fn add(&mut self, file: File) -> usize {
        let position = self.met.len();
        self.positions.insert(file.path.clone(), position);
        self.met.push(file);
        position
    }
}

/// Symbols of replaced files that have not been written again: id and key.
pub(crate) type Departing = FxHashMap<u128, i64>;

const INSERT: &str = "\
INSERT INTO file_rows(path, path_hash, language_id, hash, size, stamp, status_id, detail)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

// A replaced file keeps its key.
const UPDATE: &str = "\
UPDATE file_rows
SET language_id = ?2, hash = ?3, size = ?4, stamp = ?5, status_id = ?6, detail = ?7,
  resolved = 0
WHERE file_id = ?1";

const WRITE_CONTENT: &str = "\
INSERT INTO contents(file_id, content) VALUES (?1, ?2)
ON CONFLICT (file_id) DO UPDATE SET content = excluded.content";

impl Writer<'_> {
    /// Writes file rows and takes away what was stored of these files, except their symbols: which of
    /// those are to go is known when the new ones have been written.
    pub(crate) fn replace_file_rows(
        &mut self,
        readers: &[FileDataReader<'_>],
        stamps: Option<&HashMap<String, i64>>,
        vectors_outstanding: Option<&HashSet<String>>,
    ) -> Result<(u64, Departing), Failure> {
        let mut departing = Departing::default();
        let mut written = 0;
        for reader in readers {
            for row in 0..reader.len() {
                let row = reader.row(row);
                if self.files.positions.contains_key(row.path) {
                    return Err(StoreError::Duplicate {
                        table: "file_data",
                        row: row.path.to_owned(),
                    }
                    .into());
                }
                let stamp = stamps.and_then(|stamps| stamps.get(row.path));
                self.replace_file_row(&row, stamp.copied().unwrap_or(0), &mut departing)?;
                written += 1;
            }
        }
        let outstanding = vectors_outstanding.filter(|paths| !paths.is_empty());
        if outstanding.is_some() || !outbox::is_empty(self.connection)? {
            for file in &self.files.met {
                let enters = outstanding.is_some_and(|paths| paths.contains(&*file.path));
                outbox::set_outstanding(self.connection, file.id, enters)?;
            }
        }
        self.files.closed = true;
        Ok((written, departing))
    }

    fn replace_file_row(
        &mut self,
        row: &FileDataRow<'_>,
        stamp: i64,
        departing: &mut Departing,
    ) -> Result<(), Failure> {
        let connection = self.connection;
        let hash = match row.hash {
            "" => None,
            hash => Some(parse_hash(hash).ok_or_else(|| StoreError::InvalidValue {
                table: "file_data",
                row: row.path.to_owned(),
                column: "hash",
                expected: "64 lower-case hex digits or nothing".to_owned(),
                found: hash.to_owned(),
            })?),
        };
        let path_hash = hash_path(row.path);
        let language = self.words.key(connection, row.language)?;
        let status = self.words.key(connection, row.status)?;
        let stored: Option<i64> = connection
            .prepare_cached("SELECT file_id FROM file_rows WHERE path = ?1")?
            .query_row([row.path], |row| row.get(0))
            .optional()?;
        let id = if let Some(id) = stored {
            crate::remove::remove_rows_of_file(connection, id, departing)?;
            connection.prepare_cached(UPDATE)?.execute(params![
                id, language, hash, row.size, stamp, status, row.detail
            ])?;
            id
        } else {
            connection.prepare_cached(INSERT)?.insert(params![
                row.path,
                format!("{path_hash:016x}"),
                language,
                hash,
                row.size,
                stamp,
                status,
                row.detail
            ])?
        };
        connection
            .prepare_cached(WRITE_CONTENT)?
            .execute(params![id, row.content])?;
        self.files.add(File {
            path: row.path.into(),
            id,
            path_hash,
            language: row.language.into(),
            next: [Some(0); Numbered::COUNT],
        });
        Ok(())
    }
}
