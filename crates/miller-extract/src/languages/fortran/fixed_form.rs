//! The fixed form of old: comments have a mark in the first column, statements start in the seventh,
//! and a character in the sixth says that a line continues the one before.

use std::ops::Range;

/// Lines that are looked at to tell the two forms apart.
const LINES_LOOKED_AT: usize = 2_000;

/// The column, from 0, of what says that a line continues the one before.
const CONTINUATION: usize = 5;

/// Writes the marks of the free form over those of the fixed form.
pub(super) fn prepare(text: &mut [u8]) {
    if !is_fixed(text) {
        return;
    }
    let mut statement: Option<Range<usize>> = None;
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
        let line = start..end;
        match what(&text[line.clone()]) {
            Line::Comment => text[start] = b'!',
            Line::Continued => {
                if let Some(before) = statement.clone() {
                    join(text, before, start + CONTINUATION);
                }
                statement = Some(line);
            }
            Line::Statement => statement = Some(line),
            Line::Other => {}
        }
        start = end + 1;
    }
}

enum Line {
    Comment,
    Statement,
    Continued,
    /// A blank line, a line for the preprocessor, or a comment of the free form.
    Other,
}

fn what(line: &[u8]) -> Line {
    let content = line.trim_ascii_start();
    match (line.first(), content.first()) {
        (_, None | Some(b'!' | b'#')) => Line::Other,
        (Some(b'c' | b'C' | b'*' | b'd' | b'D'), _) => Line::Comment,
        _ => {
            let label = &line[..line.len().min(CONTINUATION)];
            let blank = !label.contains(&b'\t') && label.trim_ascii().is_empty();
            match line.get(CONTINUATION) {
                Some(b' ' | b'0' | b'\t') | None => Line::Statement,
                // Half of a letter must not be written over.
                Some(mark) if blank && mark.is_ascii() => Line::Continued,
                Some(_) => Line::Statement,
            }
        }
    }
}

/// The column of what says that a line continues the one before, if it does in the fixed form.
pub(super) fn continued_at(line: &[u8]) -> Option<usize> {
    matches!(what(line), Line::Continued).then_some(CONTINUATION)
}

/// Whether nothing but labels stands in the first six columns, and something else follows them.
fn is_fixed(text: &[u8]) -> bool {
    let mut marks = false;
    for line in text.split(|byte| *byte == b'\n').take(LINES_LOOKED_AT) {
        match what(line) {
            Line::Comment if starts_a_statement(line) => return false,
            Line::Comment => marks = true,
            Line::Other => {}
            Line::Continued => {
                // In the free form, a line may start in any column.
                let mark = line[CONTINUATION];
                if mark.is_ascii_alphabetic() || mark == b'_' {
                    return false;
                }
                marks = true;
            }
            Line::Statement => {
                let label = &line[..line.len().min(CONTINUATION)];
                if label.contains(&b'\t') {
                    continue;
                }
                if label.iter().any(|byte| !byte.is_ascii_digit() && *byte != b' ') {
                    return false;
                }
            }
        }
    }
    marks
}

/// Whether what looks like a comment of the fixed form is a statement of the free form.
fn starts_a_statement(line: &[u8]) -> bool {
    let words: &[&[u8]] =
        &[b"call ", b"case ", b"character", b"class", b"complex", b"contains", b"do ", b"double "];
    words.iter().any(|word| {
        line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
}

/// Joins a line to the statement before it: a `&` at the end of that line says that it goes on. Where
/// there is no room for it, the last sign moves to the line that continues it.
fn join(text: &mut [u8], before: Range<usize>, mark: usize) {
    let code = without_comment(&text[before.clone()]);
    let last = before.start + code.trim_ascii_end().len();
    if last == before.start {
        return;
    }
    if last < before.end && text[last] != b'!' {
        text[last] = b'&';
        text[mark] = b' ';
        return;
    }
    let (sign, previous) = (text[last - 1], text.get(last.wrapping_sub(2)).copied());
    let doubled = previous == Some(sign) && matches!(sign, b'*' | b'/' | b'=' | b':');
    if b",()+-*/=:".contains(&sign) && !doubled {
        text[last - 1] = b'&';
        text[mark] = sign;
    } else {
        text[mark] = b' ';
    }
}

/// A line up to a comment of the free form, outside of strings.
fn without_comment(line: &[u8]) -> &[u8] {
    let mut quote = None;
    for (at, &byte) in line.iter().enumerate() {
        match (quote, byte) {
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            (None, b'!') => return &line[..at],
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::prepare;

    fn prepared(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        prepare(&mut bytes);
        String::from_utf8(bytes).expect("only single bytes are written over")
    }

    #[test]
    fn marks_of_the_fixed_form_become_those_of_the_free_form() {
        assert_eq!(prepared("C one\n      X = 1\n"), "! one\n      X = 1\n");
        assert_eq!(
            prepared("* one\n      CALL F(A,\n     $   B)\n"),
            "! one\n      CALL F(A&\n     ,   B)\n"
        );
        assert_eq!(
            prepared("* one\n      CALL F(A, \n* two\n     1   B)\n"),
            "! one\n      CALL F(A,&\n! two\n         B)\n"
        );
    }

    #[test]
    fn signs_of_several_bytes_stay_whole() {
        assert_eq!(prepared("C one\n      X = 1\n     éN\n"), "! one\n      X = 1\n     éN\n");
    }

    #[test]
    fn the_free_form_stays() {
        for text in [
            "call f(a, &\n     b)\n",
            "program p\n      x = 1\nend program\n",
            "contains\n      x = 1\n",
            "",
        ] {
            assert_eq!(prepared(text), text);
        }
    }
}
