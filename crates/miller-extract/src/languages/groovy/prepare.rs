//! Groovy beyond what the grammar understands, written over with what it does: `?.` with ` .`, and so
//! on, byte for byte. Names are read from the source itself.

use super::statements::{annotation, only_statement, parameters, statement};

/// Operators, and what stands for them. The longer ones come first.
const OPERATORS: &[(&[u8], &[u8])] = &[
    (b"<=>", b"== "),
    (b"===", b"== "),
    (b"!==", b"!= "),
    (b"==~", b"== "),
    (b"..<", b".. "),
    (b"[:]", b"[ ]"),
    (b"=~", b"=="),
    (b"?:", b"||"),
    (b"**", b"* "),
    (b".&", b". "),
    (b".@", b". "),
    (b"?.", b" ."),
    (b"?[", b" ["),
    (b"*.", b" ."),
];

/// So much of a line is looked at for the word that it starts with, in bytes.
const LINE_LOOKED_AT: usize = 300;

/// Longer strings between slashes are none, in bytes.
const STRING_LIMIT: usize = 10_000;

/// Writes over a text what the grammar understands.
pub(super) fn prepare(text: &mut [u8]) {
    let mut at = 0;
    while at < text.len() {
        at = match text[at] {
            b'/' if text[at..].starts_with(b"//") => end_of_line(text, at),
            b'/' if text[at..].starts_with(b"/*") => find(text, at + 2, b"*/"),
            b'/' if starts_string(text, at) => slashy_string(text, at),
            b'"' | b'\'' => quoted(text, at),
            b'}' => end_of_block(text, at),
            b'@' if starts_line(text, at) => annotation(text, at),
            first if first.is_ascii_alphabetic() || first == b'_' || first == b'$' => {
                word(text, at)
            }
            _ => operator(text, at),
        };
    }
}

fn end_of_line(text: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length)
}

/// The offset behind the next occurrence of a mark.
fn find(text: &[u8], from: usize, mark: &[u8]) -> usize {
    let from = from.min(text.len());
    memchr::memmem::find(&text[from..], mark).map_or(text.len(), |length| from + length + mark.len())
}

/// The last byte before an offset that is no blank on the same line.
fn before(text: &[u8], at: usize) -> Option<u8> {
    text[..at].iter().rev().copied().find(|byte| !matches!(byte, b' ' | b'\t'))
}

/// Whether a statement starts at an offset: nothing stands before it on its line.
fn starts_line(text: &[u8], at: usize) -> bool {
    before(text, at).is_none_or(|byte| matches!(byte, b'\n' | b';'))
}

/// Whether a slash starts a string: it does where no value stands before it.
fn starts_string(text: &[u8], at: usize) -> bool {
    let next_is_blank = text.get(at + 1).is_none_or(u8::is_ascii_whitespace);
    let behind_operator =
        before(text, at).is_some_and(|byte| b"=(,:[!&|?{;~<>+".contains(&byte));
    behind_operator && !next_is_blank
}

/// `/text/` is written like `"text"`; what it holds cannot end it.
fn slashy_string(text: &mut [u8], at: usize) -> usize {
    let limit = text.len().min(at + STRING_LIMIT);
    let mut end = at + 1;
    while end < limit && !matches!(text[end], b'/' | b'\n') {
        end += if text[end] == b'\\' { 2 } else { 1 };
    }
    if end >= limit || text[end] == b'\n' {
        return at + 1;
    }
    (text[at], text[end]) = (b'"', b'"');
    for byte in &mut text[at + 1..end] {
        if matches!(*byte, b'"' | b'\\' | b'$') {
            *byte = b'_';
        }
    }
    end + 1
}

/// The offset behind a string. The name of a method may be one: `def "adds numbers"() {`.
fn quoted(text: &mut [u8], at: usize) -> usize {
    let quote = text[at];
    let triple = [quote; 3];
    if text[at..].starts_with(&triple) {
        return find(text, at + 3, &triple);
    }
    let mut end = at + 1;
    let mut depth = 0_usize;
    while end < text.len() && text[end] != b'\n' {
        match text[end] {
            b'\\' => end += 1,
            b'?' if depth > 0 => {
                end = operator(text, end);
                continue;
            }
            b'{' if depth > 0 || quote == b'"' && text[end - 1] == b'$' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            // The grammar would end the string there.
            b'"' if depth > 0 => text[end] = b'_',
            byte if byte == quote && depth == 0 => break,
            _ => {}
        }
        end += 1;
    }
    if text.get(end) != Some(&quote) {
        // What is not closed on its line names nothing.
        return end.min(text.len());
    }
    let behind = end + 1;
    let names_method = text[..at].trim_ascii_end().ends_with(b"def");
    let follows = text.get(behind).copied();
    // `object.'name'`
    let names_member = at > 0 && text[at - 1] == b'.';
    if names_method && follows == Some(b'(') || names_member {
        for byte in &mut text[at..behind] {
            if !byte.is_ascii_alphanumeric() && *byte != b'\n' {
                *byte = b'_';
            }
        }
    }
    if names_method && follows == Some(b'(') {
        parameters(text, behind);
    }
    behind
}

/// Words that the grammar takes for something else, or not at all.
fn word(text: &mut [u8], at: usize) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || *byte >= 0x80;
    let length = text[at..].iter().position(|byte| !is_part(byte)).unwrap_or(text.len() - at);
    let end = at + length;
    let names_follow = || {
        let rest = text[end..].trim_ascii_start();
        text.get(end) == Some(&b' ') && rest.first().is_some_and(u8::is_ascii_alphabetic)
    };
    match &text[at..end] {
        b"final" if is_untyped_constant(text, at, end) => text[at..end].copy_from_slice(b"def  "),
        b"trait" if names_follow() => text[at..end].copy_from_slice(b"class"),
        b"task" if starts_line(text, at) && names_follow() => text[at..end].fill(b' '),
        b"as" if names_follow() && !in_import(text, at) => {
            text[at..end].copy_from_slice(b"||");
            cast_type(text, at, end);
        }
        _ if starts_line(text, at) => statement(text, at, end),
        _ if starts_closure(text, at) => only_statement(text, at, end),
        _ if text.get(end) == Some(&b'(') && is_declared(text, at) => parameters(text, end),
        _ => {}
    }
    end
}

/// Whether this is the `final` of `static final SIZE = …`: what has no type is a method to the grammar
/// where a call follows.
fn is_untyped_constant(text: &[u8], at: usize, end: usize) -> bool {
    let is_static = text[..at].trim_ascii_end().ends_with(b"static");
    let rest = text[end..text.len().min(end + LINE_LOOKED_AT)].trim_ascii_start();
    let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let value = rest[name..].trim_ascii_start();
    is_static && name > 0 && value.starts_with(b"=") && !value.starts_with(b"==")
}

/// Whether a word is the first in a closure on one line: `{ item -> run item }`.
fn starts_closure(text: &[u8], at: usize) -> bool {
    text[at.saturating_sub(LINE_LOOKED_AT)..at].trim_ascii_end().ends_with(b"->")
}

/// Whether a type or `def` stands before a name, on an indented line.
fn is_declared(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(LINE_LOOKED_AT)..at];
    let line = memchr::memrchr(b'\n', near).map_or(0, |newline| newline + 1);
    let line = &near[line..];
    let words = line.trim_ascii();
    let last = words.rsplit(|byte| *byte == b' ').next().unwrap_or(words);
    line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'))
        && last.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || b">]".contains(byte))
        && !matches!(last, b"new" | b"return" | b"throw" | b"in" | b"else" | b"case")
}

/// `as String[]` is no array of a type to the grammar, and `as int` and `as List<String>` are nothing.
fn cast_type(text: &mut [u8], cast: usize, at: usize) {
    const PRIMITIVE: &[&[u8]] =
        &[b"int", b"long", b"double", b"float", b"boolean", b"char", b"byte", b"short"];
    let near = &text[at..text.len().min(at + LINE_LOOKED_AT)];
    let blanks = near.len() - near.trim_ascii_start().len();
    let name = near[blanks..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let behind = at + blanks + name;
    if text[behind..].starts_with(b"[]") {
        text[behind..behind + 2].fill(b' ');
    }
    if PRIMITIVE.contains(&&text[at + blanks..behind]) {
        text[cast..behind].fill(b' ');
    }
    if text.get(behind) == Some(&b'<') {
        let rest = &text[behind..text.len().min(behind + LINE_LOOKED_AT)];
        let in_type = |byte: &&u8| byte.is_ascii_alphanumeric() || b"<>,. ?".contains(byte);
        let list = rest.iter().take_while(in_type).count();
        if let Some(close) = memchr::memrchr(b'>', &rest[..list]) {
            text[behind..=behind + close].fill(b' ');
        }
    }
}

fn in_import(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(LINE_LOOKED_AT)..at];
    let line = memchr::memrchr(b'\n', near).map_or(0, |newline| newline + 1);
    near[line..].trim_ascii_start().starts_with(b"import")
}

/// `{ run() }` on one line lacks a semicolon.
fn end_of_block(text: &mut [u8], at: usize) -> usize {
    let ends_statement = before(text, at).is_some_and(|byte| !b"{};,\n\r[(".contains(&byte));
    if at > 0 && text[at - 1] == b' ' && ends_statement {
        text[at - 1] = b';';
    }
    at + 1
}

/// `{ left, right = 2 -> value }`: the values of parameters are left out.
fn default_values(text: &mut [u8], arrow: usize) {
    let near = arrow.saturating_sub(LINE_LOOKED_AT);
    let Some(open) = memchr::memrchr2(b'{', b'\n', &text[near..arrow]) else { return };
    let list = &mut text[near + open + 1..arrow];
    if list.iter().any(|byte| b"()[]\"'".contains(byte)) {
        return;
    }
    for parameter in list.split_mut(|byte| *byte == b',') {
        if let Some(equals) = memchr::memchr(b'=', parameter) {
            parameter[equals..].fill(b' ');
        }
    }
}

/// `run = { left, right -> value }`: in a field, the grammar takes that for a list and what follows for
/// the end of the class, but not `{(left, right)-> value }`.
fn several_parameters(text: &mut [u8], arrow: usize) {
    let near = arrow.saturating_sub(LINE_LOOKED_AT);
    let Some(open) = memchr::memrchr2(b'{', b'\n', &text[near..arrow]) else { return };
    let open = near + open;
    let names = &text[open + 1..arrow];
    let of_names = |byte: &u8| byte.is_ascii_alphanumeric() || b"_, ".contains(byte);
    let of_types = names.split(|byte| *byte == b',').any(|name| name.trim_ascii().contains(&b' '));
    let is_list = names.contains(&b',') && names.iter().all(of_names) && !of_types;
    let is_spaced = names.first() == Some(&b' ') && names.last() == Some(&b' ');
    if text[open] == b'{' && before(text, open) == Some(b'=') && is_list && is_spaced {
        (text[open + 1], text[arrow - 1]) = (b'(', b')');
    }
}

fn operator(text: &mut [u8], at: usize) -> usize {
    let found = OPERATORS.iter().find(|(operator, _)| text[at..].starts_with(operator));
    let Some((operator, stand_in)) = found else {
        // `{-> value }`
        if text[at..].starts_with(b"->") && before(text, at) == Some(b'{') {
            text[at..at + 2].fill(b' ');
        } else if text[at..].starts_with(b"->") {
            default_values(text, at);
            several_parameters(text, at);
        }
        // `f(*values)`
        if text[at] == b'*' && before(text, at).is_some_and(|byte| b"(,[".contains(&byte)) {
            text[at] = b' ';
        }
        return at + 1;
    };
    let end = at + operator.len();
    let named = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    // `import a.b.*`, and `2 *.5`.
    if *operator != b"*." || named(text.get(end)) {
        text[at..end].copy_from_slice(stand_in);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::prepare;

    fn prepared(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        prepare(&mut bytes);
        assert_eq!(bytes.len(), text.len());
        String::from_utf8(bytes).expect("what is written over is ASCII")
    }

    #[test]
    fn operators_are_written_over() {
        assert_eq!(prepared("a?.b ?: c*.d <=> e"), "a .b || c .d ==  e");
        assert_eq!(prepared("f(*values, a as List, this.&run)"), "f( values, a || List, this. run)");
        assert_eq!(prepared("import a.b.* // c?.d"), "import a.b.* // c?.d");
        assert_eq!(prepared("import a.B as C"), "import a.B as C");
    }

    #[test]
    fn strings_stay() {
        assert_eq!(prepared(r#"x = "a?.b ${c ?: "d"} e" ?: 'f?.g'"#), r#"x = "a?.b ${c || _d_} e" || 'f?.g'"#);
        assert_eq!(prepared("a =~ /x\"y/"), "a == \"x_y\"");
        assert_eq!(prepared("a / b / c"), "a / b / c");
        assert_eq!(prepared("'''a?.b'''"), "'''a?.b'''");
    }

    #[test]
    fn lines_stay() {
        for text in ["a.\"b\nc", "a.\"b\\\nc\"\nd", "def 'b\nc'(", "a.'"] {
            let breaks = |text: &str| text.match_indices('\n').map(|found| found.0).collect::<Vec<_>>();
            assert_eq!(breaks(&prepared(text)), breaks(text), "{text}");
        }
    }

    #[test]
    fn strings_between_slashes_take_linear_time() {
        let text = "=/a/,".repeat(200_000);
        let started = std::time::Instant::now();
        assert!(prepared(&text).starts_with("=\"a\","));
        assert!(started.elapsed().as_secs() < 10);
    }

    #[test]
    fn words_are_written_over() {
        assert_eq!(prepared("trait Priced {\n  task stage(a) {"), "class Priced {\n       stage(a) {");
        assert_eq!(prepared("def \"it adds 2\"() {"), "def _it_adds_2_() {");
        assert_eq!(prepared("  def run(left, right) {"), "  def run(           ) {");
        assert_eq!(prepared("  private run(Till till) {"), "  def     run(Till till) {");
    }

    #[test]
    fn annotations_may_stand_before_statements() {
        assert_eq!(prepared("@Grab('a')\nimport b.C"), "          \nimport b.C");
        assert_eq!(prepared("  @A(1) int b\n\n  Box() {"), "  @A(1) int b\n\n; Box() {");
        assert_eq!(prepared("  def a = b\n  List<C> d"), "  def a = b\n; List<C> d");
    }

    #[test]
    fn closures_and_casts_are_written_over() {
        assert_eq!(prepared("{ a, b = 2 -> run a }"), "{ a, b     -> run+a;}");
        assert_eq!(prepared("x = { a, b -> c }"), "x = {(a, b)-> c;}");
        assert_eq!(prepared("x = { A a, b -> c }"), "x = { A a, b -> c;}");
        assert_eq!(prepared("a as int[]"), "a         ");
        assert_eq!(prepared("a as List<b.C>"), "a || List     ");
        assert_eq!(prepared("assert a == b : 'c'"), "       a == b + 'c'");
    }

    #[test]
    fn calls_get_parentheses() {
        assert_eq!(prepared("  sell bread, to: 'you'\n  stop()"), "  sell(bread, to: 'you'\n);stop()");
        assert_eq!(prepared("  int a, b\n  stop()"), "  int a, b\n  stop()");
        assert_eq!(prepared("  int size\n\n  Box() {"), "  int size\n\n; Box() {");
    }
}
