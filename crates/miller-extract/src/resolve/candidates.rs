//! The choice among the symbols of one name.

use miller_schema::{IdentifierKind, SymbolKind};

use super::Target;
use crate::facts::Index;

/// The symbols that a name may mean, of one fit.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    defined: Option<Target>,
    declared: Option<Target>,
}

impl Candidates {
    /// Candidates come last first: the first in the source overwrites the others.
    pub fn add(&mut self, symbol: Index, only_declared: bool) {
        let slot = if only_declared {
            &mut self.declared
        } else {
            &mut self.defined
        };
        *slot = Some(Target {
            symbol,
            ambiguous: slot.is_some(),
        });
    }

    /// A definition, or else a declaration.
    pub fn best(&self) -> Option<Target> {
        self.defined.or(self.declared)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Good,
    Possible,
    None,
}

/// Whether a use of this kind can mean a definition of that kind.
pub(super) fn fit(usage: IdentifierKind, symbol: SymbolKind) -> Fit {
    use SymbolKind as S;
    let is_type = symbol.has_members() || matches!(symbol, S::Delegate);
    let is_callable = matches!(
        symbol,
        S::Function | S::Method | S::Constructor | S::Destructor | S::Operator | S::Macro
    );
    match usage {
        _ if symbol == S::Import => Fit::Good,
        IdentifierKind::TypeUsage if is_type => Fit::Good,
        // `Shape::Circle { radius }` is written like a type.
        IdentifierKind::TypeUsage if symbol == S::EnumMember => Fit::Possible,
        IdentifierKind::TypeUsage => Fit::None,
        // A class may have the name of the namespace that it stands in.
        IdentifierKind::Call if symbol == S::Namespace => Fit::None,
        IdentifierKind::Call if is_callable || is_type || symbol == S::EnumMember => Fit::Good,
        IdentifierKind::VariableRef | IdentifierKind::MemberAccess
            if !is_callable && !is_type || symbol == S::Property =>
        {
            Fit::Good
        }
        _ => Fit::Possible,
    }
}
