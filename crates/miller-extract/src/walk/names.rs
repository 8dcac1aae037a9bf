//! How names are bound, used and imported.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::{Node, Point, Range};

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

    /// Says that the file hands out a name in a list, apart from its definition, which may follow.
    pub fn hand_out(&mut self, name: &'t str) {
        self.handed_out.insert(name);
    }

    /// Says that the type around the node being visited declares a member of this name, maybe further
    /// down, so that an assignment to it defines nothing.
    pub fn declare_member(&mut self, name: &'t str) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        if let Some(scope) = self.type_scope(scope) {
            self.declared.insert((scope, name));
        }
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
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let scope = self.past_blocks(scope);
        self.bind_local_in(scope, name, name.start_byte() as u32);
    }

    /// Makes the name of a symbol known in what is around the blocks that the node being visited
    /// stands in.
    pub fn bind_past_blocks(&mut self, symbol: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let scope = self.past_blocks(scope);
        let name = self.facts.symbols[symbol as usize].name.clone();
        self.facts.bind(scope, name, Bound::Symbol(symbol), 0);
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
        part: std::ops::Range<usize>,
        kind: IdentifierKind,
    ) {
        self.claim(node);
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
            edge: None,
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

    /// Adds a use of a name that reaches from the start of one node to the end of another:
    /// `var.region` of Terraform.
    pub fn add_use_between(&mut self, first: Node<'t>, last: Node<'t>, kind: IdentifierKind) {
        let before = self.facts.uses.len();
        self.add_use(first, kind, None);
        if let Some(added) = self.facts.uses[before..].first_mut() {
            (added.span.end, added.span.end_point) = (last.end_byte() as u32, last.end_position());
        }
    }

    /// Adds a use of a name that is a stretch of a node, given by its first byte in the node and its
    /// length, where the grammar makes no node of it.
    pub fn add_use_inside(
        &mut self,
        node: Node<'t>,
        (from, length): (usize, usize),
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        let text = self.text(node);
        if length == 0
            || text
                .get(from..from + length)
                .is_none_or(|name| name.contains('\n'))
        {
            return;
        }
        let before = self.facts.uses.len();
        self.add_use(node, kind, edge);
        let Some(added) = self.facts.uses[before..].first_mut() else {
            return;
        };
        let span = &mut added.span;
        span.start += from as u32;
        span.end = span.start + length as u32;
        match text[..from].rfind('\n') {
            Some(newline) => {
                span.start_point.row += text[..from].matches('\n').count();
                span.start_point.column = from - newline - 1;
            }
            None => span.start_point.column += from,
        }
        let (row, column) = (span.start_point.row, span.start_point.column + length);
        span.end_point = Point::new(row, column);
    }

    /// Adds a call of a name of which only a part stands in `node`, which is claimed: the selector
    /// of a message of Objective-C stands between its arguments.
    pub fn add_call_of(
        &mut self,
        node: Node<'t>,
        name: impl Into<Cow<'t, str>>,
        object: Option<Node<'t>>,
    ) {
        let place = (node.start_byte() as u32, node.end_byte() as u32);
        self.facts.spellings.insert(place, name.into());
        self.add_use_as(node, Role::CallMethod, object);
    }

    /// Adds a use of each of some names, which are parts of the text of `node` in the order of the
    /// source: the words in `class="card wide"`.
    pub fn add_uses_in(
        &mut self,
        node: Node<'t>,
        names: impl IntoIterator<Item = &'t str>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let mut reached = (node.start_byte(), node.start_position());
        for name in names {
            let start = name.as_ptr() as usize - self.source.as_ptr() as usize;
            let start_point = self.point_after(reached, start);
            let end_point = self.point_after((start, start_point), start + name.len());
            reached = (start + name.len(), end_point);
            self.facts.uses.push(UseFact {
                kind,
                span: Span {
                    start: start as u32,
                    end: reached.0 as u32,
                    start_point,
                    end_point,
                },
                containing: frame.symbol,
                scope: frame.scope,
                qualifier: None,
                past_locals: false,
                edge,
                edge_owner: None,
                in_error: frame.in_error,
            });
        }
    }

    /// The row and column of an offset, from those of one before it.
    fn point_after(&self, (from, point): (usize, Point), to: usize) -> Point {
        let between = &self.source.as_bytes()[from..to];
        match memchr::memrchr(b'\n', between) {
            None => Point::new(point.row, point.column + between.len()),
            Some(last) => {
                let rows = memchr::memchr_iter(b'\n', between).count();
                Point::new(point.row + rows, between.len() - last - 1)
            }
        }
    }

    /// The range of a part of the source that starts at or after a node, for a text to embed.
    #[must_use]
    pub fn range_in(&self, node: Node<'t>, part: &'t str) -> Range {
        let start_byte = part.as_ptr() as usize - self.source.as_ptr() as usize;
        let end_byte = start_byte + part.len();
        let start_point = self.point_after((node.start_byte(), node.start_position()), start_byte);
        let end_point = self.point_after((start_byte, start_point), end_byte);
        Range {
            start_byte,
            end_byte,
            start_point,
            end_point,
        }
    }

    /// Adds a use of the name in `node`, which is claimed, as if it had this role; `object` is what
    /// it is looked up in. For grammars that give the parts of a path no fields.
    pub fn add_use_as(&mut self, node: Node<'t>, role: Role, object: Option<Node<'t>>) {
        let object = object.map(|object| (object.start_byte() as u32, object.end_byte() as u32));
        self.add_use_within(node, role, object);
    }

    /// The same for what is looked up in a stretch of the source that is no node.
    pub fn add_use_within(&mut self, node: Node<'t>, role: Role, qualifier: Option<(u32, u32)>) {
        self.claim(node);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let qualifier = qualifier.filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT);
        self.push_use(node, IdentifierKind::VariableRef, role, qualifier, &frame);
    }

    /// Makes the use of the name being visited a call, unless a local variable of this name is known
    /// here: for languages where `name` alone calls what was not assigned before.
    pub fn call_unless_local(&mut self, name: Node<'t>) {
        let text = self.text(name);
        let Some(frame) = self.frames.last() else {
            return;
        };
        if self.is_local_variable(text, frame.scope) {
            return;
        }
        let start = name.start_byte() as u32;
        if let Some(fact) = self.facts.uses.last_mut()
            && fact.span.start == start
            && fact.kind == IdentifierKind::VariableRef
        {
            fact.kind = IdentifierKind::Call;
            fact.edge = Some(RelationshipKind::Calls);
        }
    }

    /// Whether a name is bound in a scope or in the blocks around it, up to those of the function,
    /// other than to something that is called.
    fn is_local_variable(&self, name: &str, mut scope: Index) -> bool {
        for _ in 0..SCOPES_SEARCHED {
            let is_local = self
                .facts
                .bound(scope, name)
                .any(|binding| match binding.bound {
                    Bound::Symbol(symbol) => {
                        self.facts.symbols[symbol as usize].kind == SymbolKind::Variable
                    }
                    _ => true,
                });
            let here = &self.facts.scopes[scope as usize];
            let (false, ScopeKind::Block, Some(parent)) = (is_local, here.kind, here.parent) else {
                return is_local;
            };
            scope = parent;
        }
        false
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
