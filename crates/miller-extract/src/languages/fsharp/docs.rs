//! Documentation: comments that start with three slashes, with or without XML in them.

use tree_sitter::{Node, Point};

use crate::remarks;
use crate::spec::DocStyle;
use crate::walk::Walker;

pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["///", "(**"],
    exceptions: &["////", "(***", "(**)"],
    file_openings: &[],
    clean: Some(without_tags),
};

/// The text without the tags of XML, and with the characters that they stand for.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of a last step over the text"
)]
fn without_tags(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let opens = tag[1..].starts_with(|next: char| next == '/' || next.is_ascii_alphabetic());
        if let Some(end) = tag.find('>').filter(|_| opens) {
            rest = &tag[end + 1..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The documentation of a case or field, whose sign may stand between.
pub(super) fn of_part(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    let before = walker.source()[..node.start_byte()].trim_end().trim_end_matches(['|', '{']);
    let start = before.trim_end().len();
    let mut block = Vec::new();
    let mut next = start;
    for remark in walker.facts.remarks.iter().rev() {
        let text = walker.source()[remark.start as usize..remark.end as usize].trim_end();
        let between = walker.source().get(remark.start as usize + text.len()..next);
        if !between.is_some_and(|between| between.trim().is_empty()) || !text.starts_with("///") {
            break;
        }
        block.push(text);
        next = remark.start as usize;
    }
    block.reverse();
    remarks::text_of_block(&block, &DOC_STYLE)
}

/// Ends a symbol before the comments that the grammar takes into its last expression.
pub(super) fn end_before_comments(walker: &mut Walker<'_>, symbol: u32) {
    let span = walker.facts.symbols[symbol as usize].span;
    let text = &walker.source()[span.start as usize..span.end as usize];
    let mut kept = text.trim_end();
    while let Some((before, line)) = kept.rsplit_once('\n') {
        if !line.trim_start().starts_with("//") {
            break;
        }
        kept = before.trim_end();
    }
    let rows = text[kept.len()..].matches('\n').count();
    let line = kept.rfind('\n').map(|newline| kept.len() - newline - 1);
    let on_first_line = span.start_point.column + kept.len();
    let fact = &mut walker.facts.symbols[symbol as usize].span;
    fact.end = span.start + kept.len() as u32;
    fact.end_point = Point::new(span.end_point.row - rows, line.unwrap_or(on_first_line));
}
