//! The look-up of names: scope after scope outwards, and in the members of types.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};

use super::candidates::{Candidates, Fit, fit};
use super::{Resolver, Target};
use crate::facts::{BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Index, SCOPES_SEARCHED, UseFact, Word};
use crate::spec::ScopeKind;

/// Base types that are followed, in case they form a circle.
const BASES_FOLLOWED: usize = 32;

/// What a look-up came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A parameter or local variable, and its type where that is known.
    Local(Option<Index>),
    Symbol(Target),
}

impl Resolver<'_, '_> {
    /// Whether a name means the instance or the type that a member belongs to.
    pub(super) fn is_self(&self, name: &str) -> bool {
        let names = self.spec.self_names;
        !names.is_empty() && names.contains(&&*self.facts.folded(Cow::Borrowed(name)))
    }

    /// The type or module that a receiver names, and whether its base types are meant.
    pub(super) fn container(&self, receiver: &str, fact: &UseFact) -> Option<(Target, bool)> {
        if self.is_module(receiver) && self.starts_path(fact) {
            return Some((self.enclosing_module(fact.scope)?, false));
        }
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
    pub(super) fn enclosing_type(&self, scope: Index) -> Option<Target> {
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

    /// Whether a path calls the module that it stands in so.
    pub(super) fn is_module(&self, name: &str) -> bool {
        self.spec.module_names.contains(&name)
    }

    /// Whether what a use is looked up in is followed by what divides the parts of paths.
    fn starts_path(&self, fact: &UseFact) -> bool {
        let rest = fact.qualifier.map(|(_, end)| &self.source[end as usize..]);
        rest.is_some_and(|rest| rest.trim_start().starts_with(self.spec.separator))
    }

    /// The module that a scope stands in.
    fn enclosing_module(&self, scope: Index) -> Option<Target> {
        let mut next = Some(scope);
        for _ in 0..SCOPES_SEARCHED {
            let scope = &self.facts.scopes[next? as usize];
            if matches!(scope.kind, ScopeKind::Namespace | ScopeKind::File) {
                return Some(Target {
                    symbol: scope.symbol?,
                    ambiguous: false,
                });
            }
            next = scope.parent;
        }
        None
    }

    /// Follows a dotted or colon-separated path of names. One that starts with the separator is
    /// looked up in the file, not in what is around.
    pub(super) fn path(&self, path: &str, scope: Index, at: u32) -> Option<Target> {
        let (path, scope) = match path.strip_prefix(self.spec.separator) {
            Some(path) => (path, FILE_SCOPE),
            None => (path, scope),
        };
        let mut parts = path.split(self.spec.separator).map(str::trim);
        let first = parts.next()?;
        let mut target = if self.is_module(first) {
            self.enclosing_module(scope)?
        } else if self.is_self(first) {
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
    pub(super) fn type_past_locals(&self, name: &str, scope: Index) -> Option<Target> {
        if !self.spec.ignores_case || self.is_self(name) {
            return None;
        }
        match self.lookup(name, scope, u32::MAX, IdentifierKind::TypeUsage, true)? {
            Found::Symbol(target) => Some(self.follow(target)),
            Found::Local(_) => None,
        }
    }

    /// The variable or function of a name, whose value may have members: `const shop = { open() {} }`.
    pub(super) fn holder(&self, name: &str, scope: Index) -> Option<Target> {
        match self.lookup(name, scope, u32::MAX, IdentifierKind::VariableRef, false)? {
            Found::Symbol(target) => Some(target),
            Found::Local(_) => None,
        }
    }

    /// A member of a symbol or of its base types.
    pub(super) fn member(&self, symbol: Index, name: &str, kind: IdentifierKind) -> Option<Target> {
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
    pub(super) fn lookup(
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
        let mut only_macros = false;
        let mut wildcard = self.spec.module_wildcard;
        for step in 0..SCOPES_SEARCHED {
            let index = next?;
            let here = &self.facts.scopes[index as usize];
            next = here.parent;
            let macros_here = only_macros;
            if let Some(name) = wildcard {
                wildcard = wildcard.filter(|_| self.facts.bound(index, name).next().is_none());
                let closes = only_macros || here.kind == ScopeKind::Namespace;
                only_macros = wildcard.is_some() && closes;
            }
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
            if let Some(found) = self.pick(index, word, at, kind)
                && (!macros_here || self.is_macro(&found))
            {
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

    fn is_macro(&self, found: &Found) -> bool {
        match found {
            Found::Symbol(target) => {
                self.facts.symbols[target.symbol as usize].kind == SymbolKind::Macro
            }
            Found::Local(_) => false,
        }
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
                    local = local.or(Some(self.type_inside(owner)));
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
}

/// A path without what stands in angle brackets: `Vec::<T>` is `Vec`.
pub(super) fn without_type_arguments<'r>(path: &'r str, separator: &str) -> Cow<'r, str> {
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
