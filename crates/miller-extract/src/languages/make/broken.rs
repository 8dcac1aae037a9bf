//! Targets and variables in stretches that the grammar cannot read: it knows no `$$(…)` outside of
//! recipes, and then takes the rest of the file for words.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::is_special;
use crate::walk::Walker;

/// A line longer than this is not looked at to its end.
const LINE_LENGTH: usize = 300;

/// A word at the start of a line in broken source: a target where a colon follows, a variable where
/// an assignment does.
pub(super) fn word<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(above) = walker.ancestor(1) else { return };
    let broken = above.is_error() || (above.has_error() && above.kind() == "concatenation");
    if !broken || node.start_position().column != 0 || is_special(walker.text(node)) {
        return;
    }
    let (source, start) = (walker.source(), node.start_byte());
    let end = source.floor_char_boundary((start + LINE_LENGTH).min(source.len()));
    let line = source[start..end].lines().next().unwrap_or("");
    let rest = line.get(node.byte_range().len()..).unwrap_or("").trim_start();
    let Some(kind) = what_follows(rest) else { return };
    if kind == SymbolKind::Variable && walker.scope_defines(walker.text(node)) {
        return;
    }
    walker.stands_outside();
    let mut symbol = walker.symbol(kind, node, node);
    symbol.signature = vec![(start as u32, (start + line.len()) as u32)];
    walker.define(symbol);
}

/// What a word is by what follows it on its line.
fn what_follows(rest: &str) -> Option<SymbolKind> {
    if ["=", ":=", "::=", ":::=", "?=", "+=", "!="].iter().any(|sign| rest.starts_with(sign)) {
        return Some(SymbolKind::Variable);
    }
    let (names, _) = rest.split_once(':')?;
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./% \t".contains(&byte);
    names.bytes().all(known).then_some(SymbolKind::Function)
}
