//! From facts to rows: order, ids, qualified names, and the edges.

use std::cmp::Reverse;

use miller_schema::{
    IdentifierRow, PendingRelationshipRow, RelationshipKind, RelationshipRow, Sink, SymbolKind,
    SymbolRow,
};
use rustc_hash::FxHashMap;

use crate::facts::{Facts, Index, Span, UseFact};
use crate::ids::Ids;
use crate::parts::{Around, Part};
use crate::resolve::{Resolver, Target, attach_owners};
use crate::spec::LanguageSpec;
use crate::text;

/// Decided by syntax and scope.
const CERTAIN: f32 = 1.0;
/// The target is the first of several that would do, such as overloads.
const AMBIGUOUS: f32 = 0.8;
/// Found inside a stretch that the grammar could not parse.
const IN_ERROR: f32 = 0.5;
/// Longer prefixes of qualified names are replaced by `…`; only hostile nesting gets there.
const QUALIFIED_NAME_LIMIT: usize = 1000;

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
            });
            self.collect_edge(at, fact, target, around, &mut edges);
        }
        for resolved in &self.parts {
            resolved.collect_imports(&mut edges);
        }
        for &(at, symbol) in &self.order {
            self.parts[at].collect_override(symbol, &mut edges);
        }
        // The sort is stable, so that edges of one place stay in the order they were found in.
        edges.sort_by_key(|edge| (edge.span.start, Reverse(edge.span.end), edge.kind));
        edges.retain(|edge| edge.ends_are_kept(symbol_ids));
        edges
    }

    /// The edge that a use makes, from the symbol around it to what it names.
    fn collect_edge(
        &self,
        at: usize,
        fact: &UseFact,
        target: Option<Target>,
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
            None if target.is_none() && !is_base && resolver.is_local(fact) => return,
            None => {
                let (name, qualifier) = resolver.outside(fact, target);
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

/// Where an edge ends.
enum End {
    Symbol(Index),
    Name(String, Option<String>),
}

/// An edge about to be written.
struct Edge {
    kind: RelationshipKind,
    from: Index,
    to: End,
    span: Span,
    confidence: f32,
}

impl Edge {
    /// Whether the symbols at its ends are among the rows.
    fn ends_are_kept(&self, symbol_ids: &[String]) -> bool {
        let kept = |place: Index| !symbol_ids[place as usize].is_empty();
        kept(self.from)
            && match self.to {
                End::Symbol(place) => kept(place),
                End::Name(..) => true,
            }
    }

    fn write(&self, path: &str, symbol_ids: &[String], ids: &mut Ids<'_>, sink: &mut impl Sink) {
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

impl ResolvedPart<'_, '_> {
    fn collect_imports(&self, edges: &mut Vec<Edge>) {
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

    /// The edge from a method to the one that it overrides.
    fn collect_override(&self, method: Index, edges: &mut Vec<Edge>) {
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

/// The qualified name of each symbol. Parents come in any order, so chains are followed upwards
/// until a name that is known.
fn qualified_names(spec: &LanguageSpec, facts: &Facts<'_>) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; facts.symbols.len()];
    let mut chain = Vec::new();
    for index in 0..facts.symbols.len() {
        let mut next = Some(index);
        while let Some(at) = next.filter(|at| names[*at].is_none()) {
            chain.push(at);
            next = facts.symbols[at].parent.map(|parent| parent as usize);
        }
        while let Some(at) = chain.pop() {
            let symbol = &facts.symbols[at];
            let owner = symbol.owner.map(|owner| &facts.owners[owner as usize]);
            let prefix = match (symbol.parent, owner) {
                // A type that the file does not define still names its members.
                (_, Some(owner)) if owner.symbol.is_none() => Some(&*owner.name),
                (Some(parent), _) => qualifying(facts, &names, parent),
                _ => None,
            };
            let in_namespace = owner.is_none()
                && symbol.parent.is_some_and(|parent| {
                    facts.symbols[parent as usize].kind == SymbolKind::Namespace
                });
            let separator = if in_namespace {
                spec.separator
            } else {
                spec.member_separator()
            };
            names[at] = Some(join(prefix, separator, &symbol.name));
        }
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// The name of the innermost symbol, from a parent outwards, that qualifies what it contains.
fn qualifying<'n>(
    facts: &Facts<'_>,
    names: &'n [Option<String>],
    parent: Index,
) -> Option<&'n str> {
    let mut next = Some(parent);
    while let Some(at) = next {
        let symbol = &facts.symbols[at as usize];
        if symbol.qualifies {
            return names[at as usize].as_deref();
        }
        next = symbol.parent;
    }
    None
}

fn join(prefix: Option<&str>, separator: &str, name: &str) -> String {
    match prefix {
        None | Some("") => name.to_owned(),
        Some(prefix) if prefix.len() > QUALIFIED_NAME_LIMIT => format!("…{separator}{name}"),
        Some(prefix) => format!("{prefix}{separator}{name}"),
    }
}
