//! The rows that names are resolved by, read from the store as they are needed.

use std::rc::Rc;

use miller_schema::SymbolKind;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

use super::families::{Family, Rules, rules_of};
use super::scope::FileScope;

/// Definitions that are kept in memory, in scopes and by name together; beyond, they are forgotten and
/// read again: some 100 bytes each.
const KEPT_DEFINITIONS: usize = 600_000;

/// Names and their keys that are kept in memory.
const KEPT_WORDS: usize = 400_000;

/// A name with more definitions means nothing by itself.
pub(super) const MOST_DEFINITIONS: u32 = 400;

/// A file, by its place in the order of paths.
pub(super) type FileIndex = u32;

/// A word of the store, by its key.
pub(super) type Word = i64;

#[derive(Debug)]
pub(super) struct FileEntry {
    pub id: i64,
    pub path: Rc<str>,
    pub rules: Option<&'static Rules>,
}

/// A definition.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub key: i64,
    pub file: FileIndex,
    pub seq: i64,
    pub name: Word,
    pub kind: SymbolKind,
    pub parent: Option<i64>,
    pub qualified: Rc<str>,
    pub family: Option<Family>,
}

/// All files, and what has been read of them.
pub(super) struct World<'c> {
    pub connection: &'c Connection,
    pub files: Vec<FileEntry>,
    by_id: FxHashMap<i64, FileIndex>,
    by_path: FxHashMap<Rc<str>, FileIndex>,
    /// The folders that hold files, at any depth.
    folders: FxHashSet<Rc<str>>,
    /// The files of each name.
    base_names: FxHashMap<Rc<str>, Vec<FileIndex>>,
    kinds: FxHashMap<Word, SymbolKind>,
    families: FxHashMap<Word, Option<Family>>,
    words: FxHashMap<Word, Rc<str>>,
    keys: FxHashMap<Rc<str>, Option<Word>>,
    scopes: FxHashMap<FileIndex, Rc<FileScope>>,
    named: FxHashMap<Word, Option<Rc<[Definition]>>>,
    kept: usize,
}

/// The folder of a path, empty at the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path below a folder.
pub(super) fn below(folder: &str, rest: &str) -> String {
    match (folder, rest) {
        ("", rest) => rest.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, rest) => format!("{folder}/{rest}"),
    }
}

impl<'c> World<'c> {
    pub fn new(connection: &'c Connection) -> rusqlite::Result<World<'c>> {
        let mut world = World {
            connection,
            files: Vec::new(),
            by_id: FxHashMap::default(),
            by_path: FxHashMap::default(),
            folders: FxHashSet::default(),
            base_names: FxHashMap::default(),
            kinds: FxHashMap::default(),
            families: FxHashMap::default(),
            words: FxHashMap::default(),
            keys: FxHashMap::default(),
            scopes: FxHashMap::default(),
            named: FxHashMap::default(),
            kept: 0,
        };
        for kind in SymbolKind::ALL {
            if let Some(word) = world.key_of(kind.as_str())? {
                world.kinds.insert(word, *kind);
            }
        }
        world.read_files()?;
        Ok(world)
    }

    fn read_files(&mut self) -> rusqlite::Result<()> {
        let mut statement = self
            .connection
            .prepare("SELECT file_id, path, language_id FROM file_rows ORDER BY path")?;
        let mut rows = statement.query([])?;
        let mut rules: FxHashMap<Word, Option<&'static Rules>> = FxHashMap::default();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let path: Rc<str> = Rc::from(row.get_ref(1)?.as_str()?);
            let language: Word = row.get(2)?;
            let rules = if let Some(rules) = rules.get(&language) {
                *rules
            } else {
                let found = rules_of(&self.word(language)?);
                rules.insert(language, found);
                found
            };
            let index = self.files.len() as FileIndex;
            self.by_id.insert(id, index);
            self.by_path.insert(path.clone(), index);
            let base_name = path.rsplit('/').next().unwrap_or(&path);
            self.base_names
                .entry(base_name.into())
                .or_default()
                .push(index);
            let mut folder = folder_of(&path);
            while self.folders.insert(folder.into()) && !folder.is_empty() {
                folder = folder_of(folder);
            }
            self.files.push(FileEntry { id, path, rules });
        }
        Ok(())
    }

    pub fn file(&self, index: FileIndex) -> &FileEntry {
        &self.files[index as usize]
    }

    pub fn index_of(&self, file_id: i64) -> Option<FileIndex> {
        self.by_id.get(&file_id).copied()
    }

    pub fn at_path(&self, path: &str) -> Option<FileIndex> {
        self.by_path.get(path).copied()
    }

    pub fn has_folder(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// The files of a name, in the order of their paths.
    pub fn of_base_name(&self, name: &str) -> &[FileIndex] {
        self.base_names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The content of a file.
    pub fn content(&self, file: FileIndex) -> rusqlite::Result<String> {
        let content = self
            .connection
            .prepare_cached("SELECT content FROM contents WHERE file_id = ?1")?
            .query_row([self.file(file).id], |row| row.get(0))
            .optional()?;
        Ok(content.unwrap_or_default())
    }

    pub fn word(&mut self, key: Word) -> rusqlite::Result<Rc<str>> {
        if let Some(word) = self.words.get(&key) {
            return Ok(word.clone());
        }
        let word: Rc<str> = self
            .connection
            .prepare_cached("SELECT word FROM words WHERE word_id = ?1")?
            .query_row([key], |row| Ok(Rc::from(row.get_ref(0)?.as_str()?)))?;
        if self.words.len() >= KEPT_WORDS {
            self.words.clear();
        }
        self.words.insert(key, word.clone());
        Ok(word)
    }

    /// The key of a word; `None` where the store has no such word.
    pub fn key_of(&mut self, word: &str) -> rusqlite::Result<Option<Word>> {
        if let Some(key) = self.keys.get(word) {
            return Ok(*key);
        }
        let key = self
            .connection
            .prepare_cached("SELECT word_id FROM words WHERE word = ?1")?
            .query_row([word], |row| row.get(0))
            .optional()?;
        if self.keys.len() >= KEPT_WORDS {
            self.keys.clear();
        }
        self.keys.insert(word.into(), key);
        Ok(key)
    }

    /// The key of a word, which is stored if it is new.
    pub fn key_or_new(&mut self, word: &str) -> rusqlite::Result<Word> {
        if let Some(key) = self.key_of(word)? {
            return Ok(key);
        }
        let key = self
            .connection
            .prepare_cached("INSERT INTO words(word) VALUES (?1)")?
            .insert([word])?;
        self.keys.insert(word.into(), Some(key));
        Ok(key)
    }

    pub fn kind(&self, word: Word) -> Option<SymbolKind> {
        self.kinds.get(&word).copied()
    }

    pub fn family_of(&mut self, language: Word) -> rusqlite::Result<Option<Family>> {
        if let Some(family) = self.families.get(&language) {
            return Ok(*family);
        }
        let family = rules_of(&self.word(language)?).map(|rules| rules.family);
        self.families.insert(language, family);
        Ok(family)
    }

    /// What a file defines and imports.
    pub fn scope(&mut self, file: FileIndex) -> rusqlite::Result<Rc<FileScope>> {
        if let Some(scope) = self.scopes.get(&file) {
            return Ok(scope.clone());
        }
        let scope = Rc::new(FileScope::read(self, file)?);
        self.make_room(scope.len());
        self.scopes.insert(file, scope.clone());
        Ok(scope)
    }

    /// The definitions of a name in all files, imports left out, in the order of files and positions;
    /// `None` where there are too many to mean anything.
    pub fn named(&mut self, name: Word) -> rusqlite::Result<Option<Rc<[Definition]>>> {
        if let Some(found) = self.named.get(&name) {
            return Ok(found.clone());
        }
        let mut definitions = Vec::new();
        let connection = self.connection;
        let mut statement = connection.prepare_cached(
            "SELECT symbol_key, x.file_id, seq, kind_id, parent_key, qualified_name, \
               coalesce(x.language_id, f.language_id) \
             FROM symbol_rows AS x JOIN file_rows AS f ON f.file_id = x.file_id \
             WHERE name_id = ?1 LIMIT ?2",
        )?;
        let mut rows = statement.query(params![name, MOST_DEFINITIONS + 1])?;
        let mut count = 0_usize;
        while let Some(row) = rows.next()? {
            count += 1;
            let kind = self.kind(row.get(3)?);
            let file = self.index_of(row.get(1)?);
            let (Some(kind), Some(file)) = (kind, file) else {
                continue;
            };
            if matches!(kind, SymbolKind::Import | SymbolKind::Export) {
                continue;
            }
            definitions.push(Definition {
                key: row.get(0)?,
                file,
                seq: row.get(2)?,
                name,
                kind,
                parent: row.get(4)?,
                qualified: Rc::from(row.get_ref(5)?.as_str()?),
                family: self.family_of(row.get(6)?)?,
            });
        }
        definitions.sort_unstable_by_key(|definition| (definition.file, definition.seq));
        let found = (count <= MOST_DEFINITIONS as usize).then(|| Rc::from(definitions));
        self.make_room(count);
        self.named.insert(name, found.clone());
        Ok(found)
    }

    fn make_room(&mut self, coming: usize) {
        self.kept += coming + 1;
        if self.kept > KEPT_DEFINITIONS {
            self.scopes.clear();
            self.named.clear();
            self.kept = coming + 1;
        }
    }
}
