//! Enumerations that macros declare, written over as those of C, and macros that say nothing.
//!
//! `typedef NS_ENUM(Type, Name) { … }` becomes `enum Name { … }`, with the name where it stands: the
//! grammar knows no such macros, and reads what follows as a mess.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::languages::c::types;
use crate::remarks;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Macros that declare an enumeration.
const MACROS: &[&str] =
    &["NS_CLOSED_ENUM", "NS_ENUM", "NS_ERROR_ENUM", "NS_OPTIONS", "CF_ENUM", "CF_OPTIONS"];
/// Macros that stand alone around declarations, or behind them.
const BLANKED: &[&str] = &[
    "NS_ASSUME_NONNULL_BEGIN",
    "NS_ASSUME_NONNULL_END",
    "CF_ASSUME_NONNULL_BEGIN",
    "CF_ASSUME_NONNULL_END",
    "CF_EXTERN_C_BEGIN",
    "CF_EXTERN_C_END",
    // Behind the name of a type.
    "NS_EXTENSIBLE_STRING_ENUM",
    "NS_STRING_ENUM",
    "NS_TYPED_ENUM",
    "NS_TYPED_EXTENSIBLE_ENUM",
];
/// So many bytes between the macro and its block are looked at.
const LENGTH: usize = 200;

/// Writes enumerations of C over those by macro.
pub(super) fn prepare(text: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'N', b'C', &text[at..]) {
        at += found;
        at += written_over(text, at).unwrap_or(1);
    }
}

/// Writes over the macro that starts here, and gives the length of what was read.
fn written_over(text: &mut [u8], start: usize) -> Option<usize> {
    let rest = &text[start..text.len().min(start + LENGTH)];
    if let Some(word) = BLANKED.iter().find(|word| rest.starts_with(word.as_bytes())) {
        text[start..start + word.len()].fill(b' ');
        return Some(word.len());
    }
    let name = MACROS.iter().find(|name| rest.starts_with(name.as_bytes()))?;
    let opening = name.len();
    if rest.get(opening) != Some(&b'(') {
        return None;
    }
    let closing = opening + rest[opening..].iter().position(|byte| *byte == b')')?;
    let comma = opening + rest[opening..closing].iter().position(|byte| *byte == b',')?;
    let block = rest[closing + 1..].iter().find(|byte| !byte.is_ascii_whitespace())?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let declared = rest[comma + 1..closing].trim_ascii();
    if *block != b'{' || declared.is_empty() || !declared.iter().all(is_name) {
        return None;
    }
    if let Some(keyword) = typedef_before(text, start) {
        text[keyword..keyword + "typedef".len()].fill(b' ');
    }
    let head = &mut text[start..=start + comma];
    head.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    head[..4].copy_from_slice(b"enum");
    text[start + closing] = b' ';
    Some(closing)
}

/// Where the `typedef` starts that stands before an offset.
fn typedef_before(text: &[u8], start: usize) -> Option<usize> {
    let near = &text[start.saturating_sub(LENGTH)..start];
    let before = near.trim_ascii_end();
    let space = near.len() - before.len();
    before.ends_with(b"typedef").then(|| start - space - "typedef".len())
}

/// An enumeration: that of a macro starts with its `typedef`, and so does what is above it.
pub(super) fn specifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let by_macro = MACROS.iter().any(|name| walker.text(node).starts_with(name));
    let parts = (node.field("name"), node.field("body"));
    let (true, (Some(name), Some(body))) = (by_macro, parts) else {
        return types::specifier(walker, node);
    };
    let start = typedef_before(walker.source().as_bytes(), node.start_byte());
    let start = start.unwrap_or(node.start_byte()) as u32;
    let mut symbol = walker.symbol(SymbolKind::Enum, node, name);
    symbol.signature = vec![(start, body.start_byte() as u32)];
    symbol.visibility = Some(Visibility::Public);
    symbol.scope = Some(ScopeKind::Type);
    let style = &super::SPEC.doc_style;
    symbol.doc = remarks::doc_above(walker.source(), &walker.facts.remarks, start, style);
    let symbol = walker.define(symbol);
    walker.bind_around(symbol, true);
}
