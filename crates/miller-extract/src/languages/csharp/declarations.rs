//! What the table of C# cannot say of declarations: attributes, modifiers, usings, base lists.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::expressions::name_and_object;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// A declaration whose attributes are no part of its signature.
pub(in crate::languages) fn declaration<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = vec![(signature_start(node), signature_end(node))];
    true
}

/// A function in a function. Where `#if` cuts a statement in two, the grammar takes `else if (…)` for
/// a function called `if`.
pub(super) fn local_function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let is_statement =
        matches!(&*symbol.name, "if" | "for" | "foreach" | "while" | "switch" | "using" | "lock");
    !is_statement && declaration(walker, node, symbol)
}

/// A method, property or event. One that is implemented for an interface by name cannot be named
/// without it.
pub(super) fn member<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    symbol.binds =
        !node.named_children(&mut cursor).any(|child| child.kind() == "explicit_interface_specifier");
    declaration(walker, node, symbol)
}

/// A constructor is reached through its type, which has the same name.
pub(super) fn constructor<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.binds = false;
    declaration(walker, node, symbol)
}

pub(super) fn destructor<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Owned(format!("~{}", symbol.name));
    constructor(walker, node, symbol)
}

/// `operator +`
pub(super) fn operator<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(operator) = node.field("operator") else { return false };
    symbol.name = Cow::Owned(format!("operator {}", walker.text(operator)));
    constructor(walker, node, symbol)
}

/// `implicit operator string`
pub(super) fn conversion<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(target) = node.field("type") else { return false };
    let mut cursor = node.walk();
    let explicit = node.children(&mut cursor).any(|child| child.kind() == "explicit");
    let word = if explicit { "explicit" } else { "implicit" };
    symbol.name = Cow::Owned(format!("{word} operator {}", walker.text(target)));
    constructor(walker, node, symbol)
}

pub(super) fn indexer<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed("this[]");
    constructor(walker, node, symbol)
}

/// A record is a class unless it says `record struct`.
pub(super) fn record<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    if is_record_struct(node) {
        symbol.kind = SymbolKind::Struct;
    }
    declaration(walker, node, symbol)
}

fn is_record_struct(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.kind() == "struct")
}

/// A parameter in the header of a record is a property. One in the header of a class is a name that
/// its members know; all others stand in a function's scope.
pub(super) fn record_parameter<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let in_record = walker.in_type()
        && walker.ancestor(2).is_some_and(|around| around.kind() == "record_declaration");
    if in_record {
        symbol.visibility = Some(Visibility::Public);
        symbol.signature = vec![(signature_start(node), node.end_byte() as u32)];
    }
    in_record
}

/// `namespace A.B { … }`
pub(super) fn namespace<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    _symbol: &mut NewSymbol<'t>,
) -> bool {
    if let Some(name) = node.field("name") {
        claim_path(walker, name);
    }
    true
}

/// `namespace A.B;`
pub(super) fn file_namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let symbol = walker.symbol(SymbolKind::Namespace, node, name);
    claim_path(walker, name);
    let namespace = walker.define(symbol);
    walker.contains_rest_of_file(namespace);
}

/// `using A.B;`, `using static A.B.C;`, `using Name = A.B.C;`
pub(super) fn using_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let alias = node.field("name");
    let mut cursor = node.walk();
    let target = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() != "comment" && Some(*child) != alias)
        .last();
    let Some(target) = target else { return };
    let named = name_and_object(target);
    if let Some((name, _)) = named {
        claim_path(walker, target);
        walker.add_use(name, IdentifierKind::Import, None);
    }
    // What a generic name is applied to are uses of their own.
    let text = walker.text(target);
    let path = text.split('<').next().unwrap_or(text).trim_end();
    let (qualifier, last) = match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last.trim()),
        None => (None, path),
    };
    let name = alias.map_or(path, |alias| walker.text(alias));
    let mut symbol = walker.import(node, name);
    symbol.signature = vec![(node.start_byte() as u32, target.end_byte() as u32)];
    symbol.binds = alias.is_some();
    if let Some(alias) = alias {
        walker.claim(alias);
    }
    let symbol = walker.define(symbol);
    // `using Pair = (int, int);` brings in nothing that has a name.
    if named.is_some() {
        walker.add_import(symbol, target, last, qualifier, alias.is_some());
    }
}

/// `extern alias Name;`
pub(super) fn extern_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    walker.add_use(name, IdentifierKind::Import, None);
    let text = walker.text(name);
    let symbol = walker.import(node, text);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, name, text, None, true);
}

/// `private int width;`: the field takes the span of the whole declaration. Of several names in one
/// declaration, each takes the span of its declarator.
pub(super) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(variables) = child_of_kind(node, "variable_declaration") else { return };
    if declares_several(variables) {
        return;
    }
    let Some(declarator) = child_of_kind(variables, "variable_declarator") else { return };
    let Some(name) = declarator.field("name") else { return };
    let mut symbol = walker.symbol(field_kind(node), node, name);
    symbol.signature = vec![(signature_start(node), declarator_end(declarator))];
    walker.define(symbol);
}

/// A name in a declaration of several fields, a variable outside functions, or a local variable that
/// holds a function. Other local variables are bound by the table.
pub(super) fn declarator<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let (Some(variables), Some(declaration)) = (walker.ancestor(1), walker.ancestor(2)) else {
        return false;
    };
    let is_field = matches!(declaration.kind(), "field_declaration" | "event_field_declaration");
    if is_field && !declares_several(variables) {
        // The hook of the declaration has made the symbol.
        return false;
    }
    // Fields whose type the grammar could not parse stand outside types.
    if is_field || walker.in_type() {
        symbol.kind = field_kind(declaration);
        symbol.visibility = Some(visibility_of(walker, declaration));
    } else {
        let function = value_of(node).is_some_and(|value| {
            matches!(value.kind(), "lambda_expression" | "anonymous_method_expression")
        });
        symbol.kind = match walker.scope_kind() {
            _ if function => SymbolKind::Function,
            ScopeKind::File | ScopeKind::Namespace => SymbolKind::Variable,
            _ => return false,
        };
        symbol.visibility = Some(Visibility::Private);
    }
    let first = child_of_kind(variables, "variable_declarator").unwrap_or(node);
    let (start, end) = (node.start_byte() as u32, declarator_end(node));
    symbol.signature =
        vec![(signature_start(declaration), first.start_byte() as u32), (start, end)];
    true
}

fn declares_several(variables: Node<'_>) -> bool {
    let mut cursor = variables.walk();
    variables
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "variable_declarator")
        .nth(1)
        .is_some()
}

fn field_kind(declaration: Node<'_>) -> SymbolKind {
    let kinds = |name: &str| {
        let mut cursor = declaration.walk();
        declaration.children(&mut cursor).any(|child| {
            child.kind() == name
                || child.kind() == "modifier"
                    && child.child(0).is_some_and(|word| word.kind() == name)
        })
    };
    if declaration.kind() == "event_field_declaration" {
        SymbolKind::Event
    } else if kinds("const") || kinds("static") && kinds("readonly") {
        SymbolKind::Constant
    } else {
        SymbolKind::Field
    }
}

fn value_of(declarator: Node<'_>) -> Option<Node<'_>> {
    let last = declarator.named_child(declarator.named_child_count().checked_sub(1)? as u32)?;
    let is_value = Some(last) != declarator.field("name")
        && !matches!(last.kind(), "bracketed_argument_list" | "tuple_pattern" | "comment");
    is_value.then_some(last)
}

/// Where the signature of a variable ends: behind its value, or before one of several lines.
fn declarator_end(declarator: Node<'_>) -> u32 {
    let long = value_of(declarator)
        .filter(|value| value.start_position().row != value.end_position().row);
    long.map_or(declarator.end_byte(), |value| value.start_byte()) as u32
}

/// The base class and the interfaces of a type. Only the first of a class's bases can be a class;
/// the name says whether it is, by convention.
pub(super) fn base_list<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(around) = walker.ancestor(1) else { return };
    let only_interfaces = around.kind() == "struct_declaration"
        || around.kind() == "record_declaration" && is_record_struct(around);
    let mut cursor = node.walk();
    let bases =
        node.named_children(&mut cursor).filter(|child| !matches!(child.kind(), "argument_list" | "comment"));
    for (position, base) in bases.enumerate() {
        let Some((name, object)) = name_and_object(base) else { continue };
        let role = match around.kind() {
            "interface_declaration" => Role::Extends,
            "enum_declaration" => Role::Type,
            _ if base.kind() == "primary_constructor_base_type" => Role::Extends,
            _ if only_interfaces || position > 0 => Role::Implements,
            _ if is_interface_name(walker.text(name)) => Role::Implements,
            _ => Role::Extends,
        };
        walker.add_use_as(name, role, object);
    }
}

/// `IDisposable` and `IUIService`, but not `Item`, `IOException` and `IPAddress`.
fn is_interface_name(name: &str) -> bool {
    let mut rest = name.chars();
    let starts = rest.next() == Some('I') && rest.next().is_some_and(char::is_uppercase);
    let acronym = name.starts_with("IO") || name.starts_with("IP");
    starts && !(acronym && rest.next().is_some_and(char::is_uppercase))
}

/// The type parameters of a method are known before they are named, in the type that it returns.
pub(super) fn type_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        walker.claim(name);
        walker.bind_local(name, 0);
    }
}

/// `set { … }` knows a local `value`.
pub(super) fn accessor<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    walker.bind_implicit("value");
}

/// Claims every part of a dotted name, but not what a generic name is applied to.
fn claim_path<'t>(walker: &mut Walker<'t>, mut path: Node<'t>) {
    loop {
        let (rest, name) = match path.kind() {
            "qualified_name" => {
                (path.field("qualifier"), path.field("name"))
            }
            "alias_qualified_name" => {
                (path.field("alias"), path.field("name"))
            }
            "identifier" | "generic_name" => (None, Some(path)),
            _ => return,
        };
        let name = name.and_then(|name| {
            if name.kind() == "generic_name" { name.named_child(0) } else { Some(name) }
        });
        if let Some(name) = name {
            walker.claim(name);
        }
        let Some(rest) = rest else { return };
        path = rest;
    }
}

fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == kind)
}

/// The start of a declaration behind its attributes.
fn signature_start(node: Node<'_>) -> u32 {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| !matches!(child.kind(), "attribute_list" | "preproc_if" | "comment"))
        .map_or(node.start_byte(), |child| child.start_byte()) as u32
}

/// The end of a declaration before its body. Accessors without bodies are part of the signature.
fn signature_end(node: Node<'_>) -> u32 {
    if let Some(accessors) = node.field("accessors") {
        let mut cursor = accessors.walk();
        let automatic = accessors
            .named_children(&mut cursor)
            .all(|accessor| accessor.field("body").is_none());
        return if automatic { accessors.end_byte() } else { accessors.start_byte() } as u32;
    }
    let body = node.field("body").or_else(|| {
        node.field("value").filter(|value| value.kind() == "arrow_expression_clause")
    });
    let end = body.or_else(|| {
        let last = node.child(node.child_count().checked_sub(1)?)?;
        (last.kind() == ";").then_some(last)
    });
    end.map_or(node.end_byte(), |end| end.start_byte()) as u32
}

/// The modifiers decide, and where there are none, what the declaration stands in.
#[expect(clippy::unnecessary_wraps, reason = "the signature of a visibility rule")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::EnumMember | SymbolKind::Namespace => Visibility::Public,
        SymbolKind::Import => Visibility::Private,
        SymbolKind::Function => explicit_visibility(walker, node).unwrap_or(Visibility::Private),
        _ => visibility_of(walker, node),
    })
}

fn visibility_of(walker: &Walker<'_>, node: Node<'_>) -> Visibility {
    explicit_visibility(walker, node).unwrap_or_else(|| match walker.enclosing_kind() {
        Some(SymbolKind::Interface) => Visibility::Public,
        _ if walker.in_type() || walker.in_function() => Visibility::Private,
        _ => Visibility::Internal,
    })
}

fn explicit_visibility(walker: &Walker<'_>, node: Node<'_>) -> Option<Visibility> {
    let mut found = None;
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        if !matches!(child.kind(), "modifier" | "attribute_list" | "comment" | "preproc_if") {
            break;
        }
        found = match (walker.text(child), found) {
            ("public", _) => Some(Visibility::Public),
            // Also together with `internal` or `private`.
            ("protected", _) => Some(Visibility::Protected),
            ("internal", None) => Some(Visibility::Internal),
            ("private" | "file", None) => Some(Visibility::Private),
            (_, found) => found,
        };
    }
    found
}
