//! Qualified names.

use miller_schema::SymbolKind;

use crate::facts::{Facts, Index};
use crate::spec::LanguageSpec;

/// Longer prefixes of qualified names are replaced by `…`; only hostile nesting gets there.
const QUALIFIED_NAME_LIMIT: usize = 1000;

/// The qualified name of each symbol. Parents come in any order, so chains are followed upwards
/// until a name that is known.
pub(super) fn qualified_names(spec: &LanguageSpec, facts: &Facts<'_>) -> Vec<String> {
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
        Some(prefix) if prefix.len() > QUALIFIED_NAME_LIMIT => ["…", separator, name].concat(),
        Some(prefix) => [prefix, separator, name].concat(),
    }
}
