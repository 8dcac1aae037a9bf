//! Where a `tsconfig.json` or `jsconfig.json` says that modules are: `baseUrl` and `paths`, own or of what it extends:
//! <https://www.typescriptlang.org/docs/handbook/modules/reference.html#paths>.

use std::rc::Rc;

use jsonc_parser::ParseOptions;
use serde_json::Value;

use super::super::meaning::Finder;
use super::super::world::{FileIndex, folder_of};

/// From a configuration to what it extends and refers to; circles end here.
const DEPTH: u32 = 8;

/// The names of the configuration that concerns a folder and all below.
const NAMES: &[&str] = &["tsconfig.json", "jsconfig.json"];

/// What the configuration of a folder says.
#[derive(Debug, Default)]
pub(in super::super) struct ModulePaths {
    /// The folder that paths without a dot in front are looked for in.
    base: Option<String>,
    /// Patterns, each with the paths to try, from the root of the workspace on.
    patterns: Vec<(String, Vec<String>)>,
}

/// Whether a file may be a configuration, or one that another extends.
pub(super) fn is_configuration(base_name: &str) -> bool {
    let name = base_name.strip_suffix(".json");
    name.is_some_and(|name| name.contains("tsconfig") || name.contains("jsconfig"))
}

impl ModulePaths {
    fn is_empty(&self) -> bool {
        self.base.is_none() && self.patterns.is_empty()
    }

    /// The paths that a module may be at, without endings, in the order in which they are tried.
    pub(super) fn candidates(&self, module: &str) -> Vec<String> {
        let mut best: Option<(usize, &str, &[String])> = None;
        for (pattern, places) in &self.patterns {
            let (front, back) = pattern.split_once('*').unwrap_or((pattern, ""));
            let middle = if pattern.contains('*') {
                module
                    .strip_prefix(front)
                    .and_then(|rest| rest.strip_suffix(back))
            } else {
                (module == pattern).then_some("")
            };
            let Some(middle) = middle else { continue };
            // A pattern without a star is more than any front; else the longest front counts.
            let weight = if pattern.contains('*') {
                front.len()
            } else {
                usize::MAX
            };
            if best.is_none_or(|(known, ..)| weight > known) {
                best = Some((weight, middle, places));
            }
        }
        let mut found: Vec<String> = Vec::new();
        if let Some((_, middle, places)) = best {
            found.extend(places.iter().map(|place| place.replacen('*', middle, 1)));
        }
        if let Some(base) = &self.base {
            found.extend(Finder::joined(base, module));
        }
        found
    }
}

impl Finder<'_> {
    /// What the nearest configuration above a file says.
    pub(super) fn module_paths(&mut self, file: FileIndex) -> rusqlite::Result<Rc<ModulePaths>> {
        let folder = folder_of(&self.world.file(file).path).to_owned();
        if let Some(known) = self.manifests.module_paths.get(&folder) {
            return Ok(known.clone());
        }
        let mut found = Rc::new(ModulePaths::default());
        for above in self.folders_above(file) {
            let Some(path) = NAMES
                .iter()
                .filter_map(|name| Self::joined(&above, name))
                .find(|path| self.world.at_path(path).is_some())
            else {
                continue;
            };
            found = Rc::new(self.read_configuration(&path, DEPTH)?);
            break;
        }
        self.manifests.module_paths.insert(folder, found.clone());
        Ok(found)
    }

    fn read_configuration(&mut self, path: &str, depth: u32) -> rusqlite::Result<ModulePaths> {
        let mut found = ModulePaths::default();
        let Some(file) = self.world.at_path(path).filter(|_| depth > 0) else {
            return Ok(found);
        };
        let content = self.world.content(file)?;
        // What TypeScript cannot read either says nothing.
        let Ok(configuration) =
            jsonc_parser::parse_to_serde_value::<Value>(&content, &ParseOptions::default())
        else {
            return Ok(found);
        };
        let folder = folder_of(path);
        for extended in one_or_more(&configuration["extends"]) {
            for path in referred(folder, extended) {
                if self.world.at_path(&path).is_some() {
                    let inherited = self.read_configuration(&path, depth - 1)?;
                    found.base = inherited.base.or(found.base);
                    if !inherited.patterns.is_empty() {
                        found.patterns = inherited.patterns;
                    }
                    break;
                }
            }
        }
        let options = &configuration["compilerOptions"];
        if let Some(base) = options["baseUrl"].as_str() {
            found.base = Self::joined(folder, base);
        }
        if let Some(paths) = options["paths"].as_object() {
            let from = found.base.clone().unwrap_or_else(|| folder.to_owned());
            found.patterns = paths
                .iter()
                .map(|(pattern, places)| {
                    let places = one_or_more(places)
                        .filter_map(|place| Self::joined(&from, place))
                        .collect();
                    (pattern.clone(), places)
                })
                .collect();
        }
        if !found.is_empty() {
            return Ok(found);
        }
        // One that only names the configurations of parts, as that of Vite's templates does.
        for reference in configuration["references"].as_array().into_iter().flatten() {
            let Some(named) = reference["path"].as_str() else {
                continue;
            };
            let Some(path) = Self::joined(folder, named) else {
                continue;
            };
            // A part in a folder of its own has its own files.
            if folder_of(&path) != folder || self.world.at_path(&path).is_none() {
                continue;
            }
            let part = self.read_configuration(&path, depth - 1)?;
            if !part.is_empty() {
                return Ok(part);
            }
        }
        Ok(found)
    }
}

/// A text, or the texts of a list.
fn one_or_more(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value
        .as_str()
        .into_iter()
        .chain(list.iter().filter_map(Value::as_str))
}

/// The paths that `extends` may mean; none for a package, which is not of the workspace.
fn referred(folder: &str, named: &str) -> Vec<String> {
    if !named.starts_with('.') {
        return Vec::new();
    }
    let endings = ["", ".json", "/tsconfig.json"];
    endings
        .iter()
        .filter_map(|ending| Finder::joined(folder, &format!("{named}{ending}")))
        .filter(|path| is_configuration(path.rsplit('/').next().unwrap_or(path)))
        .collect()
}
