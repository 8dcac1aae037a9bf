//! The class that a script is.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// What stands at the top of a script, before its members.
#[derive(Default)]
struct Header<'t> {
    name: Option<Node<'t>>,
    signature: Vec<(u32, u32)>,
    comments: Vec<&'t str>,
}

impl<'t> Header<'t> {
    fn read(walker: &Walker<'t>, root: Node<'t>) -> Header<'t> {
        let mut header = Header::default();
        let mut cursor = root.walk();
        let mut block: Vec<&'t str> = Vec::new();
        let mut block_end = 0;
        for child in root.children(&mut cursor) {
            let row = child.start_position().row;
            match child.kind() {
                "comment" => {
                    let text = walker.text(child).trim_end();
                    if text.starts_with("##") {
                        if row > block_end + 1 {
                            header.comments.append(&mut block);
                        }
                        block.push(text);
                        block_end = row;
                    }
                    continue;
                }
                "annotation" | "region_start" => {}
                "class_name_statement" => {
                    header.name = child.field("name");
                    header.signature.push((child.start_byte() as u32, child.end_byte() as u32));
                }
                "extends_statement" => {
                    header.signature.push((child.start_byte() as u32, child.end_byte() as u32));
                }
                _ => {
                    // What stands directly above a member documents that.
                    if row == block_end + 1 {
                        block.clear();
                    }
                    break;
                }
            }
            header.comments.append(&mut block);
        }
        header.comments.append(&mut block);
        header
    }
}

/// A script is a class, and all in it is a member or stands in one.
pub(super) fn source<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.source().trim_start_matches('\u{feff}').trim().is_empty() {
        return;
    }
    let header = Header::read(walker, node);
    let mut symbol = walker.import(node, "");
    symbol.name = match header.name {
        Some(name) => Cow::Borrowed(walker.text(name)),
        None => Cow::Owned(file_name(walker.path()).to_owned()),
    };
    symbol.kind = SymbolKind::Class;
    symbol.signature = header.signature;
    symbol.visibility = Some(Visibility::Public);
    symbol.scope = Some(ScopeKind::Type);
    symbol.doc = remarks::text_of_block(&header.comments, &super::SPEC.doc_style);
    walker.define(symbol);
}

fn file_name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
