//! What a name means, as far as its file decides it by scope.

mod candidates;
mod link;
mod lookup;

use std::borrow::Cow;

pub(crate) use link::attach_owners;
use lookup::{Found, without_type_arguments};
use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{
    BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Facts, Index, SCOPES_SEARCHED, Scope, UseFact, Word,
};
use crate::spec::LanguageSpec;

/// What stands in the place of a qualifier where a name is a local one.
const LOCAL: &str = "=";

/// The definition that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub symbol: Index,
    /// Whether others of the name would do as well, such as overloads.
    pub ambiguous: bool,
}

/// What the file says of a use beside its target.
#[derive(Debug)]
pub(crate) enum Outside<'u> {
    /// The target says it all.
    Known,
    /// It is a parameter or local variable.
    Local,
    /// Nothing stands in front of it, and nothing around it binds its name.
    Free,
    /// It is a member of a value whose type is not known.
    Value,
    /// It is a member of what this path leads to, which is spelled as the imports of the file do.
    Path(Cow<'u, str>),
}

impl Outside<'_> {
    /// The column `qualifier` of a use.
    pub fn qualifier(&self) -> Option<&str> {
        match self {
            Outside::Known | Outside::Free => None,
            Outside::Local => Some(LOCAL),
            Outside::Value => Some(""),
            Outside::Path(path) => Some(path),
        }
    }
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
    /// The symbols of the owners, see [`Resolver::link_types`].
    types: Vec<Option<Index>>,
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
            types: Vec::new(),
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

    /// What the file says of a use that it leaves open.
    pub fn outside<'u>(&'u self, fact: &'u UseFact, target: Option<Target>) -> Outside<'u>
    where
        't: 'u,
    {
        if target.is_some() {
            return Outside::Known;
        }
        let Some((start, end)) = fact.qualifier else {
            let name = self.name(fact);
            let at = fact.span.start;
            let found = self.lookup(name, fact.scope, at, fact.kind, fact.past_locals);
            return match found {
                Some(Found::Local(_)) => Outside::Local,
                _ if fact.kind == IdentifierKind::MemberAccess => Outside::Value,
                _ => Outside::Free,
            };
        };
        let separator = self.spec.separator;
        let receiver = self.text(start, end);
        if self.spec.super_names.contains(&receiver) {
            return Outside::Path(Cow::Borrowed(receiver));
        }
        let path = without_type_arguments(receiver, separator);
        let is_rooted = path.starts_with(separator);
        let bare = bare_of(&path, separator);
        if !is_path(bare, separator) {
            return Outside::Value;
        }
        let first = bare.split(separator).next().unwrap_or(bare);
        if is_rooted || self.is_self(first) || self.is_module(first) {
            return Outside::Path(match path {
                Cow::Borrowed(path) => Cow::Borrowed(bare_of(path, separator)),
                Cow::Owned(path) => Cow::Owned(bare_of(&path, separator).to_owned()),
            });
        }
        self.spelled(path, fact.scope, fact.span.start, true)
            .map_or(Outside::Value, Outside::Path)
    }

    /// The symbol of this file that an owner is.
    pub fn type_inside(&self, owner: Index) -> Option<Index> {
        match self.types.get(owner as usize) {
            Some(found) => *found,
            None => self.facts.owners[owner as usize].symbol,
        }
    }

    /// A type of another file: its name and what qualifies it, as the imports of the file spell them.
    pub fn type_outside(&self, owner: Index) -> Option<(String, Option<String>)> {
        let owner = &self.facts.owners[owner as usize];
        let path = Cow::Borrowed(&*owner.name);
        let path = self.spelled(path, owner.from_scope, u32::MAX, false)?;
        // `from . import errors` is qualified by the separator itself.
        let start = path.len() - path.trim_start_matches(self.spec.separator).len();
        Some(match path.rfind(self.spec.separator) {
            Some(at) if at >= start => (
                path[at + self.spec.separator.len()..].to_owned(),
                Some(path[..at].to_owned()),
            ),
            _ if start > 0 => (path[start..].to_owned(), Some(path[..start].to_owned())),
            _ => (path.into_owned(), None),
        })
    }

    /// A path as the imports of the file spell it; `None` where it starts with a value whose type is
    /// not known, or, unless `through_values`, with a value.
    fn spelled<'u>(
        &'u self,
        path: Cow<'u, str>,
        scope: Index,
        at: u32,
        through_values: bool,
    ) -> Option<Cow<'u, str>> {
        let separator = self.spec.separator;
        let meant = |path: &str| self.lookup(path, scope, at, IdentifierKind::MemberAccess, false);
        // An import may have made the whole path a name: `import Html.Attributes`.
        let whole = match meant(&path) {
            Some(Found::Symbol(target)) if self.imports.contains_key(&target.symbol) => true,
            _ => !path.contains(separator),
        };
        let (first, rest) = match path.split_once(separator) {
            Some((first, rest)) if !whole => (first, Some(rest)),
            _ => (&*path, None),
        };
        let import = match meant(first) {
            Some(Found::Symbol(target)) => self.imports.get(&target.symbol),
            Some(Found::Local(_)) if !through_values => return None,
            Some(Found::Local(_)) => {
                let of_type = self.type_of_local(first, scope, at)?;
                let rest = rest.map_or(String::new(), |rest| format!("{separator}{rest}"));
                // The type is a name of its own, which an import may spell in another way.
                let path = format!("{of_type}{rest}");
                let starts_anew = !of_type.starts_with(first);
                return starts_anew
                    .then(|| self.spelled(Cow::Owned(path), FILE_SCOPE, u32::MAX, false))?
                    .map(|path| Cow::Owned(path.into_owned()));
            }
            None => None,
        };
        let Some(import) = import.map(|at| &self.facts.imports[*at]) else {
            return Some(path);
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
        Some(Cow::Owned(full))
    }

    /// The name of the type that a local name is declared to be of.
    fn type_of_local(&self, name: &str, scope: Index, at: u32) -> Option<&str> {
        let word = self.facts.word(name)?;
        let mut next = Some(scope);
        for _ in 0..SCOPES_SEARCHED {
            let index = next?;
            let found = self
                .facts
                .bound_word(index, word)
                .take(BINDINGS_CONSIDERED)
                .find(|binding| binding.visible_from <= at)
                .map(|binding| binding.bound);
            match found {
                Some(Bound::Instance(owner)) => {
                    return Some(&self.facts.owners[owner as usize].name);
                }
                Some(_) => return None,
                None => next = self.facts.scopes[index as usize].parent,
            }
        }
        None
    }

    /// Where an edge leads that the file does not define the end of: the name and what qualifies it, as
    /// its imports spell them.
    pub fn end_outside<'u>(
        &'u self,
        fact: &'u UseFact,
        target: Option<Target>,
        outside: &Outside<'_>,
    ) -> (Cow<'u, str>, Option<String>) {
        if let Some(at) = target.and_then(|target| self.imports.get(&target.symbol)) {
            let import = &self.facts.imports[*at];
            return (
                import.to_name.clone(),
                import.to_qualifier.as_deref().map(str::to_owned),
            );
        }
        let qualifier = match outside {
            Outside::Value => Some(String::new()),
            Outside::Path(path) => Some(path.clone().into_owned()),
            Outside::Known | Outside::Local | Outside::Free => None,
        };
        (Cow::Borrowed(self.name(fact)), qualifier)
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

/// A path without the separator that starts it.
fn bare_of<'p>(path: &'p str, separator: &str) -> &'p str {
    path.strip_prefix(separator).unwrap_or(path)
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
