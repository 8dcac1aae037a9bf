//! What hooks say of symbols that are there already, and what they keep for later.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{NewSymbol, Walker};
use crate::facts::{Index, Scope, Span};
use crate::spec::ScopeKind;

impl<'t> Walker<'t> {
    /// Says for whom the symbols of a name are that the scope of the node being visited holds, after
    /// their definitions, as `private :name` does. Only kinds that it `concerns` are changed.
    pub fn set_visibility(
        &mut self,
        name: &str,
        visibility: Visibility,
        concerns: fn(SymbolKind) -> bool,
    ) {
        let symbols: Vec<Index> = self.symbols_of(self.scope(), name).collect();
        for symbol in symbols {
            let symbol = &mut self.facts.symbols[symbol as usize];
            if concerns(symbol.kind) {
                symbol.visibility = Some(visibility);
            }
        }
    }

    /// Says that the node being visited is a further piece of the symbol at `symbol`, such as a clause
    /// of a function that its signature declares: what stands in the piece belongs to the symbol, and
    /// the piece opens a scope of this kind.
    ///
    /// The symbol reaches to the end of the piece. Where other symbols stand between, or where it was
    /// only declared, it is the piece; [`Walker::extend_symbol`] takes in what stands between.
    pub fn continue_symbol(&mut self, symbol: u32, scope: ScopeKind) {
        let last = self.facts.symbols.last().map_or(0, |last| last.span.start);
        let fact = &mut self.facts.symbols[symbol as usize];
        if let Some(frame) = self.frames.last()
            && (fact.only_declared || last >= fact.span.end)
        {
            fact.span = Span::of(frame.node);
        }
        fact.only_declared = false;
        self.extend_symbol(symbol, scope);
    }

    /// The same for a symbol that reaches from its first piece to its last, whatever stands between:
    /// in languages where no other function can, and what else is there belongs to the next clause.
    pub fn extend_symbol(&mut self, symbol: u32, scope: ScopeKind) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let end = Span::of(frame.node);
        let continued = &mut self.facts.symbols[symbol as usize].span;
        (continued.end, continued.end_point) = (end.end, end.end_point);
        frame.symbol = Some(symbol);
        frame.owner = None;
        frame.scope = self.facts.open_scope(Scope {
            kind: scope,
            parent: Some(frame.scope),
            symbol: Some(symbol),
            owner: None,
        });
    }

    /// Says that the symbol at `symbol` declares what may be defined elsewhere: a name means its
    /// definition where there is one in the same scope.
    pub fn only_declares(&mut self, symbol: u32) {
        self.facts.symbols[symbol as usize].only_declared = true;
    }

    /// Says that what stands in a node that is still to be visited belongs to the symbol at `symbol`,
    /// which was made from that node before its time.
    pub fn give_to(&mut self, symbol: u32, node: Node<'t>) {
        self.symbols_ahead.insert(node.id(), symbol);
    }

    /// Sets the documentation of the file's own symbol.
    pub fn document_file(&mut self, doc: String) {
        if let Some(symbol) = self.frames[0].symbol {
            self.facts.symbols[symbol as usize].doc = Some(doc);
        }
    }

    /// Keeps a symbol or an offset under a key of the hook's own, such as a function's name with the
    /// number of its parameters.
    pub fn remember(&mut self, key: impl Into<String>, value: u32) {
        self.remembered.insert(key.into(), value);
    }

    /// Takes back what was kept under a key.
    pub fn forget(&mut self, key: &str) -> Option<u32> {
        self.remembered.remove(key)
    }

    /// Sets the documentation of a symbol that is there.
    pub fn document(&mut self, symbol: u32, doc: String) {
        self.facts.symbols[symbol as usize].doc = Some(doc);
    }

    /// What a hook has kept under a key.
    #[must_use]
    pub fn remembered(&self, key: &str) -> Option<u32> {
        self.remembered.get(key).copied()
    }

    /// Adds a symbol for a heading of this level, where the grammar does not nest what headings are
    /// above: what follows belongs to it, to the next heading of its level or above it, or to the end
    /// of the text.
    pub fn define_below(&mut self, new: NewSymbol<'t>, level: u32) -> u32 {
        self.close_headings(new.node, level);
        let text = self.frames.first().map(|frame| frame.node);
        let end = text.map(|text| (text.end_byte() as u32, text.end_position()));
        let symbol = self.define(NewSymbol { end, ..new });
        self.headings.push((level, symbol));
        self.stand_in(Some(symbol));
        symbol
    }

    /// Says that a heading of this level stands here that makes no symbol.
    pub fn close_headings(&mut self, node: Node<'t>, level: u32) {
        while let Some(&(above, symbol)) = self.headings.last()
            && above >= level
        {
            self.headings.pop();
            let span = &mut self.facts.symbols[symbol as usize].span;
            span.end = node.start_byte() as u32;
            span.end_point = node.start_position();
            *span = span.without_space_at_end(self.source);
        }
        self.stand_in(self.headings.last().map(|&(_, symbol)| symbol));
    }

    /// Says which symbol everything from here on stands in.
    fn stand_in(&mut self, symbol: Option<Index>) {
        for frame in &mut self.frames {
            frame.symbol = symbol;
        }
    }
}
