//! Methods, properties, variables of instances, and enumerations made by macros.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::facts::FILE_SCOPE;
use crate::languages::c::functions;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Declarators that are followed down to the name.
const DECLARATORS_FOLLOWED: usize = 16;

/// What the file's scope knows after an enumeration that the grammar took for something else.
const ENUMERATION: &str = "enumeration by macro";

/// Macros that declare an enumeration.
const ENUMERATIONS: &[&str] =
    &["NS_CLOSED_ENUM", "NS_ENUM", "NS_ERROR_ENUM", "NS_OPTIONS", "CF_ENUM", "CF_OPTIONS"];

/// `- (void)name:(Type)value;`.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(symbol) = method(walker, node) {
        walker.only_declares(symbol);
    }
}

/// `- (void)name:(Type)value { … }`.
pub(super) fn definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    method(walker, node);
}

fn method<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<u32> {
    let (mut selector, mut first, mut word) = (String::new(), None, None);
    let (mut parameters, mut body) = (Vec::new(), None);
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "identifier" => {
                walker.claim(child);
                first = first.or(Some(child));
                word = Some(child);
            }
            "method_parameter" => {
                if let Some(word) = word.take() {
                    selector.push_str(walker.text(word));
                }
                selector.push(':');
                parameters.push(child);
            }
            "compound_statement" => body = Some(child),
            _ => {}
        }
    }
    if selector.is_empty() {
        selector.push_str(walker.text(first?));
    }
    let of_class = walker.text(node).starts_with('+');
    let kind = match selector.as_str() {
        "dealloc" => SymbolKind::Destructor,
        name if !of_class && initializes(name) => SymbolKind::Constructor,
        _ => SymbolKind::Method,
    };
    let mut symbol = walker.symbol(kind, node, first.unwrap_or(node));
    symbol.name = Cow::Owned(selector);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Function);
    symbol.visibility = Some(Visibility::Public);
    let symbol = walker.define(symbol);
    for parameter in parameters {
        bind_parameter(walker, parameter);
    }
    Some(symbol)
}

/// `:(Type *)name` of a method binds a name, whose members are those of the type.
fn bind_parameter<'t>(walker: &mut Walker<'t>, parameter: Node<'t>) {
    let (mut class, mut name) = (None, None);
    let mut cursor = parameter.walk();
    for child in parameter.named_children(&mut cursor) {
        match child.kind() {
            "method_type" => class = child.named_child(0).and_then(|kind| kind.named_child(0)),
            "identifier" => name = Some(child),
            _ => {}
        }
    }
    if let Some(name) = name {
        bind_of_type(walker, name, class, name.start_byte() as u32);
    }
}

/// `Type *name = value;` in a function.
pub(super) fn local<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let class = node.child_by_field_name("type").filter(|kind| kind.kind() == "type_identifier");
    if class.is_none() || !walker.in_function() {
        return;
    }
    let mut cursor = node.walk();
    let names = node.children_by_field_name("declarator", &mut cursor).filter_map(name_of);
    for name in names {
        bind_of_type(walker, name, class, name.end_byte() as u32);
    }
}

fn bind_of_type<'t>(walker: &mut Walker<'t>, name: Node<'t>, class: Option<Node<'t>>, from: u32) {
    walker.claim(name);
    match class.filter(|class| class.kind() == "type_identifier") {
        Some(class) => {
            let class = walker.text(class);
            walker.bind_instance(name, class, from);
        }
        None => walker.bind_local(name, from),
    }
}

/// Whether a method of this name makes an instance ready: `init`, `initWithName:`.
fn initializes(selector: &str) -> bool {
    selector
        .strip_prefix("init")
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_lowercase()))
}

/// `@property (copy) Type *name;`.
pub(super) fn property<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let declaration =
        node.named_children(&mut cursor).find(|child| child.kind() == "struct_declaration");
    let Some(name) = declaration.and_then(|declaration| names_in(declaration).into_iter().next())
    else {
        return;
    };
    let mut symbol = walker.symbol(SymbolKind::Property, node, name);
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
}

/// A variable of instances, in the braces after the name of a class.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_none_or(|above| above.kind() != "instance_variable") {
        return;
    }
    let names = names_in(node);
    let alone = names.len() == 1;
    for name in names {
        let mut symbol = walker.symbol(SymbolKind::Field, if alone { node } else { name }, name);
        symbol.signature = walker.signature_of(node, None);
        symbol.visibility = walker.section().or(Some(Visibility::Protected));
        walker.define(symbol);
    }
}

/// The names that a declaration of a property or a variable declares.
fn names_in(declaration: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = declaration.walk();
    declaration
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "struct_declarator")
        .filter_map(|declarator| name_of(declarator.named_child(0)?))
        .collect()
}

/// The name at the bottom of a declarator.
pub(super) fn name_of(mut declarator: Node<'_>) -> Option<Node<'_>> {
    for _ in 0..DECLARATORS_FOLLOWED {
        if matches!(declarator.kind(), "identifier" | "field_identifier") {
            return Some(declarator);
        }
        let inner = declarator.child_by_field_name("declarator");
        declarator = match (inner, declarator.kind()) {
            (Some(inner), _) => inner,
            (None, "parenthesized_declarator" | "struct_declarator") => {
                declarator.named_child(0)?
            }
            _ => return None,
        };
    }
    None
}

/// `typedef NS_ENUM(Type, Name) { … }`: the grammar knows no such macro, and sees an error.
pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.child_by_field_name("name") else { return };
    if !ENUMERATIONS.contains(&walker.text(name)) {
        return;
    }
    let mut cursor = node.walk();
    let skipped = node.named_children(&mut cursor).find(Node::is_error);
    let named = skipped.and_then(|skipped| skipped.named_child(0));
    walker.claim(name);
    if let Some(named) = named.filter(|named| named.kind() == "identifier") {
        define_enumeration(walker, node, named);
    }
}

fn define_enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) {
    let mut symbol = walker.symbol(SymbolKind::Enum, node, name);
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
    walker.bind_implicit(ENUMERATION);
}

/// After an enumeration by macro, what stands outside of functions are its values.
pub(super) fn enumerators<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() || walker.in_type() || !walker.scope_has(ENUMERATION) {
        return;
    }
    let values = match node.kind() {
        "assignment_expression" => vec![node.child_by_field_name("left")],
        "comma_expression" => {
            vec![node.child_by_field_name("left"), node.child_by_field_name("right")]
        }
        _ => vec![node.named_child(0)],
    };
    for value in values.into_iter().flatten().filter(|value| value.kind() == "identifier") {
        let span = if node.kind() == "assignment_expression" { node } else { value };
        let mut symbol = walker.symbol(SymbolKind::EnumMember, span, value);
        symbol.visibility = Some(Visibility::Public);
        walker.define(symbol);
    }
}

/// After an enumeration by macro, the grammar may take the rest of the file for its block.
pub(super) fn swallowed<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_file = walker.ancestor(1).is_some_and(|above| {
        matches!(above.kind(), "translation_unit" | "preproc_if" | "preproc_ifdef")
            || above.is_error()
    });
    if of_file && walker.facts.bound(FILE_SCOPE, ENUMERATION).next().is_some() {
        walker.stands_outside();
    }
}

/// What the grammar takes for a function may be an enumeration by macro.
pub(super) fn function_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let macro_name = node.child_by_field_name("declarator");
    let by_macro = macro_name.is_some_and(|name| ENUMERATIONS.contains(&walker.text(name)));
    if !by_macro {
        return functions::function_declarator(walker, node);
    }
    let list = node.child_by_field_name("parameters");
    let name = list.and_then(|list| list.named_child(1)).and_then(|last| {
        let inner = last.child_by_field_name("type").unwrap_or(last);
        matches!(inner.kind(), "identifier" | "type_identifier").then_some(inner)
    });
    if let (Some(name), Some(macro_name)) = (name, macro_name) {
        walker.claim(macro_name);
        define_enumeration(walker, node, name);
    }
}
