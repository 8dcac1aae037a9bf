//! What a name means outside of its file.
//!
//! Every answer is a function of what was extracted and of nothing else: no answer of an earlier pass is
//! read. So the order of files, and what was known before, cannot change it. What an answer depends on
//! is noted beside it, as keys ([`super::dependencies`]).

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::FxHashSet;

use super::dependencies::{self, Key};
use super::families::{Family, Rules, Scheme};
use super::modules::Manifests;
use super::remembered::Remembered;
use super::scope::{Elsewhere, FileScope};
use super::world::{Definition, FileIndex, Word, World};

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
pub(super) const DEPTH: u32 = 12;

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

/// Finds what names mean.
pub(super) struct Finder<'c> {
    pub world: World<'c>,
    pub(super) manifests: Manifests,
    /// What has been looked into since the last [`Finder::take_keys`].
    pub(super) keys: Vec<Key>,
    pub(super) depth: u32,
    /// What the imports of the file name that was looked at last.
    import_paths: Option<(FileIndex, FxHashSet<String>)>,
    pub(super) direct_wildcards: Remembered<(FileIndex, Family), Rc<[FileIndex]>>,
    pub(super) of_files:
        Remembered<(FileIndex, Family, Word, IdentifierKind, u32), Option<Meaning>>,
    pub(super) imports: Remembered<(FileIndex, i64, IdentifierKind, u32), Option<Meaning>>,
    pub(super) bases: Remembered<(i64, u32), Rc<[Definition]>>,
    pub(super) types: Remembered<(i64, u32), Option<Definition>>,
    pub(super) modules: Remembered<(FileIndex, Family, Rc<str>), Option<Meaning>>,
}

impl<'c> Finder<'c> {
    pub fn new(world: World<'c>) -> Finder<'c> {
        Finder {
            world,
            manifests: Manifests::default(),
            keys: Vec::new(),
            depth: 0,
            import_paths: None,
            direct_wildcards: Remembered::default(),
            of_files: Remembered::default(),
            imports: Remembered::default(),
            bases: Remembered::default(),
            types: Remembered::default(),
            modules: Remembered::default(),
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
        let question = (file, symbol, kind, self.depth);
        self.remembered(
            |finder| &mut finder.imports,
            question,
            |finder| {
                for end in scope.imported(symbol) {
                    if let Some(found) = finder.elsewhere(file, Some(symbol), end, kind)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            },
        )
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
        self.keys
            .push(dependencies::file(&self.world.file(file).path));
        let is_import = kind == IdentifierKind::Import;
        match &end.qualifier {
            // An import of everything leads to where all of it is.
            Some(path) if &*name == "*" => self.container(file, rules, containing, path),
            Some(path) => {
                if let Some(found) = self.in_namespace(file, rules, path, end.name, kind)? {
                    return Ok(Some(Meaning::Symbol(found)));
                }
                if let Some(container) = self.container(file, rules, containing, path)?
                    && let Some(found) = self.member(&container, rules, end.name, kind)?
                {
                    return Ok(Some(found));
                }
                self.default_import(file, rules, end.name, path, kind)
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

    /// What a default import of ECMAScript means where it is used: `import Lamp from "./lamp"` names what the
    /// module hands out by default, and the uses have the name that it gets.
    fn default_import(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        name: Word,
        path: &str,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        if rules.scheme != Scheme::EcmaScript || self.depth >= DEPTH {
            return Ok(None);
        }
        let scope = self.world.scope(file)?;
        let Some(default) = self.world.key_of("default")? else {
            return Ok(None);
        };
        let of_path = |end: &Elsewhere| end.qualifier.as_deref() == Some(path);
        let symbol = scope.import_order.iter().find(|symbol| {
            let ends = scope.imported(**symbol);
            ends.iter().any(|end| end.name == name && of_path(end))
                && ends.iter().any(|end| end.name == default && of_path(end))
        });
        let end = Elsewhere {
            name: default,
            qualifier: Some(Rc::from(path)),
        };
        if symbol.is_none() || name == default {
            return Ok(None);
        }
        self.elsewhere(file, None, &end, kind)
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
            if let Some(Meaning::Symbol(definition)) =
                self.default_import(what.file, rules, what.name, path, what.kind)?
            {
                return Ok(found(Meaning::Symbol(definition), certain));
            }
            if let Meaning::Symbol(value) = &container
                && let Some(of_type) = self.type_of(value)?
            {
                let of_type = Meaning::Symbol(of_type);
                let member = self.member(&of_type, rules, what.name, what.kind)?;
                return Ok(member.and_then(|member| found(member, confidence::MEMBER)));
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
}
