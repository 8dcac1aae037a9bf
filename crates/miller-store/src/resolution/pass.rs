//! Resolves one file: reads its uses and edges, and writes what has changed.

use miller_schema::{IdentifierKind, SymbolKind};
use rusqlite::params;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolved;
use super::dependencies::Key;
use super::families::Scheme;
use super::fit::is_value_of_rust;
use super::meaning::{Finder, Found, Use, confidence};
use super::scope::FileScope;
use super::world::{FileIndex, Word};

/// What is stored of a use.
struct Stored {
    seq: i64,
    name: Word,
    kind: Word,
    containing: Option<i64>,
    target: Option<i64>,
    own_target: Option<i64>,
    resolved: Option<f64>,
    confidence: Option<f64>,
    qualifier: Option<Word>,
}

/// The same use of a name in the same place means the same.
type Answers = FxHashMap<(Option<i64>, Word, Option<Word>, IdentifierKind), Option<Found>>;

pub(super) fn resolve_file(finder: &mut Finder<'_>, file: FileIndex) -> rusqlite::Result<Resolved> {
    let mut resolved = Resolved::default();
    let id = finder.world.file(file).id;
    let Some(rules) = finder.world.file(file).rules else {
        return Ok(resolved);
    };
    finder.take_keys();
    let scope = finder.world.scope(file)?;
    if rules.scheme == Scheme::Includes {
        finder.note_included(file)?;
    }
    finder.note_wildcards(file, rules)?;
    let mut of_file = OfFile {
        finder,
        file,
        rules,
        scope: &scope,
        answers: Answers::default(),
        imports: FxHashMap::default(),
        kinds: FxHashMap::default(),
        used: FxHashSet::default(),
    };
    resolved.identifiers = of_file.resolve_identifiers(id)?;
    resolved.relationships = of_file.resolve_edges(id)?;
    write_keys(finder, id)?;
    Ok(resolved)
}

pub(super) struct OfFile<'f, 'c> {
    pub(super) finder: &'f mut Finder<'c>,
    pub(super) file: FileIndex,
    pub(super) rules: &'static super::families::Rules,
    pub(super) scope: &'f FileScope,
    answers: Answers,
    imports: FxHashMap<(i64, IdentifierKind), Option<Found>>,
    kinds: FxHashMap<Word, Option<IdentifierKind>>,
    /// The names that the file uses.
    pub(super) used: FxHashSet<Word>,
}

impl OfFile<'_, '_> {
    fn resolve_identifiers(&mut self, id: i64) -> rusqlite::Result<u64> {
        let connection = self.finder.world.connection;
        let mut read = connection.prepare_cached(
            "SELECT seq, name_id, kind_id, containing_key, target_key, own_target_key, \
               resolved_confidence, confidence, qualifier_id \
             FROM identifier_rows WHERE file_id = ?1 ORDER BY seq",
        )?;
        let mut write = connection.prepare_cached(
            "UPDATE identifier_rows \
             SET target_key = ?3, own_target_key = ?4, resolved_confidence = ?5 \
             WHERE file_id = ?1 AND seq = ?2",
        )?;
        let mut changes = Vec::new();
        let mut rows = read.query([id])?;
        let mut resolved = 0;
        while let Some(row) = rows.next()? {
            let stored = Stored {
                seq: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                containing: row.get(3)?,
                target: row.get(4)?,
                own_target: row.get(5)?,
                resolved: row.get(6)?,
                confidence: row.get(7)?,
                qualifier: row.get(8)?,
            };
            self.used.insert(stored.name);
            let own = match stored.resolved {
                Some(_) => stored.own_target,
                None => stored.target,
            };
            let found = self.meaning_of(&stored, own)?;
            let now = match &found {
                Some(found) => {
                    resolved += 1;
                    let sure = found.confidence.min(stored.confidence.unwrap_or(1.0));
                    (Some(found.definition.key), own, Some(sure))
                }
                None => (own, None, None),
            };
            if now != (stored.target, stored.own_target, stored.resolved) {
                changes.push((stored.seq, now));
            }
        }
        drop(rows);
        for (seq, (target, own, sure)) in changes {
            write.execute(params![id, seq, target, own, sure])?;
        }
        Ok(resolved)
    }

    /// What a use means, where its file leaves it open or leads to an import.
    fn meaning_of(&mut self, stored: &Stored, own: Option<i64>) -> rusqlite::Result<Option<Found>> {
        let Some(kind) = self.kind(stored.kind)? else {
            return Ok(None);
        };
        if let Some(own) = own {
            let is_import = self.scope.definition(own).is_some_and(|definition| {
                matches!(definition.kind, SymbolKind::Import | SymbolKind::Export)
            });
            return if is_import {
                self.imported(own, kind)
            } else {
                Ok(None)
            };
        }
        if kind == IdentifierKind::Import {
            return self.named_in_import(stored.name);
        }
        self.find(stored.containing, stored.name, stored.qualifier, kind)
    }

    pub(super) fn imported(
        &mut self,
        symbol: i64,
        kind: IdentifierKind,
    ) -> rusqlite::Result<Option<Found>> {
        if let Some(known) = self.imports.get(&(symbol, kind)) {
            return Ok(known.clone());
        }
        let meaning = self.finder.imported(self.file, self.scope, symbol, kind)?;
        let definition = match meaning {
            Some(meaning) => self.finder.definition_of(meaning, self.rules)?,
            None => None,
        };
        let found = definition
            .filter(|definition| definition.key != symbol && self.can_mean(kind, definition.kind))
            .map(|definition| Found {
                definition,
                confidence: confidence::NAMED,
            });
        self.imports.insert((symbol, kind), found.clone());
        Ok(found)
    }

    /// A name in an import that gives it another one: `a` in `import { a as b }`.
    fn named_in_import(&mut self, name: Word) -> rusqlite::Result<Option<Found>> {
        let mut only = None;
        for symbol in &self.scope.import_order {
            if self
                .scope
                .imported(*symbol)
                .iter()
                .any(|end| end.name == name)
            {
                if only.is_some() {
                    return Ok(None);
                }
                only = Some(*symbol);
            }
        }
        match only {
            Some(symbol) => self.imported(symbol, IdentifierKind::Import),
            None => Ok(None),
        }
    }

    pub(super) fn find(
        &mut self,
        containing: Option<i64>,
        name: Word,
        qualifier: Option<Word>,
        kind: IdentifierKind,
    ) -> rusqlite::Result<Option<Found>> {
        let key = (containing, name, qualifier, kind);
        if let Some(known) = self.answers.get(&key) {
            return Ok(known.clone());
        }
        let qualifier = qualifier
            .map(|word| self.finder.world.word(word))
            .transpose()?;
        let found = self.finder.find(&Use {
            file: self.file,
            rules: self.rules,
            containing,
            name,
            qualifier: qualifier.as_deref(),
            kind,
        })?;
        // A name that its own file defines was decided by scope, or not to be decided.
        let found = found.filter(|found| {
            (found.definition.file != self.file || found.confidence > confidence::UNIQUE)
                && self.can_mean(kind, found.definition.kind)
        });
        self.answers.insert(key, found.clone());
        Ok(found)
    }

    fn can_mean(&self, kind: IdentifierKind, of: SymbolKind) -> bool {
        self.rules.scheme != Scheme::Rust || is_value_of_rust(kind, of)
    }

    fn kind(&mut self, word: Word) -> rusqlite::Result<Option<IdentifierKind>> {
        if let Some(kind) = self.kinds.get(&word) {
            return Ok(*kind);
        }
        let text = self.finder.world.word(word)?;
        let kind = IdentifierKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == &*text);
        self.kinds.insert(word, kind);
        Ok(kind)
    }
}

/// Writes what the resolution of a file has looked into, where that has changed.
fn write_keys(finder: &mut Finder<'_>, id: i64) -> rusqlite::Result<()> {
    let keys = finder.take_keys();
    let connection = finder.world.connection;
    let mut insert =
        connection.prepare_cached("INSERT INTO lookups(key, file_id) VALUES (?1, ?2)")?;
    let mut read = connection.prepare_cached("SELECT key FROM lookups WHERE file_id = ?1")?;
    let mut stored: Vec<Key> = read
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    stored.sort_unstable();
    if stored == keys {
        return Ok(());
    }
    connection
        .prepare_cached("DELETE FROM lookups WHERE file_id = ?1")?
        .execute([id])?;
    for key in keys {
        insert.execute([key, id])?;
    }
    Ok(())
}
