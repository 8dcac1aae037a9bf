//! Names in strings, which the grammar takes for text: `"$name"` and `"${owner.name()}"`.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::walk::{NewUse, Walker};

/// Longer expressions in strings are not read, in bytes.
const EXPRESSION_LIMIT: usize = 2_000;

/// Words of the language that are no names.
const WORDS: &[&str] = &[
    "as", "assert", "break", "case", "catch", "def", "else", "false", "final", "finally", "for", "if",
    "in", "instanceof", "new", "null", "return", "super", "switch", "this", "throw", "true", "try",
    "void", "while", "boolean", "byte", "char", "double", "float", "int", "long", "short",
];

/// The names in a string between double quotes.
pub(super) fn string_literal<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    if !text.starts_with('"') {
        return;
    }
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'$', b'\\', &text.as_bytes()[at..]) {
        at += step + 1;
        if text.as_bytes()[at - 1] == b'\\' {
            // The character behind it stands for itself.
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        let rest = &text[at..];
        let part = if rest.starts_with('{') { block(rest) } else { path(rest) };
        names(walker, node, part);
        at += part.len();
    }
}

/// `{ … }` at the start of a text.
fn block(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.bytes().take(EXPRESSION_LIMIT).position(|byte| {
        depth += usize::from(byte == b'{');
        depth -= usize::from(byte == b'}');
        depth == 0
    });
    end.map_or("", |end| &text[..=end])
}

/// `name.part` at the start of a text; a dot at its end is one of the text.
fn path(text: &str) -> &str {
    let end = text.find(|letter| !is_part(letter) && letter != '.').unwrap_or(text.len());
    let end = text[..end].find("..").unwrap_or(end);
    text[..end].trim_end_matches('.')
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Adds the names in an expression.
fn names<'t>(walker: &mut Walker<'t>, node: Node<'t>, text: &'t str) {
    let mut at = 0;
    // Where the path starts that the next name belongs to.
    let mut path = 0;
    let mut made = false;
    while let Some(first) = text[at..].chars().next() {
        if matches!(first, '"' | '\'') {
            let end = text[at + 1..].find(first).map_or(text.len(), |length| at + length + 2);
            at = end;
            continue;
        }
        if !is_part(first) {
            at += first.len_utf8();
            continue;
        }
        let end = text[at..].find(|letter| !is_part(letter)).map_or(text.len(), |length| at + length);
        let name = &text[at..end];
        let before = text[..at].trim_end();
        let is_member = before.ends_with('.') && !before.ends_with("..");
        if !is_member {
            path = at;
        }
        let is_label = text[end..].starts_with(':') && before.ends_with(['(', ',', '[']);
        if !first.is_ascii_digit() && !is_label && (is_member || !WORDS.contains(&name)) {
            let is_called = text[end..].starts_with('(') || text[end..].starts_with(" {");
            let (kind, edge) = match (is_called, made, is_member) {
                _ if before.ends_with(" as") || before.ends_with(" instanceof") => {
                    (IdentifierKind::TypeUsage, None)
                }
                (true, true, _) => (IdentifierKind::Call, Some(RelationshipKind::Instantiates)),
                (true, false, _) => (IdentifierKind::Call, Some(RelationshipKind::Calls)),
                (false, _, true) => (IdentifierKind::MemberAccess, None),
                (false, ..) => (IdentifierKind::VariableRef, None),
            };
            let object = is_member.then(|| before.trim_end_matches(['.', '?', '*']));
            let place = object.filter(|object| object.len() > path).map(|object| {
                let start = text.as_ptr() as usize - walker.source().as_ptr() as usize;
                ((start + path) as u32, (start + object.len()) as u32)
            });
            let range = walker.range_in(node, name);
            walker.add(NewUse::at(range, kind).edge(edge).within(place));
        }
        made = name == "new";
        at = end;
    }
}
