//! What a name means, as far as its file decides it by scope.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{
    BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Facts, Index, SCOPES_SEARCHED, Scope, UseFact, Word,
};
use crate::spec::{LanguageSpec, ScopeKind};

/// Base types that are followed, in case they form a circle.
const BASES_FOLLOWED: usize = 32;

/// The definition that a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub symbol: Index,
    /// Whether others of the name would do as well, such as overloads.
    pub ambiguous: bool,
}

/// What a look-up came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A parameter or local variable, and its type where that is known.
    Local(Option<Index>),
    Symbol(Target),
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
    /// What an import symbol names: its place among the imports.
    imports: FxHashMap<Index, usize>,
    /// The symbols of this very file that import symbols name.
    imported: FxHashMap<Index, Target>,
}

/// Resolves the types that blocks and members name as theirs, and with them the parents of symbols.
pub(crate) fn attach_owners(spec: &'static LanguageSpec, source: &str, facts: &mut Facts<'_>) {
    if facts.owners.is_empty() {
        return;
    }
    resolve_owners(spec, source, facts, |_| true);
    // `Self` in a block that belongs to a type by name means that type, which is known by now.
    let names_self = |name: &str| spec.self_names.contains(&name);
    let mut owners = facts.owners.iter();
    if owners.any(|owner| owner.symbol.is_none() && names_self(&owner.name)) {
        resolve_owners(spec, source, facts, names_self);
    }
    for index in 0..facts.symbols.len() {
        let owner = facts.symbols[index].owner;
        let Some(parent) = owner.and_then(|owner| facts.owners[owner as usize].symbol) else {
            continue;
        };
        if is_inside(facts, parent, index as Index) {
            continue;
        }
        // `void name::f()` looks like a method until the name turns out to be that of a namespace.
        let parent_kind = facts.symbols[parent as usize].kind;
        let of_namespace = parent_kind == SymbolKind::Namespace;
        let symbol = &mut facts.symbols[index];
        symbol.parent = Some(parent);
        if of_namespace && symbol.kind == SymbolKind::Method {
            symbol.kind = SymbolKind::Function;
        }
    }
}

/// Finds the symbols of the owners whose names are wanted and that have none yet.
fn resolve_owners(
    spec: &'static LanguageSpec,
    source: &str,
    facts: &mut Facts<'_>,
    wanted: impl Fn(&str) -> bool,
) {
    let mut resolver = Resolver::new(spec, source, facts);
    resolver.link_imports();
    let found: Vec<Option<Index>> = facts
        .owners
        .iter()
        .map(|owner| {
            if owner.symbol.is_some() || !wanted(&owner.name) {
                return owner.symbol;
            }
            let target = resolver
                .type_past_locals(&owner.name, owner.from_scope)
                .or_else(|| resolver.path(&owner.name, owner.from_scope, u32::MAX))
                .or_else(|| resolver.holder(&owner.name, owner.from_scope))?;
            let target = resolver.follow(target);
            let kind = facts.symbols[target.symbol as usize].kind;
            (kind != SymbolKind::Import).then_some(target.symbol)
        })
        .collect();
    for (owner, symbol) in facts.owners.iter_mut().zip(found) {
        owner.symbol = symbol;
    }
}

/// Whether a symbol is another one or stands inside it. Only broken input makes such circles.
fn is_inside(facts: &Facts<'_>, symbol: Index, outer: Index) -> bool {
    let mut next = Some(symbol);
    while let Some(symbol) = next {
        if symbol == outer {
            return true;
        }
        next = facts.symbols[symbol as usize].parent;
    }
    false
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
            imports,
            imported: FxHashMap::default(),
        }
    }

    /// Resolves the imports of what the file itself defines: `use super::Point;` in a module.
    pub fn link_imports(&mut self) {
        for import in self
            .facts
            .imports
            .iter()
            .filter(|import| import.stands_for_it)
        {
            let found = import
                .to_qualifier
                .as_deref()
                .and_then(|qualifier| self.path(qualifier, import.scope, u32::MAX))
                .filter(|container| container.symbol != import.symbol)
                .and_then(|container| {
                    let kind = IdentifierKind::Import;
                    self.member(container.symbol, &import.to_name, kind)
                })
                .filter(|target| target.symbol != import.symbol)
                .map(|target| self.follow(target));
            if let Some(target) = found {
                self.imported.insert(import.symbol, target);
            }
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

    /// Resolves the base types of the file's own types, which members are then looked up in.
    pub fn link_bases(&mut self) {
        for fact in &self.facts.uses {
            let inherits = matches!(
                fact.edge,
                Some(RelationshipKind::Extends | RelationshipKind::Implements)
            );
            let Some(from) = self.edge_start(fact).filter(|_| inherits) else {
                continue;
            };
            if let Some(base) = self.target(fact)
                && base.symbol != from
            {
                self.bases.entry(from).or_default().push(base.symbol);
            }
        }
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
        self.target_named(fact.known_as.as_deref().unwrap_or(self.name(fact)), fact)
    }

    /// The definition that a use means if it was of this name.
    fn target_named(&self, name: &str, fact: &UseFact) -> Option<Target> {
        let found = match fact.qualifier {
            Some((start, end)) => {
                let (container, superior) = self.container(self.text(start, end), fact)?;
                let members = if superior {
                    self.bases(container.symbol)
                        .iter()
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
            None => match self.lookup(
                name,
                fact.scope,
                fact.span.start,
                fact.kind,
                fact.past_locals,
            )? {
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

    /// Whether a use means a parameter or local variable.
    pub fn is_local(&self, fact: &UseFact) -> bool {
        let name = self.name(fact);
        let found = || {
            let at = fact.span.start;
            self.lookup(name, fact.scope, at, fact.kind, fact.past_locals)
        };
        fact.qualifier.is_none() && matches!(found(), Some(Found::Local(_)))
    }

    /// Whether a name means the instance or the type that a member belongs to.
    fn is_self(&self, name: &str) -> bool {
        let name = self.facts.folded(Cow::Borrowed(name));
        self.spec.self_names.contains(&&*name)
    }

    /// The type or module that a receiver names, and whether its base types are meant.
    fn container(&self, receiver: &str, fact: &UseFact) -> Option<(Target, bool)> {
        if self.is_self(receiver) {
            return Some((self.enclosing_type(fact.scope)?, false));
        }
        let superior = self.facts.folded(Cow::Borrowed(receiver));
        if self.spec.super_names.contains(&&*superior) {
            return Some((self.enclosing_type(fact.scope)?, true));
        }
        let path = without_type_arguments(receiver, self.spec.separator);
        let target = self.path(&path, fact.scope, fact.span.start)?;
        Some((target, false))
    }

    /// The type that a scope stands in.
    fn enclosing_type(&self, scope: Index) -> Option<Target> {
        let mut next = Some(scope);
        for _ in 0..SCOPES_SEARCHED {
            let index = next?;
            let scope = &self.facts.scopes[index as usize];
            // Members of something without a name, such as an object of JavaScript, say nothing.
            let is_named = scope.symbol.is_some() || scope.owner.is_some();
            if scope.kind == ScopeKind::Type && is_named {
                let owner = scope
                    .owner
                    .and_then(|at| self.facts.owners[at as usize].symbol);
                return Some(Target {
                    symbol: scope.symbol.or(owner)?,
                    ambiguous: false,
                });
            }
            next = scope.parent;
        }
        None
    }

    /// Follows a dotted or colon-separated path of names. One that starts with the separator is
    /// looked up in the file, not in what is around.
    fn path(&self, path: &str, scope: Index, at: u32) -> Option<Target> {
        let (path, scope) = match path.strip_prefix(self.spec.separator) {
            Some(path) => (path, FILE_SCOPE),
            None => (path, scope),
        };
        let mut parts = path.split(self.spec.separator).map(str::trim);
        let first = parts.next()?;
        let mut target = if self.is_self(first) {
            self.enclosing_type(scope)?
        } else {
            match self.lookup(first, scope, at, IdentifierKind::TypeUsage, false) {
                Some(Found::Symbol(target)) => self.follow(target),
                Some(Found::Local(of_type)) => Target {
                    symbol: of_type?,
                    ambiguous: false,
                },
                None => match self
                    .holder(first, scope)
                    .filter(|found| self.holders.contains(&found.symbol))
                {
                    Some(found) => found,
                    None => return self.path_in_namespace(path),
                },
            }
        };
        // `Outer.this` is an instance of `Outer`.
        for part in parts.filter(|part| !self.is_self(part)) {
            target = self
                .member(target.symbol, part, IdentifierKind::TypeUsage)
                .or_else(|| self.member(target.symbol, part, IdentifierKind::VariableRef))?;
        }
        Some(target)
    }

    /// Follows a path that starts with the name of a namespace or type that is known by a path of
    /// several parts: `a.b` in `a.b.c`.
    fn path_in_namespace(&self, path: &str) -> Option<Target> {
        let separator = self.spec.separator;
        let ends = path.rmatch_indices(separator).map(|(at, _)| at);
        let (end, symbol) = std::iter::once(path.len()).chain(ends).find_map(|end| {
            self.facts
                .bound(FILE_SCOPE, &path[..end])
                .find_map(|binding| match binding.bound {
                    Bound::Symbol(symbol)
                        if self.facts.symbols[symbol as usize].kind.has_members() =>
                    {
                        Some((end, symbol))
                    }
                    _ => None,
                })
        })?;
        let rest = path[end..].strip_prefix(separator);
        let namespace = Target {
            symbol,
            ambiguous: false,
        };
        rest.into_iter()
            .flat_map(|rest| rest.split(separator))
            .try_fold(namespace, |target, part| {
                self.member(target.symbol, part, IdentifierKind::TypeUsage)
            })
    }

    /// The type of a name where case is ignored: `item As Item` declares a local name that is no type
    /// and differs from it in case alone.
    fn type_past_locals(&self, name: &str, scope: Index) -> Option<Target> {
        if !self.spec.ignores_case || self.is_self(name) {
            return None;
        }
        match self.lookup(name, scope, u32::MAX, IdentifierKind::TypeUsage, true)? {
            Found::Symbol(target) => Some(self.follow(target)),
            Found::Local(_) => None,
        }
    }

    /// The variable or function of a name, whose value may have members: `const shop = { open() {} }`.
    fn holder(&self, name: &str, scope: Index) -> Option<Target> {
        match self.lookup(name, scope, u32::MAX, IdentifierKind::VariableRef, false)? {
            Found::Symbol(target) => Some(target),
            Found::Local(_) => None,
        }
    }

    /// A member of a symbol or of its base types.
    fn member(&self, symbol: Index, name: &str, kind: IdentifierKind) -> Option<Target> {
        self.member_of_word(symbol, self.facts.word(name)?, kind)
    }

    fn member_of_word(&self, symbol: Index, word: Word, kind: IdentifierKind) -> Option<Target> {
        if self.bases(symbol).is_empty() {
            return self.own_member(symbol, word, kind);
        }
        let mut queue = vec![symbol];
        let mut next = 0;
        while next < queue.len() && next < BASES_FOLLOWED {
            let symbol = queue[next];
            next += 1;
            if let Some(target) = self.own_member(symbol, word, kind) {
                return Some(target);
            }
            for base in self.bases(symbol) {
                if !queue.contains(base) {
                    queue.push(*base);
                }
            }
        }
        None
    }

    /// A member of a symbol itself.
    fn own_member(&self, symbol: Index, word: Word, kind: IdentifierKind) -> Option<Target> {
        let members = &self.members;
        let first = members.partition_point(|&(of, name, _)| (of, name) < (symbol, word));
        let holds_members = self.facts.symbols[symbol as usize].kind.has_members();
        members[first..]
            .iter()
            .take_while(|&&(of, name, _)| (of, name) == (symbol, word))
            .map(|&(_, _, scope)| scope)
            .filter(|scope| {
                holds_members || self.facts.scopes[*scope as usize].kind == ScopeKind::Type
            })
            .take(BINDINGS_CONSIDERED)
            .find_map(|scope| match self.pick(scope, word, u32::MAX, kind) {
                Some(Found::Symbol(target)) => Some(target),
                _ => None,
            })
    }

    /// Searches the scopes outwards, those of functions left out where `past_locals` says so.
    fn lookup(
        &self,
        name: &str,
        scope: Index,
        at: u32,
        kind: IdentifierKind,
        past_locals: bool,
    ) -> Option<Found> {
        let word = self.facts.word(name)?;
        let mut next = Some(scope);
        let mut only_functions = false;
        for step in 0..SCOPES_SEARCHED {
            let index = next?;
            let here = &self.facts.scopes[index as usize];
            next = here.parent;
            let visible = match here.kind {
                // The members of a type may need a receiver; its type parameters never do.
                ScopeKind::Type => {
                    step == 0 || self.spec.members_in_scope || self.is_parameter(index, word)
                }
                ScopeKind::File | ScopeKind::Namespace => !only_functions,
                ScopeKind::Function | ScopeKind::Block => !past_locals,
            };
            if !visible {
                continue;
            }
            match self
                .facts
                .bound_word(index, word)
                .next()
                .map(|binding| binding.bound)
            {
                Some(Bound::File) => return self.pick(FILE_SCOPE, word, u32::MAX, kind),
                Some(Bound::Outside) => {
                    only_functions = true;
                    continue;
                }
                _ => {}
            }
            if let Some(found) = self.pick(index, word, at, kind) {
                return Some(found);
            }
            if here.kind == ScopeKind::Type && self.spec.members_in_scope {
                let owner = here
                    .owner
                    .and_then(|owner| self.facts.owners[owner as usize].symbol);
                if let Some(target) = here
                    .symbol
                    .or(owner)
                    .and_then(|symbol| self.member_of_word(symbol, word, kind))
                {
                    return Some(Found::Symbol(target));
                }
            }
        }
        None
    }

    /// Whether a name of a scope is bound without being a symbol.
    fn is_parameter(&self, scope: Index, word: Word) -> bool {
        self.facts
            .bound_word(scope, word)
            .any(|binding| binding.bound == Bound::Local)
    }

    /// The best of the bindings of a name in one scope: the first in the source whose kind fits.
    fn pick(&self, scope: Index, word: Word, at: u32, kind: IdentifierKind) -> Option<Found> {
        let mut fitting = Candidates::default();
        let mut other = Candidates::default();
        let mut local = None;
        let bindings = self.facts.bound_word(scope, word).take(BINDINGS_CONSIDERED);
        for binding in bindings.filter(|binding| binding.visible_from <= at) {
            let symbol = match binding.bound {
                Bound::Symbol(symbol) => symbol,
                // Of several, the last one before the use holds.
                Bound::Local => {
                    local = local.or(Some(None));
                    continue;
                }
                Bound::Instance(owner) => {
                    local = local.or(Some(self.facts.owners[owner as usize].symbol));
                    continue;
                }
                Bound::File | Bound::Outside => continue,
            };
            let fact = &self.facts.symbols[symbol as usize];
            let candidates = match fit(kind, fact.kind) {
                Fit::Good => &mut fitting,
                Fit::Possible => &mut other,
                Fit::None => continue,
            };
            candidates.add(symbol, fact.only_declared);
        }
        match (fitting.best(), local, other.best()) {
            (Some(target), _, _) | (None, None, Some(target)) => Some(Found::Symbol(target)),
            (None, Some(of_type), _) => Some(Found::Local(of_type)),
            (None, None, None) => None,
        }
    }

    /// Where an edge to a name leads that the file does not define: the name and what qualifies it,
    /// as its imports spell them.
    pub fn outside(
        &self,
        fact: &UseFact,
        target: Option<Target>,
    ) -> (Cow<'t, str>, Option<String>) {
        let spelling = self.facts.spellings.get(&(fact.span.start, fact.span.end));
        let text = || Cow::Borrowed(self.text(fact.span.start, fact.span.end));
        let name = spelling.cloned().unwrap_or_else(text);
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

    /// The name that a use means.
    fn name(&self, fact: &UseFact) -> &str {
        let (start, end) = (fact.span.start, fact.span.end);
        if self.facts.spellings.is_empty() {
            return self.text(start, end);
        }
        match self.facts.spellings.get(&(start, end)) {
            Some(name) => name,
            None => self.text(start, end),
        }
    }

    fn text(&self, start: u32, end: u32) -> &'t str {
        &self.source[start as usize..end as usize]
    }
}

/// A path without what stands in angle brackets: `Vec::<T>` is `Vec`.
fn without_type_arguments<'r>(path: &'r str, separator: &str) -> Cow<'r, str> {
    if !path.contains('<') {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len());
    let mut depth = 0_u32;
    for character in path.chars() {
        match character {
            '<' => {
                depth += 1;
                // The turbofish goes with its arguments.
                if depth == 1 && out.ends_with(separator) {
                    out.truncate(out.len() - separator.len());
                }
            }
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(character),
            _ => {}
        }
    }
    Cow::Owned(out)
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

/// The symbols that a name may mean, of one fit.
#[derive(Debug, Default)]
struct Candidates {
    defined: Option<Target>,
    declared: Option<Target>,
}

impl Candidates {
    /// Candidates come last first: the first in the source overwrites the others.
    fn add(&mut self, symbol: Index, only_declared: bool) {
        let slot = if only_declared {
            &mut self.declared
        } else {
            &mut self.defined
        };
        *slot = Some(Target {
            symbol,
            ambiguous: slot.is_some(),
        });
    }

    /// A definition, or else a declaration.
    fn best(&self) -> Option<Target> {
        self.defined.or(self.declared)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Good,
    Possible,
    None,
}

/// Whether a use of this kind can mean a definition of that kind.
fn fit(usage: IdentifierKind, symbol: SymbolKind) -> Fit {
    use SymbolKind as S;
    let is_type = symbol.has_members() || matches!(symbol, S::Delegate);
    let is_callable = matches!(
        symbol,
        S::Function | S::Method | S::Constructor | S::Destructor | S::Operator | S::Macro
    );
    match usage {
        _ if symbol == S::Import => Fit::Good,
        IdentifierKind::TypeUsage if is_type => Fit::Good,
        // `Shape::Circle { radius }` is written like a type.
        IdentifierKind::TypeUsage if symbol == S::EnumMember => Fit::Possible,
        IdentifierKind::TypeUsage => Fit::None,
        IdentifierKind::Call if is_callable || is_type || symbol == S::EnumMember => Fit::Good,
        IdentifierKind::VariableRef | IdentifierKind::MemberAccess
            if !is_callable && !is_type || symbol == S::Property =>
        {
            Fit::Good
        }
        _ => Fit::Possible,
    }
}
