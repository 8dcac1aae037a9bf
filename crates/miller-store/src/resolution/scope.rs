//! What one file defines, imports and extends.

use std::rc::Rc;

use miller_schema::SymbolKind;
use rustc_hash::FxHashMap;

use super::families::Scheme;
use super::world::{Definition, FileIndex, Word, World};
use crate::layout::RESOLVED_FROM;

/// A name of another file, as an import or a list of base types spells it.
#[derive(Debug, Clone)]
pub(super) struct Elsewhere {
    pub name: Word,
    pub qualifier: Option<Rc<str>>,
}

/// A type that another one extends or implements, or that a value is an instance of.
#[derive(Debug, Clone)]
pub(super) enum Base {
    /// A symbol of the same file.
    Here(i64),
    Elsewhere(Elsewhere),
}

/// The definitions of a file, by name and by what they belong to.
#[derive(Debug, Default)]
pub(super) struct FileScope {
    pub definitions: Vec<Definition>,
    by_key: FxHashMap<i64, u32>,
    /// Places of definitions by the symbol that they belong to, 0 for the file, and by name.
    members: FxHashMap<(i64, Word), Vec<u32>>,
    /// What import symbols name, in the order of the source.
    imports: FxHashMap<i64, Vec<Elsewhere>>,
    /// Import symbols in the order of the source.
    pub import_order: Vec<i64>,
    bases: FxHashMap<i64, Vec<Base>>,
    /// What the values of symbols are instances of.
    types: FxHashMap<i64, Base>,
    /// What import and export symbols stand for, where the file itself says so.
    handed_on: FxHashMap<i64, i64>,
    /// What a module hands out without a name.
    pub default_export: Option<i64>,
    /// The symbol that stands for the file.
    pub file_symbol: Option<i64>,
}

impl FileScope {
    pub fn read(world: &mut World<'_>, file: FileIndex) -> rusqlite::Result<FileScope> {
        let mut scope = FileScope::default();
        scope.read_definitions(world, file)?;
        scope.read_edges(world, file)?;
        let scheme = world.file(file).rules.map(|rules| rules.scheme);
        if scheme == Some(Scheme::EcmaScript) {
            scope.read_exports(world, file)?;
        }
        Ok(scope)
    }

    fn read_definitions(&mut self, world: &mut World<'_>, file: FileIndex) -> rusqlite::Result<()> {
        let connection = world.connection;
        let id = world.file(file).id;
        let file_is_module = world.file(file).rules.is_some_and(|rules| {
            matches!(
                rules.scheme,
                Scheme::Python | Scheme::EcmaScript | Scheme::Go | Scheme::Rust
            )
        });
        let mut statement = connection.prepare_cached(
            "SELECT symbol_key, seq, name_id, kind_id, parent_key, qualified_name, \
               coalesce(x.language_id, f.language_id) \
             FROM symbol_rows AS x JOIN file_rows AS f ON f.file_id = x.file_id \
             WHERE x.file_id = ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            let Some(kind) = world.kind(row.get(3)?) else {
                continue;
            };
            let definition = Definition {
                key: row.get(0)?,
                file,
                seq: row.get(1)?,
                name: row.get(2)?,
                kind,
                parent: row.get(4)?,
                qualified: Rc::from(row.get_ref(5)?.as_str()?),
                family: world.family_of(row.get(6)?)?,
            };
            let is_first = self.definitions.is_empty() && definition.parent.is_none();
            if is_first && file_is_module && kind == SymbolKind::Module {
                self.file_symbol = Some(definition.key);
            }
            let place = self.definitions.len() as u32;
            let parent = definition
                .parent
                .filter(|key| Some(*key) != self.file_symbol);
            self.by_key.insert(definition.key, place);
            // A file is no member of itself.
            if Some(definition.key) != self.file_symbol {
                self.members
                    .entry((parent.unwrap_or(0), definition.name))
                    .or_default()
                    .push(place);
            }
            self.definitions.push(definition);
        }
        Ok(())
    }

    fn read_edges(&mut self, world: &mut World<'_>, file: FileIndex) -> rusqlite::Result<()> {
        let connection = world.connection;
        let id = world.file(file).id;
        let mut pending = connection.prepare_cached(
            "SELECT from_key, to_name_id, to_qualifier_id, kind.word \
             FROM pending_relationship_rows AS x JOIN words AS kind ON kind.word_id = x.kind_id \
             WHERE x.file_id = ?1 AND kind.word IN ('imports', 'extends', 'implements', 'has_type') ORDER BY seq",
        )?;
        let mut rows = pending.query([id])?;
        while let Some(row) = rows.next()? {
            let from: i64 = row.get(0)?;
            let qualifier: Option<Word> = row.get(2)?;
            let end = Elsewhere {
                name: row.get(1)?,
                qualifier: qualifier.map(|key| world.word(key)).transpose()?,
            };
            match row.get_ref(3)?.as_str()? {
                "imports" => {
                    let ends = self.imports.entry(from).or_default();
                    if ends.is_empty() {
                        self.import_order.push(from);
                    }
                    ends.push(end);
                }
                "has_type" => {
                    self.types.insert(from, Base::Elsewhere(end));
                }
                _ => {
                    let bases = self.bases.entry(from).or_default();
                    bases.push(Base::Elsewhere(end));
                }
            }
        }
        let mut edges = connection.prepare_cached(
            "SELECT from_key, to_key, kind.word FROM relationship_rows AS x \
             JOIN words AS kind ON kind.word_id = x.kind_id \
             WHERE x.file_id = ?1 AND x.seq < ?2 \
               AND kind.word IN ('imports', 'extends', 'implements', 'has_type') ORDER BY seq",
        )?;
        let mut rows = edges.query([id, RESOLVED_FROM])?;
        while let Some(row) = rows.next()? {
            let (from, to): (i64, i64) = (row.get(0)?, row.get(1)?);
            match row.get_ref(2)?.as_str()? {
                "imports" => {
                    self.handed_on.insert(from, to);
                }
                "has_type" => {
                    self.types.insert(from, Base::Here(to));
                }
                _ => self.bases.entry(from).or_default().push(Base::Here(to)),
            }
        }
        Ok(())
    }

    /// What `export { name as other }`, `export default name` and `exports.other = name` hand out: the use
    /// of a name that stands in the export decides.
    fn read_exports(&mut self, world: &World<'_>, file: FileIndex) -> rusqlite::Result<()> {
        let id = world.file(file).id;
        let mut inside = world.connection.prepare_cached(
            "SELECT CASE WHEN resolved_confidence IS NULL THEN target_key ELSE own_target_key END \
             FROM symbol_rows AS s JOIN identifier_rows AS i ON i.file_id = s.file_id \
               AND i.start_byte >= s.start_byte AND i.start_byte + i.length <= s.end_byte \
             WHERE s.symbol_key = ?1 AND i.kind_id <> (SELECT word_id FROM words WHERE word = 'import') \
             ORDER BY i.seq DESC LIMIT 1",
        )?;
        for definition in &self.definitions {
            if definition.kind == SymbolKind::Export && !self.imports.contains_key(&definition.key)
            {
                let mut rows = inside.query([definition.key])?;
                if let Some(row) = rows.next()?
                    && let Some(target) = row.get(0)?
                {
                    self.handed_on.insert(definition.key, target);
                }
            }
        }
        let mut default = world.connection.prepare_cached(
            "SELECT symbol_key FROM symbol_rows \
             WHERE file_id = ?1 AND signature LIKE 'export default %' ORDER BY seq LIMIT 1",
        )?;
        let mut rows = default.query([id])?;
        self.default_export = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(())
    }

    /// The definition that an import or export symbol stands for, where the file itself says so.
    pub fn handed_on(&self, symbol: i64) -> Option<&Definition> {
        self.definition(*self.handed_on.get(&symbol)?)
    }

    /// How many definitions there are, for the count of what is kept in memory.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    pub fn definition(&self, key: i64) -> Option<&Definition> {
        let place = self.by_key.get(&key)?;
        Some(&self.definitions[*place as usize])
    }

    /// The definitions of a name that belong to a symbol, or to the file.
    pub fn members(&self, of: Option<i64>, name: Word) -> impl Iterator<Item = &Definition> {
        let of = of.filter(|key| Some(*key) != self.file_symbol).unwrap_or(0);
        self.members
            .get(&(of, name))
            .into_iter()
            .flatten()
            .map(|place| &self.definitions[*place as usize])
    }

    /// What an import symbol names.
    pub fn imported(&self, symbol: i64) -> &[Elsewhere] {
        self.imports.get(&symbol).map_or(&[], Vec::as_slice)
    }

    pub fn bases(&self, of: i64) -> &[Base] {
        self.bases.get(&of).map_or(&[], Vec::as_slice)
    }

    /// What the value of a symbol is an instance of.
    pub fn type_of(&self, symbol: i64) -> Option<&Base> {
        self.types.get(&symbol)
    }

    /// The symbols around one, from itself outwards.
    pub fn around(&self, symbol: Option<i64>) -> impl Iterator<Item = &Definition> {
        let mut next = symbol;
        let mut steps = 0;
        std::iter::from_fn(move || {
            steps += 1;
            let definition = self.definition(next.filter(|_| steps < 256)?)?;
            next = definition.parent;
            Some(definition)
        })
    }

    /// The innermost type around a symbol, itself included.
    pub fn type_around(&self, symbol: Option<i64>) -> Option<&Definition> {
        self.around(symbol)
            .find(|definition| definition.kind.is_type())
    }
}
