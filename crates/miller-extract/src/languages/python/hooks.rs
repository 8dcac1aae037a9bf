//! What the table of Python cannot say: docstrings, assignments, imports, conventions of names.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::bodies::{docstring, end_of_code};
use super::patterns::assignment_to_type;
use super::types::{declared, held_by, held_by_field};
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{Held, NewSymbol, Walker};

/// The module's name: the file's, or the folder's for `__init__.py`.
pub(super) fn module_name(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = if stem == "__init__" { parts.next().unwrap_or(stem) } else { stem };
    Some(name.to_owned())
}

pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(doc) = docstring(walker, node) {
        walker.document_file(doc);
    }
}

pub(super) fn function<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.doc = node.field("body").and_then(|body| docstring(walker, body));
    symbol.end = end_of_code(walker, node);
    if symbol.kind == SymbolKind::Method {
        symbol.kind = match &*symbol.name {
            "__init__" | "__new__" => SymbolKind::Constructor,
            "__del__" => SymbolKind::Destructor,
            _ if is_property(walker) => SymbolKind::Property,
            name if OPERATORS.contains(&name) => SymbolKind::Operator,
            _ => SymbolKind::Method,
        };
    }
    if symbol.kind == SymbolKind::Property {
        let returns = node.field("return_type");
        symbol.held = returns.map(|returns| (declared(walker, returns), returns));
    }
    true
}

/// How many levels outwards the class is looked for whose instance `self` is.
const LEVELS: usize = 64;

/// Methods that an operator of the language calls.
const OPERATORS: &[&str] = &[
    "__add__", "__and__", "__contains__", "__delitem__", "__divmod__", "__eq__", "__floordiv__",
    "__ge__", "__getitem__", "__gt__", "__iadd__", "__iand__", "__ifloordiv__", "__ilshift__",
    "__imatmul__", "__imod__", "__imul__", "__invert__", "__ior__", "__ipow__", "__irshift__",
    "__isub__", "__itruediv__", "__ixor__", "__le__", "__lshift__", "__lt__", "__matmul__",
    "__mod__", "__mul__", "__ne__", "__neg__", "__or__", "__pos__", "__pow__", "__radd__",
    "__rand__", "__rdivmod__", "__rfloordiv__", "__rlshift__", "__rmatmul__", "__rmod__",
    "__rmul__", "__ror__", "__rpow__", "__rrshift__", "__rshift__", "__rsub__", "__rtruediv__",
    "__rxor__", "__setitem__", "__sub__", "__truediv__", "__xor__",
];

/// Whether a decorator makes the function being visited a property.
fn is_property(walker: &Walker<'_>) -> bool {
    let Some(decorated) = walker.ancestor(1).filter(|node| node.kind() == "decorated_definition")
    else {
        return false;
    };
    let mut cursor = decorated.walk();
    decorated.named_children(&mut cursor).filter(|child| child.kind() == "decorator").any(|child| {
        let text = walker.text(child).trim_start_matches('@').trim();
        let last = text.rsplit('.').next().unwrap_or(text);
        matches!(last, "property" | "cached_property" | "abstractproperty" | "setter" | "deleter")
    })
}

pub(super) fn class<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.doc = node.field("body").and_then(|body| docstring(walker, body));
    symbol.end = end_of_code(walker, node);
    let Some(bases) = node.field("superclasses") else { return true };
    let mut cursor = bases.walk();
    for base in bases.named_children(&mut cursor) {
        let text = walker.text(base);
        let path = text.split('[').next().unwrap_or(text);
        match path.rsplit('.').next().unwrap_or(path) {
            "Enum" | "IntEnum" | "StrEnum" | "Flag" | "IntFlag" => symbol.kind = SymbolKind::Enum,
            "Protocol" => symbol.kind = SymbolKind::Interface,
            _ => {}
        }
    }
    true
}

pub(super) fn type_alias<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    // `type Pair[T] = …`: the name is the first identifier on the left.
    let mut name = node.field("left");
    while let Some(inner) = name.filter(|name| matches!(name.kind(), "type" | "generic_type")) {
        name = inner.named_child(0);
    }
    let Some(name) = name.filter(|name| name.kind() == "identifier") else {
        assignment_to_type(walker, node);
        return false;
    };
    walker.claim(name);
    symbol.name = Cow::Borrowed(walker.text(name));
    true
}

/// Names assigned in a module or a class body are symbols, and so are attributes of `self`.
/// In a function they are local names, which the table binds.
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("left") else { return };
    if walker.in_function() {
        if left.kind() == "attribute" {
            let held = held_by(walker, node);
            return attribute_of_self(walker, node, left, held);
        }
        if left.kind() == "identifier" {
            let held = held_by(walker, node);
            return walker.bind_held(left, held, 0);
        }
        // `self.table[key] = value` sets no attribute.
        if !matches!(left.kind(), "pattern_list" | "tuple_pattern" | "list_pattern") {
            return;
        }
        let mut cursor = left.walk();
        for target in left.named_children(&mut cursor) {
            // `first, *self.rest = values`.
            let starred = target.kind() == "list_splat_pattern";
            let target = target.named_child(0).filter(|_| starred).unwrap_or(target);
            attribute_of_self(walker, node, target, Held::Unknown);
        }
        return;
    }
    match left.kind() {
        "identifier" => {
            let held = if walker.in_type() {
                // What a class assigns may stand for another value in its instances.
                held_by_field(walker, node)
            } else {
                held_by(walker, node)
            };
            if let Some(symbol) = walker.symbol_here(walker.text(left)) {
                return walker.holds(symbol, held, node);
            }
            let right = node.field("right");
            let kind = variable_kind(walker, left, right);
            // In `a = b = 1` no name contains the others.
            let is_chained = |other: Option<Node<'_>>| {
                other.is_some_and(|other| other.kind() == "assignment")
            };
            let chained = is_chained(right) || is_chained(walker.ancestor(1));
            let mut symbol = walker.symbol(kind, if chained { left } else { node }, left);
            symbol.signature = walker.signature_of(node, None);
            // `T = TypeVar("T")` is a type itself.
            if !kind.has_members() {
                symbol.held = Some((held, node));
            }
            walker.define(symbol);
        }
        "pattern_list" | "tuple_pattern" | "list_pattern" => {
            let mut cursor = left.walk();
            for name in left.named_children(&mut cursor).filter(|child| child.kind() == "identifier")
            {
                if walker.scope_defines(walker.text(name)) {
                    continue;
                }
                let kind = variable_kind(walker, name, None);
                let mut symbol = walker.symbol(kind, name, name);
                symbol.signature = walker.signature_of(node, None);
                walker.define(symbol);
            }
        }
        _ => {}
    }
}

fn attribute_of_self<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    left: Node<'t>,
    held: Held<'t>,
) {
    if left.kind() != "attribute" {
        return;
    }
    let (Some(object), Some(name)) =
        (left.field("object"), left.field("attribute"))
    else {
        return;
    };
    if walker.text(object) != "self" {
        return;
    }
    if walker.type_has_member(walker.text(name)) {
        if let Some(symbol) = walker.member_here(walker.text(name)) {
            walker.holds(symbol, held, node);
        }
        return;
    }
    // A function for a class that is made elsewhere.
    let mut above = (1..LEVELS).map_while(|level| walker.ancestor(level));
    if !above.any(|above| above.kind() == "class_definition") {
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Field, left, name);
    symbol.signature = walker.signature_of(node, None);
    symbol.member_of_type = true;
    symbol.held = Some((held, node));
    walker.define(symbol);
}

fn variable_kind(walker: &Walker<'_>, name: Node<'_>, right: Option<Node<'_>>) -> SymbolKind {
    let maker = right.filter(|right| right.kind() == "call").and_then(|call| {
        let text = walker.text(call.field("function")?);
        text.rsplit('.').next()
    });
    match maker {
        Some("TypeVar" | "ParamSpec" | "TypeVarTuple" | "NewType") => return SymbolKind::Type,
        Some("namedtuple" | "NamedTuple" | "TypedDict") => return SymbolKind::Class,
        _ => {}
    }
    if right.is_some_and(|right| right.kind() == "lambda") {
        return if walker.in_type() { SymbolKind::Method } else { SymbolKind::Function };
    }
    let text = walker.text(name);
    let shouts = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    match walker.enclosing_kind() {
        Some(SymbolKind::Enum) if !text.starts_with('_') => SymbolKind::EnumMember,
        _ if shouts => SymbolKind::Constant,
        _ if walker.in_type() => SymbolKind::Field,
        _ => SymbolKind::Variable,
    }
}

/// `import a.b`, `import a.b as c`.
pub(super) fn import_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.children_by_field_name("name", &mut cursor) {
        let (path, alias) = path_and_alias(walker, name);
        let (qualifier, last) = split_path(path);
        let first = path.split('.').next().unwrap_or(path);
        let bound = alias.unwrap_or(first);
        let mut symbol = walker.import(name, bound);
        symbol.signature = walker.signature_of(node, None);
        let symbol = walker.define(symbol);
        let stands_for_it = alias.is_some() || qualifier.is_none();
        walker.add_import(symbol, name, last, qualifier.map(Cow::Borrowed), stands_for_it);
    }
}

/// `from a import b`, `from . import b as c`, `from a import *`.
pub(super) fn import_from_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let module = node.field("module_name").map_or("", |module| walker.text(module));
    let mut cursor = node.walk();
    let names: Vec<Node<'t>> = node
        .named_children(&mut cursor)
        .filter(|child| Some(*child) != node.field("module_name"))
        .collect();
    for name in names {
        let (path, alias) = match name.kind() {
            "wildcard_import" => ("*", None),
            "dotted_name" | "aliased_import" => path_and_alias(walker, name),
            _ => continue,
        };
        let mut symbol = walker.import(name, alias.unwrap_or(path));
        symbol.signature = walker.signature_of(node, None);
        symbol.binds = path != "*";
        let symbol = walker.define(symbol);
        walker.add_import(symbol, name, path, Some(Cow::Borrowed(module)), true);
    }
}

fn path_and_alias<'t>(walker: &Walker<'t>, name: Node<'t>) -> (&'t str, Option<&'t str>) {
    let path = name.field("name").unwrap_or(name);
    let alias = name.field("alias").map(|alias| walker.text(alias));
    (walker.text(path), alias)
}

fn split_path(path: &str) -> (Option<&str>, &str) {
    match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(qualifier), last),
        None => (None, path),
    }
}

pub(super) fn global_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    bind_elsewhere(walker, node, true);
}

pub(super) fn nonlocal_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    bind_elsewhere(walker, node, false);
}

fn bind_elsewhere<'t>(walker: &mut Walker<'t>, node: Node<'t>, of_file: bool) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor) {
        walker.bind_elsewhere(name, of_file);
    }
}

/// Names with leading underscores are not for everybody, by convention; those with two are hidden
/// by the language.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let name = &*symbol.name;
    let in_type = walker.in_type() || symbol.member_of_type;
    let dunder = name.starts_with("__") && name.ends_with("__");
    let local = walker.in_function() && !symbol.member_of_type;
    Some(match name {
        _ if dunder => Visibility::Public,
        _ if local || name.starts_with("__") => Visibility::Private,
        _ if name.starts_with('_') && in_type => Visibility::Protected,
        _ if name.starts_with('_') => Visibility::Internal,
        _ => Visibility::Public,
    })
}

/// The names that the body of a class binds, wherever: attributes of `self` do not define them again.
pub(super) fn block<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_none_or(|above| above.kind() != "class_definition") {
        return;
    }
    let mut cursor = node.walk();
    for statement in node.named_children(&mut cursor) {
        let name = match statement.kind() {
            "expression_statement" => statement
                .named_child(0)
                .filter(|inner| inner.kind() == "assignment")
                .and_then(|assignment| assignment.field("left"))
                .filter(|left| left.kind() == "identifier"),
            "decorated_definition" => statement
                .field("definition")
                .and_then(|definition| definition.field("name")),
            "function_definition" | "class_definition" => statement.field("name"),
            _ => None,
        };
        if let Some(name) = name {
            walker.declare_member(walker.text(name));
        }
    }
}

/// `class Name(*bases)`: no base has this name.
pub(super) fn list_splat<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.role() == Role::Extends {
        walker.set_role(Role::Value);
    }
}

/// `def total[Row: int, *Rows]`: the first name in each is known inside. Where a type is used, what
/// stands in its brackets is of the same kind.
pub(super) fn type_parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // `type Pair[K] = …` has them in what is read as a type.
    let of_alias = walker.ancestor(3).is_some_and(|above| {
        above.kind() == "type_alias_statement" && above.field("left") == walker.ancestor(2)
    });
    if walker.role() != Role::Bind && !of_alias {
        return;
    }
    let mut cursor = node.walk();
    let parameters: Vec<Node<'t>> = node.named_children(&mut cursor).collect();
    for parameter in parameters {
        let mut name = parameter;
        while let Some(inner) = name.named_child(0) {
            name = inner;
        }
        if name.kind() == "identifier" {
            walker.claim(name);
            walker.bind_local(name, 0);
        }
    }
}

/// A sum, a list or the like is called, or an element of it, not its parts.
pub(super) fn of_parts<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    if walker.role() == Role::Call {
        walker.set_role(Role::Value);
    }
}
