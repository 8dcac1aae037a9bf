//! Paths of names: imports, types, and the arguments of generic types.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::prepare::PRIMITIVE;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `Imports Path`, `Imports Name = Path`.
pub(super) fn imports<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let line = walker.text(node);
    let unknown = node.named_child(0).filter(Node::is_error);
    let alias = unknown.filter(|_| line.contains('=')).and_then(|unknown| unknown.named_child(0));
    let mut cursor = node.walk();
    let paths: Vec<Node<'t>> = node.children_by_field_name("namespace", &mut cursor).collect();
    for path in paths {
        let text = walker.text(path);
        let (qualifier, last) = match text.rsplit_once('.') {
            Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last),
            None => (None, text),
        };
        let name = alias.map_or(text, |alias| walker.text(alias));
        let mut symbol = walker.import(node, name);
        symbol.binds = alias.is_some();
        let symbol = walker.define(symbol);
        walker.add_import(symbol, path, last, qualifier, alias.is_some());
    }
    if let Some(alias) = alias {
        let name = alias.named_child(0).unwrap_or(alias);
        walker.claim(name);
    }
}

/// Of a path, the last part has the role of the whole, and the others qualify it.
pub(super) fn namespace_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = walker.role();
    if node.named_child_count() < 2 || role == Role::Value {
        return;
    }
    let mut cursor = node.walk();
    let mut before = None;
    for name in node.named_children(&mut cursor).filter(|child| child.kind() == "identifier") {
        if name.end_byte() == node.end_byte() {
            walker.add_use_as(name, role, before);
        } else {
            let inner = if role == Role::Import { Role::Import } else { Role::Value };
            walker.add_use_as(name, inner, None);
            before = Some(name);
        }
    }
}

/// `name(index)`: a part of an array or a collection, where the name is that of a variable.
pub(super) fn invocation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let target = node.field("target").filter(|target| target.kind() == "identifier");
    if let Some(target) = target.filter(|target| walker.is_variable(walker.text(*target))) {
        walker.add_use(target, IdentifierKind::VariableRef, None);
    }
}

/// `Name(Of Type)`: the parser takes the type for an argument.
pub(super) fn type_arguments<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let keyword = node.named_child(0).filter(Node::is_error);
    let Some(keyword) = keyword.filter(|first| walker.text(*first).eq_ignore_ascii_case("Of")) else {
        return;
    };
    if let Some(name) = keyword.named_child(0) {
        walker.claim(name);
    }
    let mut cursor = node.walk();
    for argument in node.named_children(&mut cursor).filter(|child| child.kind() == "argument") {
        let name = argument.named_child(0).and_then(|expression| expression.named_child(0));
        if let Some(name) = name.filter(|name| name.kind() == "identifier") {
            let text = walker.text(name);
            if PRIMITIVE.iter().any(|known| text.eq_ignore_ascii_case(known)) {
                walker.claim(name);
            } else {
                walker.add_use_as(name, Role::Type, None);
            }
        }
    }
}
