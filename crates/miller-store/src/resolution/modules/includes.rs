//! What a file of C or C++ sees through its includes.

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::FxHashSet;

use super::super::dependencies;
use super::super::families::Rules;
use super::super::meaning::{Answer, Finder, Use};
use super::super::world::{Definition, FileIndex, below, folder_of};

/// Included files that are looked at.
const INCLUDED: usize = 2_000;

/// Files of one name of which one has to be chosen.
const OF_ONE_NAME: usize = 64;

impl Finder<'_> {
    /// Whether a file only declares what others define.
    pub(in super::super) fn is_header(&self, file: FileIndex) -> bool {
        let path = &self.world.file(file).path;
        let ending = path.rsplit('.').next().unwrap_or("");
        matches!(ending, "h" | "hh" | "hpp" | "hxx" | "h++" | "cuh" | "inc")
    }

    /// What a name means in the namespaces around a use, in the files that its file includes.
    pub(in super::super) fn in_included(&mut self, what: &Use<'_>) -> Answer<Definition> {
        let scope = self.world.scope(what.file)?;
        let name = self.world.word(what.name)?;
        let around = scope.around(what.containing).next();
        let mut prefix = around.map_or(String::new(), |definition| {
            definition
                .qualified
                .rsplit_once("::")
                .map_or(String::new(), |(outer, _)| outer.to_owned())
        });
        let mut spellings = Vec::new();
        loop {
            spellings.push(if prefix.is_empty() {
                name.to_string()
            } else {
                format!("{prefix}::{name}")
            });
            if prefix.is_empty() {
                break;
            }
            prefix = prefix
                .rsplit_once("::")
                .map_or(String::new(), |(outer, _)| outer.to_owned());
        }
        for symbol in &scope.import_order {
            for end in scope.imported(*symbol) {
                let to_name = self.world.word(end.name)?;
                if !to_name.contains(['.', '/']) {
                    spellings.push(match &end.qualifier {
                        Some(path) => format!("{path}::{to_name}::{name}"),
                        None => format!("{to_name}::{name}"),
                    });
                }
            }
        }
        for full in spellings {
            if let Some(found) = self.included_name(what.file, what.rules, &full, what.kind)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The definition of a qualified name in the files that a file includes. Where those declare a function
    /// that a single other file defines, it is that one.
    pub(in super::super) fn included_name(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        full: &str,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let last = full.rsplit("::").next().unwrap_or(full);
        self.keys.push(dependencies::name(last));
        let Some(name) = self.world.key_of(last)? else {
            return Ok(None);
        };
        let Some(named) = self.world.named(name)? else {
            return Ok(None);
        };
        let fitting: Vec<&Definition> = named
            .iter()
            .filter(|definition| {
                definition.family == Some(rules.family) && *definition.qualified == *full
            })
            .collect();
        if fitting.is_empty() {
            return Ok(None);
        }
        let included = self.included(file)?;
        let seen = fitting
            .iter()
            .copied()
            .filter(|definition| definition.file != file && included.contains(&definition.file));
        let Some(seen) = super::super::fit::best(seen, kind) else {
            return Ok(None);
        };
        let is_function = matches!(seen.kind, SymbolKind::Function | SymbolKind::Method);
        if is_function && self.is_header(seen.file) {
            let mut sources = fitting.iter().filter(|definition| {
                definition.kind == seen.kind && !self.is_header(definition.file)
            });
            if let (Some(only), None) = (sources.next(), sources.next()) {
                return Ok(Some((*only).clone()));
            }
        }
        Ok(Some(seen.clone()))
    }

    /// The files that a file includes, and that those include.
    pub(in super::super) fn included(
        &mut self,
        file: FileIndex,
    ) -> rusqlite::Result<Rc<[FileIndex]>> {
        let direct = self.directly_included(file)?;
        for included in &direct {
            let path = self.world.file(*included).path.clone();
            self.keys.push(dependencies::included(&path));
        }
        if let Some(known) = self.manifests.included.get(&file) {
            return Ok(known.clone());
        }
        let mut met: FxHashSet<FileIndex> = direct.iter().copied().collect();
        let mut queue = direct;
        let mut next = 0;
        while next < queue.len() && queue.len() < INCLUDED {
            // What these look for is noted with each of them.
            let keys = self.keys.len();
            for included in self.directly_included(queue[next])? {
                if met.insert(included) {
                    queue.push(included);
                }
            }
            self.keys.truncate(keys);
            next += 1;
        }
        queue.sort_unstable();
        let queue: Rc<[FileIndex]> = queue.into();
        if self.manifests.included.len() > 256 {
            self.manifests.included.clear();
        }
        self.manifests.included.insert(file, queue.clone());
        Ok(queue)
    }

    fn directly_included(&mut self, file: FileIndex) -> rusqlite::Result<Vec<FileIndex>> {
        let scope = self.world.scope(file)?;
        let mut found = Vec::new();
        for symbol in &scope.import_order {
            for end in scope.imported(*symbol) {
                let path = self.world.word(end.name)?;
                if path.contains(['.', '/']) {
                    found.extend(self.include_path(file, &path));
                }
            }
        }
        Ok(found)
    }

    /// The file that an `#include` names: beside the including file, else the nearest one whose path ends
    /// so. Where a compiler would look is not known.
    fn include_path(&mut self, file: FileIndex, path: &str) -> Option<FileIndex> {
        let own = folder_of(&self.world.file(file).path).to_owned();
        if let Some(beside) = Self::joined(&own, path)
            && let Some(found) = self.file_at(&beside)
        {
            return Some(found);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        self.keys.push(dependencies::base_name(name));
        let rest = path.trim_start_matches("../").trim_start_matches("./");
        let ending = below("", rest);
        let candidates = self.world.of_base_name(name);
        if candidates.len() > OF_ONE_NAME {
            return None;
        }
        let mut best: Option<(usize, FileIndex)> = None;
        for candidate in candidates {
            let path = &self.world.file(*candidate).path;
            let fits = **path == *ending || path.ends_with(&format!("/{ending}"));
            let near = self.nearness(file, *candidate);
            if fits && best.is_none_or(|(most, _)| near > most) {
                best = Some((near, *candidate));
            }
        }
        best.map(|(_, found)| found)
    }
}
