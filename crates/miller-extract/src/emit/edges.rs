//! The edges that uses, imports and members make.

use miller_schema::{PendingRelationshipRow, RelationshipKind, RelationshipRow, Sink, SymbolKind};

use super::{CERTAIN, FileRows, IN_ERROR, ResolvedPart, confidence, line};
use crate::facts::{Facts, Index, Span, UseFact};
use crate::ids::Ids;
use crate::parts::Around;
use crate::resolve::{Outside, Target};

/// Where an edge ends.
enum End {
    Symbol(Index),
    Name(String, Option<String>),
}

/// An edge about to be written.
pub(super) struct Edge {
    pub kind: RelationshipKind,
    from: Index,
    to: End,
    pub span: Span,
    confidence: f32,
}

impl Edge {
    /// Whether the symbols at its ends are among the rows. What the parser made up after an error has
    /// no name to lead to.
    pub fn ends_are_kept(&self, symbol_ids: &[String]) -> bool {
        let kept = |place: Index| !symbol_ids[place as usize].is_empty();
        kept(self.from)
            && match self.to {
                End::Symbol(place) => kept(place),
                End::Name(ref name, _) => !name.is_empty(),
            }
    }

    pub fn write(
        &self,
        path: &str,
        symbol_ids: &[String],
        ids: &mut Ids<'_>,
        sink: &mut impl Sink,
    ) {
        let Span { start, end, .. } = self.span;
        let kind = self.kind.as_str();
        let from_symbol_id = &symbol_ids[self.from as usize];
        let (file_path, line_number, confidence) = (path, line(self.span), self.confidence);
        match &self.to {
            End::Symbol(to) => {
                let to_symbol_id = &symbol_ids[*to as usize];
                sink.relationships(&RelationshipRow {
                    id: &ids.relationship(kind, from_symbol_id, to_symbol_id, start, end),
                    from_symbol_id,
                    to_symbol_id,
                    kind,
                    file_path,
                    line_number,
                    confidence,
                });
            }
            End::Name(to_name, to_qualifier) => {
                sink.pending_relationships(&PendingRelationshipRow {
                    id: &ids.relationship(kind, from_symbol_id, to_name, start, end),
                    from_symbol_id,
                    to_name,
                    to_qualifier: to_qualifier.as_deref(),
                    kind,
                    file_path,
                    line_number,
                    confidence,
                });
            }
        }
    }
}

impl FileRows<'_, '_> {
    /// The edge that a use makes, from the symbol around it to what it names.
    pub(super) fn collect_edge(
        &self,
        at: usize,
        fact: &UseFact,
        target: Option<Target>,
        outside: &Outside<'_>,
        around: Option<Around>,
        edges: &mut Vec<Edge>,
    ) {
        let ResolvedPart {
            part,
            resolver,
            first,
            ..
        } = &self.parts[at];
        let start = resolver.edge_start(fact);
        // What a block belongs to by name may not be known; then no other symbol stands for it.
        let around = around.filter(|_| fact.edge_owner.is_none());
        let (Some(kind), Some(from)) = (fact.edge, self.place(at, start, around)) else {
            return;
        };
        let facts = &part.facts;
        let inside =
            target.filter(|found| facts.symbols[found.symbol as usize].kind != SymbolKind::Import);
        let is_base = matches!(
            kind,
            RelationshipKind::Extends | RelationshipKind::Implements
        );
        let to = match inside {
            Some(found) => End::Symbol(first + found.symbol),
            // A callback in a parameter leads nowhere by name; a type says what it extends all the same.
            None if !is_base && matches!(outside, Outside::Local) => return,
            None => {
                let (name, qualifier) = resolver.end_outside(fact, target, outside);
                End::Name(name.into_owned(), qualifier)
            }
        };
        edges.push(Edge {
            kind: refine_kind(facts, kind, start, inside),
            from,
            to,
            span: fact.span,
            confidence: confidence(inside, fact.in_error),
        });
    }
}

impl ResolvedPart<'_, '_> {
    pub(super) fn collect_imports(&self, edges: &mut Vec<Edge>) {
        for import in &self.part.facts.imports {
            let inside = self.resolver.imported(import.symbol);
            let to = match inside {
                Some(target) => End::Symbol(self.first + target.symbol),
                None => End::Name(
                    import.to_name.clone().into_owned(),
                    import.to_qualifier.as_deref().map(str::to_owned),
                ),
            };
            edges.push(Edge {
                kind: RelationshipKind::Imports,
                from: self.first + import.symbol,
                to,
                span: import.span,
                confidence: confidence(inside, import.in_error),
            });
        }
    }

    /// The edges from symbols to the types that their values are instances of.
    pub(super) fn collect_types(&self, edges: &mut Vec<Edge>) {
        let facts = &self.part.facts;
        for (&symbol, fact) in &facts.types {
            let Some(of_type) = fact.of_type else {
                continue;
            };
            let to = match self.resolver.type_inside(of_type) {
                Some(found) if facts.symbols[found as usize].kind.is_type() => {
                    End::Symbol(self.first + found)
                }
                // What a function gives is not known.
                Some(_) => continue,
                None => match self.resolver.type_outside(of_type) {
                    Some((name, qualifier)) => End::Name(name, qualifier),
                    None => continue,
                },
            };
            let in_error = facts.symbols[symbol as usize].in_error;
            edges.push(Edge {
                kind: RelationshipKind::HasType,
                from: self.first + symbol,
                to,
                span: fact.span,
                confidence: if in_error { IN_ERROR } else { CERTAIN },
            });
        }
    }

    /// The edge from a method to the one that it overrides.
    pub(super) fn collect_override(&self, method: Index, edges: &mut Vec<Edge>) {
        if let Some(base) = self.resolver.overridden(method) {
            let symbol = &self.part.facts.symbols[method as usize];
            edges.push(Edge {
                kind: RelationshipKind::Overrides,
                from: self.first + method,
                to: End::Symbol(self.first + base.symbol),
                span: symbol.span,
                confidence: confidence(Some(base), symbol.in_error),
            });
        }
    }
}

/// What the target tells about an edge: calling a class makes an instance, extending an interface
/// implements it.
fn refine_kind(
    facts: &Facts<'_>,
    kind: RelationshipKind,
    from: Option<Index>,
    target: Option<Target>,
) -> RelationshipKind {
    let Some(target) = target.map(|target| facts.symbols[target.symbol as usize].kind) else {
        return kind;
    };
    let from = from.map(|from| facts.symbols[from as usize].kind);
    match kind {
        RelationshipKind::Calls
            if target.is_type()
                || matches!(target, SymbolKind::Constructor | SymbolKind::EnumMember) =>
        {
            RelationshipKind::Instantiates
        }
        RelationshipKind::Extends
            if matches!(target, SymbolKind::Interface | SymbolKind::Trait)
                && from != Some(target) =>
        {
            RelationshipKind::Implements
        }
        kind => kind,
    }
}
