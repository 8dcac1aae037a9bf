//! What a path in front of a name leads to.

use miller_schema::{IdentifierKind, SymbolKind};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, DEPTH, Finder, Meaning, Use, confidence};
use super::scope::FileScope;
use super::world::{Definition, FileIndex, Word};

impl Finder<'_> {
    /// What a path in front of a name leads to.
    pub(super) fn container(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        containing: Option<i64>,
        path: &str,
    ) -> Answer<Meaning> {
        let mut parts = path.split(rules.separator);
        let first = parts.next().unwrap_or(path);
        let is_module_path = rules.scheme == Scheme::Rust && path.starts_with("self::");
        if rules.self_names.contains(&first) && !is_module_path {
            let scope = self.world.scope(file)?;
            let own = match scope.type_around(containing) {
                Some(own) => own.clone(),
                None => match self.owner_by_name(file, &scope, containing, rules)? {
                    Some(own) => own,
                    None => return Ok(None),
                },
            };
            return self.walk(Meaning::Symbol(own), rules, parts);
        }
        if let Some((module, rest)) = self.longest_module(file, rules, containing, path)? {
            return self.walk(
                module,
                rules,
                rest.split(rules.separator).filter(|part| !part.is_empty()),
            );
        }
        // A type of the file or of what it knows without an import.
        let Some(name) = self.world.key_of(first)? else {
            self.keys.push(dependencies::name(first));
            return Ok(None);
        };
        self.keys.push(dependencies::name(first));
        let scope = self.world.scope(file)?;
        let kind = IdentifierKind::TypeUsage;
        let around: Vec<Option<i64>> = scope
            .around(containing)
            .map(|definition| Some(definition.key))
            .chain([None])
            .collect();
        let mut start = None;
        for of in around {
            let here = best(scope.members(of, name), kind).or_else(|| {
                let is_type = of.and_then(|of| scope.definition(of));
                is_type
                    .filter(|around| rules.members_in_scope && around.kind.is_type())
                    .and_then(|_| best(scope.members(of, name), IdentifierKind::MemberAccess))
                    .filter(|value| scope.type_of(value.key).is_some())
            });
            if let Some(definition) = here {
                start = match definition.kind {
                    SymbolKind::Import | SymbolKind::Export => {
                        self.imported(file, &scope, definition.key, kind)?
                    }
                    _ => Some(Meaning::Symbol(definition.clone())),
                };
                if start.is_none() {
                    return Ok(None);
                }
                break;
            }
        }
        if start.is_none() && self.depth < DEPTH {
            self.depth += 1;
            let what = Use {
                file,
                rules,
                containing,
                name,
                qualifier: None,
                kind,
            };
            let found = self.free(&what);
            self.depth -= 1;
            start = found?
                .filter(|found| found.confidence > confidence::UNIQUE || rules.is_global)
                .map(|found| Meaning::Symbol(found.definition));
        }
        if start.is_none() && rules.scheme == Scheme::Namespaces && rules.members_in_scope {
            let what = Use {
                file,
                rules,
                containing,
                name,
                qualifier: None,
                kind: IdentifierKind::MemberAccess,
            };
            if let Some(field) = self.inherited_in_scope(&what)?
                && self.type_of(&field)?.is_some()
            {
                start = Some(Meaning::Symbol(field));
            }
        }
        match start {
            Some(start) => self.walk(start, rules, parts),
            None => Ok(None),
        }
    }

    /// The type that a member stands outside of and belongs to by its qualified name.
    fn owner_by_name(
        &mut self,
        file: FileIndex,
        scope: &FileScope,
        containing: Option<i64>,
        rules: &'static Rules,
    ) -> Answer<Definition> {
        let qualified = scope
            .around(containing)
            .last()
            .map(|definition| definition.qualified.clone());
        let Some(qualified) = qualified else {
            return Ok(None);
        };
        let Some((prefix, _)) = qualified.rsplit_once(rules.member_separator) else {
            return Ok(None);
        };
        let prefix = prefix.to_owned();
        let found = self.qualified_name(file, rules, &prefix, IdentifierKind::TypeUsage)?;
        Ok(found)
    }

    fn walk<'p>(
        &mut self,
        start: Meaning,
        rules: &'static Rules,
        parts: impl Iterator<Item = &'p str>,
    ) -> Answer<Meaning> {
        let mut here = start;
        for part in parts {
            self.keys.push(dependencies::name(part));
            let Some(name) = self.world.key_of(part)? else {
                return Ok(None);
            };
            match self.step(&here, rules, name)? {
                Some(next) => here = next,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    /// The next part of a path: what has members itself, or a value whose type is known.
    fn step(&mut self, here: &Meaning, rules: &'static Rules, name: Word) -> Answer<Meaning> {
        let found = self.member(here, rules, name, IdentifierKind::TypeUsage)?;
        let Meaning::Symbol(definition) = here else {
            return Ok(found);
        };
        if found.is_some() {
            return Ok(found);
        }
        let of_type = if definition.kind.is_type() {
            Some(definition.clone())
        } else {
            self.type_of(definition)?
        };
        let Some(of_type) = of_type else {
            return Ok(None);
        };
        let of_type = Meaning::Symbol(of_type);
        let value = self.member(&of_type, rules, name, IdentifierKind::MemberAccess)?;
        if let Some(Meaning::Symbol(value)) = &value
            && self.type_of(value)?.is_none()
        {
            return Ok(None);
        }
        Ok(value)
    }
}
