//! Imports.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// `import name "path"`: the name is that of the package where none is given, which is the last
/// part of the path by convention.
pub(super) fn import_spec<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path_node) = node.field("path") else { return };
    let path = walker.text(path_node).trim_matches(['"', '`']);
    if path.is_empty() {
        return;
    }
    if let Some(content) = path_node.named_child(0) {
        walker.add_use(content, IdentifierKind::Import, None);
    }
    let name = match node.field("name") {
        Some(name) => walker.text(name),
        None => package_name(path),
    };
    let mut symbol = walker.import(node, name);
    symbol.signature = vec![
        keyword(walker).unwrap_or_default(),
        (node.start_byte() as u32, node.end_byte() as u32),
    ];
    symbol.binds = !matches!(name, "." | "_");
    let symbol = walker.define(symbol);
    walker.add_import(symbol, node, path, None, true);
}

fn keyword(walker: &Walker<'_>) -> Option<(u32, u32)> {
    let declaration = (1..=2)
        .filter_map(|distance| walker.ancestor(distance))
        .find(|ancestor| ancestor.kind() == "import_declaration")?;
    let keyword = declaration.child(0)?;
    Some((keyword.start_byte() as u32, keyword.end_byte() as u32))
}

/// The name of the package at a path: `yaml` for `gopkg.in/yaml.v3`, `chi` for
/// `github.com/go-chi/chi/v5`.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let mut last = parts.next().unwrap_or(path);
    if is_version(last) {
        last = parts.next().unwrap_or(last);
    }
    match last.rsplit_once('.') {
        Some((name, version)) if is_version(version) => last = name,
        _ => {}
    }
    let last = last.strip_prefix("go-").unwrap_or(last);
    let last = last.strip_suffix(".go").or_else(|| last.strip_suffix("-go")).unwrap_or(last);
    // No name has a hyphen in it.
    last.rsplit('-').next().unwrap_or(last)
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
