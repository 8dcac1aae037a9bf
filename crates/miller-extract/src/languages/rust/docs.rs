//! Documentation that comments above an item do not hold: `//!` inside it and `#[doc]`.

use tree_sitter::Node;

use crate::facts::Remark;
use crate::remarks;
use crate::spec::DocStyle;
use crate::walk::Walker;

/// What comments start with that document what they stand in.
pub(super) const INNER_OPENINGS: &[&str] = &["//!", "/*!"];

/// The attributes and comments that stand directly above a node, nearest first.
fn above<'w>(walker: &'w Walker<'_>, node: Node<'_>) -> impl Iterator<Item = Remark> + 'w {
    let source = walker.source();
    let remarks = &walker.facts.remarks;
    let mut next = node.start_byte();
    let end = remarks.partition_point(|remark| (remark.start as usize) < next);
    remarks[..end].iter().rev().copied().take_while(move |remark| {
        let text = source[remark.start as usize..remark.end as usize].trim_end();
        let after = remark.start as usize + text.len();
        let near = after <= next && source[after..next].trim().is_empty();
        next = remark.start as usize;
        near
    })
}

/// Whether an attribute that starts so stands above a node: `#[macro_export`.
pub(super) fn has_attribute(walker: &Walker<'_>, node: Node<'_>, opening: &str) -> bool {
    above(walker, node).any(|remark| {
        remark.attribute && walker.source()[remark.start as usize..].starts_with(opening)
    })
}

/// The documentation of an item that an attribute `#[doc = "…"]` adds to; `None` where there is no
/// such attribute, so that the comments alone decide.
pub(super) fn with_attributes(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    let text = |remark: &Remark| &walker.source()[remark.start as usize..remark.end as usize];
    above(walker, node)
        .find(|remark| remark.attribute && quoted_doc(text(remark)).is_some())?;
    let mut parts: Vec<String> = above(walker, node)
        .filter_map(|remark| {
            let text = text(&remark);
            if remark.attribute {
                quoted_doc(text)
            } else {
                comment(text)
            }
        })
        .collect();
    parts.reverse();
    let doc = parts.join("\n");
    let doc = doc.trim();
    (!doc.is_empty()).then(|| doc.to_owned())
}

/// The documentation that a block holds of itself: `mod name { //! … }`.
pub(super) fn inside(walker: &Walker<'_>, body: Node<'_>) -> Option<String> {
    let mut cursor = body.walk();
    let block: Vec<&str> = body
        .named_children(&mut cursor)
        .take_while(|child| {
            matches!(child.kind(), "line_comment" | "block_comment" | "inner_attribute_item")
        })
        .map(|child| walker.text(child).trim_end())
        .filter(|text| INNER_OPENINGS.iter().any(|opening| text.starts_with(opening)))
        .collect();
    remarks::text_of_block(&block, &STYLE)
}

const STYLE: DocStyle = DocStyle::NONE;

fn comment(text: &str) -> Option<String> {
    let documents = text.starts_with("///") && !text.starts_with("////")
        || text.starts_with("/**") && !text.starts_with("/***");
    documents.then(|| remarks::text_of_block(&[text.trim_end()], &STYLE).unwrap_or_default())
}

/// The text of `#[doc = "text"]` or `#[doc = r#"text"#]`.
fn quoted_doc(attribute: &str) -> Option<String> {
    let rest = attribute.strip_prefix("#[doc")?.trim_start().strip_prefix('=')?;
    let literal = rest.trim().strip_suffix(']')?.trim_end();
    let raw = literal.starts_with('r');
    let inner = literal.trim_start_matches('r').trim_matches('#');
    let inner = inner.strip_prefix('"')?.strip_suffix('"')?;
    let text = if raw {
        inner.to_owned()
    } else {
        inner.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\")
    };
    Some(text.trim().to_owned())
}
