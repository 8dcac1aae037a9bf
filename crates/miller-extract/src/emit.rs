//! From facts to rows: order, ids, qualified names, and the edges.

use std::cmp::Reverse;

use miller_schema::{
    IdentifierRow, PendingRelationshipRow, RelationshipKind, RelationshipRow, Sink, SymbolKind,
    SymbolRow,
};
use rustc_hash::FxHashMap;

use crate::facts::{Facts, Index, Span};
use crate::ids::Ids;
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

/// Writes the rows of one file.
pub(crate) fn emit(
    spec: &'static LanguageSpec,
    source: &str,
    path: &str,
    mut facts: Facts<'_>,
    sink: &mut impl Sink,
) {
    attach_owners(spec, source, &mut facts);
    let facts = facts;
    let mut resolver = Resolver::new(spec, source, &facts);
    resolver.link_imports();
    resolver.link_bases();
    let mut ids = Ids::new(path);
    let order = order_of_symbols(&facts);
    let names = qualified_names(spec, &facts);
    let symbol_ids = symbol_ids(&facts, &order, &names, &mut ids);
    let language = spec.names.name;

    for &index in &order {
        let symbol = &facts.symbols[index as usize];
        let id_of = |index: Index| symbol_ids[index as usize].as_str();
        let signature = text::signature(source, &symbol.signature, &facts.remarks);
        let excerpt = text::excerpt(source, symbol.span.start, symbol.span.end);
        sink.symbols(&SymbolRow {
            id: id_of(index),
            name: &symbol.name,
            kind: symbol.kind.as_str(),
            language,
            file_path: path,
            start_line: line(symbol.span),
            end_line: symbol.span.end_point.row as u32 + 1,
            signature: signature.as_deref(),
            doc_comment: symbol.doc.as_deref(),
            parent_id: symbol.parent.map(id_of),
            code_context: excerpt.as_deref(),
            start_column: symbol.span.start_point.column as u32,
            end_column: symbol.span.end_point.column as u32,
            start_byte: symbol.span.start,
            end_byte: symbol.span.end,
            visibility: symbol.visibility.map(miller_schema::Visibility::as_str),
            qualified_name: &names[index as usize],
        });
    }

    let mut uses: Vec<usize> = (0..facts.uses.len()).collect();
    uses.sort_by_key(|&at| (facts.uses[at].span.start, Reverse(facts.uses[at].span.end)));
    // Two hooks may have seen the same name; the first one had the better reason.
    uses.dedup_by_key(|at| (facts.uses[*at].span.start, facts.uses[*at].span.end));
    let mut edges = Vec::new();
    let mut id = String::new();
    for at in uses {
        let fact = &facts.uses[at];
        let target = resolver.target(fact);
        ids.identifier(fact.span.start, fact.span.end, &mut id);
        sink.identifiers(&IdentifierRow {
            id: &id,
            name: &source[fact.span.start as usize..fact.span.end as usize],
            kind: fact.kind.as_str(),
            language,
            file_path: path,
            start_line: line(fact.span),
            start_column: fact.span.start_point.column as u32,
            end_line: fact.span.end_point.row as u32 + 1,
            end_column: fact.span.end_point.column as u32,
            containing_symbol_id: fact.containing.map(|at| symbol_ids[at as usize].as_str()),
            target_symbol_id: target.map(|found| symbol_ids[found.symbol as usize].as_str()),
            confidence: confidence(target, fact.in_error),
            start_byte: fact.span.start,
            end_byte: fact.span.end,
        });
        if let (Some(kind), Some(from)) = (fact.edge, resolver.edge_start(fact)) {
            let inside = target
                .filter(|found| facts.symbols[found.symbol as usize].kind != SymbolKind::Import);
            let to = match inside {
                Some(found) => End::Symbol(found.symbol),
                // A callback in a parameter leads nowhere by name.
                None if target.is_none() && resolver.is_local(fact) => continue,
                None => {
                    let (name, qualifier) = resolver.outside(fact, target);
                    End::Name(name.into_owned(), qualifier)
                }
            };
            let kind = refine_kind(&facts, kind, from, inside);
            let confidence = confidence(inside, fact.in_error);
            edges.push(Edge {
                kind,
                from,
                to,
                span: fact.span,
                confidence,
            });
        }
    }
    collect_imports(&facts, &resolver, &mut edges);
    collect_overrides(&facts, &resolver, &order, &mut edges);
    // The sort is stable, so that edges of one place stay in the order they were found in.
    edges.sort_by_key(|edge| (edge.span.start, Reverse(edge.span.end), edge.kind));
    for edge in &edges {
        edge.write(path, &symbol_ids, &mut ids, sink);
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

fn collect_imports(facts: &Facts<'_>, resolver: &Resolver<'_, '_>, edges: &mut Vec<Edge>) {
    for import in &facts.imports {
        let inside = resolver.imported(import.symbol);
        let to = match inside {
            Some(target) => End::Symbol(target.symbol),
            None => End::Name(
                import.to_name.clone().into_owned(),
                import.to_qualifier.as_deref().map(str::to_owned),
            ),
        };
        edges.push(Edge {
            kind: RelationshipKind::Imports,
            from: import.symbol,
            to,
            span: import.span,
            confidence: confidence(inside, import.in_error),
        });
    }
}

fn collect_overrides(
    facts: &Facts<'_>,
    resolver: &Resolver<'_, '_>,
    order: &[Index],
    edges: &mut Vec<Edge>,
) {
    for &method in order {
        if let Some(base) = resolver.overridden(method) {
            let symbol = &facts.symbols[method as usize];
            edges.push(Edge {
                kind: RelationshipKind::Overrides,
                from: method,
                to: End::Symbol(base.symbol),
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
    from: Index,
    target: Option<Target>,
) -> RelationshipKind {
    let Some(target) = target.map(|target| facts.symbols[target.symbol as usize].kind) else {
        return kind;
    };
    let from = facts.symbols[from as usize].kind;
    match kind {
        RelationshipKind::Calls
            if target.is_type()
                || matches!(target, SymbolKind::Constructor | SymbolKind::EnumMember) =>
        {
            RelationshipKind::Instantiates
        }
        RelationshipKind::Extends
            if matches!(target, SymbolKind::Interface | SymbolKind::Trait) && from != target =>
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

/// Symbols by start byte, outer before inner, then in the order they were found in.
fn order_of_symbols(facts: &Facts<'_>) -> Vec<Index> {
    let mut order: Vec<Index> = (0..facts.symbols.len() as Index).collect();
    order.sort_by_key(|&index| {
        let span = facts.symbols[index as usize].span;
        (span.start, Reverse(span.end))
    });
    order
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

fn symbol_ids(
    facts: &Facts<'_>,
    order: &[Index],
    names: &[String],
    ids: &mut Ids<'_>,
) -> Vec<String> {
    let mut equals: FxHashMap<(SymbolKind, &str), u32> = FxHashMap::default();
    let mut symbol_ids = vec![String::new(); order.len()];
    for &index in order {
        let kind = facts.symbols[index as usize].kind;
        let name = names[index as usize].as_str();
        let ordinal = equals.entry((kind, name)).or_insert(0);
        symbol_ids[index as usize] = ids.symbol(kind.as_str(), name, *ordinal);
        *ordinal += 1;
    }
    symbol_ids
}
