//! How symbols, and the scopes that they open, are added.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{MISSING_NAME, NewSymbol, Walker};
use crate::facts::{
    BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Index, OwnerFact, SCOPES_SEARCHED, Scope, Span,
    SymbolFact,
};
use crate::remarks;
use crate::spec::ScopeKind;

impl<'t> Walker<'t> {
    /// A symbol of this kind with the node's span, named by `name`, which is claimed.
    pub fn symbol(&mut self, kind: SymbolKind, node: Node<'t>, name: Node<'t>) -> NewSymbol<'t> {
        self.claim(name);
        NewSymbol {
            kind,
            name: Cow::Borrowed(self.text(name)),
            node,
            end: None,
            visibility: None,
            doc: None,
            signature: self.signature_of(node, None),
            scope: None,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
            first: None,
            last: None,
        }
    }

    /// The stretches of source that make the signature of a definition: from the outermost wrapper
    /// that belongs to it, to the start of its body or to its end.
    #[must_use]
    pub fn signature_of(&self, node: Node<'t>, body: Option<Node<'t>>) -> Vec<(u32, u32)> {
        let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
        let mut start = node.start_byte() as u32;
        let mut stretches = Vec::new();
        for frame in self
            .frames
            .iter()
            .rev()
            .skip_while(|frame| frame.node.id() == node.id())
        {
            match frame.wrapper {
                Some(true) if frame.node.start_byte() as u32 <= start => {
                    // Of a declaration of several names, the others are left out.
                    let first = first_of_kind(frame.node, node.kind_id());
                    let first = first.map_or(start, |first| first.start_byte() as u32);
                    if first < start {
                        stretches.insert(0, (start, end));
                        return [(frame.node.start_byte() as u32, first)]
                            .into_iter()
                            .chain(stretches)
                            .collect();
                    }
                    start = frame.node.start_byte() as u32;
                }
                Some(_) => {}
                None => break,
            }
        }
        vec![(start, end)]
    }

    /// A symbol of kind `import` for a name that `node` brings in. Nothing is claimed: what the node
    /// names is a use as well.
    #[must_use]
    pub fn import(&self, node: Node<'t>, name: impl Into<Cow<'t, str>>) -> NewSymbol<'t> {
        NewSymbol {
            kind: SymbolKind::Import,
            name: name.into(),
            node,
            end: None,
            visibility: None,
            doc: None,
            signature: self.signature_of(node, None),
            scope: None,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
            first: None,
            last: None,
        }
    }

    /// Sets the documentation of the file's own symbol.
    pub fn document_file(&mut self, doc: String) {
        if let Some(symbol) = self.frames[0].symbol {
            self.facts.symbols[symbol as usize].doc = Some(doc);
        }
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
        let mut span = Span::of(new.node);
        if let Some(first) = new.first {
            (span.start, span.start_point) = (first.start_byte() as u32, first.start_position());
        }
        if let Some(last) = new.last {
            (span.end, span.end_point) = (last.end_byte() as u32, last.end_position());
        }
        if let Some((end, end_point)) = new.end {
            (span.end, span.end_point) = (end, end_point);
        }
        let span = span.without_space_at_end(self.source);
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
        let start = self.outer_start(new.node);
        let style = &self.spec.doc_style;
        remarks::doc_above(self.source, &self.facts.remarks, start, style)
            .or_else(|| remarks::doc_behind(self.source, new.node.end_byte() as u32, style))
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
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.sections.insert(scope, visibility);
    }

    /// Says for whom the symbols of a name are that the scope of the node being visited holds, after
    /// their definitions, as `private :name` does. Only kinds that it `concerns` are changed.
    pub fn set_visibility(
        &mut self,
        name: &str,
        visibility: Visibility,
        concerns: fn(SymbolKind) -> bool,
    ) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let bindings = self.facts.bound(scope, name).take(BINDINGS_CONSIDERED);
        let symbols: Vec<Index> = bindings
            .filter_map(|binding| match binding.bound {
                Bound::Symbol(symbol) => Some(symbol),
                _ => None,
            })
            .collect();
        for symbol in symbols {
            let symbol = &mut self.facts.symbols[symbol as usize];
            if concerns(symbol.kind) {
                symbol.visibility = Some(visibility);
            }
        }
    }

    /// Keeps a symbol under a key of the hook's own, such as a function's name with the number of
    /// its parameters.
    pub fn remember(&mut self, key: String, symbol: u32) {
        self.remembered.insert(key, symbol);
    }

    /// Says that the symbol at `symbol` declares what may be defined elsewhere: a name means its
    /// definition where there is one in the same scope.
    pub fn only_declares(&mut self, symbol: u32) {
        self.facts.symbols[symbol as usize].only_declared = true;
    }

    /// Says that the node being visited is a further piece of the symbol at `symbol`, as the clauses
    /// of a function are that its signature declares: what follows inside belongs to that symbol.
    ///
    /// Its span reaches to the end of the piece; where other symbols stand between, or where it was
    /// only declared, it is that of the piece.
    pub fn continue_symbol(&mut self, symbol: u32, scope: ScopeKind) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let piece = Span::of(frame.node);
        let last = self.facts.symbols.last().map_or(0, |last| last.span.start);
        let fact = &mut self.facts.symbols[symbol as usize];
        if fact.only_declared || last >= fact.span.end {
            fact.span = piece;
        } else {
            fact.span.end = piece.end;
            fact.span.end_point = piece.end_point;
        }
        fact.only_declared = false;
        frame.symbol = Some(symbol);
        frame.owner = None;
        frame.scope = self.facts.open_scope(Scope {
            kind: scope,
            parent: Some(frame.scope),
            symbol: Some(symbol),
            owner: None,
        });
    }

    /// Says that what stands in the node being visited continues the scope of the last symbol of
    /// this name and kind in the scope around, as a namespace does that is opened again. `false`
    /// where there is none.
    pub fn continue_scope(&mut self, name: &str, kind: SymbolKind) -> bool {
        let around = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
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
        }
        opened.is_some()
    }

    /// Says that the node being visited stands in no symbol, as a second `namespace name;` does.
    pub fn leave_symbols(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.symbol = None;
        }
    }

    /// Says that everything after the node being visited belongs to the symbol at `index`, as after
    /// `package name;`.
    pub fn contains_rest_of_file(&mut self, index: u32) {
        self.facts.scopes[FILE_SCOPE as usize].symbol = Some(index);
        self.facts.symbols[index as usize].scope = Some(FILE_SCOPE);
        self.frames[0].symbol = Some(index);
    }

    /// Says that the symbol which everything up to here belongs to, see
    /// [`Walker::contains_rest_of_file`], reaches to the end of a node.
    pub fn reaches_to(&mut self, node: Node<'t>) {
        if let Some(symbol) = self.frames[0].symbol {
            let span = &mut self.facts.symbols[symbol as usize].span;
            let end = Span::of(node).without_space_at_end(self.source);
            (span.end, span.end_point) = (end.end, end.end_point);
        }
    }

    /// Says that the node being visited belongs to no symbol, whatever it stands in or after.
    pub fn stands_outside(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.symbol = None;
            frame.scope = FILE_SCOPE;
        }
    }

    pub(super) fn owner(&mut self, name: Cow<'t, str>) -> Index {
        let from_scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.owners.push(OwnerFact {
            name,
            from_scope,
            symbol: None,
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

    /// Where the definition starts with all that is wrapped around it.
    pub(super) fn outer_start(&self, node: Node<'t>) -> u32 {
        let mut start = node.start_byte();
        for frame in self
            .frames
            .iter()
            .rev()
            .skip_while(|frame| frame.node.id() == node.id())
        {
            if frame.wrapper.is_none() {
                break;
            }
            start = start.min(frame.node.start_byte());
        }
        start as u32
    }
}

/// The first named child of a kind.
fn first_of_kind(node: Node<'_>, kind: u16) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| child.kind_id() == kind)
}
