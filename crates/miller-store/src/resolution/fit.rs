//! Which kinds of definitions a use can mean.

use miller_schema::{IdentifierKind, SymbolKind};

use super::world::Definition;

/// How well a definition fits a use: 0 not at all, 1 an import that may lead to what fits, more the
/// better.
pub(super) fn fits(kind: IdentifierKind, of: SymbolKind) -> u32 {
    if matches!(of, SymbolKind::Import | SymbolKind::Export) {
        return 1;
    }
    match kind {
        IdentifierKind::Import => 3,
        IdentifierKind::Call => fits_call(of),
        IdentifierKind::TypeUsage => fits_type(of),
        IdentifierKind::VariableRef => match of {
            SymbolKind::Constructor | SymbolKind::Destructor | SymbolKind::Operator => 2,
            _ => 3,
        },
        IdentifierKind::MemberAccess => match of {
            SymbolKind::Field
            | SymbolKind::Property
            | SymbolKind::Method
            | SymbolKind::EnumMember
            | SymbolKind::Constant
            | SymbolKind::Variable
            | SymbolKind::Event => 4,
            _ => 3,
        },
    }
}

/// Whether a name that is used as a value can mean a definition in Rust, where types have names of their own:
/// `Err(reason)` is no enum that is called so.
pub(super) fn is_value_of_rust(kind: IdentifierKind, of: SymbolKind) -> bool {
    let is_value = matches!(kind, IdentifierKind::Call | IdentifierKind::VariableRef);
    !is_value || !matches!(of, SymbolKind::Enum | SymbolKind::Trait | SymbolKind::Type)
}

fn fits_call(of: SymbolKind) -> u32 {
    match of {
        SymbolKind::Module | SymbolKind::Namespace => 0,
        SymbolKind::Interface | SymbolKind::Trait | SymbolKind::Event | SymbolKind::Destructor => 2,
        SymbolKind::Variable
        | SymbolKind::Constant
        | SymbolKind::Field
        | SymbolKind::Property
        | SymbolKind::EnumMember
        | SymbolKind::Type
        | SymbolKind::Enum => 3,
        _ => 4,
    }
}

fn fits_type(of: SymbolKind) -> u32 {
    match of {
        SymbolKind::Module | SymbolKind::Namespace | SymbolKind::EnumMember => 3,
        SymbolKind::Variable | SymbolKind::Constant | SymbolKind::Function | SymbolKind::Macro => 2,
        SymbolKind::Delegate => 4,
        of if of.is_type() => 4,
        _ => 0,
    }
}

/// The best of several definitions of a name: the first whose kind fits best, imports last.
pub(super) fn best<'d>(
    definitions: impl Iterator<Item = &'d Definition>,
    kind: IdentifierKind,
) -> Option<&'d Definition> {
    let mut best: Option<(u32, &Definition)> = None;
    for definition in definitions {
        let fit = fits(kind, definition.kind);
        if fit > 0 && best.is_none_or(|(most, _)| fit > most) {
            best = Some((fit, definition));
        }
    }
    best.map(|(_, definition)| definition)
}
