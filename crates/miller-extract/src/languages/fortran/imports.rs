//! Modules and files that are brought in.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::hooks::child_of_kind;
use crate::fields::Fields;
use crate::walk::{NewUse, Walker};

/// `use name`, `use name, only: one, here => there`.
pub(super) fn use_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(module) = child_of_kind(node, "module_name") else { return };
    let name = walker.text(module);
    walker.add_use(module, IdentifierKind::Import, None);
    let Some(items) = child_of_kind(node, "included_items") else {
        let symbol = walker.import(node, name);
        let symbol = walker.define(symbol);
        return walker.add_import(symbol, module, name, None, true);
    };
    let mut cursor = items.walk();
    for item in items.named_children(&mut cursor) {
        let (local, there) = match item.kind() {
            "identifier" => (item, item),
            "use_alias" => match (child_of_kind(item, "local_name"), child_of_kind(item, "identifier"))
            {
                (Some(local), Some(there)) => (local, there),
                _ => continue,
            },
            _ => continue,
        };
        let mut symbol = walker.import(item, walker.text(local));
        symbol.signature = walker.signature_of(node, None);
        let symbol = walker.define(symbol);
        let qualifier = Some(Cow::Borrowed(name));
        walker.add_import(symbol, item, walker.text(there), qualifier, true);
    }
}

/// `include 'path'`, `#include "path"`.
pub(super) fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.field("path") else { return };
    let text = walker.text(path);
    let name = text.trim().trim_matches(['"', '\'', '<', '>']);
    if name.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.claim(path);
    let range = walker.range_in(path, name);
    walker.add(NewUse::at(range, IdentifierKind::Import));
    walker.add_import(symbol, path, name, None, false);
}
