//! The lines of a file: which are keys, and which go on with a value.
//!
//! The grammar takes every line with a sign of equality for a setting, so what it must not see is
//! written over before it reads a text. Names are read from the text itself.

use tree_sitter::{Node, Point};

use crate::walk::Walker;

/// Prepares a text in which a line that is indented more than its key goes on with the value, as in
/// the settings of Python's tools.
pub(super) fn prepare(text: &mut [u8]) {
    let mut key = None;
    for line in text.split_mut(|byte| *byte == b'\n') {
        let indent = indentation(line);
        if is_blank_or_comment(line) {
            continue;
        }
        if key.is_some_and(|key| indent > key) {
            blank(line);
        } else if line[indent] == b'[' {
            key = None;
        } else {
            key = Some(indent);
            reword_key(line);
        }
    }
}

/// Prepares a text in which a backslash at the end of a line says that the next one goes on with it,
/// as in the properties of Java.
pub(super) fn prepare_properties(text: &mut [u8]) {
    let mut goes_on = false;
    for line in text.split_mut(|byte| *byte == b'\n') {
        let continues = goes_on;
        goes_on = ends_with_backslash(line) && (continues || !is_blank_or_comment(line));
        let indent = indentation(line);
        if continues {
            blank(line);
        } else if line.get(indent) == Some(&b'!') {
            // The grammar knows the other mark of comments only.
            line[indent] = b'#';
        } else if !is_blank_or_comment(line) {
            reword_key(line);
        }
    }
}

/// Where the value of a setting ends that goes on in the next lines.
pub(super) fn end_of_value(walker: &Walker<'_>, setting: Node<'_>) -> Option<(u32, Point)> {
    let by_backslash = walker.path().ends_with(".properties");
    let Point { mut row, column: key } = setting.start_position();
    let start = setting.start_byte() - key;
    let mut lines = walker.source()[start..].split('\n');
    let mut last = lines.next()?.as_bytes();
    let mut at = start + last.len() + 1;
    let mut end = None;
    for line in lines.map(str::as_bytes) {
        row += 1;
        if by_backslash {
            if !ends_with_backslash(last) {
                break;
            }
        } else if !is_blank_or_comment(line) && indentation(line) <= key {
            break;
        }
        if by_backslash || !is_blank_or_comment(line) {
            let length = line.trim_ascii_end().len();
            end = Some(((at + length) as u32, Point::new(row, length)));
        }
        at += line.len() + 1;
        last = line;
    }
    end
}

fn indentation(line: &[u8]) -> usize {
    line.len() - line.trim_ascii_start().len()
}

fn is_blank_or_comment(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start().first(), None | Some(b'#' | b';' | b'!'))
}

/// A backslash before the last one takes its meaning away.
fn ends_with_backslash(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn blank(line: &mut [u8]) {
    for byte in line.iter_mut().filter(|byte| **byte != b'\r') {
        *byte = b' ';
    }
}

/// Writes letters over the brackets in a key, which the grammar takes for those of a section
/// (`Name[de] = …`), and a sign of equality over the colon behind one (`key: value`).
fn reword_key(line: &mut [u8]) {
    let end = memchr::memchr(b'=', line).unwrap_or(line.len());
    if let Some(colon) = memchr::memchr(b':', &line[..end]) {
        let before = colon.checked_sub(1).map_or(b'\\', |before| line[before]);
        let after = line.get(colon + 1).copied().unwrap_or(b' ');
        let alone = end == line.len() && !matches!(after, b'/' | b':');
        if before != b'\\' && (after.is_ascii_whitespace() || alone) {
            line[colon] = b'=';
            return reword_brackets(&mut line[..colon]);
        }
    }
    if end < line.len() {
        reword_brackets(&mut line[..end]);
    }
}

fn reword_brackets(key: &mut [u8]) {
    for byte in key.iter_mut().filter(|byte| matches!(byte, b'[' | b']')) {
        *byte = b'_';
    }
}
