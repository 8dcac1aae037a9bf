//! Signatures and excerpts: stretches of source made fit to be shown.

use crate::facts::Remark;

/// Signatures longer than this are cut, in bytes.
const SIGNATURE_LIMIT: usize = 500;
/// Excerpts have at most so many lines …
const EXCERPT_LINES: usize = 20;
/// … and so many bytes.
const EXCERPT_LIMIT: usize = 1000;

/// More words than this are not looked at, in bytes: what is cut off at the end may be long.
const SIGNATURE_REACH: usize = SIGNATURE_LIMIT * 2;
/// Nor are more comments and attributes among them.
const REMARKS_PASSED: usize = SIGNATURE_LIMIT * 2;

/// A declaration on one line: white space folded, comments left out, what opens the body cut off.
pub(crate) fn signature(
    source: &str,
    stretches: &[(u32, u32)],
    remarks: &[Remark],
) -> Option<String> {
    let bytes = stretches
        .iter()
        .map(|(start, end)| end.saturating_sub(*start) as usize);
    let mut text = String::with_capacity(bytes.sum::<usize>().min(SIGNATURE_REACH));
    for &(start, end) in stretches {
        let (mut from, mut end) = (start, end);
        let first = remarks.partition_point(|remark| remark.end <= start);
        for (passed, remark) in remarks[first..].iter().enumerate() {
            if remark.start >= end || text.len() > SIGNATURE_REACH {
                break;
            }
            if passed == REMARKS_PASSED {
                end = remark.start;
                break;
            }
            if remark.attribute {
                continue;
            }
            if remark.start > from {
                fold(&source[from as usize..remark.start as usize], &mut text);
            }
            from = from.max(remark.end);
        }
        if from < end {
            fold(&source[from as usize..end as usize], &mut text);
        }
    }
    // A trailing comma before the closing bracket goes with the line break that it came with.
    let bytes = text.as_bytes();
    let is_before_bracket = |at| matches!(bytes.get(at + 1), Some(b')' | b']'));
    if memchr::memchr_iter(b',', bytes).any(is_before_bracket) {
        text = text.replace(",)", ")").replace(",]", "]");
    }
    while let Some(shorter) = ["{", "=>", "=", ":", ";", ","].iter().find_map(|end| {
        // `::` and `==` are not what opens a body.
        let operator = |rest: &str| rest.ends_with([':', '=', '<', '>', '!']);
        text.strip_suffix(end)
            .filter(|rest| !(matches!(*end, ":" | "=") && operator(rest)))
    }) {
        text.truncate(shorter.trim_end().len());
    }
    if text.len() > SIGNATURE_LIMIT {
        text.truncate(text.floor_char_boundary(SIGNATURE_LIMIT));
        text.push('…');
    }
    (!text.is_empty()).then_some(text)
}

/// Appends the words of a text, with one space between two of them but none inside brackets and before
/// commas; stops soon after the limit.
fn fold(text: &str, out: &mut String) {
    if out.len() > SIGNATURE_REACH {
        return;
    }
    let is_space = |character: char| character.is_whitespace() || character == '\u{feff}';
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() && out.len() <= SIGNATURE_REACH {
        let near = &rest[..rest.floor_char_boundary(SIGNATURE_REACH)];
        let (word, _) = rest.split_at(near.find(is_space).unwrap_or(near.len()));
        if !out.is_empty() && !out.ends_with(['(', '[']) && !word.starts_with([')', ']', ',']) {
            out.push(' ');
        }
        out.push_str(word);
        rest = rest[word.len()..].trim_start_matches(is_space);
    }
}

/// The first lines of a definition, from the start of its first line where only white space
/// precedes it, without the indentation that it starts with.
pub(crate) fn excerpt(source: &str, start: u32, end: u32) -> Option<String> {
    let (start, end) = (start as usize, (end as usize).min(source.len()));
    let before = &source.as_bytes()[..start];
    let line_start = memchr::memrchr(b'\n', &before[before.len().saturating_sub(1000)..])
        .map(|newline| before.len().saturating_sub(1000) + newline + 1)
        .or((before.len() <= 1000).then_some(0));
    let indentation = line_start
        .map(|line_start| &source[line_start..start])
        .filter(|text| {
            text.chars()
                .all(|character| character == ' ' || character == '\t')
        })
        .unwrap_or("");
    // What cannot be shown is not looked at: a definition may be one line of megabytes.
    let reach = EXCERPT_LIMIT + EXCERPT_LINES * (indentation.len() + 2);
    let end = source.floor_char_boundary(end.min(start + reach));
    let mut text = String::with_capacity((end - start).min(EXCERPT_LIMIT));
    for (number, line) in source[start..end]
        .split('\n')
        .take(EXCERPT_LINES)
        .enumerate()
    {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if number == 0 {
            line
        } else {
            line.strip_prefix(indentation).unwrap_or(line)
        };
        if number > 0 {
            text.push('\n');
        }
        let mut room = EXCERPT_LIMIT - text.len().min(EXCERPT_LIMIT);
        if line.len() >= room {
            while !line.is_char_boundary(room) {
                room -= 1;
            }
            text.push_str(&line[..room]);
            break;
        }
        text.push_str(line);
    }
    text.truncate(text.trim_end().len());
    (!text.is_empty()).then_some(text)
}
