//! Modules, functors and their types; what is opened and included.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::values;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewSymbol, Walker};

/// The module that a file is: its name with a capital.
pub(super) fn file_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let stem = file.split('.').next()?;
    let mut letters = stem.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|child| child.kind() == kind)
}

/// A module; another name of a module is an import.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "module_name") else { return };
    let body = node.field("body");
    let aliased = body.filter(|body| {
        matches!(body.kind(), "module_path" | "extended_module_path")
            && node.field("module_type").is_none()
            && child_of_kind(node, "module_parameter").is_none()
    });
    let around = walker.ancestor(1).unwrap_or(node);
    if let Some(path) = aliased {
        let symbol = walker.import(node, walker.text(name));
        let symbol = values::define(walker, symbol, around);
        import(walker, symbol, path);
        return;
    }
    let declared = node.field("module_type");
    let inline = declared.filter(|declared| declared.kind() == "signature");
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.signature = walker.signature_of(node, inline.or(body));
    symbol.scope = Some(ScopeKind::Namespace);
    values::define(walker, symbol, around);
}

pub(super) fn module_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "module_type_name") else { return };
    let body = node.field("body");
    let mut symbol = walker.symbol(SymbolKind::Interface, node, name);
    symbol.signature = walker.signature_of(node, body);
    symbol.scope = Some(ScopeKind::Namespace);
    values::define(walker, symbol, node);
}

/// The parameter of a functor and the module in a pattern are local names.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = child_of_kind(node, "module_name") {
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// `open A.B` and `include A.B` bring in what the module has.
pub(super) fn open<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("module") else { return };
    if !matches!(path.kind(), "module_path" | "extended_module_path") {
        return;
    }
    let mut symbol = walker.import(node, walker.text(path));
    symbol.binds = false;
    let symbol = walker.define(symbol);
    import(walker, symbol, path);
}

fn import<'t>(walker: &mut Walker<'t>, symbol: u32, path: Node<'t>) {
    let (qualifier, last) = match walker.text(path).rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier.trim())), last.trim()),
        None => (None, walker.text(path)),
    };
    walker.add_import(symbol, path, last, qualifier, true);
}

/// Everything in a module is for everybody, unless its interface says otherwise; what is in a
/// function is for the function.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    _symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(if walker.in_function() { Visibility::Private } else { Visibility::Public })
}
