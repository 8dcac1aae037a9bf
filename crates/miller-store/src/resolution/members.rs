//! Members: of files, folders, namespaces and types, own and inherited.

use std::rc::Rc;

use miller_schema::{IdentifierKind, SymbolKind};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, DEPTH, Finder, Meaning};
use super::scope::Base;
use super::world::{Definition, Word, folder_of};

/// Base types that are looked at.
const BASES: usize = 64;

impl Finder<'_> {
    /// A member of a file, a folder, a namespace or a type.
    pub(super) fn member(
        &mut self,
        of: &Meaning,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Meaning> {
        match of {
            Meaning::File(file) => {
                if let Some(found) = self.of_file(*file, rules, name, kind)? {
                    return Ok(Some(found));
                }
                self.module_below(*file, rules, name)
            }
            Meaning::Folder(folder) => self.of_folder(folder, rules, name, kind),
            Meaning::Symbol(definition) => {
                let found = self.of_symbol(definition, rules, name, kind)?;
                if found.is_none()
                    && rules.scheme == Scheme::Rust
                    && definition.kind == SymbolKind::Module
                {
                    return self.member_of_declared_module(definition, rules, name, kind);
                }
                Ok(found.map(Meaning::Symbol))
            }
        }
    }

    /// A member of a symbol, own or inherited. A definition that an import of the symbol leads to, too.
    fn of_symbol(
        &mut self,
        of: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let mut queue = vec![of.clone()];
        let mut next = 0;
        while next < queue.len() && next < BASES {
            let here = queue[next].clone();
            next += 1;
            if let Some(found) = self.own_member(&here, rules, name, kind)? {
                return Ok(Some(found));
            }
            if here.kind.is_type() {
                for base in self.bases(&here)?.iter() {
                    if !queue.iter().any(|known| known.key == base.key) {
                        queue.push(base.clone());
                    }
                }
            }
        }
        Ok(None)
    }

    /// A member that a type inherits.
    pub fn inherited(
        &mut self,
        own: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        for base in self.bases(own)?.iter() {
            if base.key != own.key
                && let Some(found) = self.of_symbol(base, rules, name, kind)?
                && found.parent != Some(own.key)
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn own_member(
        &mut self,
        of: &Definition,
        rules: &'static Rules,
        name: Word,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let path = self.world.file(of.file).path.clone();
        self.keys.push(dependencies::file(&path));
        let scope = self.world.scope(of.file)?;
        if let Some(found) = best(scope.members(Some(of.key), name), kind).cloned() {
            return match found.kind {
                SymbolKind::Import | SymbolKind::Export if self.depth < DEPTH => {
                    self.depth += 1;
                    let imported = self.imported(of.file, &scope, found.key, kind);
                    self.depth -= 1;
                    Ok(match imported? {
                        Some(Meaning::Symbol(definition)) => Some(definition),
                        _ => None,
                    })
                }
                SymbolKind::Import | SymbolKind::Export => Ok(None),
                _ => Ok(Some(found)),
            };
        }
        // What belongs to the type and stands in another file.
        let stands_apart = match rules.scheme {
            Scheme::Go | Scheme::Rust => of.kind.is_type(),
            Scheme::Includes | Scheme::Namespaces | Scheme::Global => of.kind.has_members(),
            Scheme::Python | Scheme::EcmaScript => false,
        };
        if !stands_apart {
            return Ok(None);
        }
        let text = self.world.word(name)?;
        let is_namespace = matches!(of.kind, SymbolKind::Module | SymbolKind::Namespace);
        let separator = if is_namespace {
            rules.separator
        } else {
            rules.member_separator
        };
        let mut full = vec![format!("{}{separator}{text}", of.qualified)];
        if rules.scheme == Scheme::Go {
            // In another file than its type, a method is not known to be one of the package's.
            let of_type = self.world.word(of.name)?;
            full.push(format!("{of_type}{separator}{text}"));
        }
        for full in &full {
            let prefix = &full[..full.len() - text.len()];
            self.keys.push(dependencies::prefix(prefix));
        }
        let Some(named) = self.world.named(name)? else {
            return Ok(None);
        };
        let folder = folder_of(&path).to_owned();
        let fitting = named.iter().filter(|definition| {
            full.iter().any(|full| *definition.qualified == **full)
                && definition.key != of.key
                && definition.family == of.family
                && (rules.scheme != Scheme::Go
                    || folder_of(&self.world.file(definition.file).path) == folder)
        });
        Ok(best(fitting, kind).cloned())
    }

    /// The types that a type extends or implements, in the order of the source.
    pub(super) fn bases(&mut self, of: &Definition) -> rusqlite::Result<Rc<[Definition]>> {
        let question = (of.key, self.depth);
        self.remembered(
            |finder| &mut finder.bases,
            question,
            |finder| finder.bases_anew(of),
        )
    }

    /// The type that the value of a symbol is an instance of, where its file says so.
    pub(super) fn type_of(&mut self, of: &Definition) -> Answer<Definition> {
        if of.kind.has_members() || self.depth >= DEPTH {
            return Ok(None);
        }
        let question = (of.key, self.depth);
        self.remembered(
            |finder| &mut finder.types,
            question,
            |finder| finder.type_of_anew(of),
        )
    }

    fn type_of_anew(&mut self, of: &Definition) -> Answer<Definition> {
        let path = self.world.file(of.file).path.clone();
        let name = self.world.word(of.name)?;
        self.keys.push(dependencies::file(&path));
        self.keys.push(dependencies::name(&name));
        let scope = self.world.scope(of.file)?;
        let found = match scope.type_of(of.key) {
            None => return Ok(None),
            Some(Base::Here(key)) => scope.definition(*key).cloned(),
            Some(Base::Elsewhere(end)) => {
                match self.elsewhere(of.file, of.parent, end, IdentifierKind::TypeUsage)? {
                    Some(Meaning::Symbol(definition)) => Some(definition),
                    _ => None,
                }
            }
        };
        Ok(found.filter(|found| found.kind.is_type()))
    }

    fn bases_anew(&mut self, of: &Definition) -> rusqlite::Result<Rc<[Definition]>> {
        let path = self.world.file(of.file).path.clone();
        self.keys.push(dependencies::file(&path));
        let scope = self.world.scope(of.file)?;
        let mut found = Vec::new();
        for base in scope.bases(of.key) {
            let definition = match base {
                Base::Here(key) => scope.definition(*key).cloned(),
                Base::Elsewhere(end) => {
                    let kind = IdentifierKind::TypeUsage;
                    match self.elsewhere(of.file, of.parent, end, kind)? {
                        Some(Meaning::Symbol(definition)) => Some(definition),
                        _ => None,
                    }
                }
            };
            found.extend(definition.filter(|definition| definition.key != of.key));
        }
        Ok(found.into())
    }
}
