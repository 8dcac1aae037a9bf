//! Comments as documentation: which ones belong to a definition, and their text without marks.

use tree_sitter::Node;

use crate::facts::Remark;
use crate::spec::{DocStyle, LanguageSpec};

/// What a block opens with that documents.
const DOC_BLOCK: &str = "/**";

/// The documentation in the comments above an offset.
///
/// A comment belongs to the definition when nothing but attributes and at most one line break
/// stands between them and no code precedes it on its line. A block that documents (`/** … */`) may
/// stand apart, unless it heads the file, and only the nearest one counts: it is for what follows it,
/// by the tools that read such blocks.
pub(crate) fn doc_above(
    source: &str,
    remarks: &[Remark],
    start: u32,
    style: &DocStyle,
) -> Option<String> {
    if style.openings.is_empty() {
        return None;
    }
    let has_blocks = style.openings.contains(&DOC_BLOCK);
    let end = remarks.partition_point(|remark| remark.start < start);
    let mut next = start;
    let mut block: Vec<&str> = Vec::new();
    let mut apart = false;
    for (at, remark) in remarks[..end].iter().enumerate().rev() {
        let text = source[remark.start as usize..remark.end as usize].trim_end();
        let after = remark.start + text.len() as u32;
        if after > next {
            // Inside what is wrapped around the definition.
            continue;
        }
        let gap = &source[after as usize..next as usize];
        if !gap.trim().is_empty() {
            break;
        }
        apart |= gap.matches('\n').count() > 1;
        if apart && !has_blocks {
            break;
        }
        if !remark.attribute {
            if !starts_its_line(source, remark.start) {
                if follows_attribute(source, remark, &remarks[..at]) {
                    next = remark.start;
                    continue;
                }
                break;
            }
            // A plain comment or a directive for a tool may stand between.
            if is_doc(text, style) {
                let is_block = text.starts_with(DOC_BLOCK);
                let taken = is_block && block.iter().any(|near| near.starts_with(DOC_BLOCK));
                let heads = source[..remark.start as usize].trim().is_empty();
                if taken || apart && (!is_block || heads) {
                    break;
                }
                block.push(text);
            }
        }
        next = remark.start;
    }
    block.reverse();
    text_of_block(&block, style)
}

/// Marks of comments that document what stands in front of them on their line.
const BEHIND: &[&str] = &["///<", "//!<", "/**<", "/*!<", "!<"];

/// The documentation in a comment behind an offset, in languages that have such comments: `int x; ///< …`.
/// The lines below go on with it where they have the same mark.
pub(crate) fn doc_behind(source: &str, end: u32, style: &DocStyle) -> Option<String> {
    let rest = source[end as usize..].trim_start_matches([' ', '\t', ';', ',']);
    let mark = BEHIND.iter().find(|mark| rest.starts_with(**mark))?;
    if !style.exceptions.contains(mark) {
        return None;
    }
    if mark.starts_with("/*") {
        let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
        let text = text_of_block(&[&rest[..length]], style)?;
        return Some(text.trim_start_matches('<').trim().to_owned())
            .filter(|text| !text.is_empty());
    }
    let lines = rest
        .lines()
        .map(str::trim_start)
        .take_while(|line| line.starts_with(mark));
    let text = lines
        .map(|line| line[mark.len()..].trim())
        .collect::<Vec<_>>()
        .join("\n");
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The documentation of the file in the comments at its top.
pub(crate) fn file_doc(source: &str, root: Node<'_>, spec: &LanguageSpec) -> Option<String> {
    let style = &spec.doc_style;
    if style.file_openings.is_empty() {
        return None;
    }
    let mut cursor = root.walk();
    let block: Vec<&str> = root
        .children(&mut cursor)
        .take_while(|child| {
            let kind = child.kind();
            spec.comments.contains(&kind) || spec.attributes.contains(&kind) || !child.is_named()
        })
        .map(|child| source[child.byte_range()].trim_end())
        .filter(|text| {
            style
                .file_openings
                .iter()
                .any(|opening| text.starts_with(opening))
        })
        .collect();
    text_of_block(&block, style)
}

fn is_doc(text: &str, style: &DocStyle) -> bool {
    style
        .openings
        .iter()
        .any(|opening| text.starts_with(opening))
        && !style
            .exceptions
            .iter()
            .any(|exception| text.starts_with(exception))
}

/// Whether a comment stands on the line of an attribute, behind it: it is about the attribute.
fn follows_attribute(source: &str, remark: &Remark, before: &[Remark]) -> bool {
    before.last().is_some_and(|before| {
        let gap = source.get(before.end as usize..remark.start as usize);
        before.attribute && gap.is_some_and(|gap| !gap.contains('\n') && gap.trim().is_empty())
    })
}

/// Whether nothing but white space precedes an offset on its line. An indentation of more than
/// 1,000 bytes counts as something, so that a file of one long line costs nothing.
fn starts_its_line(source: &str, start: u32) -> bool {
    let before = &source.as_bytes()[..start as usize];
    let near = &before[before.len().saturating_sub(1000)..];
    let line = match memchr::memrchr(b'\n', near) {
        Some(newline) => &near[newline + 1..],
        None if near.len() == before.len() => near.strip_prefix(b"\xef\xbb\xbf").unwrap_or(near),
        None => return false,
    };
    line.iter().all(u8::is_ascii_whitespace)
}

/// The text of comments that belong together, without their marks; `None` where nothing is left.
pub(crate) fn text_of_block(block: &[&str], style: &DocStyle) -> Option<String> {
    if block.is_empty() {
        return None;
    }
    let mut text = String::new();
    for comment in block {
        if !text.is_empty() {
            text.push('\n');
        }
        strip_marks(comment, &mut text);
    }
    let text = dedent(&text);
    let text = match style.clean {
        Some(clean) => clean(text),
        None => text,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What stands around a comment of several lines.
const BLOCKS: &[(&str, &str)] = &[("/*", "*/"), ("(*", "*)"), ("{-", "-}")];

/// How comments of several lines start that keep their marks: those of Lua and Ruby.
const LONG: &[&str] = &["--[[", "--[=", "=begin"];

/// Appends a comment without its marks.
fn strip_marks(comment: &str, out: &mut String) {
    let block = BLOCKS.iter().find_map(|(opening, closing)| {
        let inner = comment.strip_prefix(opening)?;
        Some(inner.strip_suffix(closing).unwrap_or(inner))
    });
    if let Some(inner) = block {
        let inner = inner.trim_end_matches('*');
        let inner = inner.trim_start_matches(['*', '!']);
        for (number, line) in inner.lines().enumerate() {
            if number > 0 {
                out.push('\n');
            }
            let bare = line.trim_start();
            if bare.starts_with('*') {
                out.push_str(bare.trim_start_matches('*').trim_end());
            } else {
                out.push_str(line.trim_end());
            }
        }
        return;
    }
    // The lines of a long comment have no marks of their own: a `-` there is of a list.
    let is_long = LONG.iter().any(|opening| comment.starts_with(opening));
    for (number, line) in comment.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        if number > 0 && is_long {
            out.push_str(line.trim_end());
            continue;
        }
        let line = line.trim_start();
        let bare = if line.starts_with("//") {
            line.trim_start_matches('/').trim_start_matches('!')
        } else {
            line.trim_start_matches(['#', '-', ';', '%'])
        };
        out.push_str(bare.trim_end());
    }
}

/// Takes away the indentation that all lines but the first share, and blank lines around.
pub(crate) fn dedent(text: &str) -> String {
    let width = |line: &str| line.len() - line.trim_start().len();
    let shared = text
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(width)
        .min()
        .unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let cut = if number == 0 {
            width(line)
        } else {
            // A space that is not one of ASCII may take several bytes.
            line.floor_char_boundary(shared.min(width(line)))
        };
        // White space may be longer than a byte.
        out.push_str(line[line.floor_char_boundary(cut)..].trim_end());
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::dedent;

    #[test]
    fn spaces_of_several_bytes_are_not_cut_apart() {
        assert_eq!(dedent("a\n b\n\u{a0}c"), "a\nb\n\u{a0}c");
    }
}
