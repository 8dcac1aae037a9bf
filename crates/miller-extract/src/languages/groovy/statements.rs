//! Statements and parameters of Groovy that the grammar does not know, written over byte for byte.

/// Words that start something else than a call without parentheses.
const RESERVED: &[&[u8]] = &[
    b"abstract", b"as", b"assert", b"boolean", b"break", b"byte", b"case", b"catch", b"char",
    b"class", b"continue", b"def", b"default", b"do", b"double", b"else", b"enum", b"extends",
    b"final", b"finally", b"float", b"for", b"goto", b"if", b"implements", b"import", b"in",
    b"instanceof", b"int", b"interface", b"long", b"native", b"new", b"package", b"private",
    b"protected", b"public", b"return", b"short", b"static", b"super", b"switch", b"synchronized",
    b"this", b"throw", b"throws", b"trait", b"transient", b"try", b"var", b"void", b"volatile",
    b"while",
];

const MODIFIERS: &[&[u8]] = &[
    b"private", b"protected", b"public", b"static", b"final", b"synchronized", b"abstract",
];

/// Lines that are looked at for the one on which the next statement stands.
const LINES_LOOKED_AT: usize = 8;

/// So much of a line is looked at, in bytes.
const LINE_LOOKED_AT: usize = 500;

/// So much of an annotation is looked at, in bytes.
const ANNOTATION_LOOKED_AT: usize = 2_000;

/// Writes over the statement that starts with the word between two offsets.
pub(super) fn statement(text: &mut [u8], at: usize, end: usize) {
    let word = &text[at..end];
    let is_void = || text[skip_blanks(text, end)..].starts_with(b"void ");
    if word == b"assert" {
        text[at..end].fill(b' ');
        message(text, end);
    } else if word == b"def" && is_void() {
        text[at..end].fill(b' ');
    } else if MODIFIERS.contains(&word) {
        method_without_type(text, at, end);
    } else if !RESERVED.contains(&word) && word[0].is_ascii_lowercase() {
        let path = path_end(text, at);
        let name = text[at..path].rsplit(|byte| *byte == b'.').next().unwrap_or_default();
        // What ends in a capital letter's name is a type: `java.util.List names`.
        if name.first().is_some_and(u8::is_ascii_lowercase) {
            call_without_parentheses(text, path);
        }
    }
    field_before_constructor(text, at);
    value_before_declaration(text, at);
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

fn word_end(text: &[u8], at: usize) -> usize {
    let near = &text[at..text.len().min(at + LINE_LOOKED_AT)];
    at + near.iter().position(|byte| !is_part(*byte)).unwrap_or(near.len())
}

fn skip_blanks(text: &[u8], at: usize) -> usize {
    let near = &text[at..text.len().min(at + LINE_LOOKED_AT)];
    at + near.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(near.len())
}

fn line_end(text: &[u8], at: usize) -> usize {
    let near = &text[at..text.len().min(at + LINE_LOOKED_AT)];
    at + memchr::memchr(b'\n', near).unwrap_or(near.len())
}

/// `assert value : message`
fn message(text: &mut [u8], at: usize) {
    let Some(line) = balanced_line_end(text, at) else { return };
    let asserted = &mut text[at..line];
    let colon = memchr::memmem::rfind(asserted, b" : ");
    if let Some(colon) = colon.filter(|_| memchr::memchr(b'?', asserted).is_none()) {
        asserted[colon + 1] = b'+';
    }
}

/// `{ item -> run item }`: there is no room for parentheses, so that the call is written like a sum.
pub(super) fn only_statement(text: &mut [u8], at: usize, end: usize) {
    let first = skip_blanks(text, end);
    let word = &text[at..end];
    if first == end || RESERVED.contains(&word) || !word[0].is_ascii_lowercase() {
        return;
    }
    let argument = match text.get(first) {
        Some(b'"' | b'\'') => {
            string_end(text, first, line_end(text, first)).map_or(first, |quote| quote + 1)
        }
        _ => path_end(text, first),
    };
    let ends_block = text.get(skip_blanks(text, argument)) == Some(&b'}');
    if ends_block && argument > first && !RESERVED.contains(&&text[first..argument]) {
        text[end] = b'+';
    }
}

/// The offset behind `name.name`.
fn path_end(text: &[u8], at: usize) -> usize {
    let near = &text[at..text.len().min(at + LINE_LOOKED_AT)];
    let is_path = |byte: &u8| is_part(*byte) || *byte == b'.';
    at + near.iter().position(|byte| !is_path(byte)).unwrap_or(near.len())
}

/// `private static run() {` has no type: `def` is one. Constructors need none.
fn method_without_type(text: &mut [u8], at: usize, end: usize) {
    let mut last = end;
    loop {
        let next = skip_blanks(text, last);
        let next_end = word_end(text, next);
        if next == last || next == next_end {
            return;
        }
        if MODIFIERS.contains(&&text[next..next_end]) {
            last = next_end;
            continue;
        }
        if text.get(next_end) == Some(&b'(') && text[next].is_ascii_lowercase() {
            text[at..last].fill(b' ');
            text[at..at + 3].copy_from_slice(b"def");
        }
        return;
    }
}

/// `name value, other` is written `name(value, other`, and closed where the next line is indented.
/// Where that cannot be, `name path` is written like a sum: the hook of sums knows.
fn call_without_parentheses(text: &mut [u8], end: usize) {
    let first = skip_blanks(text, end);
    if first == end || !starts_argument(text, first) {
        return;
    }
    let Some(line) = balanced_line_end(text, first) else {
        if text[first..].starts_with(b"\'\'\'") || text[first..].starts_with(b"\"\"\"") {
            text[end] = b'+';
        }
        return;
    };
    match next_indented(text, line) {
        Some(next) if continues(text, next) => {}
        Some(next) => {
            text[end] = b'(';
            text[next..next + 2].copy_from_slice(b");");
        }
        None if text.get(word_end(text, first)) == Some(&b'.') => text[end] = b'+',
        None => {}
    }
}

/// Whether a line goes on with the statement above.
fn continues(text: &[u8], line: usize) -> bool {
    matches!(text.get(skip_blanks(text, line)), Some(b'.' | b'?' | b'+' | b'&' | b'|'))
}

fn starts_argument(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(b'"' | b'\'') => true,
        Some(byte) if byte.is_ascii_digit() => true,
        Some(byte) if is_part(*byte) => {
            let behind = word_end(text, at);
            matches!(text.get(behind), Some(b'.' | b'(' | b',' | b':'))
        }
        _ => false,
    }
}

/// The end of a line, where all that it opens it closes, and no operator asks for more.
fn balanced_line_end(text: &[u8], from: usize) -> Option<usize> {
    let line = line_end(text, from);
    let mut depth = 0_usize;
    let mut at = from;
    let mut last = b' ';
    while at < line {
        let byte = text[at];
        match byte {
            b'"' | b'\'' if text[at..].starts_with(&[byte; 3]) => return None,
            b'"' | b'\'' => at = string_end(text, at, line)?,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b'/' if text[at..].starts_with(b"//") => break,
            b'/' if text[at..].starts_with(b"/*") => return None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
    let ends = depth == 0 && !b",{([+-*/=<>&|?:.".contains(&last);
    ends.then_some(line)
}

/// The offset of the quote that ends a string on its line.
fn string_end(text: &[u8], at: usize, line: usize) -> Option<usize> {
    let quote = text[at];
    let mut end = at + 1;
    while end < line {
        match text[end] {
            b'\\' => end += 1,
            byte if byte == quote => return Some(end),
            _ => {}
        }
        end += 1;
    }
    None
}

/// The start of the next line with something on it, where two blanks stand there.
fn next_indented(text: &[u8], line: usize) -> Option<usize> {
    let mut at = line + 1;
    for _ in 0..LINES_LOOKED_AT {
        let rest = text.get(at..)?;
        let first = skip_blanks(text, at);
        match text.get(first)? {
            b'\n' => at = first + 1,
            b'\r' => at = line_end(text, first) + 1,
            _ => {
                let blanks = rest.len() > 2 && rest[..2].iter().all(|byte| matches!(byte, b' ' | b'\t'));
                return blanks.then_some(at);
            }
        }
    }
    None
}

/// `int width` on the line above `Box(int width) {` or an annotation: a semicolon keeps them apart.
fn field_before_constructor(text: &mut [u8], at: usize) {
    let line = line_end(text, at);
    let declares = |byte: &u8| is_part(*byte) || b" \t\r<>,.[]?".contains(byte);
    let statement = text[at..line].trim_ascii_end();
    if !statement.contains(&b' ') || !statement.iter().all(declares) {
        return;
    }
    let Some(next) = next_indented(text, line) else { return };
    let name = skip_blanks(text, next);
    let first = text.get(name).copied().unwrap_or_default();
    let constructs =
        first.is_ascii_uppercase() && text.get(word_end(text, name)) == Some(&b'(');
    if (constructs || first == b'@') && text[next] == b' ' {
        text[next] = b';';
    }
}

/// `String name = "x"` on the line above `List<String> items` or an annotation: to the grammar the
/// value would be compared with what follows.
fn value_before_declaration(text: &mut [u8], at: usize) {
    let Some(line) = balanced_line_end(text, at) else { return };
    let Some(next) = next_indented(text, line) else { return };
    let name = skip_blanks(text, next);
    let rest = &text[name..line_end(text, name)];
    let first = rest.first().copied().unwrap_or_default();
    let has_parameters = first.is_ascii_uppercase()
        && rest.get(word_end(text, name) - name) == Some(&b'<')
        && memchr::memrchr(b'>', rest).is_some_and(|close| rest[close + 1..].starts_with(b" "));
    if (has_parameters || first == b'@') && text[at..line].contains(&b'=') && text[next] == b' ' {
        text[next] = b';';
    }
}

/// The annotation that starts a line. Those of imports are left out: `@Grab('group:name:1.0')` on the
/// line above; after others, a statement may follow.
pub(super) fn annotation(text: &mut [u8], at: usize) -> usize {
    let name = word_end(text, at + 1);
    let end = arguments_end(text, name);
    if text[end..].trim_ascii_start().starts_with(b"import ") {
        let blank = |byte: &mut u8| if *byte != b'\n' { *byte = b' ' };
        text[at..end].iter_mut().for_each(blank);
        return end;
    }
    let first = skip_blanks(text, end);
    let word = word_end(text, first);
    if word > first {
        statement(text, first, word);
    }
    name
}

/// The offset behind the parentheses that open at an offset, or that offset where none do.
fn arguments_end(text: &[u8], open: usize) -> usize {
    let near = &text[open..text.len().min(open + ANNOTATION_LOOKED_AT)];
    if near.first() != Some(&b'(') {
        return open;
    }
    let mut depth = 0_usize;
    let close = near.iter().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    close.map_or(open, |close| open + close + 1)
}

/// `def run(left, right) {`: the parameters of a method without types are left out.
pub(super) fn parameters(text: &mut [u8], open: usize) {
    let line = line_end(text, open);
    let Some(length) = text[open..line].iter().position(|byte| *byte == b')') else { return };
    let close = open + length;
    let behind = text[close + 1..line].trim_ascii_start();
    let opens_body = behind.starts_with(b"{") || behind.starts_with(b"throws");
    let list = &text[open + 1..close];
    let simple = |byte: &u8| is_part(*byte) || b" \t,".contains(byte);
    let untyped = |parameter: &[u8]| {
        let parameter = parameter.trim_ascii();
        !parameter.is_empty() && parameter.iter().all(|byte| is_part(*byte))
    };
    if opens_body
        && list.iter().all(simple)
        && list.split(|byte| *byte == b',').any(untyped)
    {
        text[open + 1..close].fill(b' ');
    }
}
