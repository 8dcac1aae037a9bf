//! The edges of a file that lead to others.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use rusqlite::params;

use super::dependencies;
use super::meaning::confidence;
use super::pass::OfFile;
use super::world::Word;
use crate::layout::RESOLVED_FROM;

/// Numbers of edges from a method to the one that it overrides in another file.
const OVERRIDES_FROM: i64 = RESOLVED_FROM * 2;

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

impl OfFile<'_, '_> {
    pub(super) fn resolve_edges(&mut self, id: i64) -> rusqlite::Result<u64> {
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
                RelationshipKind::Extends
                | RelationshipKind::Implements
                | RelationshipKind::HasType => self.find(
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
            // What a function gives is not known.
            if edge == RelationshipKind::HasType && !found.definition.kind.is_type() {
                continue;
            }
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
            if self.used.insert(member.name) {
                let text = self.finder.world.word(member.name)?;
                self.finder.keys.push(dependencies::name(&text));
            }
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
