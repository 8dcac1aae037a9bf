//! What the table of Dart cannot say of libraries, imports, exports and parts.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::declarations::{child_of_kind, signature};
use crate::fields::Fields;
use crate::walk::Walker;

/// `library acme.kites;`
pub(super) fn library_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, &["dotted_identifier_list"]) else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.visibility = Some(Visibility::Public);
    symbol.signature = signature(node, name.end_byte());
    let library = walker.define(symbol);
    walker.contains_rest_of_file(library);
}

/// `import 'uri' as name;` binds a name, `import 'uri' show A, B;` those that it shows, and any other
/// import all of a library.
pub(super) fn import_specification<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(uri) = uri_of(walker, node) else { return };
    let shown = shown_names(walker, node);
    for name in &shown {
        walker.add_use(*name, IdentifierKind::Import, None);
    }
    if let Some(alias) = node.field("alias") {
        walker.claim(alias);
        let name = walker.text(alias);
        import(walker, node, name, uri, None);
    } else if shown.is_empty() {
        import(walker, node, uri, uri, None);
    } else {
        for name in shown {
            let text = walker.text(name);
            import(walker, name, text, text, Some(uri));
        }
    }
}

fn import<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: &'t str,
    of_name: &'t str,
    uri: Option<&'t str>,
) {
    let mut symbol = walker.import(node, name);
    if let Some(declaration) = walker.ancestor(0) {
        symbol.signature = signature(declaration, declaration.end_byte());
    }
    symbol.binds = name != of_name || uri.is_some();
    let symbol = walker.define(symbol);
    walker.add_import(symbol, node, of_name, uri.map(Cow::Borrowed), true);
}

/// `part 'uri';` and `part of 'uri';`
pub(super) fn part_directive<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = match uri_of(walker, node) {
        Some(uri) => uri,
        None => match child_of_kind(node, &["dotted_identifier_list"]) {
            Some(library) => walker.text(library),
            None => return,
        },
    };
    import(walker, node, name, name, None);
}

/// `export 'uri' show A, B;`
pub(super) fn library_export<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(uri) = uri_of(walker, node) else { return };
    let shown = shown_names(walker, node);
    if shown.is_empty() {
        return export(walker, node, uri);
    }
    for name in shown {
        let text = walker.text(name);
        walker.claim(name);
        export(walker, name, text);
    }
}

fn export<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: &'t str) {
    let mut symbol = walker.import(node, name);
    symbol.kind = SymbolKind::Export;
    symbol.visibility = Some(Visibility::Public);
    symbol.binds = false;
    if let Some(declaration) = walker.ancestor(0) {
        symbol.signature = signature(declaration, declaration.end_byte());
    }
    walker.define(symbol);
}

/// The text of the first address, without its quotes.
fn uri_of<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<&'t str> {
    let uri = node.field("uri").or_else(|| child_of_kind(node, &["uri"]))?;
    let uri = match uri.kind() {
        "configurable_uri" => child_of_kind(uri, &["uri"])?,
        _ => uri,
    };
    Some(walker.text(uri).trim_matches(['\'', '"']))
}

/// The names that a directive brings in or hands out one by one.
fn shown_names<'t>(walker: &Walker<'t>, node: Node<'t>) -> Vec<Node<'t>> {
    let mut names = Vec::new();
    let mut cursor = node.walk();
    let combinators = node.named_children(&mut cursor).filter(|child| child.kind() == "combinator");
    for combinator in combinators.filter(|part| walker.text(*part).starts_with("show")) {
        let mut inner = combinator.walk();
        names.extend(combinator.named_children(&mut inner));
    }
    names
}
