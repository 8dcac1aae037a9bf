//! Modules: their header, what they hand out, and what they bring in.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::{docs, names};
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewSymbol, Walker};

/// Stands for all names among those that a module hands out.
const EVERYTHING: &str = "*";

/// The header makes the module's symbol, and its list says what others may use.
pub(super) fn file<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    let mut cursor = root.walk();
    let header = root.named_children(&mut cursor).find(|child| child.kind() == "header");
    let exports = header.and_then(|header| header.field("exports"));
    let name = header.and_then(|header| header.field("module"));
    match exports {
        Some(exports) => hand_out(walker, exports, name),
        None => walker.hand_out(EVERYTHING),
    }
    if let Some(imports) = root.field("imports") {
        remember_aliases(walker, imports);
    }
    let (Some(header), Some(name)) = (header, name) else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, root, name);
    symbol.signature = vec![(header.start_byte() as u32, name.end_byte() as u32)];
    symbol.doc = docs::of_module(walker, root);
    symbol.visibility = Some(Visibility::Public);
    let symbol = walker.define(symbol);
    walker.contains_rest_of_file(symbol);
}

/// Remembers `as Map`, so that a type of the same name in another import does not take its place.
fn remember_aliases<'t>(walker: &mut Walker<'t>, imports: Node<'t>) {
    let mut cursor = imports.walk();
    for import in imports.children_by_field_name("import", &mut cursor) {
        let Some(alias) = import.field("alias") else { continue };
        let start = alias.start_byte().saturating_sub(AS.len());
        if let Some(written) = walker.source().get(start..alias.end_byte()) {
            walker.hand_out(written);
        }
    }
}

/// Whether an import brings in a module under this name.
pub(super) fn is_alias(walker: &Walker<'_>, name: &str) -> bool {
    walker.is_handed_out(&format!("{AS}{name}"))
}

/// What stands before the alias of a module.
const AS: &str = "as ";

fn hand_out<'t>(walker: &mut Walker<'t>, exports: Node<'t>, module: Option<Node<'t>>) {
    let own_name = module.map(|module| walker.text(module));
    let mut cursor = exports.walk();
    for export in exports.named_children(&mut cursor) {
        if export.kind() == "module_export" {
            let named = export.field("module").map(|module| walker.text(module));
            if named == own_name {
                walker.hand_out(EVERYTHING);
            }
            continue;
        }
        // `Level (..)` as it is written: whoever asks for the members knows both spellings.
        walker.hand_out(walker.text(export));
        if let Some(name) = listed_name(export) {
            walker.hand_out(walker.text(names::bare(name)));
        }
        for child in listed_children(export) {
            walker.hand_out(walker.text(names::bare(child)));
        }
    }
}

/// The name in an entry of a list of exports or imports.
fn listed_name(entry: Node<'_>) -> Option<Node<'_>> {
    let fields = ["variable", "type", "operator"];
    fields.into_iter().find_map(|field| entry.child_by_field_name(field))
}

/// The constructors, fields and methods that such an entry lists behind the name of their type.
fn listed_children(entry: Node<'_>) -> Vec<Node<'_>> {
    let Some(children) = entry.field("children") else { return Vec::new() };
    let mut cursor = children.walk();
    children
        .children_by_field_name("element", &mut cursor)
        .filter(|child| child.kind() != "all_names")
        .collect()
}

/// What is handed out by a type's name is a use of a type, unless a word before it says otherwise:
/// `type (+)`, `pattern Pair`.
pub(super) fn export<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let word = node.field("namespace").map_or("", |word| walker.text(word));
    if let Some(name) = node.field("type").filter(|name| name.kind() == "name") {
        let kind = match word {
            "pattern" => IdentifierKind::VariableRef,
            _ => IdentifierKind::TypeUsage,
        };
        walker.add_use(name, kind, None);
    }
    if let Some(operator) = node.field("operator").filter(|_| word == "type") {
        walker.add_use(names::bare(operator), IdentifierKind::TypeUsage, None);
    }
}

/// `import qualified A.B as C (d)` brings in the module under its alias and the listed names.
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(module) = node.field("module") else { return };
    walker.add_use(module, IdentifierKind::Import, None);
    let path = walker.text(module);
    let (qualifier, last) = match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last),
        None => (None, path),
    };
    let alias = node.field("alias");
    let list = node.field("names");
    let hides = list.is_some() && is_hiding(node);
    walker.set_role(if hides { Role::Ignore } else { Role::Import });
    if alias.is_some() || list.is_none() || hides {
        let name = alias.map_or(path, |alias| walker.text(alias));
        let symbol = walker.import(node, name);
        let symbol = walker.define(symbol);
        walker.add_import(symbol, module, last, qualifier, true);
    }
    if let Some(list) = list.filter(|_| !hides) {
        import_names(walker, node, list, path);
    }
}

fn is_hiding(import: Node<'_>) -> bool {
    let mut cursor = import.walk();
    import.children(&mut cursor).any(|child| child.kind() == "hiding")
}

fn import_names<'t>(walker: &mut Walker<'t>, import: Node<'t>, list: Node<'t>, path: &'t str) {
    let mut cursor = list.walk();
    for entry in list.named_children(&mut cursor).filter(|entry| entry.kind() == "import_name") {
        for name in listed_name(entry).into_iter().chain(listed_children(entry)) {
            let text = walker.text(names::bare(name));
            let mut symbol = walker.import(name, text);
            symbol.signature = walker.signature_of(import, None);
            symbol.binds = !is_alias(walker, text);
            let symbol = walker.define(symbol);
            walker.add_import(symbol, name, text, Some(Cow::Borrowed(path)), true);
        }
    }
}

/// What the module's list names is for everybody; all is where there is no list.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let handed_out = walker.is_handed_out(EVERYTHING) || walker.is_handed_out(&symbol.name);
    Some(match symbol.kind {
        SymbolKind::Import => Visibility::Private,
        _ if walker.in_function() => Visibility::Private,
        _ if handed_out || is_member_handed_out(walker) => Visibility::Public,
        _ => Visibility::Private,
    })
}

/// How far above a field its type stands, at most.
const TYPE_IS_WITHIN: usize = 8;

/// Whether the definition stands in a type that is handed out with all that belongs to it, or in an
/// instance, which has no visibility of its own.
fn is_member_handed_out(walker: &Walker<'_>) -> bool {
    let around = (1..TYPE_IS_WITHIN)
        .map_while(|distance| walker.ancestor(distance))
        .find(|node| matches!(node.kind(), "data_type" | "newtype" | "class" | "instance"));
    let Some(around) = around else { return false };
    let Some(name) = around.field("name") else { return false };
    let name = walker.text(names::bare(name));
    around.kind() == "instance"
        || walker.is_handed_out(&format!("{name}(..)"))
        || walker.is_handed_out(&format!("{name} (..)"))
}
