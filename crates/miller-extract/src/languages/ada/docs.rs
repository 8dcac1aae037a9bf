//! Which comments document a declaration.
//!
//! Ada has two customs: comments above what they are about, and, with the tools of GNAT, below it.
//! A block of comments that touches code on one side only is about that code. One between two
//! declarations goes the way that most blocks of the file went so far, and belongs to the
//! declaration above it where that is even. Comments in a box of dashes are headings.

use tree_sitter::Node;

use crate::remarks::dedent;
use crate::walk::Walker;

/// Lines of comments that are looked at.
const LINES: usize = 200;
/// Bytes of a line that are looked at.
const LINE_BYTES: usize = 1000;
/// The keys under which is kept how many comments of this file stand on which side, without doubt.
const ABOVE: &str = "docs above";
const BELOW: &str = "docs below";

/// Where a block of comments below an offset stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// After a declaration.
    After,
    /// Where the declarations of a package start.
    Inside,
}

/// The documentation of a declaration: behind it, below it, or above it.
pub(super) fn of_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<String> {
    let end = node.end_byte();
    behind(walker.source(), end)
        .or_else(|| below(walker, end, Place::After))
        .or_else(|| above(walker, node))
}

/// The documentation of a literal: what follows the last one is about their type.
pub(super) fn of_literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<String> {
    let source = walker.source();
    let is_last = source[node.end_byte()..].trim_start().starts_with(')');
    if is_last { above(walker, node) } else { of_declaration(walker, node) }
}

/// A line without its end, and what follows it; `None` at the end of the text.
fn next_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    let window = &text.as_bytes()[..text.len().min(LINE_BYTES)];
    let end = memchr::memchr(b'\n', window)?;
    Some((text[..end].trim_end(), &text[end + 1..]))
}

/// The line that ends where the text does, without its end, and what stands before it.
fn last_line(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_suffix('\n')?;
    let window = &text.as_bytes()[text.len().saturating_sub(LINE_BYTES)..];
    let start = match memchr::memrchr(b'\n', window) {
        Some(newline) => text.len() - window.len() + newline + 1,
        None if window.len() == text.len() => 0,
        None => return None,
    };
    Some((text[start..].trim_end(), &text[..start]))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("--")
}

/// Where the comment on a line starts that has code before it.
fn comment_behind_code(line: &str) -> Option<usize> {
    let at = line.rfind("--")?;
    let at = line[..at].trim_end_matches('-').len();
    let code = &line[..at];
    (!code.trim().is_empty() && code.matches('"').count().is_multiple_of(2)).then_some(at)
}

/// `Name : Type;  -- Text`, and the lines that go on below it.
fn behind(source: &str, end: usize) -> Option<String> {
    let rest = &source[end..];
    let text = rest.trim_start_matches([' ', '\t', ';', ',']);
    if !text.starts_with("--") {
        return None;
    }
    let before = &source.as_bytes()[end.saturating_sub(LINE_BYTES)..end];
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let column = before.len() - start + rest.len() - text.len();
    let (first, mut rest) = next_line(text)?;
    let mut block = vec![first];
    while let Some((line, after)) = next_line(rest)
        && block.len() < LINES
        && is_comment(line)
        && line.len() - line.trim_start().len() == column
    {
        block.push(line);
        rest = after;
    }
    clean(&block)
}

/// The block of comments in the lines below an offset.
pub(super) fn below(walker: &mut Walker<'_>, end: usize, place: Place) -> Option<String> {
    let (rest_of_line, mut rest) = next_line(&walker.source()[end..])?;
    let closes = |character| matches!(character, ' ' | ';' | ',');
    if !rest_of_line.chars().all(closes) {
        return None;
    }
    let mut block = Vec::new();
    while let Some((line, after)) = next_line(rest)
        && block.len() < LINES
        && is_comment(line)
    {
        block.push(line);
        rest = after;
    }
    let following = next_line(rest).map_or("", |(line, _)| line.trim());
    let ends = ["end", "private", "begin", ")"];
    let stands_apart = following.is_empty()
        || ends.iter().any(|word| {
            let start = following.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        });
    let doc = clean(&block)?;
    if place == Place::Inside {
        return stands_apart.then_some(doc);
    }
    if stands_apart {
        count(walker, BELOW);
        return Some(doc);
    }
    (!mostly_above(walker)).then_some(doc)
}

/// The block of comments in the lines above a node.
pub(super) fn above<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<String> {
    let source = walker.source();
    let before = source[..node.start_byte()].trim_end_matches([' ', '\t']);
    let mut rest = before;
    let mut block = Vec::new();
    while let Some((line, above)) = last_line(rest)
        && block.len() < LINES
        && is_comment(line)
    {
        block.push(line);
        rest = above;
    }
    block.reverse();
    let doc = clean(&block)?;
    let line = last_line(rest).map_or("", |(line, _)| line);
    let column = |line: &str| line.len() - line.trim_start().len();
    let touches = match comment_behind_code(line) {
        Some(behind) => behind == column(block[0]),
        None => line.ends_with([';', ',']) && !brings_in(line),
    };
    if !touches {
        // What stands above a package says nothing of what stands in it.
        if !matches!(node.kind(), "package_declaration" | "package_body") {
            count(walker, ABOVE);
        }
        return Some(doc);
    }
    mostly_above(walker).then_some(doc)
}

fn count(walker: &mut Walker<'_>, side: &str) {
    let known = walker.remembered(side).unwrap_or(0);
    walker.remember(side, known + 1);
}

fn mostly_above(walker: &Walker<'_>) -> bool {
    walker.remembered(ABOVE).unwrap_or(0) > walker.remembered(BELOW).unwrap_or(0)
}

/// Whether a line holds clauses, which nobody documents.
fn brings_in(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    ["with", "use", "limited", "pragma"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The text of a block without its marks; nothing of a box.
fn clean(block: &[&str]) -> Option<String> {
    let mut text = String::new();
    for line in block {
        let line = line.trim();
        let bare = line.trim_start_matches('-');
        if line.len() > 3 && bare.is_empty() {
            return None;
        }
        // `--#` is for tools that prove programs.
        if bare.starts_with('#') {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(bare.trim_start_matches(['|', '!', '<']).trim_end_matches('-').trim_end());
    }
    let text = dedent(&text);
    (!text.is_empty()).then_some(text)
}
