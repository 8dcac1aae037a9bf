//! The links between what a file defines: members and the types that they belong to by name, imports of
//! what the file itself defines, and base types.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};

use super::Resolver;
use crate::facts::{Facts, Index, OwnerFact};
use crate::spec::LanguageSpec;

/// Resolves the types that blocks and members name as theirs, and with them the parents of symbols.
pub(crate) fn attach_owners(spec: &'static LanguageSpec, source: &str, facts: &mut Facts<'_>) {
    if facts.owners.iter().all(|owner| owner.of_value) {
        return;
    }
    resolve_owners(spec, source, facts, |_| true);
    // `Self` in a block that belongs to a type by name means that type, which is known by now, and so
    // is `Type` in `Type::Inner`, where `Inner` is defined outside of it.
    let known_now = |name: &str| {
        let is_path = spec.separator == "::" && name.contains("::");
        is_path || spec.self_names.contains(&name)
    };
    let mut owners = facts.owners.iter();
    if owners.any(|owner| !owner.of_value && owner.symbol.is_none() && known_now(&owner.name)) {
        resolve_owners(spec, source, facts, known_now);
    }
    for index in 0..facts.symbols.len() {
        let owner = facts.symbols[index].owner;
        let Some(parent) = owner.and_then(|owner| facts.owners[owner as usize].symbol) else {
            continue;
        };
        if is_inside(facts, parent, index as Index) {
            continue;
        }
        // `void name::f()` looks like a method until the name turns out to be that of a namespace.
        let parent_kind = facts.symbols[parent as usize].kind;
        let of_namespace = parent_kind == SymbolKind::Namespace;
        let symbol = &mut facts.symbols[index];
        symbol.parent = Some(parent);
        if of_namespace && symbol.kind == SymbolKind::Method {
            symbol.kind = SymbolKind::Function;
        }
    }
}

/// Finds the symbols of the owners whose names are wanted and that have none yet.
fn resolve_owners(
    spec: &'static LanguageSpec,
    source: &str,
    facts: &mut Facts<'_>,
    wanted: impl Fn(&str) -> bool,
) {
    let mut resolver = Resolver::new(spec, source, facts);
    resolver.link_imports();
    let found: Vec<Option<Index>> = facts
        .owners
        .iter()
        .map(|owner| {
            if owner.of_value || owner.symbol.is_some() || !wanted(&owner.name) {
                return owner.symbol;
            }
            resolver.symbol_of(owner)
        })
        .collect();
    for (owner, symbol) in facts.owners.iter_mut().zip(found) {
        owner.symbol = symbol;
    }
}

/// Whether a symbol is another one or stands inside it. Only broken input makes such circles.
fn is_inside(facts: &Facts<'_>, symbol: Index, outer: Index) -> bool {
    let mut next = Some(symbol);
    while let Some(symbol) = next {
        if symbol == outer {
            return true;
        }
        next = facts.symbols[symbol as usize].parent;
    }
    false
}

impl Resolver<'_, '_> {
    /// The symbol of this file that the name of an owner means.
    fn symbol_of(&self, owner: &OwnerFact<'_>) -> Option<Index> {
        let target = self
            .type_past_locals(&owner.name, owner.from_scope)
            .or_else(|| self.path(&owner.name, owner.from_scope, u32::MAX))
            .or_else(|| self.holder(&owner.name, owner.from_scope))?;
        let target = self.follow(target);
        let kind = self.facts.symbols[target.symbol as usize].kind;
        (kind != SymbolKind::Import).then_some(target.symbol)
    }

    /// Resolves the types that values are instances of. Nothing but uses depends on them.
    pub fn link_types(&mut self) {
        let found = self
            .facts
            .owners
            .iter()
            .map(|owner| {
                if owner.of_value {
                    self.symbol_of(owner)
                } else {
                    owner.symbol
                }
            })
            .collect();
        self.types = found;
    }

    /// Resolves the imports of what the file itself defines: `use super::Point;` in a module.
    pub fn link_imports(&mut self) {
        for import in self
            .facts
            .imports
            .iter()
            .filter(|import| import.stands_for_it)
        {
            let found = import
                .to_qualifier
                .as_deref()
                .and_then(|qualifier| self.path(qualifier, import.scope, u32::MAX))
                .filter(|container| container.symbol != import.symbol)
                .and_then(|container| {
                    let kind = IdentifierKind::Import;
                    self.member(container.symbol, &import.to_name, kind)
                })
                .filter(|target| target.symbol != import.symbol)
                .map(|target| self.follow(target));
            if let Some(target) = found {
                self.imported.insert(import.symbol, target);
            }
        }
    }

    /// Resolves the base types of the file's own types, which members are then looked up in.
    pub fn link_bases(&mut self) {
        for fact in &self.facts.uses {
            let inherits = matches!(
                fact.edge,
                Some(RelationshipKind::Extends | RelationshipKind::Implements)
            );
            let Some(from) = self.edge_start(fact).filter(|_| inherits) else {
                continue;
            };
            match self.target(fact) {
                Some(base) if base.symbol != from => {
                    self.bases.entry(from).or_default().push(base.symbol);
                }
                None if fact.edge == Some(RelationshipKind::Extends) => {
                    self.extend_outside.insert(from);
                }
                Some(_) | None => {}
            }
        }
    }
}
