//! Signatures and excerpts: stretches of source made fit to be shown.

use crate::facts::Remark;

/// Signatures longer than this are cut, in bytes.
const SIGNATURE_LIMIT: usize = 500;
/// Excerpts have at most so many lines …
const EXCERPT_LINES: usize = 20;
/// … and so many bytes.
const EXCERPT_LIMIT: usize = 1000;

/// A declaration on one line: white space folded, comments left out, what opens the body cut off.
pub(crate) fn signature(
    source: &str,
    stretches: &[(u32, u32)],
    remarks: &[Remark],
) -> Option<String> {
    let mut text = String::new();
    for &(start, end) in stretches {
        let mut from = start;
        let first = remarks.partition_point(|remark| remark.end <= start);
        for remark in remarks[first..]
            .iter()
            .take_while(|remark| remark.start < end)
        {
            if remark.attribute {
                continue;
            }
            if remark.start > from {
                fold(&source[from as usize..remark.start as usize], &mut text);
            }
            from = from.max(remark.end);
            text.push(' ');
            if text.len() > SIGNATURE_LIMIT * 2 {
                break;
            }
        }
        if from < end {
            fold(&source[from as usize..end as usize], &mut text);
        }
        text.push(' ');
    }
    let mut text = squeeze(&text);
    while let Some(shorter) = ["{", "=>", "=", ":", ";", ","].iter().find_map(|end| {
        // `::` and `==` are not what opens a body.
        let operator = |rest: &str| rest.ends_with([':', '=', '<', '>', '!']);
        text.strip_suffix(end)
            .filter(|rest| !(matches!(*end, ":" | "=") && operator(rest)))
    }) {
        text.truncate(shorter.trim_end().len());
    }
    if text.len() > SIGNATURE_LIMIT {
        let mut cut = SIGNATURE_LIMIT;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        text.truncate(cut);
        text.push('…');
    }
    (!text.is_empty()).then_some(text)
}

/// Appends text with runs of white space made one space; stops soon after the limit.
fn fold(text: &str, out: &mut String) {
    let mut space = out.ends_with(' ') || out.is_empty();
    for character in text.chars() {
        if character.is_whitespace() || character == '\u{feff}' {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(character);
            space = false;
        }
        if out.len() > SIGNATURE_LIMIT * 2 {
            return;
        }
    }
}

/// Takes out the spaces that folding leaves around brackets and commas.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.trim().chars().peekable();
    while let Some(character) = characters.next() {
        if character == ' ' {
            let after_opening = out.ends_with(['(', '[']);
            let before_closing = matches!(characters.peek(), Some(')' | ']' | ',' | ' ') | None);
            if after_opening || before_closing {
                continue;
            }
        }
        // A trailing comma before the closing bracket goes with the line break that it came with.
        if matches!(character, ')' | ']') && out.ends_with(',') {
            out.pop();
        }
        out.push(character);
    }
    out
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
    let mut text = String::new();
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
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}
