//! What the body of a definition says: its documentation, and where it ends.

use tree_sitter::{Node, Point};

use crate::remarks::dedent;
use crate::walk::Walker;

/// Where a definition ends whose last lines are comments: the grammar counts them in where they are
/// indented. More than 1,000 such lines stay.
pub(super) fn end_of_code(walker: &Walker<'_>, node: Node<'_>) -> Option<(u32, Point)> {
    let source = walker.source();
    let (mut end, mut row) = (node.end_byte(), node.end_position().row);
    let mut moved = false;
    for _ in 0..1000 {
        let start = source[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &source[start..end];
        let indentation = line.len() - line.trim_start().len();
        let is_comment = line[indentation..].starts_with('#') && {
            let at = start + indentation;
            let found = node.descendant_for_byte_range(at, at + 1);
            found.is_some_and(|found| found.kind() == "comment")
        };
        if start <= node.start_byte() || !(is_comment || line.trim().is_empty()) {
            let column = line.trim_end().len();
            return moved.then(|| ((start + column) as u32, Point::new(row, column)));
        }
        (end, row) = (start - 1, row - 1);
        moved = true;
    }
    None
}

/// The string that is the first statement of a body, as Python reads it, cleaned as
/// `inspect.cleandoc` does.
pub(super) fn docstring(walker: &Walker<'_>, body: Node<'_>) -> Option<String> {
    let mut cursor = body.walk();
    let first = body.named_children(&mut cursor).find(|child| child.kind() != "comment")?;
    let mut string = first.named_child(0).filter(|_| first.kind() == "expression_statement")?;
    while string.kind() == "parenthesized_expression" {
        string = string.named_child(0)?;
    }
    let mut text = String::new();
    match string.kind() {
        "string" => add_literal(walker.text(string), &mut text)?,
        "concatenated_string" => {
            let mut cursor = string.walk();
            for part in string.named_children(&mut cursor).filter(|part| part.kind() == "string") {
                add_literal(walker.text(part), &mut text)?;
            }
        }
        _ => return None,
    }
    let doc = dedent(&text);
    (!doc.is_empty()).then_some(doc)
}

/// Adds what a literal stands for; `None` for one that is no text.
fn add_literal(literal: &str, text: &mut String) -> Option<()> {
    let prefix = literal.find(['"', '\''])?;
    if literal[..prefix].contains(['f', 'F', 'b', 'B', 't', 'T']) {
        return None;
    }
    let quoted = &literal[prefix..];
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| quoted.starts_with(quote))?;
    let inner = quoted[quotes.len()..].strip_suffix(quotes).unwrap_or("");
    if literal[..prefix].contains(['r', 'R']) {
        text.push_str(inner);
    } else {
        unescape(inner, text);
    }
    Some(())
}

/// Adds a text with its escapes replaced by what they stand for; names of characters stay.
fn unescape(inner: &str, text: &mut String) {
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else { break };
        let after = &rest[letter.len_utf8()..];
        let (made, after) = match letter {
            '\n' => (None, after),
            '\r' => (None, after.strip_prefix('\n').unwrap_or(after)),
            '\\' | '\'' | '"' => (Some(letter), after),
            'a' => (Some('\u{7}'), after),
            'b' => (Some('\u{8}'), after),
            'f' => (Some('\u{c}'), after),
            'n' => (Some('\n'), after),
            'r' => (Some('\r'), after),
            't' => (Some('\t'), after),
            'v' => (Some('\u{b}'), after),
            'x' | 'u' | 'U' => {
                let digits = match letter {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                match character(after, digits, 16) {
                    Some((made, after)) => (Some(made), after),
                    None => (Some('\\'), rest),
                }
            }
            '0'..='7' => {
                let digits = rest.bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte));
                match character(rest, digits.count(), 8) {
                    Some((made, after)) => (Some(made), after),
                    None => (Some('\\'), rest),
                }
            }
            _ => (Some('\\'), rest),
        };
        text.extend(made);
        rest = after;
    }
    text.push_str(rest);
}

/// The character of a number of so many digits, and what follows.
fn character(text: &str, digits: usize, base: u32) -> Option<(char, &str)> {
    let number = u32::from_str_radix(text.get(..digits)?, base).ok()?;
    Some((char::from_u32(number)?, &text[digits..]))
}
