//! What C++ calls things: names of operators and conversions, kinds of members, visibility.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::languages::c::declarators::{self, Declared, Shape};
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// Ancestors that are searched for an anonymous namespace.
const NAMESPACES_FOLLOWED: usize = 8;

/// The name of what is declared, as it is written in one way: `operator==`, `operator bool`, `~Name`.
pub(super) fn name<'t>(walker: &Walker<'t>, found: &Declared<'t>) -> Cow<'t, str> {
    let text = walker.text(found.name);
    match found.name.kind() {
        "operator_cast" => {
            let end = found
                .name
                .field("declarator")
                .and_then(parameters)
                .map_or(found.name.end_byte(), |list| list.start_byte());
            Cow::Owned(without_spaces(
                &walker.source()[found.name.start_byte()..end],
            ))
        }
        "operator_name" | "destructor_name" if text.contains(char::is_whitespace) => {
            Cow::Owned(without_spaces(text))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The parameter list of an abstract declarator.
fn parameters(mut declarator: Node<'_>) -> Option<Node<'_>> {
    loop {
        if let Some(list) = declarator.field("parameters") {
            return Some(list);
        }
        declarator = declarator
            .field("declarator")
            .or_else(|| declarator.named_child(0))?;
    }
}

/// Leaves white space only where words would run together.
fn without_spaces(text: &str) -> String {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let mut out = String::with_capacity(text.len());
    for part in text.split_whitespace() {
        if out.ends_with(word) && part.starts_with(word) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Claims the names in the name of what is declared.
pub(super) fn claim<'t>(walker: &mut Walker<'t>, found: &Declared<'t>) {
    walker.claim(found.name);
    if found.name.kind() == "destructor_name"
        && let Some(inner) = found.name.named_child(0)
    {
        walker.claim(inner);
    }
}

/// What a function of this name is. `owner` is the type that it names as its own.
pub(super) fn function_kind(
    walker: &Walker<'_>,
    found: &Declared<'_>,
    name: &str,
    owner: Option<&str>,
) -> SymbolKind {
    let class = match owner {
        Some(owner) => Some(owner.rsplit("::").next().unwrap_or(owner)),
        None if walker.in_type() => walker.enclosing_name(),
        None => None,
    };
    match found.name.kind() {
        "operator_name" | "operator_cast" => SymbolKind::Operator,
        "destructor_name" => SymbolKind::Destructor,
        _ if class == Some(name) => SymbolKind::Constructor,
        _ if class.is_some() => SymbolKind::Method,
        _ => SymbolKind::Function,
    }
}

/// The name in `type Class::*name;`, which the grammar takes for a field `Class` of so many bits.
pub(super) fn pointer_to_member(declaration: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = declaration.walk();
    let mut before = None;
    let bits = declaration.children(&mut cursor).find(|child| {
        let is_bits = child.kind() == "bitfield_clause";
        if !is_bits {
            before = Some(*child);
        }
        is_bits
    })?;
    before.filter(Node::is_error)?;
    let pointer = bits.named_child(0).filter(|pointer| pointer.kind() == "pointer_expression")?;
    pointer.field("argument").filter(|name| name.kind() == "identifier")
}

/// A symbol for what is declared, with its name, kind and owner.
pub(super) fn symbol<'t>(
    walker: &mut Walker<'t>,
    span: Node<'t>,
    declaration: Node<'t>,
    found: &Declared<'t>,
) -> NewSymbol<'t> {
    claim(walker, found);
    let name = name(walker, found);
    let owner = found
        .owner
        .map(|owner| declarators::owner_name(walker, owner));
    let member = owner.is_some() || walker.in_type();
    let kind = if found.shape == Shape::Function {
        function_kind(walker, found, &name, owner.as_deref())
    } else {
        let specifiers = declarators::specifiers(declaration);
        let shared = specifiers.is_static || specifiers.is_constexpr || !member;
        if shared && found.is_constant(specifiers) {
            SymbolKind::Constant
        } else if member {
            SymbolKind::Field
        } else {
            SymbolKind::Variable
        }
    };
    let mut symbol = walker.symbol(kind, span, found.name);
    symbol.name = name;
    if !member && !walker.in_function() && declarators::specifiers(declaration).is_static {
        // Also of one of several that a declaration declares.
        symbol.visibility = Some(Visibility::Private);
    }
    symbol.binds = owner.is_none();
    symbol.owner = owner;
    symbol
}

/// Sections of a type decide, `static` and anonymous namespaces hide from other files, and what
/// stands outside its type is as visible as its declaration there says.
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    if symbol.owner.is_some() {
        return None;
    }
    match walker.scope_kind() {
        ScopeKind::Type => Some(walker.section().unwrap_or(match walker.enclosing_kind() {
            Some(SymbolKind::Class) => Visibility::Private,
            Some(SymbolKind::Enum) => walker.enclosing_visibility().unwrap_or(Visibility::Public),
            _ => Visibility::Public,
        })),
        ScopeKind::Function | ScopeKind::Block => Some(Visibility::Private),
        ScopeKind::File | ScopeKind::Namespace => {
            Some(if is_static(node) || in_anonymous_namespace(walker) {
                Visibility::Private
            } else {
                Visibility::Public
            })
        }
    }
}

fn is_static(node: Node<'_>) -> bool {
    let inner = match node.kind() {
        "template_declaration" => {
            node.named_child(node.named_child_count().saturating_sub(1) as u32)
        }
        _ => None,
    };
    declarators::specifiers(inner.unwrap_or(node)).is_static
}

fn in_anonymous_namespace(walker: &Walker<'_>) -> bool {
    (1..NAMESPACES_FOLLOWED)
        .map_while(|distance| walker.ancestor(distance))
        .any(|around| {
            around.kind() == "namespace_definition" && around.field("name").is_none()
        })
}
