//! What hooks say of symbols that are there already, and what they keep for later.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{NewSymbol, Walker};
use crate::facts::{BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Index, Span};
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

    /// Says that the node being visited continues the symbol at `symbol`, as another clause of the
    /// same function does: the symbol ends with the node, and what stands in the node belongs to it.
    /// The node opens a scope of this kind.
    pub fn extend_symbol(&mut self, symbol: u32, node: Node<'t>, scope: ScopeKind) {
        let span = Span::of(node);
        let continued = &mut self.facts.symbols[symbol as usize].span;
        (continued.end, continued.end_point) = (span.end, span.end_point);
        if let Some(frame) = self.frames.last_mut() {
            frame.symbol = Some(symbol);
        }
        self.open_scope(scope);
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
        let last = self.frames.first().map(|frame| frame.node);
        let symbol = self.define(NewSymbol { last, ..new });
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
