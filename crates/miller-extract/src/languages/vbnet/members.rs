//! Fields, constants, parameters and local variables.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::bases;
use super::hooks::closed;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// Words that start a statement which the grammar does not know and takes for a field.
const NO_FIELDS: &[&str] = &[
    "addhandler", "class", "custom", "declare", "delegate", "end", "enum", "exit", "function", "if",
    "implements", "imports", "inherits", "interface", "loop", "module", "next", "of", "operator",
    "option", "property", "raiseevent", "region", "removehandler", "return", "structure", "sub",
    "then", "throw", "wend",
];

const AS_NEW: &str = " As New ";

/// Bytes of a line that are looked at for names which are none.
const NAMES_LOOKED_AT: usize = 200;

/// `Private name As Type = value, other`.
pub(super) fn fields<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let declarators: Vec<Node<'t>> = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "variable_declarator")
        .collect();
    let mut statement = false;
    for (number, &declarator) in declarators.iter().enumerate() {
        let Some(name) = declarator.field("name") else { continue };
        if bases::on_line_of_bases(walker, name) {
            continue;
        }
        let text = walker.text(name);
        if number == 0 && NO_FIELDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            walker.claim(name);
            statement = true;
            stated_in_one_line(walker, node, name);
        }
        if statement || !walker.in_type() {
            walker.claim(name);
            continue;
        }
        let at = if declarators.len() == 1 { node } else { declarator };
        let first = declarators[0].start_byte();
        let end = closed(walker, declarator.start_byte(), declarator.end_byte());
        let made = is_made_by_new(walker, name);
        let end = if made && declarators.len() == 1 { node.end_byte() } else { end };
        let mut symbol = walker.symbol(SymbolKind::Field, at, name);
        symbol.signature = vec![
            (signature_start(node) as u32, first as u32),
            (declarator.start_byte() as u32, end as u32),
        ];
        walker.define(symbol);
        made_by_new(walker, name);
    }
}

/// Where a declaration starts without its attributes.
fn signature_start(node: Node<'_>) -> usize {
    node.field("modifiers").unwrap_or(node).start_byte()
}

/// `Public Shared Operator +(…) As Type`, `Private Class Name`: of operators and of types in types,
/// the grammar knows no more than the first line.
fn stated_in_one_line<'t>(walker: &mut Walker<'t>, node: Node<'t>, keyword: Node<'t>) {
    let rest = &walker.source()[keyword.end_byte()..];
    let rest = rest.lines().next().unwrap_or("").trim_start();
    let name = rest.split(['(', ' ']).next().unwrap_or("");
    let kind = match &*walker.text(keyword).to_ascii_lowercase() {
        "operator" => SymbolKind::Operator,
        "class" => SymbolKind::Class,
        "structure" => SymbolKind::Struct,
        "interface" => SymbolKind::Interface,
        "enum" => SymbolKind::Enum,
        _ => return,
    };
    let ends = walker.source()[..keyword.start_byte()].trim_end().ends_with("End");
    if name.is_empty() || ends {
        return;
    }
    let mut symbol = walker.symbol(kind, node, keyword);
    symbol.name = Cow::Borrowed(name);
    symbol.binds = kind != SymbolKind::Operator;
    walker.define(symbol);
    walker.claim_offset(name.as_ptr() as usize - walker.source().as_ptr() as usize);
}

/// `Public Const Name As Type = value`; in a procedure a local name.
pub(super) fn constants<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node.children_by_field_name("name", &mut cursor).collect();
    for &name in &names {
        if walker.in_function() {
            walker.claim(name);
            walker.bind_local(name, node.end_byte() as u32);
            continue;
        }
        let at = if names.len() == 1 { node } else { name };
        let mut symbol = walker.symbol(SymbolKind::Constant, at, name);
        symbol.signature = vec![(signature_start(node) as u32, node.end_byte() as u32)];
        walker.define(symbol);
    }
}

/// `name As New Path.Type(…)`: the parser takes the keyword for the type and loses what follows, which
/// is read from the line. Gives the path of the type.
fn made_by_new<'t>(walker: &mut Walker<'t>, name: Node<'t>) -> Option<&'t str> {
    if !is_made_by_new(walker, name) {
        return None;
    }
    let line = walker.source()[name.start_byte()..].lines().next()?;
    let from = name.end_byte() - name.start_byte() + AS_NEW.len();
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
    let path = line[from..].split(|character| !is_part(character)).next().unwrap_or("");
    let last = path.rfind('.').map_or(0, |dot| dot + 1);
    if path[last..].is_empty() {
        return None;
    }
    let edge = Some(RelationshipKind::Instantiates);
    walker.claim(name);
    let range = walker.range_in(name, &path[last..]);
    walker.add(NewUse::at(range, IdentifierKind::Call).edge(edge));
    // The parser may find names in the keyword, in parts of the path, and in strings behind it.
    let mut quoted = false;
    for (at, byte) in line.bytes().enumerate().skip(from - "New ".len()).take(NAMES_LOOKED_AT) {
        quoted ^= byte == b'"';
        if quoted || at < from + path.len() {
            walker.claim_offset(name.start_byte() + at);
        }
    }
    Some(path)
}

fn is_made_by_new(walker: &Walker<'_>, name: Node<'_>) -> bool {
    let end = name.end_byte();
    let words = walker.source().get(end..end + AS_NEW.len());
    words.is_some_and(|words| words.eq_ignore_ascii_case(AS_NEW))
}

/// The name of the type in an `As` clause, where it is a plain one.
fn plain_type<'t>(walker: &Walker<'t>, clause: Option<Node<'t>>) -> Option<&'t str> {
    let of_type = clause?.field("type")?;
    let path = of_type.named_child(0).filter(|path| path.kind() == "namespace_name")?;
    let text = walker.text(path);
    (of_type.named_child_count() == 1 && !text.eq_ignore_ascii_case("New")).then_some(text)
}

fn clause(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == "as_clause")
}

/// A parameter is an instance of its type.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if let Some(of_type) = plain_type(walker, clause(node)) {
        walker.bind_instance(name, of_type, node.start_byte() as u32);
    }
}

/// `Dim name As Type`, `Dim name = New Type()`: a local variable is an instance of its type.
pub(super) fn local<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    if let Some(of_type) = made_by_new(walker, name) {
        return walker.bind_instance(name, of_type, node.end_byte() as u32);
    }
    let clause = clause(node);
    let made = node
        .field("initializer")
        .and_then(|value| value.named_child(0))
        .filter(|value| value.kind() == "new_expression")
        .and_then(|value| value.field("type"))
        .map(|of_type| walker.text(of_type));
    if let Some(of_type) = plain_type(walker, clause).or(made) {
        walker.bind_instance(name, of_type, node.end_byte() as u32);
    }
}

/// `For Each name As Type In values`: the parser may take the type for the name.
pub(super) fn for_each<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(variable) = node.field("variable") else { return };
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(4);
    let unknown = children.find(Node::is_error);
    let inner = unknown.and_then(|unknown| unknown.named_child(0));
    let Some(inner) = inner.filter(|inner| inner.kind() == "identifier") else { return };
    let (name, of_type) = if inner.start_byte() < variable.start_byte() {
        (inner, variable)
    } else {
        (variable, inner)
    };
    walker.bind_instance(name, walker.text(of_type), node.start_byte() as u32);
    walker.add_use_as(of_type, Role::Type, None);
}

/// `Using name = value`.
pub(super) fn using<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node
        .field("value")
        .and_then(|value| value.named_child(0))
        .filter(|value| value.kind() == "binary_expression")
        .and_then(|value| value.field("left"))
        .and_then(|left| left.named_child(0))
        .filter(|left| left.kind() == "identifier");
    if let Some(name) = name {
        walker.claim(name);
        walker.bind_local(name, node.start_byte() as u32);
    }
}
