//! Words that are kept once: names, kinds, languages, visibilities, statuses, qualifiers.

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashMap;

/// How many words are remembered, about 15 MB: beyond, the memory would grow with the workspace. Those
/// that are forgotten are looked up again.
const CACHED_WORDS: usize = 200_000;

/// The words seen so far and their keys. A word's key never changes once it is committed, and no word
/// is ever deleted, so that the cache outlives a transaction that commits.
#[derive(Debug, Default)]
pub(crate) struct Words {
    keys: FxHashMap<Box<str>, i64>,
}

impl Words {
    /// The key of a word, which is stored if it is new.
    pub(crate) fn key(&mut self, connection: &Connection, word: &str) -> rusqlite::Result<i64> {
        if let Some(key) = self.keys.get(word) {
            return Ok(*key);
        }
        let found = connection
            .prepare_cached("SELECT word_id FROM words WHERE word = ?1")?
            .query_row([word], |row| row.get(0))
            .optional()?;
        let key = match found {
            Some(key) => key,
            None => connection
                .prepare_cached("INSERT INTO words(word) VALUES (?1)")?
                .insert([word])?,
        };
        if self.keys.len() >= CACHED_WORDS {
            self.keys.clear();
        }
        self.keys.insert(word.into(), key);
        Ok(key)
    }

    /// The key of a word that may be missing.
    pub(crate) fn key_or_null(
        &mut self,
        connection: &Connection,
        word: Option<&str>,
    ) -> rusqlite::Result<Option<i64>> {
        word.map(|word| self.key(connection, word)).transpose()
    }
}
