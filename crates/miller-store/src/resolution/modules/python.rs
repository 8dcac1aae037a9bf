//! Modules and packages of Python: <https://docs.python.org/3/reference/import.html>.

use std::rc::Rc;

use super::super::families::Scheme;
use super::super::meaning::{Finder, Meaning};
use super::super::world::{FileIndex, below, folder_of};

/// Folders that sources stand in by custom.
const SOURCES: &[&str] = &["src", "lib", "python"];

impl Finder<'_> {
    /// The module of a path such as `package.module`, `.sibling`, `..`.
    pub(super) fn python_module(&mut self, file: FileIndex, path: &str) -> Option<Meaning> {
        let own = folder_of(&self.world.file(file).path).to_owned();
        let names = path.trim_start_matches('.');
        let dots = path.len() - names.len();
        let names = names.replace('.', "/");
        if dots > 0 {
            let mut folder = own.as_str();
            for _ in 1..dots {
                if folder.is_empty() {
                    return None;
                }
                folder = folder_of(folder);
            }
            return self.python_at(folder, &names);
        }
        let mut roots: Vec<String> = Vec::new();
        for folder in self.folders_above(file).into_iter().rev() {
            // A package is no place that modules are looked for in.
            if self.file_at(&below(&folder, "__init__.py")).is_none() || folder.is_empty() {
                roots.push(folder);
            }
        }
        roots.extend(SOURCES.iter().map(|folder| (*folder).to_owned()));
        let mut only_folder = None;
        for root in roots {
            match self.python_at(&root, &names) {
                Some(Meaning::File(found)) => return Some(Meaning::File(found)),
                Some(other) => only_folder = only_folder.or(Some(other)),
                None => {}
            }
        }
        only_folder
    }

    /// A module by its path below a folder.
    pub(super) fn python_at(&mut self, folder: &str, names: &str) -> Option<Meaning> {
        let path = below(folder, names);
        let endings: &[&str] = if path.is_empty() {
            &["/__init__.py", "/__init__.pyi"]
        } else {
            &["/__init__.py", ".py", "/__init__.pyi", ".pyi"]
        };
        if let Some(found) = self.module_at(&path, endings, Scheme::Python) {
            return Some(Meaning::File(found));
        }
        let is_folder = !path.is_empty() && self.is_folder(&path);
        is_folder.then(|| Meaning::Folder(Rc::from(path)))
    }
}
