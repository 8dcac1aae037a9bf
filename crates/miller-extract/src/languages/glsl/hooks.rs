//! What C does not have: blocks of uniforms, inputs and outputs.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// So many words stand in a declaration before its block.
const CHILDREN_EXAMINED: usize = 16;

/// What the defaults of `layout(…) in;` are for.
const INTERFACES: &[&[u8]] = &[b"in", b"out", b"uniform", b"buffer"];
/// So many bytes of such a statement are looked at.
const LENGTH: usize = 400;

/// Writes over `layout(…) in;`, which declares nothing: the grammar takes it for the start of what
/// follows.
pub(super) fn blank(text: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&text[at..], b"layout") {
        let start = at + found;
        at = start + "layout".len();
        if let Some(end) = default_end(&text[at..text.len().min(at + LENGTH)]) {
            let statement = text[start..at + end].iter_mut();
            statement.filter(|byte| !matches!(**byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
            at += end;
        }
    }
}

/// Writes over `highp` and the like, which the grammar knows in front of variables alone.
pub(super) fn without_precision(text: &mut [u8]) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut changed = false;
    for word in [&b"highp"[..], b"mediump", b"lowp"] {
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&text[at..], word) {
            let (start, end) = (at + found, at + found + word.len());
            at = end;
            let part = is_word(text.get(end)) || start > 0 && is_word(text.get(start - 1));
            if !part && !text[..start].trim_ascii_end().ends_with(b"precision") {
                text[start..end].fill(b' ');
                changed = true;
            }
        }
    }
    changed
}

/// Where the rest of `layout(…) in;` ends, if it is that.
fn default_end(rest: &[u8]) -> Option<usize> {
    if !rest.trim_ascii_start().starts_with(b"(") {
        return None;
    }
    let closing = memchr::memchr(b')', rest)?;
    let semicolon = closing + memchr::memchr(b';', &rest[closing..])?;
    let word = rest[closing + 1..semicolon].trim_ascii();
    INTERFACES.contains(&word).then_some(semicolon + 1)
}

/// `vec3[2](…)` makes an array; the grammar sees an element that is called.
pub(super) fn array<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let element = node.field("function").filter(|called| called.kind() == "subscript_expression");
    let name = element.and_then(|element| element.field("argument"));
    if let Some(name) = name.filter(|name| name.kind() == "identifier") {
        walker.set_role_of(name, Role::Type);
    }
}

/// `uniform Name { … } instance;`. Without an instance the fields are known by their bare names.
pub(super) fn block<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (mut name, mut body, mut instance) = (None, None, None);
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "field_declaration_list" => body = Some(child),
            "identifier" if body.is_none() => name = Some(child),
            "identifier" => instance = instance.or(Some(child)),
            _ => {}
        }
    }
    let (Some(name), Some(body)) = (name, body) else { return };
    if let Some(instance) = instance {
        let mut variable = walker.symbol(SymbolKind::Variable, instance, instance);
        variable.signature = walker.signature_of(node, Some(body));
        walker.define(variable);
    }
    // The fields are looked up in the instance.
    let names = [Some(name), instance].into_iter().flatten();
    let names = names.map(|name| walker.text(name).to_owned()).collect();
    let mut symbol = walker.symbol(SymbolKind::Struct, node, name);
    symbol.signature = walker.signature_of(node, Some(body));
    symbol.scope = instance.map(|_| ScopeKind::Type);
    walker.define_bound_as(symbol, names);
}
