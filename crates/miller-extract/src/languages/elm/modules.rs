//! Modules: what they expose and what they import.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::DOC_STYLE;
use crate::fields::Fields;
use crate::remarks;
use crate::walk::{NewSymbol, Walker};

/// Stands for all names among those that a module exposes.
const EVERYTHING: &str = "*";

/// The declaration at the top makes the module's symbol, and its list says what others may use.
pub(super) fn file<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    let Some(declaration) = root.field("moduleDeclaration") else {
        walker.hand_out(EVERYTHING);
        return;
    };
    if let Some(list) = declaration.field("exposing") {
        hand_out(walker, list);
    }
    let Some(name) = declaration.field("name") else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, root, name);
    symbol.signature = vec![(declaration.start_byte() as u32, name.end_byte() as u32)];
    symbol.doc = module_doc(walker, root);
    symbol.visibility = Some(Visibility::Public);
    let symbol = walker.define(symbol);
    walker.contains_rest_of_file(symbol);
}

/// The first comment between the module's declaration and its imports.
fn module_doc(walker: &Walker<'_>, root: Node<'_>) -> Option<String> {
    let mut cursor = root.walk();
    let comment = root
        .named_children(&mut cursor)
        .take_while(|child| {
            matches!(child.kind(), "module_declaration" | "block_comment" | "line_comment")
        })
        .skip_while(|child| child.kind() != "module_declaration")
        .find(|child| child.kind() == "block_comment")?;
    let text = &walker.source()[comment.byte_range()];
    // What stands directly above a declaration is about that.
    let after = &walker.source()[comment.end_byte()..];
    let gap = &after[..after.len() - after.trim_start().len()];
    let is_doc = text.starts_with("{-|") && gap.matches('\n').count() > 1;
    is_doc.then(|| remarks::text_of_block(&[text], &DOC_STYLE))?
}

fn hand_out<'t>(walker: &mut Walker<'t>, list: Node<'t>) {
    if list.field("doubleDot").is_some() {
        walker.hand_out(EVERYTHING);
    }
    let mut cursor = list.walk();
    for entry in list.named_children(&mut cursor) {
        if let Some(name) = entry.named_child(0).filter(|_| entry.kind().starts_with("exposed")) {
            walker.hand_out(walker.text(name));
        }
        // `Level(..)` as it is written: whoever asks for the constructors knows it.
        if entry.kind() == "exposed_type" && entry.named_child_count() > 1 {
            walker.hand_out(walker.text(entry));
        }
    }
}

/// `import A.B as C exposing (d)` brings in the module and the names.
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(module) = node.field("moduleName") else { return };
    let path = walker.text(module);
    let (qualifier, last) = match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last),
        None => (None, path),
    };
    let alias = node
        .field("asClause")
        .and_then(|clause| clause.field("name"))
        .map(|name| walker.text(name));
    let mut symbol = walker.import(module, alias.unwrap_or(path));
    symbol.signature = walker.signature_of(node, None);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, module, last, qualifier, true);
    if let Some(list) = node.field("exposing") {
        import_names(walker, node, list, path);
    }
}

fn import_names<'t>(walker: &mut Walker<'t>, import: Node<'t>, list: Node<'t>, path: &'t str) {
    let mut cursor = list.walk();
    for entry in list.named_children(&mut cursor) {
        let Some(name) = entry.named_child(0).filter(|_| entry.kind().starts_with("exposed"))
        else {
            continue;
        };
        let text = walker.text(name);
        let mut symbol = walker.import(name, text);
        symbol.signature = walker.signature_of(import, None);
        let symbol = walker.define(symbol);
        walker.add_import(symbol, name, text, Some(Cow::Borrowed(path)), true);
    }
}

/// What the module exposes is for everybody; constructors go with their type where it says so.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let exposed = |name: &str| walker.is_handed_out(EVERYTHING) || walker.is_handed_out(name);
    let around = walker.enclosing_name().unwrap_or_default();
    let is_public = match symbol.kind {
        SymbolKind::Import => false,
        SymbolKind::EnumMember => {
            exposed(&format!("{around}(..)")) || walker.is_handed_out(&format!("{around} (..)"))
        }
        // The fields of an alias are known to whoever knows its name.
        SymbolKind::Field => exposed(around),
        _ => !walker.in_function() && exposed(&symbol.name),
    };
    Some(if is_public { Visibility::Public } else { Visibility::Private })
}
