//! What the table of Protocol Buffers cannot say: names, which the grammar gives no fields, packages
//! and imports.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use crate::facts::FILE_SCOPE;
use crate::fields::Fields;
use crate::walk::{NewSymbol, NewUse, Walker};

/// So many children are looked at for a name and a body: `rpc` has the most before its body.
const CHILDREN_EXAMINED: usize = 24;

/// A definition, named by the first name among its children.
pub(super) fn named<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let mut cursor = node.walk();
    let mut name = None;
    let mut body = None;
    for child in node.children(&mut cursor).take(CHILDREN_EXAMINED) {
        match child.kind() {
            "identifier" | "message_name" | "enum_name" | "service_name" | "rpc_name" => {
                name = name.or(Some(child));
            }
            "message_body" | "enum_body" | "{" => {
                body = Some(child);
                break;
            }
            _ => {}
        }
    }
    let Some(name) = name else { return false };
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.signature = walker.signature_of(node, body);
    true
}

/// `package harbour.v1;` holds all that follows.
pub(super) fn package<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    let symbol = walker.symbol(SymbolKind::Module, node, name);
    let symbol = walker.define(symbol);
    walker.contains_rest_of_file(symbol);
}

/// `import "path/of.proto";` brings in a file, under its path.
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("path") else { return };
    let name = walker.text(path).trim_matches(['"', '\'']);
    if name.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add(NewUse::at(walker.range_in(path, name), IdentifierKind::Import));
    walker.add_import(symbol, path, name, None, false);
}

/// What stands in `extend Name { … }` belongs to the message of this name.
pub(super) fn extend<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let name = node.named_children(&mut cursor).find(|child| child.kind() == "full_ident");
    let Some(name) = name else { return };
    type_name(walker, name);
    walker.belongs_to(walker.text(name));
}

/// `Name` or `package.Name` where a type stands.
pub(super) fn type_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let Some(last) = node.named_children(&mut cursor).last() else { return };
    let (start, end) = (node.start_byte(), last.start_byte());
    let before = &walker.source()[start..end];
    // A leading dot means the outermost package.
    let dots = usize::from(before.starts_with('.'));
    let path = before.trim_end().strip_suffix('.').unwrap_or("");
    // The file's own package may be named, and need not be.
    let package = walker.facts.scopes[FILE_SCOPE as usize].symbol;
    let package = package.map_or("", |package| &*walker.facts.symbols[package as usize].name);
    let own = path.get(dots..).and_then(|path| path.strip_prefix(package));
    let skipped = match own {
        Some("") => path.len(),
        Some(rest) if rest.starts_with('.') && !package.is_empty() => dots + package.len() + 1,
        _ => dots,
    };
    let qualifier = (start + skipped) as u32..(start + path.len()) as u32;
    let qualifier = (!qualifier.is_empty()).then_some((qualifier.start, qualifier.end));
    walker.add_use_of(last, IdentifierKind::TypeUsage, None, qualifier);
}
