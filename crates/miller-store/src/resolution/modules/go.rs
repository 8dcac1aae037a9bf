//! Packages of Go: <https://go.dev/ref/mod#module-path>.

use std::rc::Rc;

use super::super::meaning::{Answer, Finder, Meaning};
use super::super::world::{FileIndex, below, folder_of};

impl Finder<'_> {
    /// The folder of a package by its path: below the module that has a part of the path for its name.
    pub(super) fn go_package(&mut self, file: FileIndex, path: &str) -> Answer<Meaning> {
        let own = folder_of(&self.world.file(file).path).to_owned();
        let modules = self.go_modules()?;
        let mut found: Option<(usize, String)> = None;
        for (folder, module) in modules.iter() {
            let Some(rest) = path.strip_prefix(module.as_str()) else {
                continue;
            };
            if !rest.is_empty() && !rest.starts_with('/') {
                continue;
            }
            let place = below(folder, rest.trim_start_matches('/'));
            let is_longer = found
                .as_ref()
                .is_none_or(|(length, _)| module.len() > *length);
            if is_longer && self.is_folder(&place) {
                found = Some((module.len(), place));
            }
        }
        // A workspace without a module is one: its packages are named from the root on.
        if found.is_none() && modules.is_empty() && self.is_folder(path) && own != path {
            found = Some((0, path.to_owned()));
        }
        Ok(found.map(|(_, place)| {
            self.keys.push(super::dependencies::folder(&place));
            Meaning::Folder(Rc::from(place))
        }))
    }

    fn go_modules(&mut self) -> rusqlite::Result<Rc<[(String, String)]>> {
        if let Some(known) = &self.manifests.go {
            return Ok(known.clone());
        }
        let mut modules = Vec::new();
        for (folder, content) in self.manifests_named("go.mod")? {
            if let Some(name) = module_name(&content) {
                modules.push((folder, name.to_owned()));
            }
        }
        let modules: Rc<[(String, String)]> = modules.into();
        self.manifests.go = Some(modules.clone());
        Ok(modules)
    }
}

/// The name in a line `module name`, or in a block `module ( name )`, with or without quotes.
fn module_name(content: &str) -> Option<&str> {
    let mut words = content
        .lines()
        .filter_map(|line| line.split("//").next())
        .flat_map(str::split_whitespace)
        .skip_while(|word| *word != "module" && *word != "module(");
    words.next()?;
    let name = words.find(|word| *word != "(")?;
    Some(name.trim_matches(['"', '`']))
}
