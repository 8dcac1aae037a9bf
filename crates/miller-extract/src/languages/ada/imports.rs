//! What is brought in from other packages.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `with Ada.Text_IO, Interfaces;`: one import for each package.
pub(super) fn with_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let is_name = |child: &Node<'_>| child.is_named() && !child.is_extra();
    let mut names = node.children(&mut cursor).filter(is_name);
    let (Some(first), second) = (names.next(), names.next()) else { return };
    if second.is_none() {
        return import(walker, node, node, first);
    }
    for name in [Some(first), second].into_iter().flatten().chain(names) {
        import(walker, node, name, name);
    }
}

fn import<'t>(walker: &mut Walker<'t>, clause: Node<'t>, node: Node<'t>, name: Node<'t>) {
    let path = walker.text(name);
    let mut symbol = walker.import(node, path);
    symbol.signature = walker.signature_of(clause, None);
    // Of `Ada.Text_IO`, both `Ada` and the whole are known from here on.
    symbol.binds = !path.contains('.');
    let stands_for_it = symbol.binds;
    let symbol = walker.define(symbol);
    add_edge(walker, symbol, name, stands_for_it);
}

/// `use Ada.Text_IO;` opens packages, `use type Interfaces.Unsigned_32;` brings in operators.
pub(super) fn use_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let of_type = node.field("is_type").is_some();
    walker.set_role(if of_type { Role::Type } else { Role::Import });
}

/// The fields for what is renamed.
const TARGETS: &[&str] =
    &["package_name", "generic_package_name", "generic_procedure_name", "generic_function_name"];

/// `package SU renames Ada.Strings.Unbounded;`: another name of what is elsewhere.
pub(super) fn renaming<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").or_else(|| node.field("defining_program_unit_name"));
    let target = TARGETS.iter().find_map(|field| node.field(field));
    let (Some(name), Some(target)) = (name, target) else { return };
    let symbol = walker.import(node, walker.text(name));
    let symbol = walker.define(symbol);
    add_edge(walker, symbol, target, true);
}

fn add_edge<'t>(walker: &mut Walker<'t>, symbol: u32, target: Node<'t>, stands_for_it: bool) {
    let path = walker.text(target);
    let (qualifier, last) = match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier.trim_end())), last.trim_start()),
        None => (None, path),
    };
    walker.add_import(symbol, target, last, qualifier, stands_for_it);
}
