//! From facts to rows: order, ids, qualified names, and the edges.

mod edges;
mod names;

use std::cmp::Reverse;

use edges::Edge;
use miller_schema::{IdentifierRow, Sink, SymbolKind, SymbolRow};
use names::qualified_names;
use rustc_hash::FxHashMap;

use crate::facts::{Index, Span};
use crate::ids::Ids;
use crate::parts::{Around, Part};
use crate::resolve::{Resolver, Target, attach_owners};
use crate::text;

/// Decided by syntax and scope.
const CERTAIN: f32 = 1.0;
/// The target is the first of several that would do, such as overloads.
const AMBIGUOUS: f32 = 0.8;
/// Found inside a stretch that the grammar could not parse.
const IN_ERROR: f32 = 0.5;

/// Writes the rows of one file, all its languages together in the order of the source, and returns
/// what was left out.
pub(crate) fn emit(
    parts: Vec<Part<'_>>,
    source: &str,
    path: &str,
    sink: &mut impl Sink,
) -> Option<String> {
    let mut parts = parts;
    for part in &mut parts {
        attach_owners(part.spec, source, &mut part.facts);
    }
    let parts = parts;
    let rows = FileRows::new(&parts, source, path);
    let mut ids = Ids::new(path);
    let symbol_ids = rows.symbol_ids(&mut ids);
    rows.write_symbols(&symbol_ids, sink);
    let edges = rows.write_identifiers(&symbol_ids, &ids, sink);
    for edge in &edges {
        edge.write(path, &symbol_ids, &mut ids, sink);
    }
    rows.left_out()
}

/// One language of the file, its names resolved.
struct ResolvedPart<'f, 't> {
    part: &'f Part<'t>,
    resolver: Resolver<'f, 't>,
    names: Vec<String>,
    /// The place of its first symbol among the symbols of all parts.
    first: Index,
}

/// The rows of one file about to be written. A symbol is known by its place among the symbols of all
/// parts.
struct FileRows<'f, 't> {
    source: &'f str,
    path: &'f str,
    parts: Vec<ResolvedPart<'f, 't>>,
    /// Symbols by start byte, outer before inner, then in the order they were found in.
    order: Vec<(usize, Index)>,
    /// How many symbols were found beyond the limit of the language.
    too_many: usize,
}

impl<'f, 't> FileRows<'f, 't> {
    fn new(parts: &'f [Part<'t>], source: &'t str, path: &'f str) -> FileRows<'f, 't> {
        let mut first = 0;
        let mut order = Vec::new();
        let resolved: Vec<ResolvedPart<'f, 't>> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let mut resolver = Resolver::new(part.spec, source, &part.facts);
                resolver.link_imports();
                resolver.link_types();
                resolver.link_bases();
                let count = part.facts.symbols.len() as Index;
                order.extend((0..count).map(|index| (at, index)));
                first += count;
                ResolvedPart {
                    part,
                    resolver,
                    names: qualified_names(part.spec, &part.facts),
                    first: first - count,
                }
            })
            .collect();
        order.sort_by_key(|&(at, index)| {
            let span = parts[at].facts.symbols[index as usize].span;
            (span.start, Reverse(span.end))
        });
        // An outer symbol comes before an inner one, so that what is kept has its parents.
        let limit = parts
            .first()
            .and_then(|part| part.spec.symbol_limit)
            .map_or(order.len(), |limit| order.len().min(limit as usize));
        let too_many = order.len() - limit;
        order.truncate(limit);
        FileRows {
            source,
            path,
            parts: resolved,
            order,
            too_many,
        }
    }

    fn left_out(&self) -> Option<String> {
        (self.too_many > 0).then(|| {
            let (kept, all) = (self.order.len(), self.order.len() + self.too_many);
            format!("the outline holds the first {kept} of {all} symbols")
        })
    }

    /// The ids of the symbols of all parts; empty for those that are left out.
    fn symbol_ids(&self, ids: &mut Ids<'_>) -> Vec<String> {
        let mut equals: FxHashMap<(SymbolKind, &str), u32> = FxHashMap::default();
        let count = self.order.len() + self.too_many;
        let mut symbol_ids = vec![String::new(); count];
        for &(at, index) in &self.order {
            let resolved = &self.parts[at];
            let kind = resolved.part.facts.symbols[index as usize].kind;
            let name = resolved.names[index as usize].as_str();
            let ordinal = equals.entry((kind, name)).or_insert(0);
            symbol_ids[(resolved.first + index) as usize] =
                ids.symbol(kind.as_str(), name, *ordinal);
            *ordinal += 1;
        }
        symbol_ids
    }

    /// The place among all symbols of a part's symbol or, where there is none, of the symbol that
    /// the stretch stands in.
    fn place(&self, at: usize, index: Option<Index>, around: Option<Around>) -> Option<Index> {
        match (index, around) {
            (Some(index), _) => Some(self.parts[at].first + index),
            (None, Some(around)) => Some(self.parts[around.part].first + around.symbol),
            (None, None) => None,
        }
    }

    fn write_symbols(&self, symbol_ids: &[String], sink: &mut impl Sink) {
        for &(at, index) in &self.order {
            let ResolvedPart {
                part, names, first, ..
            } = &self.parts[at];
            let symbol = &part.facts.symbols[index as usize];
            let around = part.around_symbol(index);
            let parent = self.place(at, symbol.parent, around);
            let signature = text::signature(self.source, &symbol.signature, &part.facts.remarks);
            let excerpt = text::excerpt(self.source, symbol.span.start, symbol.span.end);
            sink.symbols(&SymbolRow {
                id: &symbol_ids[(first + index) as usize],
                name: &symbol.name,
                kind: symbol.kind.as_str(),
                language: part.spec.names.name,
                file_path: self.path,
                start_line: line(symbol.span),
                end_line: symbol.span.end_point.row as u32 + 1,
                signature: signature.as_deref(),
                doc_comment: symbol.doc.as_deref(),
                parent_id: parent.map(|parent| symbol_ids[parent as usize].as_str()),
                code_context: excerpt.as_deref(),
                start_column: symbol.span.start_point.column as u32,
                end_column: symbol.span.end_point.column as u32,
                start_byte: symbol.span.start,
                end_byte: symbol.span.end,
                visibility: symbol.visibility.map(miller_schema::Visibility::as_str),
                qualified_name: &names[index as usize],
            });
        }
    }

    /// Uses by start byte, the longer before the shorter.
    fn order_of_uses(&self) -> Vec<(usize, usize)> {
        let mut uses: Vec<(usize, usize)> = Vec::new();
        for (at, resolved) in self.parts.iter().enumerate() {
            uses.extend((0..resolved.part.facts.uses.len()).map(|index| (at, index)));
        }
        let span = |&(at, index): &(usize, usize)| {
            let span = self.parts[at].part.facts.uses[index].span;
            (span.start, Reverse(span.end))
        };
        uses.sort_by_key(span);
        // Two hooks may have seen the same name; the first one had the better reason.
        uses.dedup_by_key(|at| span(at));
        uses
    }

    /// Writes the uses and returns the edges, in the order to be written.
    fn write_identifiers(
        &self,
        symbol_ids: &[String],
        ids: &Ids<'_>,
        sink: &mut impl Sink,
    ) -> Vec<Edge> {
        // Symbols that are left out have no id.
        let id_of =
            |place: Index| Some(symbol_ids[place as usize].as_str()).filter(|id| !id.is_empty());
        let mut edges = Vec::new();
        let mut id = String::new();
        for (at, index) in self.order_of_uses() {
            let ResolvedPart {
                part,
                resolver,
                first,
                ..
            } = &self.parts[at];
            let fact = &part.facts.uses[index];
            let around = part.around_use(index);
            let target = resolver.target(fact);
            let containing = self.place(at, fact.containing, around);
            let outside = resolver.outside(fact, target);
            ids.identifier(fact.span.start, fact.span.end, &mut id);
            sink.identifiers(&IdentifierRow {
                id: &id,
                name: &self.source[fact.span.start as usize..fact.span.end as usize],
                kind: fact.kind.as_str(),
                language: part.spec.names.name,
                file_path: self.path,
                start_line: line(fact.span),
                start_column: fact.span.start_point.column as u32,
                end_line: fact.span.end_point.row as u32 + 1,
                end_column: fact.span.end_point.column as u32,
                containing_symbol_id: containing.and_then(id_of),
                target_symbol_id: target.and_then(|found| id_of(first + found.symbol)),
                confidence: confidence(target, fact.in_error),
                start_byte: fact.span.start,
                end_byte: fact.span.end,
                qualifier: outside.qualifier(),
            });
            self.collect_edge(at, fact, target, &outside, around, &mut edges);
        }
        for resolved in &self.parts {
            resolved.collect_imports(&mut edges);
            resolved.collect_types(&mut edges);
        }
        for &(at, symbol) in &self.order {
            self.parts[at].collect_override(symbol, &mut edges);
        }
        // The sort is stable, so that edges of one place stay in the order they were found in.
        edges.sort_by_key(|edge| (edge.span.start, Reverse(edge.span.end), edge.kind));
        edges.retain(|edge| edge.ends_are_kept(symbol_ids));
        edges
    }
}

fn confidence(target: Option<Target>, in_error: bool) -> f32 {
    match target {
        _ if in_error => IN_ERROR,
        Some(target) if target.ambiguous => AMBIGUOUS,
        _ => CERTAIN,
    }
}

fn line(span: Span) -> u32 {
    span.start_point.row as u32 + 1
}
