//! What names and symbols hold instances of.

use std::borrow::Cow;

use tree_sitter::Node;

use super::Walker;
use crate::facts::{Binding, Bound, Index, Span, TypeFact};

/// What a value is an instance of.
#[derive(Debug, Clone)]
pub enum Held<'t> {
    /// Of the type of this name, as a declaration says.
    Declared(Cow<'t, str>),
    /// Of the type of this name, as the value says that is assigned.
    Assigned(Cow<'t, str>),
    /// Of a type that is not known.
    Unknown,
    /// Nothing yet, as `None` says.
    Nothing,
}

impl<'t> Walker<'t> {
    /// Binds a local name by what it holds, in the scope of the node being visited. Where several
    /// places of the scope bind the name, they have to agree.
    pub fn bind_held(&mut self, name: Node<'t>, held: Held<'t>, visible_from: u32) {
        let scope = self.scope();
        self.bind_held_in(scope, name, held, visible_from);
    }

    /// The same in the scope of the function, not of the block that the node being visited stands in.
    pub fn bind_held_in_function(&mut self, name: Node<'t>, held: Held<'t>) {
        let scope = self.past_blocks(self.scope());
        self.bind_held_in(scope, name, held, name.start_byte() as u32);
    }

    fn bind_held_in(&mut self, scope: Index, name: Node<'t>, held: Held<'t>, visible_from: u32) {
        let text = self.text(name);
        // Elsewhere, each place that binds a name counts from there on.
        let known = if self.spec.hoisted {
            self.facts.bound(scope, text).next()
        } else {
            None
        };
        let of_type = match held {
            Held::Declared(of_type) | Held::Assigned(of_type) => of_type,
            // A name that holds nothing for a while is of no other type.
            Held::Nothing
                if matches!(
                    known,
                    Some(Binding {
                        bound: Bound::Instance(_),
                        ..
                    })
                ) =>
            {
                return self.claim(name);
            }
            Held::Unknown | Held::Nothing => return,
        };
        let bound = match known.map(|binding| binding.bound) {
            None => Bound::Instance(self.owner_of_value(of_type)),
            Some(Bound::Instance(known)) => {
                if self.facts.owners[known as usize].name == of_type {
                    return self.claim(name);
                }
                Bound::Local
            }
            // The rule for all other local names decides.
            Some(_) => return,
        };
        self.claim(name);
        let visible_from = if self.spec.hoisted { 0 } else { visible_from };
        self.facts
            .bind(scope, Cow::Borrowed(text), bound, visible_from);
    }

    /// Says what the value of a symbol is an instance of, as a node tells. What a declaration says
    /// counts; assignments have to agree.
    pub fn holds(&mut self, symbol: u32, held: Held<'t>, told_by: Node<'t>) {
        let (of_type, declared) = match held {
            Held::Declared(name) => (Some(name), true),
            Held::Assigned(name) => (Some(name), false),
            Held::Unknown => (None, false),
            Held::Nothing => return,
        };
        if let Some(known) = self.facts.types.get_mut(&symbol)
            && !declared
        {
            let same = known.of_type.is_some_and(|known| {
                let known = &self.facts.owners[known as usize].name;
                of_type.as_ref() == Some(known)
            });
            if !same && !known.declared {
                known.of_type = None;
            }
            return;
        }
        let fact = TypeFact {
            of_type: of_type.map(|name| self.owner_of_value(name)),
            declared,
            span: Span::of(told_by),
        };
        self.facts.types.insert(symbol, fact);
    }

    /// The symbol of a name among the members of the type around the node being visited.
    #[must_use]
    pub fn member_here(&self, name: &str) -> Option<u32> {
        let scope = self.type_scope(self.scope())?;
        self.symbols_of(scope, name).next()
    }
}
