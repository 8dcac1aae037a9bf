//! What a file knows under a name at its top: what it defines, and what it imports and hands on.

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, DEPTH, Finder, Meaning};
use super::scope::FileScope;
use super::world::{FileIndex, Word};
use rustc_hash::FxHashSet;

/// Files that are looked through for a name, of those that others import everything of.
const WILDCARDS: usize = 500;

/// Whether an import of everything names a file, and needs nothing but its path for that.
fn is_modular(rules: &Rules) -> bool {
    matches!(rules.scheme, Scheme::Python | Scheme::EcmaScript)
}

impl Finder<'_> {
    /// What a file defines or hands on under a name.
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
        let question = (file, rules.family, name, kind, self.depth);
        self.remembered(
            |finder| &mut finder.of_files,
            question,
            |finder| finder.of_file_anew(file, rules, name, kind),
        )
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
        if let Some(found) = self.defined_or_imported(file, name, kind)? {
            return Ok(Some(found));
        }
        let scope = self.world.scope(file)?;
        if rules.scheme == Scheme::EcmaScript && &*self.world.word(name)? == "default" {
            let default = scope.default_export.and_then(|key| scope.definition(key));
            return Ok(default.cloned().map(Meaning::Symbol));
        }
        self.through_wildcards(file, rules, &scope, None, name, kind)
    }

    /// What a file itself says of a name.
    fn defined_or_imported(
        &mut self,
        file: FileIndex,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        let scope = self.world.scope(file)?;
        if let Some(found) = best(scope.members(None, name), kind).cloned() {
            return match found.kind {
                SymbolKind::Import | SymbolKind::Export => {
                    if found.kind == SymbolKind::Export {
                        let path = &self.world.file(file).path;
                        self.keys.push(dependencies::whole_file(path));
                    } else if let Some(own) = scope.handed_on(found.key) {
                        let own = self.world.word(own.name)?;
                        self.keys.push(dependencies::name(&own));
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
        Ok(None)
    }

    /// What a name means that a file has from one of those that it imports everything of.
    pub(super) fn through_wildcards(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        scope: &FileScope,
        containing: Option<i64>,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        if !is_modular(rules) {
            for module in self.wildcards(file, rules, scope, containing)? {
                self.depth += 1;
                let found = self.member(&module, rules, name, kind);
                self.depth -= 1;
                if let Some(found) = found? {
                    return Ok(Some(found));
                }
            }
            return Ok(None);
        }
        // The nearest first, each once: files may import everything of each other.
        let mut met = FxHashSet::from_iter([file]);
        let mut queue = vec![file];
        let mut next = 0;
        while next < queue.len() {
            let here = queue[next];
            next += 1;
            if here != file
                && let Some(found) = self.defined_or_imported(here, name, kind)?
            {
                return Ok(Some(found));
            }
            // What `here` imports everything of is noted for `here`, and a change of it is told to all that
            // have looked into it.
            let noted = self.keys.len();
            let modules = self.direct_wildcards(here, rules)?;
            self.keys.truncate(noted);
            for module in modules.iter() {
                if queue.len() < WILDCARDS && met.insert(*module) {
                    queue.push(*module);
                }
            }
        }
        Ok(None)
    }

    /// Notes which files a file imports everything of. Whoever has names through the file has to know when
    /// that changes.
    pub(super) fn note_wildcards(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
    ) -> rusqlite::Result<()> {
        if is_modular(rules) {
            for module in self.direct_wildcards(file, rules)?.iter() {
                let path = &self.world.file(*module).path;
                self.keys.push(dependencies::included(path));
            }
        }
        Ok(())
    }

    /// The files that a file imports everything of.
    fn direct_wildcards(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
    ) -> rusqlite::Result<Rc<[FileIndex]>> {
        self.remembered(
            |finder| &mut finder.direct_wildcards,
            (file, rules.family),
            |finder| {
                let scope = finder.world.scope(file)?;
                let mut found = Vec::new();
                for symbol in &scope.import_order {
                    for end in scope.imported(*symbol) {
                        if let Some(path) = &end.qualifier
                            && &*finder.world.word(end.name)? == "*"
                            && let Some(Meaning::File(module)) =
                                finder.module(file, rules, None, path)?
                        {
                            found.push(module);
                        }
                    }
                }
                Ok(found.into())
            },
        )
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
}
