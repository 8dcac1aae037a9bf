//! Which kinds of definitions a use can mean.

use miller_schema::{IdentifierKind, SymbolKind};

/// How well a definition fits a use: 0 not at all, 1 an import that may lead to what fits, more the
/// better.
pub(super) fn fits(kind: IdentifierKind, of: SymbolKind) -> u32 {
    use SymbolKind::{
        Class, Constant, Constructor, Delegate, Destructor, Enum, EnumMember, Event, Export, Field,
        Function, Import, Interface, Macro, Method, Module, Namespace, Operator, Property, Struct,
        Trait, Type, Union, Variable,
    };
    match (kind, of) {
        (_, Import | Export) => 1,
        (IdentifierKind::Import, _) => 3,
        (
            IdentifierKind::Call,
            Function | Method | Class | Struct | Constructor | Macro | Delegate | Operator | Union,
        ) => 4,
        (IdentifierKind::Call, Variable | Constant | Field | Property | EnumMember | Type | Enum) => 3,
        (IdentifierKind::Call, Interface | Trait | Event | Destructor) => 2,
        (IdentifierKind::Call, Module | Namespace) => 0,
        (
            IdentifierKind::TypeUsage,
            Class | Interface | Struct | Trait | Type | Enum | Union | Delegate,
        ) => 4,
        (IdentifierKind::TypeUsage, Module | Namespace | EnumMember) => 3,
        (IdentifierKind::TypeUsage, Variable | Constant | Function | Macro) => 2,
        (IdentifierKind::TypeUsage, _) => 0,
        (IdentifierKind::VariableRef, Constructor | Destructor | Operator) => 2,
        (IdentifierKind::VariableRef, _) => 3,
        (
            IdentifierKind::MemberAccess,
            Field | Property | Method | EnumMember | Constant | Variable | Event,
        ) => 4,
        (IdentifierKind::MemberAccess, _) => 3,
    }
}
