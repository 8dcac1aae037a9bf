//! Structs, unions, enums, their members, and typedefs.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::declarators::{self, Declared, declared};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// What a specifier of a type defines.
pub(in crate::languages) fn kind_of(specifier: Node<'_>) -> SymbolKind {
    match specifier.kind() {
        "union_specifier" => SymbolKind::Union,
        "enum_specifier" => SymbolKind::Enum,
        "class_specifier" => SymbolKind::Class,
        _ => SymbolKind::Struct,
    }
}

/// `struct name { … }`, and the same of unions and enums.
pub(in crate::languages) fn specifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(body) = node.field("body") else {
        return;
    };
    let Some(name) = node.field("name") else {
        return anonymous(walker, node);
    };
    let mut symbol = walker.symbol(kind_of(node), node, name);
    symbol.signature = walker.signature_of(node, Some(body));
    symbol.scope = Some(ScopeKind::Type);
    let symbol = walker.define(symbol);
    // In C the names of nested types are known around the outermost.
    walker.bind_around(symbol, true);
}

/// A type without a name: what declares a variable or a field of it owns its members; without one
/// they are members of what is around, as C has it.
pub(in crate::languages) fn anonymous<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let declares = walker
        .ancestor(1)
        .is_some_and(|around| match around.kind() {
            "declaration" | "field_declaration" => {
                around.field("declarator").is_some()
            }
            "type_definition" => type_definition_name(around).is_none(),
            "translation_unit" | "compound_statement" | "declaration_list" => false,
            kind => kind != "field_declaration_list" && !kind.starts_with("preproc"),
        });
    if declares && node.kind() != "enum_specifier" {
        walker.open_scope(ScopeKind::Type);
    }
}

/// `name = value` in an enum. In C the name is known around the enum.
pub(in crate::languages) fn enumerator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    let symbol = walker.symbol(SymbolKind::EnumMember, node, name);
    let symbol = walker.define(symbol);
    walker.bind_around(symbol, true);
}

/// `sizeof(name)`: of a type, where the file says so or the name does; the grammar sees a variable.
pub(in crate::languages) fn size<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let bracket = node.field("value").filter(|value| value.kind() == "parenthesized_expression");
    let inner = bracket.and_then(|bracket| bracket.named_child(0));
    let Some(name) = inner.filter(|inner| inner.kind() == "identifier") else {
        return;
    };
    let text = walker.text(name);
    let is_type = if walker.knows(text) {
        !walker.is_variable(text)
    } else {
        text.ends_with("_t")
    };
    if is_type {
        walker.set_role_of(name, Role::Type);
    }
}

/// `type name, *other;` in a struct or union.
pub(in crate::languages) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let alone = declarators::stands_alone(node);
    let mut cursor = node.walk();
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        let Some(found) = declared(declarator) else {
            continue;
        };
        let span = if alone { node } else { declarator };
        let mut symbol = walker.symbol(SymbolKind::Field, span, found.name);
        symbol.signature = declarators::signature(walker, node, declarator, &found);
        walker.define(symbol);
    }
}

/// The declarator that names the anonymous type of a typedef: the first plain one.
fn type_definition_name(node: Node<'_>) -> Option<(Node<'_>, Declared<'_>)> {
    declarators::type_with_body(node).filter(|kind| kind.field("name").is_none())?;
    let mut cursor = node.walk();
    node.children_by_field_name("declarator", &mut cursor)
        .filter(|declarator| declarator.kind() == "type_identifier")
        .find_map(|declarator| Some((declarator, declared(declarator)?)))
}

/// Whether a typedef only repeats the name of its struct: `typedef struct node node;`.
fn repeats_tag<'t>(walker: &Walker<'t>, node: Node<'t>, found: &Declared<'t>) -> bool {
    node.field("type")
        .and_then(|kind| kind.field("name"))
        .is_some_and(|tag| walker.text(tag) == walker.text(found.name))
}

/// `typedef type name, *other;`. A type without a name takes that of its typedef.
pub(in crate::languages) fn type_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let named = type_definition_name(node);
    let alone = declarators::stands_alone(node) && named.is_none();
    let mut cursor = node.walk();
    // The others first: what is defined with the node's own span owns what comes after.
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        let Some(found) = declared(declarator) else {
            continue;
        };
        if named.is_some_and(|(name, _)| name == declarator) {
            continue;
        }
        let span = if alone { node } else { declarator };
        let mut symbol = walker.symbol(SymbolKind::Type, span, found.name);
        symbol.signature = declarators::signature(walker, node, declarator, &found);
        let repeats = repeats_tag(walker, node, &found);
        let symbol = walker.define(symbol);
        if repeats {
            walker.only_declares(symbol);
        }
    }
    let Some(((declarator, found), specifier)) = named.zip(node.field("type")) else {
        return;
    };
    let mut symbol = walker.symbol(kind_of(specifier), node, found.name);
    symbol.signature = declarators::signature(walker, node, declarator, &found);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}
