//! How names are bound, and which are accounted for.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::Walker;
use crate::facts::{Bound, FILE_SCOPE, Index};
use crate::spec::ScopeKind;

impl<'t> Walker<'t> {
    /// Binds a name, which is claimed, to the innermost symbol around the node being visited, in
    /// the scope that this node stands in.
    pub fn bind_to_enclosing(&mut self, name: Node<'t>) {
        self.claim(name);
        let Some(frame) = self.frames.last() else {
            return;
        };
        if let Some(symbol) = frame.symbol {
            let name = Cow::Borrowed(self.text(name));
            let bound = Bound::Symbol(symbol);
            self.facts.bind(frame.scope, name, bound, 0);
        }
    }

    /// Makes the name of a symbol known around the type that it stands in as well, as those of C's
    /// enumerators are; around all types where they nest and `past_all` is set.
    pub fn bind_around(&mut self, symbol: u32, past_all: bool) {
        let mut scope = self.scope();
        if self.facts.symbols[symbol as usize].scope == Some(scope) {
            // It has opened the scope of its own members by now.
            scope = self.facts.scopes[scope as usize]
                .parent
                .unwrap_or(FILE_SCOPE);
        }
        let mut left_one = false;
        while self.facts.scopes[scope as usize].kind == ScopeKind::Type && (past_all || !left_one) {
            let Some(parent) = self.facts.scopes[scope as usize].parent else {
                break;
            };
            scope = parent;
            left_one = true;
        }
        if left_one {
            self.bind_name_of(symbol, scope);
        }
    }

    /// Makes the name of a symbol known in the whole file, in languages where what a function defines
    /// outlives it.
    pub fn bind_in_file(&mut self, symbol: u32) {
        self.bind_name_of(symbol, FILE_SCOPE);
    }

    /// Binds the text of a node as a local name, known from an offset on.
    pub fn bind_local(&mut self, name: Node<'t>, visible_from: u32) {
        self.bind_local_in(self.scope(), name, visible_from);
    }

    /// Binds the text of a node as a local name of the function, not of the block it stands in.
    pub fn bind_in_function(&mut self, name: Node<'t>) {
        let scope = self.past_blocks(self.scope());
        self.bind_local_in(scope, name, name.start_byte() as u32);
    }

    /// Makes the name of a symbol known in what is around the blocks that the node being visited
    /// stands in.
    pub fn bind_past_blocks(&mut self, symbol: u32) {
        let scope = self.past_blocks(self.scope());
        self.bind_name_of(symbol, scope);
    }

    fn bind_local_in(&mut self, scope: Index, name: Node<'t>, visible_from: u32) {
        let text = self.without_quotes(self.text(name));
        let visible_from = if self.spec.hoisted { 0 } else { visible_from };
        let known = self
            .facts
            .bound(scope, text)
            .next()
            .map(|binding| binding.bound);
        match known {
            // Where names are hoisted, only the first one binds; the others write to it.
            Some(Bound::Local) if self.spec.hoisted => {}
            Some(Bound::Symbol(_)) if self.spec.hoisted => {
                self.add_use(name, IdentifierKind::VariableRef, None);
            }
            Some(Bound::File | Bound::Outside) => {
                self.add_use(name, IdentifierKind::VariableRef, None);
            }
            _ => self
                .facts
                .bind(scope, Cow::Borrowed(text), Bound::Local, visible_from),
        }
    }

    /// The name between the quotes that the language allows around it.
    fn without_quotes(&self, name: &'t str) -> &'t str {
        let quote = self.spec.quote.map(char::from);
        let inner = quote.and_then(|quote| name.strip_prefix(quote)?.strip_suffix(quote));
        inner.filter(|inner| !inner.is_empty()).unwrap_or(name)
    }

    /// Binds a local name that the language declares without writing it, such as `value` in a
    /// setter.
    pub fn bind_implicit(&mut self, name: &'static str) {
        self.bind_text(name, 0);
    }

    /// Binds the text of a node as a local name, known from an offset on, for an instance of the
    /// type of a name: its members are looked up in that type.
    pub fn bind_instance(
        &mut self,
        name: Node<'t>,
        of_type: impl Into<Cow<'t, str>>,
        visible_from: u32,
    ) {
        let scope = self.scope();
        let bound = Bound::Instance(self.owner(of_type.into()));
        let text = Cow::Borrowed(self.text(name));
        self.claim(name);
        self.facts.bind(scope, text, bound, visible_from);
    }

    /// Binds another name of a symbol in the scope of the node being visited, such as `super` in a
    /// module.
    pub fn bind_symbol(&mut self, name: impl Into<Cow<'t, str>>, symbol: u32) {
        let scope = self.scope();
        self.facts
            .bind(scope, name.into(), Bound::Symbol(symbol), 0);
    }

    /// Says that a name means that of the file (`global`) or of the next function outside.
    pub fn bind_elsewhere(&mut self, name: Node<'t>, of_file: bool) {
        let scope = self.scope();
        let bound = if of_file { Bound::File } else { Bound::Outside };
        self.facts
            .bind(scope, Cow::Borrowed(self.text(name)), bound, 0);
    }

    /// Binds a local name that is only a part of a node, known from an offset on.
    pub fn bind_text(&mut self, name: &'t str, visible_from: u32) {
        let scope = self.scope();
        self.facts
            .bind(scope, Cow::Borrowed(name), Bound::Local, visible_from);
    }

    /// Makes the name of a symbol known in a scope.
    fn bind_name_of(&mut self, symbol: u32, scope: Index) {
        let name = self.facts.symbols[symbol as usize].name.clone();
        self.facts.bind(scope, name, Bound::Symbol(symbol), 0);
    }

    /// Says that a node is accounted for, so that it is not taken for a use as well.
    pub fn claim(&mut self, name: Node<'t>) {
        self.claimed.insert(name.start_byte() as u32);
    }

    /// The same for a node that is not at hand, by where it starts.
    pub fn claim_offset(&mut self, offset: usize) {
        self.claimed.insert(offset as u32);
    }

    /// Says that the file hands out a name in a list, apart from its definition, which may follow.
    pub fn hand_out(&mut self, name: &'t str) {
        self.handed_out.insert(name);
    }

    /// Says that the type around the node being visited declares a member of this name, maybe further
    /// down, so that an assignment to it defines nothing.
    pub fn declare_member(&mut self, name: &'t str) {
        if let Some(scope) = self.type_scope(self.scope()) {
            self.declared.insert((scope, name));
        }
    }
}
