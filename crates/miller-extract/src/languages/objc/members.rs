//! Methods, properties and variables of instances.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Declarators that are followed down to the name.
const DECLARATORS_FOLLOWED: usize = 16;

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
    let class = node.field("type").filter(|kind| kind.kind() == "type_identifier");
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

/// `@property (copy) Type *name, *other;`.
pub(super) fn property<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let declaration =
        node.named_children(&mut cursor).find(|child| child.kind() == "struct_declaration");
    let names = declaration.map(names_in).unwrap_or_default();
    let alone = names.len() == 1;
    for name in names {
        let mut symbol = walker.symbol(SymbolKind::Property, if alone { node } else { name }, name);
        symbol.signature = walker.signature_of(node, None);
        symbol.visibility = Some(Visibility::Public);
        walker.define(symbol);
    }
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
        let inner = declarator.field("declarator");
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
