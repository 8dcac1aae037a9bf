//! What a name means outside of its file.
//!
//! Every answer is a function of what was extracted and of nothing else: no answer of an earlier pass is
//! read. So the order of files, and what was known before, cannot change it. What an answer depends on
//! is noted beside it, as keys ([`super::dependencies`]).

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::dependencies::{self, Key};
use super::families::{Family, Rules, Scheme, is_function_of_c, library_names};
use super::fit::fits;
use super::modules::Manifests;
use super::scope::{Base, Elsewhere, FileScope};
use super::world::{Definition, FileIndex, Word, World, folder_of};

/// How sure a target is, by what has decided it.
pub(super) mod confidence {
    /// An import or a path names it.
    pub const NAMED: f64 = 0.95;
    /// It is a member of a type, own or inherited, that is known.
    pub const MEMBER: f64 = 0.9;
    /// It is known without a name in front of it: the same package or namespace, an included file, an
    /// import of everything.
    pub const IN_REACH: f64 = 0.85;
    /// It is the only definition of its name.
    pub const UNIQUE: f64 = 0.5;
}

/// Steps from import to import, from type to base type and so on; circles end here.
const DEPTH: u32 = 12;

/// Base types that are looked at.
const BASES: usize = 64;

/// Answers that are remembered.
const REMEMBERED: usize = 300_000;

pub(super) type Answer<T> = rusqlite::Result<Option<T>>;

/// What a path leads to.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Symbol(Definition),
    File(FileIndex),
    /// A folder that is a package.
    Folder(Rc<str>),
}

/// A definition, and how sure that is.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub definition: Definition,
    pub confidence: f64,
}

/// A use of a name.
#[derive(Debug, Clone)]
pub(super) struct Use<'u> {
    pub file: FileIndex,
    pub rules: &'static Rules,
    /// The symbol that it stands in.
    pub containing: Option<i64>,
    pub name: Word,
    pub qualifier: Option<&'u str>,
    pub kind: IdentifierKind,
}

type Remembered<K, V> = FxHashMap<K, (Option<V>, Rc<[Key]>)>;

/// Finds what names mean.
pub(super) struct Finder<'c> {
    pub world: World<'c>,
    pub(super) manifests: Manifests,
    /// What has been looked into since the last [`Finder::take_keys`].
    pub(super) keys: Vec<Key>,
    depth: u32,
    /// What the imports of the file name that was looked at last.
    import_paths: Option<(FileIndex, FxHashSet<String>)>,
    of_files: Remembered<(FileIndex, Word, IdentifierKind, u32), Meaning>,
    bases: Remembered<(i64, u32), Rc<[Definition]>>,
    pub(super) modules: Remembered<(FileIndex, Rc<str>), Meaning>,
}

impl<'c> Finder<'c> {
    pub fn new(world: World<'c>) -> Finder<'c> {
        Finder {
            world,
            manifests: Manifests::default(),
            keys: Vec::new(),
            depth: 0,
            import_paths: None,
            of_files: FxHashMap::default(),
            bases: FxHashMap::default(),
            modules: FxHashMap::default(),
        }
    }

    /// The keys of what has been looked into, each once.
    pub fn take_keys(&mut self) -> Vec<Key> {
        self.keys.sort_unstable();
        self.keys.dedup();
        std::mem::take(&mut self.keys)
    }

    /// What a use means that its file leaves open.
    pub fn find(&mut self, what: &Use<'_>) -> Answer<Found> {
        match what.qualifier {
            None => self.free(what),
            Some("=") => Ok(None),
            Some("") => self.unique(what, true),
            Some(path) => self.qualified(what, path),
        }
    }

    /// What an import symbol of a file names.
    pub fn imported(
        &mut self,
        file: FileIndex,
        scope: &FileScope,
        symbol: i64,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        for end in scope.imported(symbol) {
            if let Some(found) = self.elsewhere(file, Some(symbol), end, kind)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The definition that a meaning comes to: a file is the symbol that stands for it, in languages
    /// that say so.
    pub fn definition_of(&mut self, meaning: Meaning, rules: &Rules) -> Answer<Definition> {
        match meaning {
            Meaning::Symbol(definition) => Ok(Some(definition)),
            Meaning::File(file) if matches!(rules.scheme, Scheme::Python | Scheme::Rust) => {
                let scope = self.world.scope(file)?;
                self.keys
                    .push(dependencies::file(&self.world.file(file).path));
                Ok(scope
                    .file_symbol
                    .and_then(|key| scope.definition(key))
                    .cloned())
            }
            Meaning::File(_) | Meaning::Folder(_) => Ok(None),
        }
    }

    /// What an import, or the name of a base type, leads to.
    pub fn elsewhere(
        &mut self,
        file: FileIndex,
        containing: Option<i64>,
        end: &Elsewhere,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        let Some(rules) = self.world.file(file).rules else {
            return Ok(None);
        };
        if self.depth >= DEPTH {
            return Ok(None);
        }
        self.depth += 1;
        let found = self.elsewhere_below(file, rules, containing, end, kind);
        self.depth -= 1;
        found
    }

    fn elsewhere_below(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        containing: Option<i64>,
        end: &Elsewhere,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        let name = self.world.word(end.name)?;
        self.keys.push(dependencies::name(&name));
        let is_import = kind == IdentifierKind::Import;
        match &end.qualifier {
            Some(path) => {
                if let Some(found) = self.in_namespace(file, rules, path, end.name, kind)? {
                    return Ok(Some(Meaning::Symbol(found)));
                }
                if let Some(container) = self.container(file, rules, containing, path)? {
                    return self.member(&container, rules, end.name, kind);
                }
                Ok(None)
            }
            None if is_import || self.is_import(file, containing)? => {
                self.module(file, rules, containing, &name)
            }
            None => {
                let what = Use {
                    file,
                    rules,
                    containing,
                    name: end.name,
                    qualifier: None,
                    kind,
                };
                let found = self.free(&what)?;
                Ok(found.map(|found| Meaning::Symbol(found.definition)))
            }
        }
    }

    /// A name behind the path of a namespace, where namespaces are the same in all files.
    fn in_namespace(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        path: &str,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        if rules.scheme != Scheme::Namespaces || rules.self_names.contains(&path) {
            return Ok(None);
        }
        let name = self.world.word(name)?;
        self.qualified_name(
            file,
            rules,
            &format!("{path}{}{name}", rules.separator),
            kind,
        )
    }

    fn is_import(&mut self, file: FileIndex, symbol: Option<i64>) -> rusqlite::Result<bool> {
        let scope = self.world.scope(file)?;
        let definition = symbol.and_then(|symbol| scope.definition(symbol));
        Ok(definition.is_some_and(|definition| {
            matches!(definition.kind, SymbolKind::Import | SymbolKind::Export)
        }))
    }

    /// A use with a path in front of it.
    fn qualified(&mut self, what: &Use<'_>, path: &str) -> Answer<Found> {
        let rules = what.rules;
        let found = |meaning: Meaning, confidence| match meaning {
            Meaning::Symbol(definition) => Some(Found {
                definition,
                confidence,
            }),
            Meaning::File(_) | Meaning::Folder(_) => None,
        };
        let folded = path.to_lowercase();
        if rules.super_names.contains(&folded.as_str()) {
            let scope = self.world.scope(what.file)?;
            let Some(own) = scope.type_around(what.containing).cloned() else {
                return Ok(None);
            };
            let inherited = self.inherited(&own, rules, what.name, what.kind)?;
            return Ok(inherited.map(|definition| Found {
                definition,
                confidence: confidence::MEMBER,
            }));
        }
        if let Some(definition) = self.in_namespace(what.file, rules, path, what.name, what.kind)? {
            return Ok(Some(Found {
                definition,
                confidence: confidence::NAMED,
            }));
        }
        let first = path.split(rules.separator).next().unwrap_or(path);
        let through_self = rules.self_names.contains(&first)
            && !(rules.scheme == Scheme::Rust && path.starts_with("self::"));
        if let Some(container) = self.container(what.file, rules, what.containing, path)? {
            let certain = if through_self {
                confidence::MEMBER
            } else {
                confidence::NAMED
            };
            if let Some(meaning) = self.member(&container, rules, what.name, what.kind)? {
                if let Meaning::File(_) = meaning {
                    let definition = self.definition_of(meaning, rules)?;
                    return Ok(definition.map(|definition| Found {
                        definition,
                        confidence: certain,
                    }));
                }
                return Ok(found(meaning, certain));
            }
            // A member that its type does not have comes from elsewhere.
            let is_value = matches!(&container, Meaning::Symbol(definition)
                if !definition.kind.has_members());
            return if is_value {
                self.unique(what, true)
            } else {
                Ok(None)
            };
        }
        if self.starts_with_import(what.file, rules, path)? {
            return Ok(None);
        }
        // The member of a type that nothing else is known of.
        let is_type = first.chars().next().is_some_and(char::is_uppercase) && !through_self;
        if is_type || path.contains(rules.separator) && !through_self {
            return Ok(None);
        }
        self.unique(what, true)
    }

    /// Whether a path starts with what an import of the file names.
    fn starts_with_import(
        &mut self,
        file: FileIndex,
        rules: &Rules,
        path: &str,
    ) -> rusqlite::Result<bool> {
        if !matches!(&self.import_paths, Some((of, _)) if *of == file) {
            self.import_paths = Some((file, self.read_import_paths(file, rules)?));
        }
        let Some((_, paths)) = &self.import_paths else {
            return Ok(false);
        };
        let first = path.split(rules.separator).next().unwrap_or(path);
        Ok(paths.iter().any(|full| {
            let rest = path.strip_prefix(full.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(rules.separator))
                || !first.is_empty() && full.split(rules.separator).next() == Some(first)
        }))
    }

    /// What the imports of a file name, as paths.
    fn read_import_paths(
        &mut self,
        file: FileIndex,
        rules: &Rules,
    ) -> rusqlite::Result<FxHashSet<String>> {
        let scope = self.world.scope(file)?;
        let mut paths = FxHashSet::default();
        for symbol in &scope.import_order {
            for end in scope.imported(*symbol) {
                let name = self.world.word(end.name)?;
                paths.insert(match &end.qualifier {
                    Some(qualifier) if qualifier.ends_with(rules.separator) => {
                        format!("{qualifier}{name}")
                    }
                    Some(qualifier) => format!("{qualifier}{}{name}", rules.separator),
                    None => name.to_string(),
                });
            }
        }
        Ok(paths)
    }

    /// What a path in front of a name leads to.
    pub(super) fn container(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        containing: Option<i64>,
        path: &str,
    ) -> Answer<Meaning> {
        let mut parts = path.split(rules.separator);
        let first = parts.next().unwrap_or(path);
        let is_module_path = rules.scheme == Scheme::Rust && path.starts_with("self::");
        if rules.self_names.contains(&first) && !is_module_path {
            let scope = self.world.scope(file)?;
            let own = match scope.type_around(containing) {
                Some(own) => own.clone(),
                None => match self.owner_by_name(file, &scope, containing, rules)? {
                    Some(own) => own,
                    None => return Ok(None),
                },
            };
            return self.walk(Meaning::Symbol(own), rules, parts);
        }
        if let Some((module, rest)) = self.longest_module(file, rules, containing, path)? {
            return self.walk(
                module,
                rules,
                rest.split(rules.separator).filter(|part| !part.is_empty()),
            );
        }
        // A type of the file or of what it knows without an import.
        let Some(name) = self.world.key_of(first)? else {
            self.keys.push(dependencies::name(first));
            return Ok(None);
        };
        self.keys.push(dependencies::name(first));
        let scope = self.world.scope(file)?;
        let kind = IdentifierKind::TypeUsage;
        let around: Vec<Option<i64>> = scope
            .around(containing)
            .map(|definition| Some(definition.key))
            .chain([None])
            .collect();
        let mut start = None;
        for of in around {
            let here = best(scope.members(of, name), kind);
            if let Some(definition) = here {
                start = match definition.kind {
                    SymbolKind::Import | SymbolKind::Export => {
                        self.imported(file, &scope, definition.key, kind)?
                    }
                    _ => Some(Meaning::Symbol(definition.clone())),
                };
                if start.is_none() {
                    return Ok(None);
                }
                break;
            }
        }
        if start.is_none() && self.depth < DEPTH {
            self.depth += 1;
            let what = Use {
                file,
                rules,
                containing,
                name,
                qualifier: None,
                kind,
            };
            let found = self.free(&what);
            self.depth -= 1;
            start = found?
                .filter(|found| found.confidence > confidence::UNIQUE || rules.is_global)
                .map(|found| Meaning::Symbol(found.definition));
        }
        match start {
            Some(start) => self.walk(start, rules, parts),
            None => Ok(None),
        }
    }

    /// The type that a member stands outside of and belongs to by its qualified name.
    fn owner_by_name(
        &mut self,
        file: FileIndex,
        scope: &FileScope,
        containing: Option<i64>,
        rules: &'static Rules,
    ) -> Answer<Definition> {
        let qualified = scope
            .around(containing)
            .last()
            .map(|definition| definition.qualified.clone());
        let Some(qualified) = qualified else {
            return Ok(None);
        };
        let Some((prefix, _)) = qualified.rsplit_once(rules.member_separator) else {
            return Ok(None);
        };
        let prefix = prefix.to_owned();
        let found = self.qualified_name(file, rules, &prefix, IdentifierKind::TypeUsage)?;
        Ok(found)
    }

    fn walk<'p>(
        &mut self,
        start: Meaning,
        rules: &'static Rules,
        parts: impl Iterator<Item = &'p str>,
    ) -> Answer<Meaning> {
        let mut here = start;
        for part in parts {
            self.keys.push(dependencies::name(part));
            let Some(name) = self.world.key_of(part)? else {
                return Ok(None);
            };
            match self.member(&here, rules, name, IdentifierKind::TypeUsage)? {
                Some(next) => here = next,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    /// A member of a file, a folder, a namespace or a type.
    pub(super) fn member(
        &mut self,
        of: &Meaning,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        match of {
            Meaning::File(file) => {
                if let Some(found) = self.of_file(*file, rules, name, kind)? {
                    return Ok(Some(found));
                }
                self.module_below(*file, rules, name)
            }
            Meaning::Folder(folder) => self.of_folder(folder, rules, name, kind),
            Meaning::Symbol(definition) => {
                let found = self.of_symbol(definition, rules, name, kind)?;
                if found.is_none()
                    && rules.scheme == Scheme::Rust
                    && definition.kind == SymbolKind::Module
                {
                    return self.member_of_declared_module(definition, rules, name, kind);
                }
                Ok(found.map(Meaning::Symbol))
            }
        }
    }

    /// A member of a symbol, own or inherited. A definition that an import of the symbol leads to, too.
    fn of_symbol(
        &mut self,
        of: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let mut queue = vec![of.clone()];
        let mut next = 0;
        while next < queue.len() && next < BASES {
            let here = queue[next].clone();
            next += 1;
            if let Some(found) = self.own_member(&here, rules, name, kind)? {
                return Ok(Some(found));
            }
            if here.kind.is_type() {
                for base in self.bases(&here)?.iter() {
                    if !queue.iter().any(|known| known.key == base.key) {
                        queue.push(base.clone());
                    }
                }
            }
        }
        Ok(None)
    }

    /// A member that a type inherits.
    pub fn inherited(
        &mut self,
        own: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        for base in self.bases(own)?.iter() {
            if base.key != own.key
                && let Some(found) = self.of_symbol(base, rules, name, kind)?
                && found.parent != Some(own.key)
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn own_member(
        &mut self,
        of: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let path = self.world.file(of.file).path.clone();
        self.keys.push(dependencies::file(&path));
        let scope = self.world.scope(of.file)?;
        if let Some(found) = best(scope.members(Some(of.key), name), kind).cloned() {
            return match found.kind {
                SymbolKind::Import | SymbolKind::Export if self.depth < DEPTH => {
                    self.depth += 1;
                    let imported = self.imported(of.file, &scope, found.key, kind);
                    self.depth -= 1;
                    Ok(match imported? {
                        Some(Meaning::Symbol(definition)) => Some(definition),
                        _ => None,
                    })
                }
                SymbolKind::Import | SymbolKind::Export => Ok(None),
                _ => Ok(Some(found)),
            };
        }
        // What belongs to the type and stands in another file.
        let stands_apart = match rules.scheme {
            Scheme::Go | Scheme::Rust => of.kind.is_type(),
            Scheme::Includes | Scheme::Namespaces | Scheme::Global => of.kind.has_members(),
            Scheme::Python | Scheme::EcmaScript => false,
        };
        if !stands_apart {
            return Ok(None);
        }
        let text = self.world.word(name)?;
        let is_namespace = matches!(of.kind, SymbolKind::Module | SymbolKind::Namespace);
        let separator = if is_namespace {
            rules.separator
        } else {
            rules.member_separator
        };
        let full = format!("{}{separator}{text}", of.qualified);
        self.keys
            .push(dependencies::prefix(&full[..full.len() - text.len()]));
        let Some(named) = self.world.named(name)? else {
            return Ok(None);
        };
        let folder = folder_of(&path).to_owned();
        let fitting = named.iter().filter(|definition| {
            *definition.qualified == *full
                && definition.key != of.key
                && definition.family == of.family
                && (rules.scheme != Scheme::Go
                    || folder_of(&self.world.file(definition.file).path) == folder)
        });
        Ok(best(fitting, kind).cloned())
    }

    /// The types that a type extends or implements, in the order of the source.
    pub(super) fn bases(&mut self, of: &Definition) -> rusqlite::Result<Rc<[Definition]>> {
        let question = (of.key, self.depth);
        if let Some((found, keys)) = self.bases.get(&question) {
            self.keys.extend_from_slice(keys);
            return Ok(found.clone().unwrap_or_default());
        }
        let before = std::mem::take(&mut self.keys);
        let found = self.bases_anew(of)?;
        let keys = self.take_keys();
        self.keys = before;
        self.keys.extend_from_slice(&keys);
        if self.bases.len() >= REMEMBERED {
            self.bases.clear();
        }
        self.bases
            .insert(question, (Some(found.clone()), keys.into()));
        Ok(found)
    }

    fn bases_anew(&mut self, of: &Definition) -> rusqlite::Result<Rc<[Definition]>> {
        let path = self.world.file(of.file).path.clone();
        self.keys.push(dependencies::file(&path));
        let scope = self.world.scope(of.file)?;
        let mut found = Vec::new();
        for base in scope.bases(of.key) {
            let definition = match base {
                Base::Here(key) => scope.definition(*key).cloned(),
                Base::Elsewhere(end) => {
                    let kind = IdentifierKind::TypeUsage;
                    match self.elsewhere(of.file, of.parent, end, kind)? {
                        Some(Meaning::Symbol(definition)) => Some(definition),
                        _ => None,
                    }
                }
            };
            found.extend(definition.filter(|definition| definition.key != of.key));
        }
        Ok(found.into())
    }

    /// What a file defines or hands on under a name.
    ///
    /// The depth is a part of what is remembered: what is too deep to be followed from one place may not be from
    /// another, and the order in which it is asked must not matter.
    pub(super) fn of_file(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        if self.depth >= DEPTH {
            return Ok(None);
        }
        let question = (file, name, kind, self.depth);
        if let Some((found, keys)) = self.of_files.get(&question) {
            self.keys.extend_from_slice(keys);
            return Ok(found.clone());
        }
        let before = std::mem::take(&mut self.keys);
        let found = self.of_file_anew(file, rules, name, kind)?;
        let keys = self.take_keys();
        self.keys = before;
        self.keys.extend_from_slice(&keys);
        if self.of_files.len() >= REMEMBERED {
            self.of_files.clear();
        }
        self.of_files.insert(question, (found.clone(), keys.into()));
        Ok(found)
    }

    fn of_file_anew(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        self.keys
            .push(dependencies::file(&self.world.file(file).path));
        let scope = self.world.scope(file)?;
        if let Some(found) = best(scope.members(None, name), kind).cloned() {
            return match found.kind {
                SymbolKind::Import | SymbolKind::Export => {
                    if let Some(own) = scope.handed_on(found.key) {
                        self.keys
                            .push(dependencies::name(&self.world.word(own.name)?));
                    }
                    if let Some(own) = scope.handed_on(found.key)
                        && !matches!(own.kind, SymbolKind::Import | SymbolKind::Export)
                    {
                        return Ok(Some(Meaning::Symbol(own.clone())));
                    }
                    let through = scope.handed_on(found.key).map_or(found.key, |own| own.key);
                    self.depth += 1;
                    let found = self.imported(file, &scope, through, kind);
                    self.depth -= 1;
                    found
                }
                _ => Ok(Some(Meaning::Symbol(found))),
            };
        }
        if rules.scheme == Scheme::EcmaScript && &*self.world.word(name)? == "default" {
            let default = scope.default_export.and_then(|key| scope.definition(key));
            return Ok(default.cloned().map(Meaning::Symbol));
        }
        for module in self.wildcards(file, rules, &scope, None)? {
            self.depth += 1;
            let found = self.member(&module, rules, name, kind);
            self.depth -= 1;
            let found = found?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// What a file imports everything of, and hands on.
    pub(super) fn wildcards(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        scope: &FileScope,
        containing: Option<i64>,
    ) -> rusqlite::Result<Vec<Meaning>> {
        let mut found = Vec::new();
        for symbol in &scope.import_order {
            let Some(definition) = scope.definition(*symbol) else {
                continue;
            };
            let is_around = definition.parent.is_none()
                || definition.parent == scope.file_symbol
                || rules.scheme != Scheme::Rust
                || scope
                    .around(containing)
                    .any(|around| Some(around.key) == definition.parent);
            if !is_around {
                continue;
            }
            for end in scope.imported(*symbol) {
                let name = self.world.word(end.name)?;
                let path = match (&*name, &end.qualifier) {
                    ("*", Some(path)) => path.clone(),
                    _ if rules.scheme == Scheme::Go
                        && &*self.world.word(definition.name)? == "." =>
                    {
                        name.clone()
                    }
                    _ => continue,
                };
                self.depth += 1;
                let container = if self.depth < DEPTH {
                    self.container(file, rules, definition.parent, &path)
                } else {
                    Ok(None)
                };
                self.depth -= 1;
                found.extend(container?);
            }
        }
        Ok(found)
    }

    /// The only definition of a name: as a member of something, or of no type.
    pub(super) fn unique(&mut self, what: &Use<'_>, is_member: bool) -> Answer<Found> {
        let text = self.world.word(what.name)?;
        let is_of_library = if is_member {
            library_names(what.rules.family).contains(&*text)
        } else {
            what.rules.family == Family::C && is_function_of_c(&text)
        };
        if is_of_library {
            return Ok(None);
        }
        let Some(named) = self.world.named(what.name)? else {
            return Ok(None);
        };
        let family = Some(what.rules.family);
        let mut candidates = named
            .iter()
            .filter(|definition| definition.family == family);
        let Some(first) = candidates.next() else {
            return Ok(None);
        };
        let mut chosen = first;
        for other in candidates {
            let is_same = other.qualified == first.qualified
                && (other.file == first.file || what.rules.scheme == Scheme::Includes);
            if !is_same {
                return Ok(None);
            }
            if self.is_header(chosen.file) && !self.is_header(other.file) {
                chosen = other;
            }
        }
        let belongs = match chosen.parent {
            Some(parent) => {
                let scope = self.world.scope(chosen.file)?;
                scope
                    .definition(parent)
                    .is_some_and(|parent| parent.kind.is_type())
            }
            None => matches!(chosen.kind, SymbolKind::Method | SymbolKind::Field),
        };
        let fits = belongs == is_member && fits(what.kind, chosen.kind) > 0;
        Ok(fits.then(|| Found {
            definition: chosen.clone(),
            confidence: confidence::UNIQUE,
        }))
    }
}

/// The best of several definitions of a name: the first whose kind fits best, imports last.
pub(super) fn best<'d>(
    definitions: impl Iterator<Item = &'d Definition>,
    kind: IdentifierKind,
) -> Option<&'d Definition> {
    let mut best: Option<(u32, &Definition)> = None;
    for definition in definitions {
        let fit = fits(kind, definition.kind);
        if fit > 0 && best.is_none_or(|(most, _)| fit > most) {
            best = Some((fit, definition));
        }
    }
    best.map(|(_, definition)| definition)
}
