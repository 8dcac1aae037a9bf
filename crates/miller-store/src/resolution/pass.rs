//! Resolves one file: reads its uses and edges, and writes what has changed.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use rusqlite::params;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolved;
use super::dependencies::{self, Key};
use super::families::Scheme;
use super::fit::is_value_of_rust;
use super::meaning::{Finder, Found, Use, confidence};
use super::scope::FileScope;
use super::world::{FileIndex, Word};
use crate::layout::RESOLVED_FROM;

/// Numbers of edges from a method to the one that it overrides in another file.
const OVERRIDES_FROM: i64 = RESOLVED_FROM * 2;

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

/// An edge that the pass makes.
#[derive(Debug, PartialEq)]
struct Edge {
    seq: i64,
    uid: [u8; 16],
    from: i64,
    to: i64,
    kind: Word,
    line: i64,
    confidence: f64,
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

struct OfFile<'f, 'c> {
    finder: &'f mut Finder<'c>,
    file: FileIndex,
    rules: &'static super::families::Rules,
    scope: &'f FileScope,
    answers: Answers,
    imports: FxHashMap<(i64, IdentifierKind), Option<Found>>,
    kinds: FxHashMap<Word, Option<IdentifierKind>>,
    /// The names that the file uses.
    used: FxHashSet<Word>,
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

    fn imported(&mut self, symbol: i64, kind: IdentifierKind) -> rusqlite::Result<Option<Found>> {
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

    fn find(
        &mut self,
        containing: Option<i64>,
        name: Word,
        qualifier: Option<Word>,
        kind: IdentifierKind,
    ) -> rusqlite::Result<Option<Found>> {
        // What a use stands in matters as far as types and functions go, not more.
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

    fn resolve_edges(&mut self, id: i64) -> rusqlite::Result<u64> {
        let mut edges = self.pending_edges(id)?;
        edges.extend(self.overriding_edges()?);
        let connection = self.finder.world.connection;
        let mut read = connection.prepare_cached(
            "SELECT seq, uid, from_key, to_key, kind_id, line_number, coalesce(confidence, 1.0) \
             FROM relationship_rows WHERE file_id = ?1 AND seq >= ?2 ORDER BY seq",
        )?;
        let stored: Vec<Edge> = read
            .query_map(params![id, RESOLVED_FROM], |row| {
                Ok(Edge {
                    seq: row.get(0)?,
                    uid: row.get(1)?,
                    from: row.get(2)?,
                    to: row.get(3)?,
                    kind: row.get(4)?,
                    line: row.get(5)?,
                    confidence: row.get(6)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        if stored != edges {
            connection
                .prepare_cached("DELETE FROM relationship_rows WHERE file_id = ?1 AND seq >= ?2")?
                .execute(params![id, RESOLVED_FROM])?;
            let mut insert = connection.prepare_cached(
                "INSERT INTO relationship_rows(\
                   file_id, seq, uid, from_key, to_key, kind_id, line_number, confidence) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?;
            for edge in &edges {
                insert.execute(params![
                    id,
                    edge.seq,
                    edge.uid,
                    edge.from,
                    edge.to,
                    edge.kind,
                    edge.line,
                    edge.confidence
                ])?;
            }
        }
        Ok(edges.len() as u64)
    }

    fn pending_edges(&mut self, id: i64) -> rusqlite::Result<Vec<Edge>> {
        let connection = self.finder.world.connection;
        let mut read = connection.prepare_cached(
            "SELECT seq, uid, from_key, to_name_id, to_qualifier_id, kind_id, line_number, confidence \
             FROM pending_relationship_rows WHERE file_id = ?1 ORDER BY seq",
        )?;
        let mut rows = read.query([id])?;
        let mut edges = Vec::new();
        while let Some(row) = rows.next()? {
            let (from, name): (i64, Word) = (row.get(2)?, row.get(3)?);
            let (qualifier, kind): (Option<Word>, Word) = (row.get(4)?, row.get(5)?);
            let Some(edge) = self.edge_kind(kind)? else {
                continue;
            };
            if self.used.insert(name) {
                let text = self.finder.world.word(name)?;
                self.finder.keys.push(dependencies::name(&text));
            }
            let found = match edge {
                RelationshipKind::Imports => self.imported(from, IdentifierKind::Import)?,
                RelationshipKind::Extends | RelationshipKind::Implements => self.find(
                    self.outside_of(from),
                    name,
                    qualifier,
                    IdentifierKind::TypeUsage,
                )?,
                _ => self.find(Some(from), name, qualifier, IdentifierKind::Call)?,
            };
            let Some(found) = found.filter(|found| found.definition.key != from) else {
                continue;
            };
            let refined = self.refined(edge, from, found.definition.kind);
            let kind = self.finder.world.key_or_new(refined.as_str())?;
            edges.push(Edge {
                seq: row.get::<_, i64>(0)? + RESOLVED_FROM,
                uid: row.get(1)?,
                from,
                to: found.definition.key,
                kind,
                line: row.get(6)?,
                confidence: found
                    .confidence
                    .min(row.get::<_, Option<f64>>(7)?.unwrap_or(1.0)),
            });
        }
        Ok(edges)
    }

    fn outside_of(&self, symbol: i64) -> Option<i64> {
        self.scope.definition(symbol)?.parent
    }

    fn edge_kind(&mut self, word: Word) -> rusqlite::Result<Option<RelationshipKind>> {
        let text = self.finder.world.word(word)?;
        Ok(RelationshipKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == &*text))
    }

    /// What the end tells about an edge: calling a class makes an instance, extending an interface
    /// implements it.
    fn refined(&self, edge: RelationshipKind, from: i64, to: SymbolKind) -> RelationshipKind {
        let from = self
            .scope
            .definition(from)
            .map(|definition| definition.kind);
        match edge {
            RelationshipKind::Calls
                if to.is_type()
                    || matches!(to, SymbolKind::Constructor | SymbolKind::EnumMember) =>
            {
                RelationshipKind::Instantiates
            }
            RelationshipKind::Extends
                if matches!(to, SymbolKind::Interface | SymbolKind::Trait) && from != Some(to) =>
            {
                RelationshipKind::Implements
            }
            edge => edge,
        }
    }

    /// Edges from methods to those of base types in other files that they replace.
    fn overriding_edges(&mut self) -> rusqlite::Result<Vec<Edge>> {
        let mut edges = Vec::new();
        let members: Vec<_> = self
            .scope
            .definitions
            .iter()
            .filter(|definition| {
                matches!(definition.kind, SymbolKind::Method | SymbolKind::Property)
                    && definition
                        .parent
                        .is_some_and(|parent| !self.scope.bases(parent).is_empty())
            })
            .cloned()
            .collect();
        for member in members {
            let Some(own) = member
                .parent
                .and_then(|parent| self.scope.definition(parent))
                .cloned()
            else {
                continue;
            };
            let base =
                self.finder
                    .inherited(&own, self.rules, member.name, IdentifierKind::Call)?;
            let Some(base) = base.filter(|base| {
                base.file != self.file
                    && (base.kind == SymbolKind::Property
                        || base.kind == SymbolKind::Method && member.kind == SymbolKind::Method)
            }) else {
                continue;
            };
            let kind = RelationshipKind::Overrides.as_str();
            let kind = self.finder.world.key_or_new(kind)?;
            edges.push(Edge {
                seq: OVERRIDES_FROM + member.seq,
                uid: override_id(&self.id_of(member.key)?.0, &self.id_of(base.key)?.0),
                from: member.key,
                to: base.key,
                kind,
                line: self.id_of(member.key)?.1,
                confidence: confidence::MEMBER,
            });
        }
        edges.sort_by_key(|edge| edge.seq);
        Ok(edges)
    }

    /// The id of a symbol, and its first line.
    fn id_of(&self, symbol: i64) -> rusqlite::Result<(String, i64)> {
        self.finder
            .world
            .connection
            .prepare_cached("SELECT uid, start_line FROM symbol_rows WHERE symbol_key = ?1")?
            .query_row([symbol], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

fn override_id(from: &str, to: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in ["overrides ", from, " ", to] {
        hasher.update(part.as_bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    id
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
