//! From the path in an import to the file, the folder or the type that it names: by language.

mod ecmascript;
mod go;
mod includes;
mod python;
mod rust;
mod tsconfig;

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, Finder, Meaning};
use super::world::{FileIndex, Word, below, folder_of};

/// What the manifests in the workspace say, read when first asked for.
#[derive(Debug, Default)]
pub(super) struct Manifests {
    /// The module path of each `go.mod`, by its folder.
    pub go: Option<Rc<[(String, String)]>>,
    /// The names of packages in `package.json`, with their folders and what they start with.
    pub node: Option<Rc<ecmascript::NodePackages>>,
    /// What `tsconfig.json` says to the files of each folder.
    pub module_paths: FxHashMap<String, Rc<tsconfig::ModulePaths>>,
    /// The names of crates in `Cargo.toml`, with the folders of their sources.
    pub crates: Option<Rc<FxHashMap<String, String>>>,
    /// What each file includes itself.
    pub directly_included: FxHashMap<FileIndex, includes::Included>,
    /// All files that the file includes that was asked for last.
    pub included: Option<(FileIndex, Rc<FxHashSet<FileIndex>>)>,
}

/// Files that say where modules are: when one changes, all files are resolved anew.
pub(super) fn is_manifest(path: &str) -> bool {
    let base_name = path.rsplit('/').next().unwrap_or(path);
    matches!(base_name, "go.mod" | "package.json" | "Cargo.toml")
        || tsconfig::is_configuration(base_name)
}

impl Finder<'_> {
    /// The longest front of a path that is a module, and what follows it.
    pub(super) fn longest_module<'p>(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        containing: Option<i64>,
        path: &'p str,
    ) -> Answer<(Meaning, &'p str)> {
        if rules.scheme == Scheme::Rust {
            // Which modules there are is a matter of the modules around them.
            let first = path.split(rules.separator).next().unwrap_or(path);
            let start = self.rust_start(file, containing, first)?;
            return Ok(start.map(|(start, taken)| (start, &path[taken.min(path.len())..])));
        }
        let mut end = path.len();
        loop {
            let front = &path[..end];
            if !front.is_empty()
                && let Some(found) = self.module(file, rules, containing, front)?
            {
                return Ok(Some((found, &path[end..])));
            }
            let floor = path.len() - path.trim_start_matches(['.', '/']).len();
            match path[..end].rfind(rules.separator) {
                Some(at) if at > floor => end = at,
                _ if rules.scheme == Scheme::Python && floor > 0 && end > floor => end = floor,
                _ => return Ok(None),
            }
        }
    }

    /// The module of a path.
    pub(super) fn module(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        containing: Option<i64>,
        path: &str,
    ) -> Answer<Meaning> {
        match rules.scheme {
            Scheme::Namespaces => {
                let kind = IdentifierKind::TypeUsage;
                let found = self.qualified_name(file, rules, path, kind)?;
                return Ok(found.map(Meaning::Symbol));
            }
            Scheme::Rust => {
                let first = path.split(rules.separator).next().unwrap_or(path);
                let start = self.rust_start(file, containing, first)?;
                return Ok(start.map(|(start, _)| start));
            }
            Scheme::Includes | Scheme::Global => return Ok(None),
            Scheme::Python | Scheme::EcmaScript | Scheme::Go => {}
        }
        self.remembered(
            |finder| &mut finder.modules,
            (file, rules.family, Rc::from(path)),
            |finder| match rules.scheme {
                Scheme::Python => Ok(finder.python_module(file, path)),
                Scheme::EcmaScript => finder.ecmascript_module(file, path),
                _ => finder.go_package(file, path),
            },
        )
    }

    /// A file at a path, if it is there; that it was asked for is noted.
    pub(super) fn file_at(&mut self, path: &str) -> Option<FileIndex> {
        self.keys.push(dependencies::path(path));
        self.world.at_path(path)
    }

    /// The first file of a scheme at a path with one of some endings, `/index.js` among them; that a module of
    /// this path was looked for is noted.
    pub(super) fn module_at(
        &mut self,
        path: &str,
        endings: &[&str],
        scheme: Scheme,
    ) -> Option<FileIndex> {
        self.keys.push(dependencies::module(path));
        let mut is_folder_noted = false;
        let mut candidate = String::with_capacity(path.len() + 16);
        for ending in endings {
            if ending.starts_with('/') && !is_folder_noted {
                // As a folder, it has all of its name, whatever dots are in it.
                self.keys.push(dependencies::module(&below(path, "index")));
                is_folder_noted = true;
            }
            candidate.clear();
            candidate.push_str(path);
            candidate.push_str(ending);
            let found = self.world.at_path(candidate.trim_start_matches('/'));
            let of_scheme = |file: &FileIndex| {
                let rules = self.world.file(*file).rules;
                rules.is_some_and(|rules| rules.scheme == scheme)
            };
            if let Some(file) = found.filter(of_scheme) {
                return Some(file);
            }
        }
        None
    }

    /// Whether there is a folder at a path; that it was asked for is noted.
    pub(super) fn is_folder(&mut self, path: &str) -> bool {
        self.keys.push(dependencies::path(path));
        self.world.has_folder(path)
    }

    /// A module that stands below another one: `package.module`.
    pub(super) fn module_below(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        name: Word,
    ) -> Answer<Meaning> {
        let path = self.world.file(file).path.clone();
        let name = self.world.word(name)?;
        match rules.scheme {
            Scheme::Python => {
                let base = path.rsplit('/').next().unwrap_or(&path);
                if base.starts_with("__init__.") {
                    return Ok(self.python_at(folder_of(&path), &name));
                }
                Ok(None)
            }
            Scheme::Rust => Ok(self.rust_child(file, &name).map(Meaning::File)),
            _ => Ok(None),
        }
    }

    /// A name in a folder whose files share their names, or that holds modules.
    pub(super) fn of_folder(
        &mut self,
        folder: &str,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        if rules.scheme == Scheme::Python {
            let name = self.world.word(name)?;
            return Ok(self.python_at(folder, &name));
        }
        if rules.scheme != Scheme::Go {
            return Ok(None);
        }
        self.keys.push(dependencies::folder(folder));
        let Some(named) = self.world.named(name)? else {
            return Ok(None);
        };
        let mut fitting = Vec::new();
        for definition in named.iter() {
            let file = self.world.file(definition.file);
            if definition.family != Some(rules.family) || folder_of(&file.path) != folder {
                continue;
            }
            let scope = self.world.scope(definition.file)?;
            let is_at_top = definition.parent.is_none() || definition.parent == scope.file_symbol;
            if is_at_top && !matches!(definition.kind, SymbolKind::Module | SymbolKind::Method) {
                fitting.push(definition.clone());
            }
        }
        Ok(best(fitting.iter(), kind).cloned().map(Meaning::Symbol))
    }

    /// Joins a path to a folder and takes `.` and `..` out; `None` where it leads out of the workspace.
    pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The contents of all files of a name, with their folders.
    pub(super) fn manifests_named(
        &mut self,
        name: &str,
    ) -> rusqlite::Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for file in self.world.of_base_name(name).to_vec() {
            let folder = folder_of(&self.world.file(file).path).to_owned();
            found.push((folder, self.world.content(file)?));
        }
        Ok(found)
    }

    /// The folders from that of a file up to the root of the workspace.
    pub(super) fn folders_above(&self, file: FileIndex) -> Vec<String> {
        let mut folder = folder_of(&self.world.file(file).path);
        let mut found = vec![folder.to_owned()];
        while !folder.is_empty() {
            folder = folder_of(folder);
            found.push(folder.to_owned());
        }
        found
    }
}
