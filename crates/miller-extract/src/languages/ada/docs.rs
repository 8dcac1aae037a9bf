//! Which comments document a declaration.
//!
//! Ada has two customs: comments above what they are about, and, with the tools of GNAT, below it.
//! A block of comments that touches code on one side only is about that code. One between two
//! declarations goes the way that most blocks of the same package or type went so far, and belongs
//! to the declaration above it where that is even. Comments in a box of dashes are headings.

use tree_sitter::Node;

use crate::remarks::dedent;
use crate::walk::Walker;

/// Lines of comments that are looked at.
const LINES: usize = 200;
/// Bytes of a line that are looked at.
const LINE_BYTES: usize = 1000;
/// The sides of a declaration. How many blocks of a package or a type stand on each without doubt
/// is kept under its name and that of the symbol.
const ABOVE: &str = "above";
const BELOW: &str = "below";

/// A block of comments beside code.
struct Block {
    text: String,
    /// Whether there is no code on its other side.
    is_sure: bool,
}

/// The documentation of a declaration: behind it, below it, or above it.
pub(super) fn of_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<String> {
    let source = walker.source();
    if let Some(text) = behind(source, node.end_byte()) {
        return Some(text);
    }
    let blocks = (below_block(source, node.end_byte()), above_block(source, node));
    if let (None, None) = blocks {
        return None;
    }
    let (times_above, times_below) = (times(walker, ABOVE), times(walker, BELOW));
    let (side, block) = match blocks {
        (Some(below), _) if below.is_sure => (BELOW, below),
        (Some(below), _) if times_below > times_above => (BELOW, below),
        (_, Some(above)) if above.is_sure => (ABOVE, above),
        (Some(below), _) if times_below == times_above => (BELOW, below),
        (_, Some(above)) if times_above > times_below => (ABOVE, above),
        _ => return None,
    };
    if block.is_sure {
        let times = if side == ABOVE { times_above } else { times_below };
        walker.remember(key(walker, side), times + 1);
    }
    Some(block.text)
}

/// How many blocks of the symbol around stand on a side without doubt.
fn times(walker: &Walker<'_>, side: &str) -> u32 {
    walker.remembered(&key(walker, side)).unwrap_or(0)
}

fn key(walker: &Walker<'_>, side: &str) -> String {
    format!("docs {side} in {:?}", walker.enclosing_symbol())
}

/// The documentation of a literal: what follows the last one is about their type.
pub(super) fn of_literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> Option<String> {
    let source = walker.source();
    let is_last = source[node.end_byte()..].trim_start().starts_with(')');
    if is_last { above(walker, node) } else { of_declaration(walker, node) }
}

/// The documentation of what has a body: above it.
pub(super) fn above<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<String> {
    let block = above_block(walker.source(), node)?;
    let is_its_own = block.is_sure || times(walker, ABOVE) > times(walker, BELOW);
    is_its_own.then_some(block.text)
}

/// The documentation of a package where its declarations start.
pub(super) fn inside(walker: &Walker<'_>, start: usize) -> Option<String> {
    let block = below_block(walker.source(), start)?;
    block.is_sure.then_some(block.text)
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
fn below_block(source: &str, end: usize) -> Option<Block> {
    let (rest_of_line, mut rest) = next_line(&source[end..])?;
    if !rest_of_line.chars().all(|character| matches!(character, ' ' | ';' | ',')) {
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
    let word = following.split([' ', ';']).next().unwrap_or_default();
    let closes = ["end", "private", "begin"].iter().any(|known| known.eq_ignore_ascii_case(word));
    Some(Block {
        text: clean(&block)?,
        is_sure: following.is_empty() || following.starts_with(')') || closes,
    })
}

/// The block of comments in the lines above a node.
fn above_block(source: &str, node: Node<'_>) -> Option<Block> {
    let mut rest = source[..node.start_byte()].trim_end_matches([' ', '\t']);
    let mut block = Vec::new();
    while let Some((line, above)) = last_line(rest)
        && block.len() < LINES
        && is_comment(line)
    {
        block.push(line);
        rest = above;
    }
    block.reverse();
    let text = clean(&block)?;
    let line = last_line(rest).map_or("", |(line, _)| line);
    let column = block[0].len() - block[0].trim_start().len();
    let touches = match comment_behind_code(line) {
        Some(behind) => behind == column,
        None => line.ends_with([';', ',']) && !is_undocumented(line),
    };
    Some(Block { text, is_sure: !touches })
}

/// Whether a line holds what nobody documents below it: clauses, and the end of a body.
fn is_undocumented(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    let is_clause = ["with", "use", "limited", "pragma"].iter().any(|known| is(first, known));
    is_clause || is(first, "end") && !is(second.trim_end_matches(';'), "record")
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
