//! Who may use a symbol.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// How far the `export` or `declare` of a definition may stand above it.
const LEVELS: usize = 12;

/// Outside types, what is exported is public and all else private. Members are public unless a
/// modifier or a `#` says otherwise.
#[expect(clippy::unnecessary_wraps, reason = "the rules of all specs have one type")]
pub(in crate::languages) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let is_public = if symbol.kind == SymbolKind::Export {
        true
    } else if walker.in_type() || symbol.member_of_type || symbol.owner.is_some() {
        return Some(of_member(walker, node, symbol));
    } else if walker.in_function() {
        false
    } else {
        is_exported(walker) || walker.is_handed_out(&symbol.name) || is_ambient(walker, symbol)
    };
    Some(if is_public { Visibility::Public } else { Visibility::Private })
}

fn of_member(walker: &Walker<'_>, node: Node<'_>, symbol: &NewSymbol<'_>) -> Visibility {
    if symbol.name.starts_with('#') {
        return Visibility::Private;
    }
    let mut cursor = node.walk();
    let modifier = node
        .named_children(&mut cursor)
        .take(8)
        .find(|child| child.kind() == "accessibility_modifier");
    match modifier.map(|modifier| &walker.source()[modifier.byte_range()]) {
        Some("private") => Visibility::Private,
        Some("protected") => Visibility::Protected,
        _ => Visibility::Public,
    }
}

/// Whether the definition being visited stands in an `export`.
fn is_exported(walker: &Walker<'_>) -> bool {
    for level in 0..LEVELS {
        match walker.ancestor(level).map(|above| above.kind()) {
            Some("export_statement") => return true,
            Some("lexical_declaration" | "variable_declaration" | "ambient_declaration"
            | "expression_statement") => {}
            _ if level == 0 => {}
            _ => return false,
        }
    }
    false
}

/// What stands in `declare module` or `declare namespace` is exported without saying so, and what a
/// declaration file declares is known everywhere where the file is no module.
fn is_ambient(walker: &Walker<'_>, symbol: &NewSymbol<'_>) -> bool {
    if symbol.kind == SymbolKind::Import {
        return false;
    }
    if symbol.kind == SymbolKind::Module {
        return true;
    }
    let path = walker.path();
    if [".d.ts", ".d.mts", ".d.cts"].iter().any(|ending| path.ends_with(ending))
        && walker.is_handed_out(super::exports::EVERYTHING)
    {
        return true;
    }
    let mut in_body = false;
    for level in 1..LEVELS {
        match walker.ancestor(level).map(|above| above.kind()) {
            Some("statement_block") => in_body = true,
            Some("ambient_declaration") if in_body => return true,
            None => break,
            _ => {}
        }
    }
    false
}
