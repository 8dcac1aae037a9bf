//! How symbols, and the scopes that they open, are added.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::{Node, Point};

use super::{Frame, NewSymbol, Walker};
use crate::facts::{Bound, FILE_SCOPE, Index, Scope, Span, SymbolFact};
use crate::remarks;
use crate::spec::{FileSymbol, ScopeKind};
use crate::table::ResolvedDefinition;

/// The name of a definition that the source leaves out and the grammar asks for.
const MISSING_NAME: &str = "(missing)";

impl<'t> Walker<'t> {
    pub(super) fn define_by_rule(&mut self, definition: &ResolvedDefinition, node: Node<'t>) {
        let name_node = definition
            .name
            .and_then(|field| node.child_by_field_id(field));
        if definition.name.is_some() && name_node.is_none() {
            // An anonymous function or class: no symbol, but its names are its own.
            if let Some(kind) = definition.rule.scope {
                self.open_scope(kind);
            }
            return;
        }
        let rule = &definition.rule;
        let kind = rule.in_type.filter(|_| self.in_type()).unwrap_or(rule.kind);
        let mut symbol = NewSymbol {
            scope: rule.scope,
            ..NewSymbol::new(kind, name_node.map_or("", |name| self.text(name)), node)
        };
        let accepted = definition
            .rule
            .refine
            .is_none_or(|refine| refine(self, node, &mut symbol));
        if !accepted || symbol.name.is_empty() {
            if let Some(kind) = symbol.scope {
                self.open_scope(kind);
            }
            return;
        }
        if let Some(name) = name_node {
            self.claim(name);
        }
        if symbol.signature.is_empty() {
            let body = definition
                .body
                .iter()
                .find_map(|field| node.child_by_field_id(*field));
            symbol.signature = self.signature_of(node, body);
        }
        self.define(symbol);
    }

    pub(super) fn file_symbol(&mut self, rule: FileSymbol, root: Node<'t>) -> Option<Index> {
        if self.source.trim_start_matches('\u{feff}').trim().is_empty() {
            return None;
        }
        let name = (rule.name)(self.path)?;
        let mut span = Span::of(root);
        // The root of some grammars starts at the first token; the file starts at 0.
        (span.start, span.start_point) = (0, Point::new(0, 0));
        self.facts.symbols.push(SymbolFact {
            kind: SymbolKind::Module,
            name: name.into(),
            span,
            parent: None,
            owner: None,
            signature: Vec::new(),
            doc: remarks::file_doc(self.source, root, self.spec),
            visibility: Some(Visibility::Public),
            scope: Some(FILE_SCOPE),
            in_error: false,
            qualifies: rule.qualifies,
            only_declared: false,
        });
        self.facts.scopes[FILE_SCOPE as usize].symbol = Some(0);
        Some(0)
    }

    /// Adds a symbol. It takes the node's span, and what follows inside the node being visited
    /// belongs to it where that is the same node. Returns the symbol's place among all.
    ///
    /// # Panics
    ///
    /// Never: hooks run inside the file's frame.
    pub fn define(&mut self, mut new: NewSymbol<'t>) -> u32 {
        if new.name.is_empty() {
            // The parser made the name up to go on after an error.
            new.name = Cow::Borrowed(MISSING_NAME);
            new.binds = false;
        }
        let frame = *self
            .frames
            .last()
            .expect("hooks run inside the file's frame");
        let type_scope = if new.member_of_type {
            self.type_scope(frame.scope)
        } else {
            None
        };
        let scope = type_scope.unwrap_or(frame.scope);
        let index = self.facts.symbols.len() as Index;
        let parent = match type_scope {
            Some(scope) => self.facts.scopes[scope as usize].symbol,
            None => frame.symbol,
        };
        let owner = match new.owner.clone() {
            Some(name) => Some(self.owner(name)),
            None => self.facts.scopes[scope as usize].owner,
        };
        let visibility = new
            .visibility
            .or_else(|| (self.spec.visibility)(self, new.node, &new));
        let doc = new.doc.clone().or_else(|| self.doc_above(&new));
        if new.binds {
            self.facts
                .bind(scope, new.name.clone(), Bound::Symbol(index), 0);
        }
        if let (Some(owner), true) = (owner, new.owner.is_some()) {
            // A member defined outside its type is found through the type.
            let members = self.facts.open_scope(Scope {
                kind: ScopeKind::Type,
                parent: None,
                symbol: None,
                owner: Some(owner),
            });
            self.facts
                .bind(members, new.name.clone(), Bound::Symbol(index), 0);
        }
        let span = new.span().without_space_at_end(self.source);
        self.facts.symbols.push(SymbolFact {
            kind: new.kind,
            name: new.name,
            span,
            parent,
            owner,
            signature: new.signature,
            doc,
            visibility,
            scope: None,
            in_error: frame.in_error,
            qualifies: true,
            only_declared: false,
        });
        if let Some((held, told_by)) = new.held {
            self.holds(index, held, told_by);
        }
        if frame.node.id() == new.node.id() {
            let outside = owner.filter(|_| new.owner.is_some());
            let opened = new.scope.map(|kind| {
                self.open_scopes_of(index, kind, frame.scope, outside, new.holds_members)
            });
            self.facts.symbols[index as usize].scope = opened;
            let frame = self
                .frames
                .last_mut()
                .expect("hooks run inside the file's frame");
            frame.symbol = Some(index);
            frame.owner = None;
            frame.scope = opened.unwrap_or(frame.scope);
        }
        index
    }

    fn doc_above(&self, new: &NewSymbol<'t>) -> Option<String> {
        // What is written above an import is about the file.
        if new.kind == SymbolKind::Import {
            return None;
        }
        let start = self.before_written_over(self.outer_start(new.node));
        let end = new.end.map_or(new.node.end_byte() as u32, |(end, _)| end);
        let style = &self.spec.doc_style;
        remarks::doc_above(self.source, &self.facts.remarks, start, style)
            .or_else(|| remarks::doc_behind(self.source, end, style))
    }

    /// Opens the scope of a symbol, inside those that its names are looked up in as well: that of the
    /// type which it belongs to from outside, and that of its own members.
    fn open_scopes_of(
        &mut self,
        symbol: Index,
        kind: ScopeKind,
        around: Index,
        outside: Option<Index>,
        holds_members: bool,
    ) -> Index {
        let mut open = |kind, parent, symbol, owner| {
            self.facts.open_scope(Scope {
                kind,
                parent: Some(parent),
                symbol,
                owner,
            })
        };
        let mut around = around;
        if outside.is_some() {
            around = open(ScopeKind::Type, around, None, outside);
        }
        if holds_members {
            around = open(ScopeKind::Type, around, Some(symbol), None);
        }
        open(kind, around, Some(symbol), None)
    }

    /// Adds a symbol that is known under other names than its own, such as `name/2`.
    pub fn define_bound_as(&mut self, mut new: NewSymbol<'t>, names: Vec<String>) -> u32 {
        let scope = self.scope();
        new.binds = false;
        let symbol = self.define(new);
        for name in names {
            self.facts
                .bind(scope, Cow::Owned(name), Bound::Symbol(symbol), 0);
        }
        symbol
    }

    /// Adds a symbol that starts with the node being visited and goes on with its siblings, as the
    /// second function does in a node of several. What follows in the node around belongs to it; that
    /// node has made a symbol already, which the new one stands beside.
    pub fn define_next(&mut self, new: NewSymbol<'t>) -> Option<u32> {
        let frame = self.frames.pop()?;
        let outside = self.frames.len().checked_sub(2).map(|at| self.frames[at]);
        let (Some(around), Some(outside)) = (self.frames.last_mut(), outside) else {
            self.frames.push(frame);
            return None;
        };
        (around.symbol, around.scope) = (outside.symbol, outside.scope);
        let mut span = Span::of(around.node);
        (span.start, span.start_point) =
            (frame.node.start_byte() as u32, frame.node.start_position());
        let node = around.node;
        let index = self.define(NewSymbol { node, ..new });
        self.facts.symbols[index as usize].span = span;
        let around = self.frames.last().copied();
        self.frames.push(Frame {
            symbol: Some(index),
            scope: around.map_or(frame.scope, |around| around.scope),
            ..frame
        });
        Some(index)
    }
}
