//! Modules and crates of Rust: <https://doc.rust-lang.org/reference/items/modules.html>.

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::FxHashMap;

use super::super::dependencies;
use super::super::families::Rules;
use super::super::meaning::{Answer, Finder, Meaning};
use super::super::world::{Definition, FileIndex, Word, below, folder_of};

/// Files that the folder they stand in belongs to.
fn owns_folder(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = folder_of(path).rsplit('/').next().unwrap_or("");
    matches!(name, "mod.rs" | "lib.rs" | "main.rs" | "build.rs")
        || matches!(folder, "bin" | "tests" | "examples" | "benches")
}

impl Finder<'_> {
    /// What the first part of a path names, and how much of the path that is.
    pub(super) fn rust_start(
        &mut self,
        file: FileIndex,
        containing: Option<i64>,
        first: &str,
    ) -> Answer<(Meaning, usize)> {
        let taken = first.len();
        let found = match first {
            "crate" | "$crate" => self.rust_root(file).map(Meaning::File),
            "self" => self.rust_module_around(file, containing)?,
            "super" => match self.rust_inline_module(file, containing)? {
                Some(module) => match module.parent {
                    Some(parent) => self.rust_module_around(file, Some(parent))?,
                    None => Some(Meaning::File(file)),
                },
                None => self.rust_parent(file).map(Meaning::File),
            },
            name => {
                self.keys.push(dependencies::name(name));
                let crates = self.rust_crates()?;
                let own = self.world.key_of(name)?;
                let scope = self.world.scope(file)?;
                let is_own = own.is_some_and(|own| scope.members(None, own).next().is_some());
                match crates.get(name).filter(|_| !is_own) {
                    Some(folder) => {
                        let library = self.file_at(&below(folder, "lib.rs"));
                        library
                            .or_else(|| self.file_at(&below(folder, "main.rs")))
                            .map(Meaning::File)
                    }
                    None => None,
                }
            }
        };
        Ok(found.map(|found| (found, taken)))
    }

    fn rust_inline_module(
        &mut self,
        file: FileIndex,
        containing: Option<i64>,
    ) -> Answer<Definition> {
        let scope = self.world.scope(file)?;
        let found = scope.around(containing).find(|definition| {
            definition.kind == SymbolKind::Module && Some(definition.key) != scope.file_symbol
        });
        Ok(found.cloned())
    }

    fn rust_module_around(&mut self, file: FileIndex, containing: Option<i64>) -> Answer<Meaning> {
        let inline = self.rust_inline_module(file, containing)?;
        Ok(Some(inline.map_or(Meaning::File(file), Meaning::Symbol)))
    }

    /// The root of the crate that a file belongs to.
    fn rust_root(&mut self, file: FileIndex) -> Option<FileIndex> {
        let path = self.world.file(file).path.clone();
        let folder = folder_of(&path).rsplit('/').next().unwrap_or("");
        if matches!(folder, "bin" | "tests" | "examples" | "benches") {
            return Some(file);
        }
        for folder in self.folders_above(file) {
            for name in ["lib.rs", "main.rs"] {
                if let Some(root) = self.file_at(&below(&folder, name)) {
                    return Some(root);
                }
            }
            if self.file_at(&below(&folder, "Cargo.toml")).is_some() {
                break;
            }
        }
        None
    }

    /// The file of the module that the module of a file is declared in.
    fn rust_parent(&mut self, file: FileIndex) -> Option<FileIndex> {
        let path = self.world.file(file).path.clone();
        let folder = folder_of(&path);
        let name = path.rsplit('/').next().unwrap_or(&path);
        let around = if name == "mod.rs" {
            folder_of(folder)
        } else {
            folder
        };
        for name in ["mod.rs", "lib.rs", "main.rs"] {
            if let Some(found) = self
                .file_at(&below(around, name))
                .filter(|found| *found != file)
            {
                return Some(found);
            }
        }
        if around.is_empty() {
            return None;
        }
        self.file_at(&format!("{around}.rs"))
    }

    /// The file of a module that the module of a file declares.
    pub(super) fn rust_child(&mut self, file: FileIndex, name: &str) -> Option<FileIndex> {
        let path = self.world.file(file).path.clone();
        let folder = if owns_folder(&path) {
            folder_of(&path).to_owned()
        } else {
            path.strip_suffix(".rs").unwrap_or(&path).to_owned()
        };
        let found = self.file_at(&below(&folder, &format!("{name}.rs")));
        found.or_else(|| self.file_at(&below(&folder, &format!("{name}/mod.rs"))))
    }

    /// A member of a module that is declared in one file and stands in another.
    pub(in super::super) fn member_of_declared_module(
        &mut self,
        module: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        let text = self.world.word(module.name)?;
        match self.rust_child(module.file, &text) {
            Some(file) if file != module.file => {
                self.member(&Meaning::File(file), rules, name, kind)
            }
            _ => Ok(None),
        }
    }

    /// The crates that the workspace itself consists of, by the names that paths call them.
    fn rust_crates(&mut self) -> rusqlite::Result<Rc<FxHashMap<String, String>>> {
        if let Some(known) = &self.manifests.crates {
            return Ok(known.clone());
        }
        let mut crates = FxHashMap::default();
        for (folder, content) in self.manifests_named("Cargo.toml")? {
            let mut section = "";
            for line in content.lines().map(str::trim) {
                if line.starts_with('[') {
                    section = line;
                }
                let Some((key, value)) = line.split_once('=') else {
                    continue;
                };
                if matches!(section, "[package]" | "[lib]") && key.trim() == "name" {
                    let name = value.trim().trim_matches('"').replace('-', "_");
                    crates.entry(name).or_insert_with(|| below(&folder, "src"));
                }
            }
        }
        let crates = Rc::new(crates);
        self.manifests.crates = Some(crates.clone());
        Ok(crates)
    }
}
