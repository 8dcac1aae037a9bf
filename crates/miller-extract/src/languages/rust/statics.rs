//! Variables that macros declare: `thread_local! { static NAME: Type = value; }`, `lazy_static!`.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::modifier_visibility;
use crate::fields::Fields;
use crate::remarks;
use crate::walk::Walker;

/// Macros whose arguments are such declarations.
const MACROS: &[&str] = &["lazy_static", "thread_local"];

/// What has been read of a declaration.
#[derive(Default)]
struct Declaration<'t> {
    comments: Vec<&'t str>,
    first: Option<Node<'t>>,
    modifier: Option<Node<'t>>,
    name: Option<Node<'t>>,
    type_end: Option<usize>,
}

/// Each declaration among the tokens of such a macro is a symbol.
pub(super) fn declared<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("macro").map(|name| name.field("name").unwrap_or(name));
    if name.is_none_or(|name| !MACROS.contains(&walker.text(name))) {
        return;
    }
    let mut cursor = node.walk();
    let tree = node.named_children(&mut cursor).find(|child| child.kind() == "token_tree");
    let Some(tree) = tree else { return };
    let mut cursor = tree.walk();
    let mut read = Declaration::default();
    let mut is_static = false;
    let tokens: Vec<Node<'t>> = tree.children(&mut cursor).collect();
    let is_colons = |at: usize| tokens.get(at).is_some_and(|token| token.kind() == "::");
    for (at, token) in tokens.iter().copied().enumerate() {
        let in_path = is_colons(at.wrapping_sub(1)) || is_colons(at + 1);
        match token.kind() {
            "line_comment" | "block_comment" => read.comments.push(walker.text(token).trim_end()),
            "pub" => (read.first, read.modifier) = (Some(token), Some(token)),
            "token_tree" if read.modifier.is_some() && !is_static => read.modifier = Some(token),
            "static" => {
                is_static = true;
                read.first = read.first.or(Some(token));
            }
            "identifier" if is_static && read.type_end.is_none() => match read.name {
                Some(_) if !in_path => {
                    walker.add_use(token, IdentifierKind::TypeUsage, None);
                }
                None if walker.text(token) != "ref" => read.name = Some(token),
                _ => {}
            },
            "=" => read.type_end = read.type_end.or(Some(token.start_byte())),
            ";" | "}" => {
                is_static = false;
                define(walker, &std::mem::take(&mut read), token);
            }
            _ => {}
        }
    }
}

fn define<'t>(walker: &mut Walker<'t>, read: &Declaration<'t>, last: Node<'t>) {
    let (Some(first), Some(name)) = (read.first, read.name) else { return };
    let mut symbol = walker.symbol(SymbolKind::Constant, name, name);
    symbol.starts_with(first);
    symbol.ends_with(last);
    let end = read.type_end.unwrap_or(last.start_byte());
    symbol.signature = vec![(first.start_byte() as u32, end as u32)];
    symbol.visibility = Some(read.modifier.map_or(Visibility::Private, |modifier| {
        modifier_visibility(walker.source()[first.start_byte()..modifier.end_byte()].trim())
    }));
    let style = &super::SPEC.doc_style;
    let is_doc = |text: &&&str| {
        let opens = style.openings.iter().any(|opening| text.starts_with(opening));
        opens && !style.exceptions.iter().any(|exception| text.starts_with(exception))
    };
    let comments: Vec<&str> = read.comments.iter().filter(is_doc).copied().collect();
    symbol.doc = remarks::text_of_block(&comments, style);
    walker.define(symbol);
}
