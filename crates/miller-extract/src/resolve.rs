//! What a name means, as far as its file decides it by scope.

mod candidates;
mod link;
mod lookup;

use std::borrow::Cow;

pub(crate) use link::attach_owners;
use lookup::{Found, without_type_arguments};
use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Facts, Index, Scope, UseFact, Word};
use crate::spec::LanguageSpec;

/// The definition that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub symbol: Index,
    /// Whether others of the name would do as well, such as overloads.
    pub ambiguous: bool,
}

/// The links between the facts of one file.
#[derive(Debug)]
pub(crate) struct Resolver<'f, 't> {
    spec: &'static LanguageSpec,
    source: &'t str,
    facts: &'f Facts<'t>,
    /// A symbol, a name that is bound as its member, and the scope that binds it, sorted. A type may have
    /// as many scopes as it has methods, so that looking into each of them would take quadratic time.
    members: Vec<(Index, Word, Index)>,
    /// The symbols that have members.
    holders: FxHashSet<Index>,
    /// The base types of a symbol that the file defines.
    bases: FxHashMap<Index, Vec<Index>>,
    /// The symbols that extend a type that the file does not define.
    extend_outside: FxHashSet<Index>,
    /// What an import symbol names: its place among the imports.
    imports: FxHashMap<Index, usize>,
    /// The symbols of this very file that import symbols name.
    imported: FxHashMap<Index, Target>,
}

impl<'f, 't> Resolver<'f, 't> {
    /// Links members to their types. Base types come by [`Resolver::link_bases`].
    pub fn new(
        spec: &'static LanguageSpec,
        source: &'t str,
        facts: &'f Facts<'t>,
    ) -> Resolver<'f, 't> {
        let mut members = Vec::new();
        let mut holders = FxHashSet::default();
        for &(scope, word) in facts.names.keys() {
            let Scope { symbol, owner, .. } = facts.scopes[scope as usize];
            let owner = owner.and_then(|owner| facts.owners[owner as usize].symbol);
            if let Some(symbol) = symbol.or(owner) {
                members.push((symbol, word, scope));
                holders.insert(symbol);
            }
        }
        // The names came from a hash map, in no order.
        members.sort_unstable();
        let imports = facts
            .imports
            .iter()
            .enumerate()
            .filter(|(_, import)| import.stands_for_it)
            .map(|(at, import)| (import.symbol, at))
            .collect();
        Resolver {
            spec,
            source,
            facts,
            members,
            holders,
            bases: FxHashMap::default(),
            extend_outside: FxHashSet::default(),
            imports,
            imported: FxHashMap::default(),
        }
    }

    /// What the file defines, where an import symbol names it.
    fn follow(&self, target: Target) -> Target {
        self.imported.get(&target.symbol).copied().unwrap_or(target)
    }

    /// The symbol of this file that an import names.
    pub fn imported(&self, import: Index) -> Option<Target> {
        self.imported.get(&import).copied()
    }

    /// The base types of a symbol that the file defines.
    pub fn bases(&self, symbol: Index) -> &[Index] {
        self.bases.get(&symbol).map_or(&[], Vec::as_slice)
    }

    /// The symbol that the edge of a use starts at.
    pub fn edge_start(&self, fact: &UseFact) -> Option<Index> {
        match fact.edge_owner {
            Some(owner) => self.facts.owners[owner as usize].symbol,
            None => fact.containing,
        }
    }

    /// The definition that a use means, where the file decides it.
    pub fn target(&self, fact: &UseFact) -> Option<Target> {
        let name = match &fact.other_name {
            Some(other) => &other.text,
            None => self.name(fact),
        };
        self.target_named(name, fact)
    }

    /// The definition that a use means if it was of this name.
    fn target_named(&self, name: &str, fact: &UseFact) -> Option<Target> {
        let found = match fact.qualifier {
            Some((start, end)) => {
                let (container, superior) = self.container(self.text(start, end), fact)?;
                let members = if superior {
                    self.bases(container.symbol)
                        .iter()
                        .filter(|base| !self.may_be_hidden(**base, container.symbol))
                        .find_map(|base| self.member(*base, name, fact.kind))?
                } else {
                    self.member(container.symbol, name, fact.kind)?
                };
                Target {
                    ambiguous: members.ambiguous || container.ambiguous,
                    ..members
                }
            }
            None if fact.kind == IdentifierKind::MemberAccess => return None,
            // `cls()`, `Self { … }`: the type itself, which does not extend itself.
            None if self.is_self(name)
                && fact.edge != Some(RelationshipKind::Extends)
                && matches!(fact.kind, IdentifierKind::Call | IdentifierKind::TypeUsage) =>
            {
                self.enclosing_type(fact.scope)?
            }
            None if fact.kind == IdentifierKind::TypeUsage
                && let Some(target) = self.type_past_locals(name, fact.scope) =>
            {
                target
            }
            None => match self
                .lookup(
                    name,
                    fact.scope,
                    fact.span.start,
                    fact.kind,
                    fact.past_locals,
                )
                .or_else(|| self.base_value(name, fact))?
            {
                Found::Symbol(target) => target,
                Found::Local(_) => return None,
            },
        };
        // The name in the import itself means the symbol that it makes.
        Some(match fact.kind {
            IdentifierKind::Import => found,
            _ => self.follow(found),
        })
    }

    /// The variable or function that a type extends, in languages where types are values:
    /// `const Base = mixin(Other); class Type extends Base { }`.
    fn base_value(&self, name: &str, fact: &UseFact) -> Option<Found> {
        if fact.edge != Some(RelationshipKind::Extends) {
            return None;
        }
        let kind = IdentifierKind::VariableRef;
        let found = self.lookup(name, fact.scope, fact.span.start, kind, fact.past_locals);
        found.filter(|found| match found {
            Found::Symbol(target) => matches!(
                self.facts.symbols[target.symbol as usize].kind,
                SymbolKind::Constant | SymbolKind::Variable | SymbolKind::Function
            ),
            Found::Local(_) => true,
        })
    }

    /// Whether a class that the file does not define comes before an interface: its members are the
    /// ones that `super` means.
    fn may_be_hidden(&self, base: Index, below: Index) -> bool {
        self.extend_outside.contains(&below)
            && self.facts.symbols[base as usize].kind == SymbolKind::Interface
            && self.facts.symbols[below as usize].kind != SymbolKind::Interface
    }

    /// Whether a use means a parameter or local variable.
    pub fn is_local(&self, fact: &UseFact) -> bool {
        let name = self.name(fact);
        let found = || {
            let at = fact.span.start;
            self.lookup(name, fact.scope, at, fact.kind, fact.past_locals)
        };
        fact.qualifier.is_none() && matches!(found(), Some(Found::Local(_)))
    }

    /// Where an edge to a name leads that the file does not define: the name and what qualifies it,
    /// as its imports spell them.
    pub fn outside<'u>(
        &'u self,
        fact: &'u UseFact,
        target: Option<Target>,
    ) -> (Cow<'u, str>, Option<String>) {
        let name = Cow::Borrowed(self.name(fact));
        let separator = self.spec.separator;
        if let Some(at) = target.and_then(|target| self.imports.get(&target.symbol)) {
            let import = &self.facts.imports[*at];
            return (
                import.to_name.clone(),
                import.to_qualifier.as_deref().map(str::to_owned),
            );
        }
        let Some(qualifier) = fact.qualifier.map(|(start, end)| self.text(start, end)) else {
            return (name, None);
        };
        let qualifier = &*without_type_arguments(qualifier, separator);
        let qualifier = qualifier.strip_prefix(separator).unwrap_or(qualifier);
        if !is_path(qualifier, separator) {
            return (name, None);
        }
        // An import may have made the whole path a name: `import Html.Attributes`.
        let meant = |path: &str| {
            let kind = IdentifierKind::MemberAccess;
            self.lookup(path, fact.scope, fact.span.start, kind, false)
        };
        let whole = match meant(qualifier) {
            Some(Found::Symbol(target)) if self.imports.contains_key(&target.symbol) => true,
            _ => !qualifier.contains(separator),
        };
        let (first, rest) = match qualifier.split_once(separator) {
            Some((first, rest)) if !whole => (first, Some(rest)),
            _ => (qualifier, None),
        };
        let found = meant(first);
        let import = match found {
            Some(Found::Symbol(target)) => self.imports.get(&target.symbol),
            _ => None,
        };
        let Some(import) = import.map(|at| &self.facts.imports[*at]) else {
            return (name, Some(qualifier.to_owned()));
        };
        let mut full = String::new();
        let parts = [import.to_qualifier.as_deref(), Some(&*import.to_name), rest];
        for part in parts.into_iter().flatten() {
            // `from . import errors` is qualified by the separator itself.
            if !full.is_empty() && !full.ends_with(separator) {
                full.push_str(separator);
            }
            full.push_str(part);
        }
        (name, Some(full))
    }

    /// The method of a base type that a method replaces.
    pub fn overridden(&self, method: Index) -> Option<Target> {
        let symbol = &self.facts.symbols[method as usize];
        let replaces = matches!(symbol.kind, SymbolKind::Method | SymbolKind::Property);
        let parent = symbol.parent.filter(|_| replaces)?;
        let kind = IdentifierKind::Call;
        self.bases(parent)
            .iter()
            .find_map(|base| self.member(*base, &symbol.name, kind))
            .filter(|target| {
                let found = self.facts.symbols[target.symbol as usize].kind;
                // A property may have the name of a method without replacing it.
                target.symbol != method
                    && (found == SymbolKind::Property
                        || found == SymbolKind::Method && symbol.kind == SymbolKind::Method)
            })
    }

    /// The name by which other files know what a use means.
    fn name<'u>(&self, fact: &'u UseFact) -> &'u str
    where
        't: 'u,
    {
        match &fact.other_name {
            Some(other) if other.everywhere => &other.text,
            _ => self.text(fact.span.start, fact.span.end),
        }
    }

    fn text(&self, start: u32, end: u32) -> &'t str {
        &self.source[start as usize..end as usize]
    }
}

/// Whether a receiver is a path of names and nothing else.
fn is_path(receiver: &str, separator: &str) -> bool {
    receiver.split(separator).all(|part| {
        !part.is_empty()
            && part.chars().all(|character| {
                character.is_alphanumeric() || matches!(character, '_' | '$' | '@' | '#')
            })
    })
}
