//! Names with nothing in front of them, which their file does not define.

use miller_schema::{IdentifierKind, SymbolKind};

use super::dependencies;
use super::families::{Rules, Scheme};
use super::fit::best;
use super::meaning::{Answer, Finder, Found, Meaning, Use, confidence};
use super::world::{Definition, FileIndex, folder_of};

impl Finder<'_> {
    /// What a name means that nothing stands in front of.
    pub(super) fn free(&mut self, what: &Use<'_>) -> Answer<Found> {
        let found = |definition: Definition, confidence| {
            Some(Found {
                definition,
                confidence,
            })
        };
        if what.rules.members_in_scope
            && let Some(definition) = self.inherited_in_scope(what)?
        {
            return Ok(found(definition, confidence::MEMBER));
        }
        if let Some(definition) = self.in_reach(what)? {
            return Ok(found(definition, confidence::IN_REACH));
        }
        let is_macro_call = what.rules.scheme == Scheme::Rust && what.kind == IdentifierKind::Call;
        if what.rules.is_global || is_macro_call {
            let unique = self.unique(what, false)?;
            return Ok(unique.filter(|found| {
                what.rules.is_global || found.definition.kind == SymbolKind::Macro
            }));
        }
        Ok(None)
    }

    /// A member that one of the types around a use inherits.
    pub(super) fn inherited_in_scope(&mut self, what: &Use<'_>) -> Answer<Definition> {
        let scope = self.world.scope(what.file)?;
        let types: Vec<Definition> = scope
            .around(what.containing)
            .filter(|definition| definition.kind.is_type())
            .cloned()
            .collect();
        for own in types {
            if let Some(found) = self.inherited(&own, what.rules, what.name, what.kind)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn in_reach(&mut self, what: &Use<'_>) -> Answer<Definition> {
        let symbol = |meaning| match meaning {
            Some(Meaning::Symbol(definition)) => Some(definition),
            _ => None,
        };
        match what.rules.scheme {
            Scheme::Python | Scheme::EcmaScript | Scheme::Rust => {
                Ok(symbol(self.in_wildcards(what)?))
            }
            Scheme::Go => {
                let folder = folder_of(&self.world.file(what.file).path).to_owned();
                let own = self.of_folder(&folder, what.rules, what.name, what.kind)?;
                if let Some(Meaning::Symbol(definition)) = own {
                    return Ok(Some(definition));
                }
                Ok(symbol(self.in_wildcards(what)?))
            }
            Scheme::Namespaces => self.in_namespaces(what),
            Scheme::Includes => self.in_included(what),
            Scheme::Global => Ok(None),
        }
    }

    fn in_wildcards(&mut self, what: &Use<'_>) -> Answer<Meaning> {
        let scope = self.world.scope(what.file)?;
        self.keys
            .push(dependencies::file(&self.world.file(what.file).path));
        let Use {
            rules, containing, ..
        } = *what;
        self.through_wildcards(what.file, rules, &scope, containing, what.name, what.kind)
    }

    /// Looks a name up in the namespaces around a use, from the innermost outwards, then in those that
    /// are imported as a whole.
    fn in_namespaces(&mut self, what: &Use<'_>) -> Answer<Definition> {
        let rules = what.rules;
        let scope = self.world.scope(what.file)?;
        let name = self.world.word(what.name)?;
        let around = scope.around(what.containing).last().or_else(|| {
            scope
                .definitions
                .iter()
                .find(|definition| definition.kind == SymbolKind::Namespace)
        });
        let inner = scope
            .around(what.containing)
            .find(|definition| definition.kind.has_members());
        let mut prefix = inner
            .or(around)
            .map_or("", |definition| match definition.kind {
                SymbolKind::Namespace | SymbolKind::Module => &definition.qualified,
                _ if definition.kind.is_type() => &definition.qualified,
                _ => "",
            })
            .to_owned();
        loop {
            let full = match prefix.as_str() {
                "" => name.to_string(),
                prefix => format!("{prefix}{}{name}", rules.separator),
            };
            if let Some(found) = self.qualified_name(what.file, rules, &full, what.kind)? {
                return Ok(Some(found));
            }
            if prefix.is_empty() {
                break;
            }
            prefix = prefix
                .rsplit_once(rules.separator)
                .map_or(String::new(), |(outer, _)| outer.to_owned());
            // A package of the Java platform knows nothing of the one around it.
            let ends_here = rules.family == super::families::Family::Jvm
                && !scope.definitions.iter().any(|definition| {
                    definition.kind.has_members() && *definition.qualified == *prefix
                });
            if ends_here {
                break;
            }
        }
        for symbol in &scope.import_order {
            for end in scope.imported(*symbol) {
                let to_name = self.world.word(end.name)?;
                let path = match (&*to_name, &end.qualifier) {
                    ("*" | "_", Some(path)) => path.to_string(),
                    _ if rules.family != super::families::Family::DotNet => continue,
                    (last, Some(path)) => format!("{path}{}{last}", rules.separator),
                    (last, None) => last.to_owned(),
                };
                let full = format!("{path}{}{name}", rules.separator);
                if let Some(found) = self.qualified_name(what.file, rules, &full, what.kind)? {
                    return Ok(Some(found));
                }
                // All static members of a type.
                let container =
                    self.qualified_name(what.file, rules, &path, IdentifierKind::TypeUsage)?;
                if let Some(container) = container.filter(|found| found.kind.is_type()) {
                    let member =
                        self.member(&Meaning::Symbol(container), rules, what.name, what.kind)?;
                    if let Some(Meaning::Symbol(definition)) = member {
                        return Ok(Some(definition));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The definition of a qualified name, where names are qualified the same way in all files.
    pub(super) fn qualified_name(
        &mut self,
        file: FileIndex,
        rules: &'static Rules,
        full: &str,
        kind: IdentifierKind,
    ) -> Answer<Definition> {
        let last = full
            .rsplit(rules.separator)
            .next()
            .and_then(|last| last.rsplit(rules.member_separator).next())
            .unwrap_or(full);
        self.keys
            .push(dependencies::prefix(&full[..full.len() - last.len()]));
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
                *definition.qualified == *full && definition.family == Some(rules.family)
            })
            .collect();
        // Of several, such as those of the tests and of the program, the nearest.
        let nearest = fitting
            .iter()
            .map(|definition| self.nearness(file, definition.file))
            .max();
        let near = fitting
            .iter()
            .copied()
            .filter(|definition| Some(self.nearness(file, definition.file)) == nearest);
        Ok(best(near, kind).cloned())
    }

    /// How many folders two files have in common.
    pub(super) fn nearness(&self, one: FileIndex, other: FileIndex) -> usize {
        let one = folder_of(&self.world.file(one).path).split('/');
        let other = folder_of(&self.world.file(other).path).split('/');
        one.zip(other)
            .take_while(|(one, other)| one == other)
            .count()
    }
}
