//! What a file of C or C++ sees through its includes.

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};
use rustc_hash::FxHashSet;

use super::super::dependencies::{self, Key};
use super::super::families::Rules;
use super::super::meaning::{Answer, Finder, Use};
use super::super::world::{Definition, FileIndex, below, folder_of};

/// What a file includes, and the keys of what was looked into for that.
pub(super) type Included = (Rc<[FileIndex]>, Rc<[Key]>);

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

    /// Notes what a file includes. Whoever includes the file itself has to know when its includes lead
    /// elsewhere.
    pub(in super::super) fn note_included(&mut self, file: FileIndex) -> rusqlite::Result<()> {
        let (direct, keys) = self.directly_included(file)?;
        self.keys.extend_from_slice(&keys);
        for included in direct.iter() {
            let path = &self.world.file(*included).path;
            self.keys.push(dependencies::included(path));
        }
        Ok(())
    }

    /// The files that a file includes, and that those include, in no order that means something.
    fn included(&mut self, file: FileIndex) -> rusqlite::Result<Rc<FxHashSet<FileIndex>>> {
        self.note_included(file)?;
        if let Some((of, known)) = &self.manifests.included
            && *of == file
        {
            return Ok(known.clone());
        }
        let mut met = FxHashSet::default();
        let mut queue = vec![file];
        let mut next = 0;
        while next < queue.len() && queue.len() < INCLUDED {
            let (direct, _) = self.directly_included(queue[next])?;
            for included in direct.iter() {
                if met.insert(*included) {
                    queue.push(*included);
                }
            }
            next += 1;
        }
        let met = Rc::new(met);
        self.manifests.included = Some((file, met.clone()));
        Ok(met)
    }

    /// The files that a file includes itself, and the keys of what was looked into for that.
    fn directly_included(&mut self, file: FileIndex) -> rusqlite::Result<Included> {
        if let Some(known) = self.manifests.directly_included.get(&file) {
            return Ok(known.clone());
        }
        let before = std::mem::take(&mut self.keys);
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
        let keys = std::mem::replace(&mut self.keys, before);
        let included: Included = (found.into(), keys.into());
        self.manifests
            .directly_included
            .insert(file, included.clone());
        Ok(included)
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
