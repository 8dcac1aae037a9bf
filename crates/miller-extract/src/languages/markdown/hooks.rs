//! Headings, and texts in other languages.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::{Node, Range};

use crate::fields::Fields;
use crate::walk::{Sharing, Walker};

/// Longer headings are cut where they name a symbol, in bytes.
const NAME_LIMIT: usize = 400;
/// Sections stand this deep in each other, and in the document.
const SECTION_DEPTH: usize = 7;
/// So many parts of a heading are looked at for its marks.
const MARKS_EXAMINED: usize = 8;

/// A heading with what stands below it, to the next one of its level.
pub(super) fn section<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(first) = node
        .named_child(0)
        .filter(|first| first.kind() == "atx_heading")
    {
        heading(walker, node, first);
    }
}

/// A heading with a line below it. The grammar opens no section for it.
pub(super) fn underlined_heading<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    heading(walker, node, node);
    walker.leave_out_children();
}

fn heading<'t>(walker: &mut Walker<'t>, node: Node<'t>, heading: Node<'t>) {
    let level = level_of(heading);
    let content = heading.field("heading_content");
    let text = content.map_or("", |content| walker.text(content).trim());
    let text = &text[..text.floor_char_boundary(NAME_LIMIT)];
    let name = plain(without_closing_marks(text));
    let structures = structures_text(walker);
    let Some(content) = content.filter(|_| !name.is_empty()) else {
        if structures {
            walker.close_headings(heading, level);
        }
        return;
    };
    let mut symbol = walker.import(node, name);
    symbol.kind = SymbolKind::Module;
    symbol.signature = vec![(heading.start_byte() as u32, content.end_byte() as u32)];
    if structures {
        walker.define_below(symbol, level);
    } else {
        walker.define(symbol);
    }
}

/// Whether what stands here is of the text itself, not of a quotation or a list in it.
fn structures_text(walker: &Walker<'_>) -> bool {
    (1..=SECTION_DEPTH)
        .map_while(|above| walker.ancestor(above))
        .all(|above| matches!(above.kind(), "section" | "document"))
}

/// From 1 to 6, by the marks before the heading or the line below it.
fn level_of(heading: Node<'_>) -> u32 {
    let mut cursor = heading.walk();
    let mut marks = heading.named_children(&mut cursor).take(MARKS_EXAMINED);
    let level = marks.find_map(|mark| {
        let kind = mark.kind();
        let level = kind
            .strip_prefix("atx_h")
            .or_else(|| kind.strip_prefix("setext_h"))?;
        level.chars().next()?.to_digit(10)
    });
    level.unwrap_or(1)
}

/// The text of `## Title ##` without the marks at its end.
fn without_closing_marks(text: &str) -> &str {
    let shorter = text.trim_end_matches('#');
    if shorter.len() < text.len() && (shorter.is_empty() || shorter.ends_with([' ', '\t'])) {
        shorter.trim_end()
    } else {
        text
    }
}

/// The text of a heading without the marks of code, emphasis and links.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['`', '*', '[', '\\', '\n', '<', '&']) && !text.ends_with('}') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_code = false;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        rest = match character {
            '`' => {
                in_code = !in_code;
                after
            }
            _ if in_code => {
                out.push(character);
                after
            }
            '*' | '[' => after,
            '!' if after.starts_with('[') => after,
            ']' => without_destination(after),
            '<' => without_tag(after, &mut out),
            '&' => without_entity(after, &mut out),
            // `{#name .class}` at the end says how to render it.
            '{' if text.ends_with('}') && after.starts_with(['#', '.']) => "",
            '\\' => {
                let mut escaped = after.chars();
                out.extend(escaped.next());
                escaped.as_str()
            }
            _ => {
                out.push(if character == '\n' { ' ' } else { character });
                after
            }
        };
    }
    Cow::Owned(out.trim().to_owned())
}

/// What follows `(…)` or `[…]`, where a link leads.
fn without_destination(text: &str) -> &str {
    let closing = match text.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return text,
    };
    text.find(closing).map_or(text, |end| &text[end + 1..])
}

/// What follows a tag; a `<` that begins none is text.
fn without_tag<'a>(text: &'a str, out: &mut String) -> &'a str {
    let is_tag = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    if let Some(end) = text.find('>').filter(|_| is_tag) {
        return &text[end + 1..];
    }
    out.push('<');
    text
}

/// What stands for a letter that has a meaning of its own, or that keyboards lack.
const ENTITIES: &[(&str, char)] = &[
    ("amp;", '&'),
    ("apos;", '\''),
    ("copy;", '©'),
    ("gt;", '>'),
    ("hellip;", '…'),
    ("lt;", '<'),
    ("mdash;", '—'),
    ("nbsp;", ' '),
    ("ndash;", '–'),
    ("quot;", '"'),
    ("reg;", '®'),
    ("trade;", '™'),
];

/// What follows `&amp;`, whose letter is appended; an `&` that begins nothing known is text.
fn without_entity<'a>(text: &'a str, out: &mut String) -> &'a str {
    let known = ENTITIES.iter().find(|(name, _)| text.starts_with(name));
    out.push(known.map_or('&', |(_, letter)| *letter));
    known.map_or(text, |(name, _)| &text[name.len()..])
}

/// Code between fences, in the language that its first line names.
pub(super) fn fenced_code<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut language = "";
    let mut content = None;
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "info_string" => language = named_language(walker.text(child)),
            "code_fence_content" => content = Some(child),
            _ => {}
        }
    }
    if let Some(content) = content.filter(|_| !language.is_empty()) {
        walker.embed_ranges(language, lines_of(content), Sharing::Nothing);
    }
    walker.leave_out_children();
}

/// The language in ```` ```rust,ignore ````, ```` ```{.python #id} ```` and ```` ```{r, echo=FALSE} ````.
fn named_language(line: &str) -> &str {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '.' | '`'));
    let end = line.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';'));
    &line[..end.unwrap_or(line.len())]
}

/// The stretches of a block without the marks of the quotes and lists that it stands in.
fn lines_of(block: Node<'_>) -> Vec<Range> {
    let mut rest = block.range();
    let mut ranges = Vec::new();
    let mut cursor = block.walk();
    let marks = block.named_children(&mut cursor);
    for mark in marks.filter(|child| child.kind() == "block_continuation") {
        let mark = mark.range();
        ranges.push(Range {
            end_byte: mark.start_byte,
            end_point: mark.start_point,
            ..rest
        });
        (rest.start_byte, rest.start_point) = (mark.end_byte, mark.end_point);
    }
    ranges.push(rest);
    ranges
}

/// Tags of a page between the paragraphs.
pub(super) fn html_block<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.embed_ranges("html", lines_of(node), Sharing::File);
    walker.leave_out_children();
}

/// What stands before the text between `---`.
pub(super) fn yaml<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    front_matter(walker, node, "yaml");
}

/// What stands before the text between `+++`.
pub(super) fn toml<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    front_matter(walker, node, "toml");
}

fn front_matter<'t>(walker: &mut Walker<'t>, node: Node<'t>, language: &str) {
    let text = walker.text(node);
    let first = text.find('\n').map_or(text.len(), |end| end + 1);
    let last = text.trim_end().rfind('\n').map_or(first, |end| end + 1);
    if first < last {
        let range = walker.range_in(node, &text[first..last]);
        walker.embed_ranges(language, vec![range], Sharing::Nothing);
    }
}
