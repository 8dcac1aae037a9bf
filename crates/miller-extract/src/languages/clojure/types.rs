//! Protocols, records, and what adds to them.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{bindings, definitions, forms};
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// Of a longer name of a type, in bytes, methods know no more: it is read again for each of them.
const TYPE_NAME_LIMIT: usize = 1_000;

/// `(defrecord Point [x y] Protocol (method [this] …))`.
pub(super) fn record<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    rest: &[Node<'t>],
) {
    let vector = rest.iter().copied().find(|form| form.kind() == "vec_lit");
    let mut symbol = walker.symbol(SymbolKind::Class, node, name);
    symbol.signature = definitions::signature(node, name, vector.as_slice());
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
    if let Some(vector) = vector {
        let mut cursor = vector.walk();
        for field in vector.children_by_field_name("value", &mut cursor) {
            if let Some(name) = forms::name_of(field) {
                let symbol = walker.symbol(SymbolKind::Field, field, name);
                walker.define(symbol);
            }
        }
    }
    implement(walker, &rest[1..]);
}

/// The symbols among the forms are protocols.
fn implement<'t>(walker: &mut Walker<'t>, rest: &[Node<'t>]) {
    for form in rest {
        if let Some(name) = forms::name_of(*form) {
            walker.add_use_as(name, Role::Implements, forms::namespace_of(*form));
        }
    }
}

/// `(defprotocol Shape "doc" (area [this] "doc"))`.
pub(super) fn protocol<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    rest: &[Node<'t>],
) {
    let mut symbol = walker.symbol(SymbolKind::Interface, node, name);
    symbol.signature = definitions::signature(node, name, &[]);
    symbol.doc = definitions::doc(walker, rest, true);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}

/// `(extend-type Type Protocol (method [this] …))` and its relatives.
pub(super) fn extension<'t>(walker: &mut Walker<'t>, node: Node<'t>, text: &str) {
    let rest = forms::arguments(node);
    let first = rest.first().copied().and_then(forms::name_of);
    if let Some(name) = first.filter(|_| text == "extend-type") {
        walker.belongs_to(walker.text(name));
        walker.add_use_as(name, Role::Type, None);
        implement(walker, &rest[1..]);
        return;
    }
    walker.open_scope(ScopeKind::Type);
    let mut extended = None;
    for (place, form) in rest.iter().enumerate() {
        if let Some(name) = forms::name_of(*form) {
            walker.add_use_as(name, Role::Type, forms::namespace_of(*form));
        }
        match (form.kind(), extended) {
            ("list_lit", Some(extended)) if text == "extend-protocol" => {
                walker.remember(extended_key(*form), extended);
            }
            ("list_lit", _) => {}
            _ => {
                let name = forms::name_of(*form).filter(|_| place > 0);
                extended = name.map(|name| name.start_byte() as u32);
            }
        }
    }
}

/// The key under which it is kept where the type is written that a method is for.
fn extended_key(method: Node<'_>) -> String {
    format!("extended by {}", method.start_byte())
}

/// The type that a method in `extend-protocol` is for.
fn extended<'t>(walker: &mut Walker<'t>, method: Node<'t>) -> Option<&'t str> {
    let start = walker.forget(&extended_key(method))?;
    let text = &walker.source()[start as usize..];
    let near = &text[..text.floor_char_boundary(TYPE_NAME_LIMIT)];
    near.split(|end: char| end.is_whitespace() || "()[]{}\";,".contains(end)).next()
}

/// A list that is a part of a type: a method, declared or defined. Or a function of `letfn`.
pub(super) fn part<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> bool {
    let around = match walker.ancestor(1).map(|above| above.kind()) {
        Some("list_lit") => forms::form_around(walker, 1),
        Some("vec_lit") => forms::form_around(walker, 2),
        _ => return false,
    };
    let in_vector = walker.ancestor(1).is_some_and(|above| above.kind() == "vec_lit");
    let of_letfn = in_vector && around == "letfn";
    if in_vector && !of_letfn {
        return false;
    }
    let declares = matches!(around, "defprotocol" | "definterface");
    let defines = matches!(
        around,
        "defrecord" | "deftype" | "extend-type" | "extend-protocol" | "reify" | "proxy"
    ) || of_letfn;
    if !declares && !defines {
        return false;
    }
    let Some(name) = forms::head_of(node).and_then(forms::name_of) else { return false };
    let rest = forms::arguments(node);
    let kind = if of_letfn { SymbolKind::Function } else { SymbolKind::Method };
    let vectors = if declares { all_vectors(&rest) } else { bindings::parameters(&rest) };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = definitions::signature_up_to(node, name, &vectors);
    symbol.scope = Some(ScopeKind::Function);
    if declares {
        let doc = rest.iter().rev().find(|form| form.kind() == "str_lit");
        symbol.doc = doc.and_then(|doc| definitions::text_of(walker, *doc));
    }
    if around == "extend-protocol" {
        symbol.owner = extended(walker, node).map(Into::into);
    }
    // The methods of a type are called through their protocol.
    symbol.binds = !defines || of_letfn;
    symbol.visibility = of_letfn.then_some(Visibility::Private);
    let symbol = walker.define(symbol);
    if declares {
        walker.bind_around(symbol, true);
    }
    for vector in vectors {
        bindings::bind(walker, vector);
    }
    true
}

/// A method of a protocol lists the parameters of all its arities.
fn all_vectors<'t>(rest: &[Node<'t>]) -> Vec<Node<'t>> {
    rest.iter().copied().filter(|form| form.kind() == "vec_lit").collect()
}
