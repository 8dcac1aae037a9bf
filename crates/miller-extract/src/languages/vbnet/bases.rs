//! Base types, which the grammar takes for fields: their lines are read as text.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::walk::{NewUse, Walker};

/// Bytes of a line before a node that are looked at.
const LINE_LIMIT: usize = 400;

/// Whether a node stands on a line that lists base types; the first such node adds them.
pub(super) fn on_line_of_bases<'t>(walker: &mut Walker<'t>, name: Node<'t>) -> bool {
    let source = walker.source();
    let from = source.floor_char_boundary(name.start_byte().saturating_sub(LINE_LIMIT));
    let before = source[from..name.start_byte()].rsplit('\n').next().unwrap_or("").trim_start();
    let here = walker.text(name);
    let first = before.split_whitespace().next().unwrap_or(here);
    let edge = if first.eq_ignore_ascii_case("Inherits") {
        RelationshipKind::Extends
    } else if first.eq_ignore_ascii_case("Implements") {
        RelationshipKind::Implements
    } else {
        return false;
    };
    if !walker.is_claimed(name) {
        walker.claim(name);
        let keyword = if before.is_empty() { here.len() } else { 0 };
        add(walker, name, keyword, edge);
    }
    true
}

/// Adds the types on the rest of the line. Of a path, the last part is the type.
fn add<'t>(walker: &mut Walker<'t>, name: Node<'t>, keyword: usize, edge: RelationshipKind) {
    let start = name.start_byte();
    let line = walker.source()[start..].lines().next().unwrap_or("");
    let line = line.split('\'').next().unwrap_or(line);
    let mut at = keyword;
    let mut depth = 0_usize;
    while at < line.len() {
        let rest = &line[at..];
        let word = rest
            .find(|character: char| !character.is_alphanumeric() && character != '_')
            .unwrap_or(rest.len());
        if word == 0 {
            match rest.as_bytes()[0] {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let last = !rest[word..].trim_start().starts_with('.');
        let text = &rest[..word];
        at += word;
        if text.eq_ignore_ascii_case("Of") && depth > 0 {
            continue;
        }
        // What stands in parentheses are arguments of the type.
        let edge = Some(edge).filter(|_| last && depth == 0);
        let kind = if last { IdentifierKind::TypeUsage } else { IdentifierKind::VariableRef };
        walker.claim(name);
        let range = walker.range_in(name, text);
        walker.add(NewUse::at(range, kind).edge(edge));
    }
}
