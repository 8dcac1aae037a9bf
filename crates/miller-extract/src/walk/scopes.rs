//! Scopes, and which symbols and types what stands in a node belongs to.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};

use super::Walker;
use crate::facts::{Bound, FILE_SCOPE, Index, OwnerFact, SCOPES_SEARCHED, Scope};
use crate::spec::ScopeKind;

impl<'t> Walker<'t> {
    /// The scope that the node being visited stands in, or has opened by now.
    pub(crate) fn scope(&self) -> Index {
        self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope)
    }

    /// Opens a scope for the children of the node being visited.
    pub fn open_scope(&mut self, kind: ScopeKind) {
        let parent = self.frames.last().map(|frame| frame.scope);
        let scope = self.facts.open_scope(Scope {
            kind,
            parent,
            symbol: None,
            owner: None,
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.scope = scope;
        }
    }

    /// Says that what stands in the node being visited belongs to the type of this name, as in
    /// `impl Name { … }`. Definitions inside become its members, and `extends` and `implements`
    /// edges start at it.
    pub fn belongs_to(&mut self, name: impl Into<Cow<'t, str>>) {
        let owner = self.owner(name.into());
        let parent = self.frames.last().map(|frame| frame.scope);
        let scope = self.facts.open_scope(Scope {
            kind: ScopeKind::Type,
            parent,
            symbol: None,
            owner: Some(owner),
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.scope = scope;
            frame.owner = Some(owner);
        }
    }

    /// Says for whom the members are that come after the node being visited, as after `private:`.
    pub fn set_section(&mut self, visibility: Visibility) {
        let scope = self.scope();
        self.sections.insert(scope, visibility);
    }

    /// Says that what stands in the node being visited continues the scope of the last symbol of
    /// this name and kind in the scope around, as a namespace does that is opened again. `false`
    /// where there is none.
    pub fn continue_scope(&mut self, name: &str, kind: SymbolKind) -> bool {
        let around = self.scope();
        let opened = self
            .facts
            .bound(around, name)
            .filter_map(|binding| match binding.bound {
                Bound::Symbol(symbol) => Some(&self.facts.symbols[symbol as usize]),
                _ => None,
            })
            .filter(|symbol| symbol.kind == kind)
            .find_map(|symbol| symbol.scope);
        if let (Some(scope), Some(frame)) = (opened, self.frames.last_mut()) {
            frame.scope = scope;
            // The next one finds it at once.
            if let Some(symbol) = frame.symbol {
                let symbol = &mut self.facts.symbols[symbol as usize];
                symbol.scope = symbol.scope.or(Some(scope));
            }
        }
        opened.is_some()
    }

    /// Says that everything after the node being visited belongs to the symbol at `index`, as after
    /// `package name;`.
    pub fn contains_rest_of_file(&mut self, index: u32) {
        self.facts.scopes[FILE_SCOPE as usize].symbol = Some(index);
        self.facts.symbols[index as usize].scope = Some(FILE_SCOPE);
        self.frames[0].symbol = Some(index);
    }

    /// Says that the node being visited belongs to no symbol, whatever it stands in or after.
    pub fn stands_outside(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.symbol = None;
            frame.scope = FILE_SCOPE;
        }
    }

    pub(super) fn owner(&mut self, name: Cow<'t, str>) -> Index {
        self.add_owner(name, false)
    }

    /// The type that a value is an instance of.
    pub(super) fn owner_of_value(&mut self, name: Cow<'t, str>) -> Index {
        self.add_owner(name, true)
    }

    fn add_owner(&mut self, name: Cow<'t, str>, of_value: bool) -> Index {
        let from_scope = self.scope();
        self.facts.owners.push(OwnerFact {
            name,
            from_scope,
            symbol: None,
            of_value,
        });
        (self.facts.owners.len() - 1) as Index
    }

    pub(super) fn type_scope(&self, mut scope: Index) -> Option<Index> {
        for _ in 0..SCOPES_SEARCHED {
            let here = &self.facts.scopes[scope as usize];
            if here.kind == ScopeKind::Type {
                return Some(scope);
            }
            scope = here.parent?;
        }
        None
    }

    /// The innermost scope around one that is no block.
    pub(super) fn past_blocks(&self, mut scope: Index) -> Index {
        for _ in 0..SCOPES_SEARCHED {
            let here = &self.facts.scopes[scope as usize];
            let (ScopeKind::Block, Some(parent)) = (here.kind, here.parent) else {
                break;
            };
            scope = parent;
        }
        scope
    }
}
