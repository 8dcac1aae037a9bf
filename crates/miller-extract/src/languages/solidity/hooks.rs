//! What the table of Solidity cannot say.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{DocStyle, Role};
use crate::walk::{NewSymbol, Walker};

/// `NatSpec` comments document what is below them.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["///", "/**"],
    exceptions: &["////", "/***", "/**/"],
    file_openings: &[],
    clean: None,
};

/// The member of an enumeration is its own name.
pub(super) fn named_by_itself<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed(walker.text(node));
    true
}

/// `constructor`, `receive`, `fallback`, and `function ()` of old code, which is the latter.
pub(super) fn named_by_keyword<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(keyword) = node.child(0) else { return false };
    symbol.name = match walker.text(keyword) {
        "function" => Cow::Borrowed("fallback"),
        keyword => Cow::Borrowed(keyword),
    };
    symbol.binds = false;
    true
}

/// `uint constant LIMIT = 1;` makes a constant.
pub(super) fn state_variable<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    if node.children(&mut cursor).any(|child| child.kind() == "constant") {
        symbol.kind = SymbolKind::Constant;
    }
    true
}

/// `function name(a) -> b { … }` in assembly.
pub(super) fn assembly_function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let mut body = None;
    let mut first = true;
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "yul_identifier" if first => {
                walker.claim(child);
                symbol.name = Cow::Borrowed(walker.text(child));
                first = false;
            }
            // Parameters: they are known in the function, which is not there yet.
            "yul_identifier" => walker.claim(child),
            _ => body = Some(child),
        }
    }
    symbol.visibility = Some(Visibility::Private);
    symbol.signature = walker.signature_of(node, body);
    !first
}

/// `Library.Name` is a type in what stands before it.
pub(super) fn user_defined_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // `using {add as +}` names functions.
    let names_function = walker.ancestor(1).is_some_and(|parent| parent.kind() == "using_alias");
    let role = match walker.role() {
        _ if names_function => Role::Value,
        role @ (Role::Extends | Role::Construct) => role,
        _ => Role::Type,
    };
    let mut cursor = node.walk();
    let mut before = None;
    let mut last = None;
    for name in node.named_children(&mut cursor).filter(|child| child.kind() == "identifier") {
        if let Some(last) = last {
            walker.add_use_as(last, Role::Type, None);
            before = Some(last);
        }
        last = Some(name);
    }
    if let Some(last) = last {
        walker.add_use_as(last, role, before);
    }
}

/// `uint[LENGTH]`: the length is a value.
pub(super) fn type_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let last = node.named_child_count().checked_sub(1);
    let length = last
        .and_then(|last| node.named_child(last as u32))
        .filter(|length| length.kind() == "expression")
        .and_then(|length| length.named_child(0))
        .filter(|length| length.kind() == "identifier");
    if let Some(length) = length {
        walker.add_use(length, IdentifierKind::VariableRef, None);
    }
}

/// `_;` stands for the function that a modifier changes.
pub(super) fn placeholder<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.text(node) == "_;" {
        walker.claim(node);
    }
}

/// What a visibility says, or else what the language takes for granted.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let mut cursor = node.walk();
    let stated = node.named_children(&mut cursor).find(|child| child.kind() == "visibility");
    let in_interface = walker.enclosing_kind() == Some(SymbolKind::Interface);
    Some(match (stated.map(|stated| walker.text(stated)), symbol.kind) {
        (Some("private"), _) | (None, SymbolKind::Import) => Visibility::Private,
        (Some("internal"), _) | (None, SymbolKind::Function) => Visibility::Internal,
        (None, SymbolKind::Field | SymbolKind::Constant)
            if walker.enclosing_kind() != Some(SymbolKind::Struct) =>
        {
            Visibility::Internal
        }
        (None, SymbolKind::Method) if !in_interface && node.kind() == "modifier_definition" => {
            Visibility::Internal
        }
        _ => Visibility::Public,
    })
}

/// `revert("reason")` calls a function of the language; `revert Missing(id)` makes an error.
pub(super) fn revert<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let error = node.field("error").and_then(|error| error.named_child(0));
    let keyword = node.child(0).filter(|keyword| keyword.kind() == "revert");
    if let Some(keyword) = keyword
        && error.is_none_or(|error| error.kind() == "parenthesized_expression")
    {
        walker.add_use_as(keyword, Role::Call, None);
    }
}
