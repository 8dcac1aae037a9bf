//! Namespaces, classes, enums, aliases, concepts and what `using` brings in.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::functions::in_template;
use crate::fields::Fields;
use crate::languages::c::declarators;
use crate::languages::c::types::{anonymous, kind_of};
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// `namespace a::b { … }`: a symbol for each part. One without a name leaves what it holds to the
/// namespace around.
pub(super) fn namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    let body = node.field("body");
    let mut parts = Vec::new();
    let mut path = name;
    loop {
        if path.kind() != "nested_namespace_specifier" {
            parts.push(path);
            break;
        }
        // Paths nest to the right; the last two names are siblings.
        let mut cursor = path.walk();
        let inner: Vec<Node<'t>> = path.named_children(&mut cursor).collect();
        let Some((last, names)) = inner.split_last() else {
            break;
        };
        parts.extend(
            names
                .iter()
                .filter(|part| part.kind() == "namespace_identifier"),
        );
        path = *last;
    }
    let inline = node.child(0).is_some_and(|word| word.kind() == "inline");
    for part in parts {
        let text = walker.text(part);
        let mut symbol = walker.symbol(SymbolKind::Namespace, node, part);
        symbol.signature = walker.signature_of(node, body);
        // What is inline is known around, so it gets no scope of its own.
        let again = !inline && walker.has_symbol(text, SymbolKind::Namespace);
        symbol.binds = !again;
        symbol.scope = (!inline && !again).then_some(ScopeKind::Namespace);
        walker.define(symbol);
        if again {
            walker.continue_scope(text, SymbolKind::Namespace);
        }
    }
}

/// `class name : base { … }`, and the same of structs and unions.
pub(super) fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_template(walker) {
        define(walker, node, node);
    }
}

/// Defines the class of a specifier with a span that may be that of its template.
pub(super) fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>) {
    let Some(body) = node.field("body") else {
        return;
    };
    let Some(path) = node.field("name") else {
        return anonymous(walker, node);
    };
    let Some(found) = declarators::declared(path) else {
        return walker.open_scope(ScopeKind::Type);
    };
    let mut symbol = walker.symbol(kind_of(node), span, found.name);
    symbol.owner = found
        .owner
        .map(|owner| declarators::owner_name(walker, owner));
    symbol.signature = walker.signature_of(node, Some(body));
    symbol.signature[0].0 = symbol.signature[0].0.min(span.start_byte() as u32);
    symbol.scope = Some(ScopeKind::Type);
    symbol.binds = symbol.owner.is_none();
    let symbol = walker.define(symbol);
    if path.kind() == "template_type" {
        // A specialisation: the name means the template.
        walker.only_declares(symbol);
    }
}

/// `enum class name : base { … }`.
pub(super) fn enumeration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    define(walker, node, node);
}

/// `name = value` in an enum; known around the enum unless that is an `enum class`.
pub(super) fn enumerator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else {
        return;
    };
    let symbol = walker.symbol(SymbolKind::EnumMember, node, name);
    let symbol = walker.define(symbol);
    let named = (1..6)
        .map_while(|distance| walker.ancestor(distance))
        .find(|around| around.kind() == "enum_specifier");
    let Some(specifier) = named.filter(|specifier| specifier.field("name").is_some())
    else {
        // The members of an enum without a name stand in the scope around already.
        return;
    };
    let scoped = specifier
        .child(1)
        .is_some_and(|word| matches!(word.kind(), "class" | "struct"));
    if !scoped {
        walker.bind_around(symbol, false);
    }
}

/// `using name = type;`.
pub(super) fn alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_template(walker) {
        define_alias(walker, node, node);
    }
}

pub(super) fn define_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>) {
    named(walker, node, span, SymbolKind::Type);
}

/// `concept name = condition;`: what types must offer, as a trait.
pub(super) fn concept<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_template(walker) {
        define_concept(walker, node, node);
    }
}

pub(super) fn define_concept<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>) {
    named(walker, node, span, SymbolKind::Trait);
}

fn named<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>, kind: SymbolKind) {
    let Some(name) = node.field("name") else {
        return;
    };
    let mut symbol = walker.symbol(kind, span, name);
    symbol.signature = walker.signature_of(span, None);
    symbol.signature[0].1 = declarators::end_of(walker, span) as u32;
    if span.kind() == "template_declaration" {
        // The parameters of the template are local names.
        symbol.scope = Some(ScopeKind::Type);
    }
    walker.define(symbol);
}

/// `using a::b;`, `using namespace a::b;`.
pub(super) fn using<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let whole = node
        .children(&mut cursor)
        .any(|child| child.kind() == "namespace");
    let Some(path) = node.named_child(0) else {
        return;
    };
    let text = declarators::owner_name(walker, (path.start_byte(), path.end_byte()));
    let (qualifier, last) = split(&text);
    let bound = if whole {
        text.clone().into_owned()
    } else {
        last.clone()
    };
    let mut symbol = walker.import(node, bound);
    // `using Base::Base` brings constructors in, which have no name of their own.
    let constructors = qualifier.as_deref().is_some_and(|qualifier| {
        walker.in_type() && qualifier.rsplit("::").next() == Some(&*last)
    });
    symbol.binds = !whole && !constructors;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, last, qualifier.map(Cow::Owned), !whole);
}

/// `namespace name = a::b;`.
pub(super) fn namespace_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(path)) = (node.field("name"), node.named_child(1)) else {
        return;
    };
    let text = declarators::owner_name(walker, (path.start_byte(), path.end_byte()));
    let (qualifier, last) = split(&text);
    walker.claim(name);
    let symbol = walker.import(node, walker.text(name));
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, last, qualifier.map(Cow::Owned), true);
}

/// Parts of the name of a module that are looked at.
const PARTS: usize = 16;

/// `import name;` and `export module name;`, which the grammar takes for variables; `false` for others.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> bool {
    let (Some(word), Some(name)) = (node.field("type"), node.field("declarator")) else {
        return false;
    };
    let words = walker.text(node).trim_end_matches(';').trim_start_matches("export").trim_start();
    let (imports, path) = match (words.strip_prefix("import "), words.strip_prefix("module ")) {
        (Some(path), _) => (true, path.trim()),
        (_, Some(path)) => (false, path.trim()),
        _ => return false,
    };
    if word.kind() != "type_identifier" || name.kind() != "identifier" {
        return false;
    }
    let mut cursor = node.walk();
    for error in node.children(&mut cursor).filter(Node::is_error) {
        for at in 0..error.named_child_count().min(PARTS) {
            if let Some(word) = error.named_child(at as u32) {
                walker.claim(word);
            }
        }
    }
    walker.claim(word);
    walker.claim(name);
    if imports {
        let mut symbol = walker.import(node, path);
        symbol.binds = false;
        let symbol = walker.define(symbol);
        walker.add_use(name, IdentifierKind::Import, None);
        walker.add_import(symbol, name, path, None, false);
    } else {
        let mut symbol = walker.symbol(SymbolKind::Module, node, name);
        symbol.name = Cow::Borrowed(path);
        symbol.binds = false;
        walker.define(symbol);
    }
    true
}

fn split(path: &str) -> (Option<String>, String) {
    match path.trim_start_matches("::").rsplit_once("::") {
        Some((qualifier, last)) => (Some(qualifier.to_owned()), last.to_owned()),
        None => (None, path.trim_start_matches("::").to_owned()),
    }
}
