//! What a file knows under a name at its top: what it defines, and what it imports and hands on.

use miller_schema::{IdentifierKind, SymbolKind};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, DEPTH, Finder, Meaning, REMEMBERED};
use super::scope::FileScope;
use super::world::{FileIndex, Word};

impl Finder<'_> {
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
}
