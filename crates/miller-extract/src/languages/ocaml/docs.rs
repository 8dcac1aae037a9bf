//! Documentation: comments that start with two stars, above what they document or behind it.

use tree_sitter::Node;

use crate::remarks;
use crate::spec::DocStyle;
use crate::walk::Walker;

pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["(**"],
    exceptions: &["(***", "(**)"],
    file_openings: &[],
    clean: None,
};

fn is_doc(text: &str) -> bool {
    text.starts_with("(**") && !text.starts_with("(***") && !text.starts_with("(**)")
}

/// The documentation of a definition that starts at an offset with all that is wrapped around it.
pub(super) fn of_item(
    walker: &Walker<'_>,
    start: usize,
    node: Node<'_>,
    has_constructors: bool,
) -> Option<String> {
    above(walker, start).or_else(|| {
        // On the line of the last constructor stands what is about that.
        let fits = |column: Option<usize>| match column {
            Some(column) => !has_constructors || column <= node.start_position().column,
            None => !has_constructors,
        };
        behind(walker, node.end_byte(), fits)
    })
}

/// The documentation of a constructor or field: what stands above it is about the one before.
pub(super) fn of_part(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    let before = walker.source()[..node.start_byte()].trim_end();
    let is_first = before.ends_with("*)")
        && walker.facts.remarks.last().is_some_and(|remark| {
            let before = walker.source()[..remark.start as usize].trim_end();
            before.ends_with(['{', '=', '|', '[', '<'])
        });
    // The sign before a constructor and a space take two columns.
    let own = node.start_position().column.saturating_sub(2);
    behind(walker, node.end_byte(), |column| column.is_none_or(|column| column >= own))
        .or_else(|| is_first.then(|| above(walker, node.start_byte()))?)
}

fn above(walker: &Walker<'_>, start: usize) -> Option<String> {
    remarks::doc_above(walker.source(), &walker.facts.remarks, start as u32, &DOC_STYLE)
}

/// The comment on the line where a definition ends, or on the next one where what follows the comment
/// keeps its distance. `fits` decides by the column of a comment on a line of its own.
fn behind(
    walker: &Walker<'_>,
    end: usize,
    fits: impl Fn(Option<usize>) -> bool,
) -> Option<String> {
    let after = &walker.source()[end..];
    let after = after.strip_prefix([';', ',']).unwrap_or(after);
    let rest = after.trim_start();
    let gap = &after[..after.len() - rest.len()];
    let lines = gap.bytes().filter(|byte| *byte == b'\n').count();
    let column = gap.rfind('\n').map(|newline| gap.len() - newline - 1);
    if lines > 1 || !is_doc(rest) || !fits(column) {
        return None;
    }
    let comment = &rest[..comment_length(rest)?];
    let following = &rest[comment.len()..];
    let next = following.trim_start();
    let distance = following[..following.len() - next.len()].matches('\n').count();
    let ends_here = next.is_empty() || next.starts_with(['|', '}', ']', '[', '>']);
    let ends_block = next.starts_with("end") || next.starts_with("and");
    // Fields follow each other without a distance.
    let is_part = after.len() < walker.source()[end..].len() || next.contains(':') && lines == 0;
    (lines == 0 || distance > 1 || ends_here || ends_block || is_part)
        .then(|| remarks::text_of_block(&[comment], &DOC_STYLE))?
}

/// The length of the comment at the start of a text: comments nest.
fn comment_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_u32, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"(*" => depth += 1,
            b"*)" if depth == 1 => return Some(at + 2),
            b"*)" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    None
}

/// A comment at the top of the file that keeps its distance from what follows is about the file.
pub(super) fn file<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    let mut cursor = root.walk();
    let comments = root.named_children(&mut cursor).take_while(|child| child.kind() == "comment");
    let about_file = |comment: &Node<'t>| {
        let after = &walker.source()[comment.end_byte()..];
        let gap = &after[..after.len() - after.trim_start().len()];
        is_doc(walker.text(*comment)) && gap.matches('\n').count() > 1
    };
    let comment = comments.into_iter().find(about_file);
    if let Some(comment) = comment
        && let Some(doc) = remarks::text_of_block(&[walker.text(comment)], &DOC_STYLE)
    {
        walker.document_file(doc);
    }
}
