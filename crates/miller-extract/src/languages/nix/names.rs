//! Applications, selections, and the files that are brought in.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// Values that are written as names are no uses.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if matches!(walker.text(node), "true" | "false" | "null") {
        walker.leave_out_children();
    }
}

/// `f a b`: what stands at the head is called. `import ./file.nix` brings in a file.
pub(super) fn application<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_inner = walker.ancestor(1).is_some_and(|above| {
        above.kind() == "apply_expression" && above.field("function") == Some(node)
    });
    if !is_inner {
        call_head(walker, node);
    }
    import(walker, node);
}

fn call_head<'t>(walker: &mut Walker<'t>, mut head: Node<'t>) {
    while let Some(function) = head
        .field("function")
        .filter(|_| head.kind() == "apply_expression")
    {
        head = function;
    }
    match head.kind() {
        "variable_expression" => {
            if let Some(name) = head.field("name") {
                walker.add_use(name, IdentifierKind::Call, Some(RelationshipKind::Calls));
            }
        }
        "select_expression" => select(walker, head, true),
        _ => {}
    }
}

/// `import` and `callPackage` with a path in the source.
fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(function), Some(path)) =
        (node.field("function"), node.field("argument"))
    else {
        return;
    };
    let is_path = matches!(path.kind(), "path_expression" | "spath_expression" | "hpath_expression");
    let name = walker.text(function);
    let brings_in = name == "import" || name.ends_with("callPackage");
    if !is_path || !brings_in || walker.text(path).contains("${") {
        return;
    }
    let mut symbol = walker.import(path, walker.text(path));
    symbol.signature = vec![(node.start_byte() as u32, path.end_byte() as u32)];
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, walker.text(path), None, true);
}

/// `set.a.b` and `set ? a.b`: each name is looked up in what stands before it.
pub(super) fn selection<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    select(walker, node, false);
}

fn select<'t>(walker: &mut Walker<'t>, node: Node<'t>, is_called: bool) {
    let (Some(object), Some(path)) =
        (node.field("expression"), node.field("attrpath"))
    else {
        return;
    };
    let start = object.start_byte() as u32;
    let mut end = object.end_byte() as u32;
    let mut cursor = path.walk();
    let mut names = path.children_by_field_name("attr", &mut cursor).peekable();
    while let Some(name) = names.next() {
        if name.kind() == "identifier" {
            let calls = is_called && names.peek().is_none();
            let (kind, edge) = if calls {
                (IdentifierKind::Call, Some(RelationshipKind::Calls))
            } else {
                (IdentifierKind::MemberAccess, None)
            };
            walker.add_use_of(name, kind, edge, Some((start, end)));
        }
        end = name.end_byte() as u32;
    }
}
