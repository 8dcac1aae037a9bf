//! How names are bound, used and imported.

use std::borrow::Cow;
use std::ops::Range;

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::{Node, Point};

use super::{QUALIFIER_LIMIT, Walker};
use crate::facts::{Bound, FILE_SCOPE, ImportFact, Index, SCOPES_SEARCHED, Span, UseFact};
use crate::spec::{Role, ScopeKind};

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

    /// Says that the file keeps a name to itself in a list, apart from its definition, which may
    /// follow.
    pub fn hold_back(&mut self, name: &'t str) {
        self.held_back.insert(name);
    }

    /// Makes the name of a symbol known around the type that it stands in as well, as those of C's
    /// enumerators are; around all types where they nest and `past_all` is set.
    pub fn bind_around(&mut self, symbol: u32, past_all: bool) {
        let mut scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
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
            let name = self.facts.symbols[symbol as usize].name.clone();
            self.facts.bind(scope, name, Bound::Symbol(symbol), 0);
        }
    }

    /// Makes the name of a symbol known in the whole file, in languages where what a function defines
    /// outlives it.
    pub fn bind_in_file(&mut self, symbol: u32) {
        let name = self.facts.symbols[symbol as usize].name.clone();
        self.facts.bind(FILE_SCOPE, name, Bound::Symbol(symbol), 0);
    }

    /// Binds the text of a node as a local name, known from an offset on.
    pub fn bind_local(&mut self, name: Node<'t>, visible_from: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.bind_local_in(scope, name, visible_from);
    }

    /// Binds the text of a node as a local name of the function, not of the block it stands in.
    pub fn bind_in_function(&mut self, name: Node<'t>) {
        let mut scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        for _ in 0..SCOPES_SEARCHED {
            let here = &self.facts.scopes[scope as usize];
            let (ScopeKind::Block, Some(parent)) = (here.kind, here.parent) else {
                break;
            };
            scope = parent;
        }
        self.bind_local_in(scope, name, name.start_byte() as u32);
    }

    pub(super) fn bind_local_in(&mut self, scope: Index, name: Node<'t>, visible_from: u32) {
        let text = self.text(name);
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

    /// Binds a local name that the language declares without writing it, such as `value` in a
    /// setter.
    pub fn bind_implicit(&mut self, name: &'static str) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.bind(scope, Cow::Borrowed(name), Bound::Local, 0);
    }

    /// Binds the text of a node as a local name, known from an offset on, for an instance of the
    /// type of a name: its members are looked up in that type.
    pub fn bind_instance(
        &mut self,
        name: Node<'t>,
        of_type: impl Into<Cow<'t, str>>,
        visible_from: u32,
    ) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let bound = Bound::Instance(self.owner(of_type.into()));
        let text = Cow::Borrowed(self.text(name));
        self.claim(name);
        self.facts.bind(scope, text, bound, visible_from);
    }

    /// Binds another name of a symbol in the scope of the node being visited, such as `super` in a
    /// module.
    pub fn bind_symbol(&mut self, name: impl Into<Cow<'t, str>>, symbol: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts
            .bind(scope, name.into(), Bound::Symbol(symbol), 0);
    }

    /// Says that a name means that of the file (`global`) or of the next function outside.
    pub fn bind_elsewhere(&mut self, name: Node<'t>, of_file: bool) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let bound = if of_file { Bound::File } else { Bound::Outside };
        self.facts
            .bind(scope, Cow::Borrowed(self.text(name)), bound, 0);
    }

    /// Adds a use of the name in `node`, which is claimed.
    pub fn add_use(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        self.add_use_of(node, kind, edge, None);
    }

    /// Binds a local name that is only a part of a node, known from an offset on.
    pub fn bind_text(&mut self, name: &'t str, visible_from: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts
            .bind(scope, Cow::Borrowed(name), Bound::Local, visible_from);
    }

    /// Adds a use of a name that is only a part of a node: `part` counts bytes from its start, and no
    /// line ends before them. For grammars that take marks and names together: `$name`.
    pub fn add_use_of_part(
        &mut self,
        node: Node<'t>,
        part: Range<usize>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        self.claim(node);
        self.claimed.insert((node.start_byte() + part.start) as u32);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let point = |offset: usize| {
            let start = node.start_position();
            Point::new(start.row, start.column + offset)
        };
        let span = Span {
            start: (node.start_byte() + part.start) as u32,
            end: (node.start_byte() + part.end) as u32,
            start_point: point(part.start),
            end_point: point(part.end),
        };
        self.facts.uses.push(UseFact {
            kind,
            span,
            containing: frame.symbol,
            scope: frame.scope,
            qualifier: None,
            past_locals: false,
            edge,
            edge_owner: None,
            in_error: frame.in_error,
        });
    }

    /// Adds a use of the name in `node`, which is claimed, as looked up in what stands in a stretch
    /// of the source.
    pub fn add_use_of(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
        qualifier: Option<(u32, u32)>,
    ) {
        self.claim(node);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        self.facts.uses.push(UseFact {
            kind,
            span: Span::of(node),
            containing: frame.symbol,
            scope: frame.scope,
            qualifier: qualifier.filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT),
            past_locals: false,
            edge,
            edge_owner: None,
            in_error: frame.in_error,
        });
    }

    /// Adds a use of the name in `node`, which is claimed, as if it had this role; `object` is what
    /// it is looked up in. For grammars that give the parts of a path no fields.
    pub fn add_use_as(&mut self, node: Node<'t>, role: Role, object: Option<Node<'t>>) {
        self.claim(node);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let qualifier = object
            .map(|object| (object.start_byte() as u32, object.end_byte() as u32))
            .filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT);
        self.push_use(node, IdentifierKind::VariableRef, role, qualifier, &frame);
    }

    /// Adds the edge from the import at `symbol` to what it names. `stands_for_it` says that the
    /// name of the symbol means that very thing: not so in `import a.b`, which binds `a`.
    pub fn add_import(
        &mut self,
        symbol: u32,
        node: Node<'t>,
        to_name: impl Into<Cow<'t, str>>,
        to_qualifier: Option<Cow<'t, str>>,
        stands_for_it: bool,
    ) {
        let frame = self.frames.last();
        let in_error = frame.is_some_and(|frame| frame.in_error);
        let scope = frame.map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.imports.push(ImportFact {
            symbol,
            scope,
            to_name: to_name.into(),
            to_qualifier: to_qualifier.filter(|qualifier| !qualifier.is_empty()),
            stands_for_it,
            span: Span::of(node),
            in_error,
        });
    }
}
