//! `using` and `import`.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::walk::Walker;

/// `using A, B.C`, `import A: b as c`.
pub(super) fn statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        if child.kind() == "selected_import" {
            selected(walker, child);
        } else {
            import(walker, child, None);
        }
    }
}

/// `A: b, c as d`: names of a module.
fn selected<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let Some(module) = children.next() else { return };
    let module = walker.text(module);
    for name in children {
        import(walker, name, Some(module));
    }
}

fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, module: Option<&'t str>) {
    let (path, alias) = match node.kind() {
        "import_alias" => (node.named_child(0), node.named_child(1)),
        "line_comment" | "block_comment" => return,
        _ => (Some(node), None),
    };
    let Some(path) = path else { return };
    let text = walker.text(path);
    if path.kind() == "operator" {
        walker.add_use(path, IdentifierKind::Import, None);
    }
    let (qualifier, last) = match text.trim_start_matches('.').rsplit_once('.') {
        Some((qualifier, last)) if !last.is_empty() => (Some(qualifier), last),
        _ => (None, text.trim_start_matches('.')),
    };
    // `import Base: @time` is used as `@time`.
    let last = match last {
        "" => text,
        _ => last.trim_start_matches(['@', ':']),
    };
    let bound = match alias {
        Some(alias) => {
            walker.claim(alias);
            walker.text(alias)
        }
        None => last,
    };
    let mut symbol = walker.import(node, bound);
    if let Some(around) = walker.ancestor(0) {
        symbol.signature = walker.signature_of(around, None);
    }
    let symbol = walker.define(symbol);
    let qualifier = module.or(qualifier).map(Cow::Borrowed);
    walker.add_import(symbol, path, last, qualifier, true);
}
