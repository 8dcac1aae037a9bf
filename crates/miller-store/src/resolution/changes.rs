//! Which files are to be resolved: those whose rows are new, and those whose answers may differ because of
//! what others define, import or extend now.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};

use super::dependencies::{self, Key};
use super::families::{Family, rules_of};
use super::modules::is_manifest;
use super::world::{FileIndex, MOST_DEFINITIONS, World, folder_of};
use super::{VERSION_KEY, version};

/// Whether the rows were resolved by other rules, or by none.
pub(super) fn by_other_rules(connection: &Connection) -> rusqlite::Result<bool> {
    let recorded: Option<String> = connection
        .prepare_cached("SELECT value FROM state WHERE key = ?1")?
        .query_row([VERSION_KEY], |row| row.get(0))
        .optional()?;
    Ok(recorded.as_deref() != Some(version()))
}

/// Notes that all files are resolved.
pub(super) fn note_resolved(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE file_rows SET resolved = 1 WHERE resolved = 0", [])?;
    connection.execute("DELETE FROM former_facts", [])?;
    connection.execute(
        "INSERT INTO state(key, value) VALUES (?1, ?2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![VERSION_KEY, version()],
    )?;
    Ok(())
}

/// A name and what stands in front of it in qualified names; both are empty for what concerns all names.
type Named = (String, String);

/// What other files could know of a file, sorted.
type Facts = BTreeMap<Named, Vec<String>>;

/// The files to resolve, in the order of their paths.
pub(super) fn files_to_resolve(world: &mut World<'_>) -> rusqlite::Result<Vec<FileIndex>> {
    let connection = world.connection;
    let all = world.files.len() as FileIndex;
    if by_other_rules(connection)? {
        return Ok((0..all).collect());
    }
    let mut due = BTreeSet::new();
    let mut waiting = connection.prepare("SELECT file_id FROM file_rows WHERE resolved = 0")?;
    for id in waiting.query_map([], |row| row.get(0))? {
        due.extend(world.index_of(id?));
    }
    // Then looking for those that need not be looked at costs more than looking at them.
    if due.len() * 3 > world.files.len() {
        return Ok((0..all).collect());
    }
    let former = former_facts(connection)?;
    let mut paths: BTreeSet<String> = former.keys().cloned().collect();
    paths.extend(due.iter().map(|file| world.file(*file).path.to_string()));
    if paths.iter().any(|path| is_manifest(path)) {
        return Ok((0..all).collect());
    }
    let mut affected = Affected::default();
    let changed: FxHashSet<FileIndex> = due.iter().copied().collect();
    for path in &paths {
        let now = match world.at_path(path) {
            Some(file) => facts(connection, world.file(file).id)?,
            None => Facts::new(),
        };
        let before = former.get(path);
        let language = language_of(connection, path)?;
        // A path that has become source, or that of another language, is as good as new.
        if before.map(|before| &before.language) != language.as_ref() {
            affected.note_path(path);
        }
        let nothing = Facts::new();
        affected.compare(path, before.map_or(&nothing, |before| &before.facts), &now);
    }
    affected.read(world, &changed)?;
    due.extend(affected.files);
    Ok(due.into_iter().collect())
}

/// A file as the last pass saw it.
#[derive(Debug, Default)]
struct Former {
    language: String,
    facts: Facts,
}

fn language_of(connection: &Connection, path: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT word FROM file_rows JOIN words ON word_id = language_id WHERE path = ?1",
        )?
        .query_row([path], |row| row.get(0))
        .optional()
}

fn former_facts(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Former>> {
    let mut statement = connection.prepare("SELECT path, name, prefix, fact FROM former_facts")?;
    let mut rows = statement.query([])?;
    let mut found: BTreeMap<String, Former> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let former = found.entry(row.get(0)?).or_default();
        let fact: String = row.get(3)?;
        // A row without a fact says that the file was there, and in which language.
        if fact.is_empty() {
            former.language = row.get(2)?;
        } else {
            let facts = former.facts.entry((row.get(1)?, row.get(2)?));
            facts.or_default().push(fact);
        }
    }
    let facts = found.values_mut().map(|former| &mut former.facts);
    for facts in facts.flat_map(BTreeMap::values_mut) {
        facts.sort_unstable();
    }
    Ok(found)
}

fn facts(connection: &Connection, file_id: i64) -> rusqlite::Result<Facts> {
    let mut statement =
        connection.prepare_cached("SELECT name, prefix, fact FROM facts WHERE file_id = ?1")?;
    let mut rows = statement.query([file_id])?;
    let mut found = Facts::new();
    while let Some(row) = rows.next()? {
        found
            .entry((row.get(0)?, row.get(1)?))
            .or_default()
            .push(row.get(2)?);
    }
    for facts in found.values_mut() {
        facts.sort_unstable();
    }
    Ok(found)
}

/// How many definitions a name has lost and won in the files that have changed.
#[derive(Debug, Default)]
struct Balance {
    before: i64,
    after: i64,
    /// The languages of all of them.
    families: FxHashSet<Family>,
}

/// What has changed, and the files that it concerns.
#[derive(Debug, Default)]
struct Affected {
    /// Whoever has looked into one of these is concerned, whatever name it looked for.
    keys: BTreeSet<Key>,
    /// The same for those who have asked what a file hands out under another name.
    whole: BTreeSet<Key>,
    /// Whoever has looked for the name in one of these is concerned: keys, and the paths of files.
    names: BTreeMap<String, (BTreeSet<Key>, BTreeSet<String>)>,
    /// The paths of files whose includes have changed.
    including: BTreeSet<String>,
    balances: BTreeMap<String, Balance>,
    files: BTreeSet<FileIndex>,
}

impl Affected {
    /// A file has come or gone.
    fn note_path(&mut self, path: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.keys.insert(dependencies::path(path));
        self.keys.insert(dependencies::module(path));
        self.keys.insert(dependencies::base_name(name));
        // Folders come and go with their files.
        let mut folder = folder_of(path);
        while !folder.is_empty() {
            self.keys.insert(dependencies::path(folder));
            folder = folder_of(folder);
        }
    }

    fn compare(&mut self, path: &str, former: &Facts, now: &Facts) {
        let names: BTreeSet<&Named> = former.keys().chain(now.keys()).collect();
        for named in names {
            let (before, after) = (former.get(named), now.get(named));
            if before == after {
                continue;
            }
            let (name, prefix) = named;
            self.whole.insert(dependencies::whole_file(path));
            if name.is_empty() {
                self.keys.insert(dependencies::file(path));
                self.including.insert(path.to_owned());
                continue;
            }
            let definitions = |facts: Option<&Vec<String>>| {
                let facts = facts.into_iter().flatten();
                facts
                    .map(|fact| i64::from(fact.starts_with("s ")))
                    .sum::<i64>()
            };
            let balance = self.balances.entry(name.clone()).or_default();
            balance.before += definitions(before);
            balance.after += definitions(after);
            let facts = before.into_iter().chain(after).flatten();
            balance
                .families
                .extend(facts.filter_map(|fact| family_of(fact)));
            // An import may be an include, which has a name of its own.
            if name.contains(['.', '/']) {
                self.including.insert(path.to_owned());
            }
            let (keys, paths) = self.names.entry(name.clone()).or_default();
            keys.extend([
                dependencies::folder(folder_of(path)),
                dependencies::prefix(prefix),
            ]);
            paths.insert(path.to_owned());
        }
    }

    fn read(
        &mut self,
        world: &mut World<'_>,
        changed: &FxHashSet<FileIndex>,
    ) -> rusqlite::Result<()> {
        let connection = world.connection;
        let mut looked = connection.prepare_cached("SELECT file_id FROM lookups WHERE key = ?1")?;
        let mut with_key = |world: &World<'_>, key: Key| -> rusqlite::Result<Vec<FileIndex>> {
            let ids: Vec<i64> = looked
                .query_map([key], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids
                .into_iter()
                .filter_map(|id| world.index_of(id))
                .collect())
        };
        for key in &self.keys {
            for file in with_key(world, *key)? {
                self.files.insert(file);
                self.including.insert(world.file(file).path.to_string());
            }
        }
        for key in &self.whole {
            self.files.extend(with_key(world, *key)?);
        }
        // Who includes a file, or imports everything of it, sees what that one sees.
        let mut queue: Vec<String> = self.including.iter().cloned().collect();
        while let Some(path) = queue.pop() {
            self.files
                .extend(with_key(world, dependencies::file(&path))?);
            for file in with_key(world, dependencies::included(&path))? {
                self.files.insert(file);
                let path = world.file(file).path.to_string();
                if self.including.insert(path.clone()) {
                    queue.push(path);
                }
            }
        }
        for (name, (containers, paths)) in &self.names {
            let users = users(world, name, &mut with_key)?;
            if users.is_empty() {
                continue;
            }
            if self.may_be_unique(world, name, changed)? {
                self.files.extend(users);
                continue;
            }
            let mut keys: Vec<Key> = containers.iter().copied().collect();
            let mut through = paths.clone();
            let mut queue: Vec<String> = paths.iter().cloned().collect();
            while let Some(path) = queue.pop() {
                keys.push(dependencies::file(&path));
                for file in with_key(world, dependencies::included(&path))? {
                    let path = world.file(file).path.to_string();
                    if through.insert(path.clone()) {
                        queue.push(path);
                    }
                }
            }
            for key in keys {
                let into = with_key(world, key)?;
                self.files
                    .extend(into.into_iter().filter(|file| users.contains(file)));
            }
        }
        Ok(())
    }

    /// Whether the name alone may say what is meant, or may have said so before.
    fn may_be_unique(
        &self,
        world: &mut World<'_>,
        name: &str,
        changed: &FxHashSet<FileIndex>,
    ) -> rusqlite::Result<bool> {
        let Some(word) = world.key_of(name)? else {
            return Ok(true);
        };
        let now: i64 = world
            .connection
            .prepare_cached("SELECT count(*) FROM symbol_rows WHERE name_id = ?1")?
            .query_row([word], |row| row.get(0))?;
        let balance = self.balances.get(name);
        let before = now + balance.map_or(0, |balance| balance.before - balance.after);
        if now.min(before) > i64::from(MOST_DEFINITIONS) {
            return Ok(false);
        }
        if now.max(before) > i64::from(MOST_DEFINITIONS) {
            return Ok(true);
        }
        let Some(named) = world.named(word)? else {
            return Ok(true);
        };
        let mut groups: FxHashMap<Family, FxHashSet<(FileIndex, &str)>> = FxHashMap::default();
        for definition in named.iter() {
            match definition.family {
                Some(Family::C) => return Ok(true),
                Some(family) if !changed.contains(&definition.file) => {
                    groups
                        .entry(family)
                        .or_default()
                        .insert((definition.file, &definition.qualified));
                }
                _ => {}
            }
        }
        Ok(balance.is_none_or(|balance| {
            let mut families = balance.families.iter();
            families.any(|family| groups.get(family).is_none_or(|groups| groups.len() < 2))
        }))
    }
}

/// The family of the language of a symbol, which stands in its fact behind its id.
fn family_of(fact: &str) -> Option<Family> {
    let language = fact.strip_prefix("s ")?.split(' ').nth(1)?;
    rules_of(language).map(|rules| rules.family)
}

/// The files that use a name, or have looked for it on the way to something else.
fn users(
    world: &World<'_>,
    name: &str,
    with_key: &mut impl FnMut(&World<'_>, Key) -> rusqlite::Result<Vec<FileIndex>>,
) -> rusqlite::Result<FxHashSet<FileIndex>> {
    let mut statement = world.connection.prepare_cached(
        "SELECT DISTINCT file_id FROM identifier_rows \
         WHERE name_id = (SELECT word_id FROM words WHERE word = ?1)",
    )?;
    let ids: Vec<i64> = statement
        .query_map([name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut found: FxHashSet<FileIndex> = ids
        .into_iter()
        .filter_map(|id| world.index_of(id))
        .collect();
    found.extend(with_key(world, dependencies::name(name))?);
    Ok(found)
}
