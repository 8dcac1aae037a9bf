//! What the table of Scala cannot say of types, objects, functions and givens.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::types::named_type;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// How many levels below a declaration its end is looked for.
const LEVELS: usize = 32;

/// A declaration whose annotations are no part of its signature.
pub(super) fn declaration<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let body = node.field("body");
    symbol.ends_with(last_before_comments(walker, node));
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    true
}

pub(super) fn class_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    type_with_companion(walker, node, SymbolKind::Class, &[SymbolKind::Module]);
}

pub(super) fn trait_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    type_with_companion(walker, node, SymbolKind::Trait, &[SymbolKind::Module]);
}

pub(super) fn object_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let companions = [SymbolKind::Class, SymbolKind::Trait, SymbolKind::Enum];
    type_with_companion(walker, node, SymbolKind::Module, &companions);
}

/// A class and the object of the same name share their members: `Star.Sun` is found in the object.
fn type_with_companion<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    kind: SymbolKind,
    companions: &[SymbolKind],
) {
    let Some(name) = node.field("name") else { return };
    let text = walker.text(name);
    let companion = companions.iter().find(|kind| walker.has_symbol(text, **kind));
    let mut symbol = walker.symbol(kind, node, name);
    let body = node.field("body");
    symbol.name = Cow::Borrowed(unquoted(text));
    symbol.signature = signature(node, body.map_or(node.end_byte(), |body| body.start_byte()));
    symbol.scope = companion.is_none().then_some(ScopeKind::Type);
    symbol.ends_with(last_before_comments(walker, node));
    let index = walker.define(symbol);
    if kind == SymbolKind::Module {
        // A type of the same name is what the name means where a type may stand.
        walker.only_declares(index);
    }
    if let Some(companion) = companion
        && !walker.continue_scope(text, *companion)
    {
        walker.open_scope(ScopeKind::Type);
    }
}

/// `def this` is a constructor, and a name of symbols an operator.
pub(super) fn function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let name = node.field("name");
    let is_operator = name.is_some_and(|name| name.kind() == "operator_identifier")
        || symbol.name.starts_with("unary_");
    if &*symbol.name == "this" && walker.in_type() {
        symbol.kind = SymbolKind::Constructor;
        symbol.binds = false;
    } else if is_operator {
        symbol.kind = SymbolKind::Operator;
    }
    if let Cow::Borrowed(name) = symbol.name {
        symbol.name = Cow::Borrowed(unquoted(name));
    }
    declaration(walker, node, symbol)
}

/// `given name: Type = value` and `given Type with …`, which defines members.
pub(super) fn given_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(of_type) = node.field("return_type") else { return };
    let has_members =
        node.field("body").is_some_and(|body| body.kind() == "with_template_body");
    let kind = match walker.in_type() {
        _ if has_members => SymbolKind::Class,
        true => SymbolKind::Field,
        false => SymbolKind::Constant,
    };
    let name = node.field("name");
    let mut symbol = walker.symbol(kind, node, name.unwrap_or(of_type));
    symbol.name = match name {
        Some(name) => Cow::Borrowed(unquoted(walker.text(name))),
        None => Cow::Owned(given_name(walker.text(of_type))),
    };
    symbol.scope = Some(ScopeKind::Type);
    symbol.signature = signature(node, given_signature_end(node));
    symbol.ends_with(last_before_comments(walker, node));
    walker.define(symbol);
    if let Some((name, object)) = named_type(of_type) {
        let role = if has_members { Role::Implements } else { Role::Type };
        walker.add_use_as(name, role, object);
    }
}

fn given_signature_end(node: Node<'_>) -> usize {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| matches!(child.kind(), "with" | "="))
        .map_or(node.end_byte(), |child| child.start_byte())
}

/// The name that the compiler gives to what is given without one: `given_Show_Int`.
fn given_name(of_type: &str) -> String {
    let mut name = String::from("given");
    let parts = of_type.split(|character: char| !character.is_alphanumeric() && character != '_');
    for part in parts.filter(|part| !part.is_empty()).take(8) {
        name.push('_');
        name.push_str(part);
    }
    name
}

/// `extension (text: String)`: the members belong to the type of the parameter, unless they stand in
/// a type themselves.
pub(super) fn extension_definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let extended = node
        .children_by_field_name("parameters", &mut cursor)
        .filter_map(|parameters| parameters.named_child(0))
        .find(|parameter| parameter.kind() == "parameter")
        .and_then(|parameter| parameter.field("type"))
        .and_then(named_type)
        .map(|(name, _)| walker.text(name))
        // A type of one letter is a type parameter.
        .filter(|name| name.len() > 1 && !walker.in_type());
    match extended {
        Some(name) => walker.belongs_to(name),
        None => walker.open_scope(ScopeKind::Type),
    }
}

/// `self: Located =>` is another name of the type.
pub(super) fn self_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier") {
        walker.bind_to_enclosing(name);
    }
}

/// The body of an anonymous class: what it declares are members.
pub(super) fn template_body<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.ancestor(1).is_some_and(|around| around.kind() == "instance_expression") {
        walker.open_scope(ScopeKind::Type);
    }
}

/// A name without the back-quotes that allow it any characters.
pub(super) fn unquoted(name: &str) -> &str {
    name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name)
}

/// The first child of a kind.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == kind)
}

/// The stretch from behind the annotations of a declaration to `end`.
pub(super) fn signature(node: Node<'_>, end: usize) -> Vec<(u32, u32)> {
    let mut cursor = node.walk();
    let start = node
        .children(&mut cursor)
        .find(|child| !matches!(child.kind(), "annotation" | "comment" | "block_comment"))
        .map_or(node.start_byte(), |child| child.start_byte());
    vec![(start as u32, end.max(start) as u32)]
}

/// The last token of a declaration, where the grammar counts comments to it that are about what
/// follows, as it does at the end of an indented body.
pub(super) fn last_before_comments<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<Node<'t>> {
    let text = walker.text(node).trim_end();
    let last_line = text.rsplit('\n').next().unwrap_or(text);
    if !text.ends_with("*/") && !last_line.contains("//") {
        return None;
    }
    let mut cursor = node.walk();
    for _ in 0..LEVELS {
        if !cursor.goto_last_child() {
            break;
        }
        while matches!(cursor.node().kind(), "comment" | "block_comment") {
            if !cursor.goto_previous_sibling() {
                return None;
            }
        }
    }
    Some(cursor.node())
}

/// Whether a declaration has a modifier.
pub(super) fn has_modifier(walker: &Walker<'_>, node: Node<'_>, modifier: &str) -> bool {
    child_of_kind(node, "modifiers").is_some_and(|modifiers| {
        let mut cursor = modifiers.walk();
        modifiers.children(&mut cursor).any(|child| walker.text(child) == modifier)
    })
}

/// Everything is public that no modifier says otherwise of.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.kind == SymbolKind::Import || walker.in_function() {
        return Some(Visibility::Private);
    }
    // Of several names in one declaration, each has the modifiers of all.
    let declaration = match node.kind() {
        "identifier" => walker.ancestor(0).unwrap_or(node),
        _ => node,
    };
    let modifier = child_of_kind(declaration, "modifiers")
        .and_then(|modifiers| child_of_kind(modifiers, "access_modifier"));
    Some(match modifier.map(|modifier| walker.text(modifier)) {
        Some("private") => Visibility::Private,
        Some(text) if text.starts_with("private") && text.contains("this") => Visibility::Private,
        // `private[package]`
        Some(text) if text.starts_with("private") => Visibility::Internal,
        Some(_) => Visibility::Protected,
        None => Visibility::Public,
    })
}
