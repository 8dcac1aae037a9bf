//! Docstrings: the string on the lines directly above a definition.

use tree_sitter::Node;

use crate::remarks;
use crate::walk::Walker;

/// Bytes that a docstring may have.
const DOC_LIMIT: usize = 16 * 1024;

/// The string above a definition that is being visited, or above what is wrapped around it.
pub(super) fn above(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    let mut start = node.start_byte();
    for distance in 1.. {
        let Some(around) = walker.ancestor(distance) else { break };
        let wraps = matches!(
            around.kind(),
            "const_statement" | "global_statement" | "macrocall_expression" | "macro_argument_list"
        );
        if !wraps {
            break;
        }
        start = around.start_byte();
    }
    above_offset(walker, start)
}

/// The string that ends on the line above an offset.
pub(super) fn above_offset(walker: &Walker<'_>, start: usize) -> Option<String> {
    let before = &walker.source()[..start];
    let trimmed = before.trim_end();
    let gap = &before[trimmed.len()..];
    if !trimmed.ends_with('"') || gap.matches('\n').count() > 1 {
        return None;
    }
    let from = trimmed.floor_char_boundary(trimmed.len().saturating_sub(DOC_LIMIT));
    let near = &trimmed[from..];
    let (opening, inner) = if let Some(rest) = near.strip_suffix("\"\"\"") {
        let at = rest.rfind("\"\"\"")?;
        (&rest[..at], &rest[at + 3..])
    } else {
        let line = near.rsplit('\n').next().unwrap_or(near);
        let rest = line.strip_suffix('"')?;
        let at = rest.find('"')?;
        (&rest[..at], &rest[at + 1..])
    };
    // Nothing but the mark of a raw string or of the macro for docs stands in front.
    let front = opening.rsplit('\n').next().unwrap_or(opening).trim();
    if !matches!(front, "" | "raw" | "@doc" | "@doc raw" | "doc") {
        return None;
    }
    let doc = remarks::dedent(inner.trim_matches('\n'));
    (!doc.is_empty()).then_some(doc)
}
