//! What is created in statements that the grammar cannot read: it knows no procedures, and not every
//! system's words.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::{Node, Point};

use super::uses::bare;
use crate::walk::Walker;

/// So many bytes around a name are looked at for what creates it …
const WORDS_LENGTH: usize = 120;
/// … and so many words of them.
const WORDS_EXAMINED: usize = 9;
/// So many parts of it are looked at for a name that the grammar has seen.
const PARTS_EXAMINED: usize = 40;
/// A stretch that could not be read is taken for one statement up to this length.
const STATEMENT_LENGTH: usize = 4_000;
/// Procedures are not longer than this, in bytes.
const BODY_LENGTH: usize = 60_000;

/// What a word of a statement says that it creates.
fn kind_of(word: &str) -> Option<SymbolKind> {
    Some(match word {
        "FUNCTION" | "PROCEDURE" | "PROC" => SymbolKind::Function,
        "TABLE" | "VIEW" => SymbolKind::Struct,
        "TYPE" | "DOMAIN" => SymbolKind::Type,
        "TRIGGER" => SymbolKind::Event,
        "SEQUENCE" => SymbolKind::Variable,
        _ => return None,
    })
}

/// Defines what the words before a name create. `false` where they create nothing.
pub(super) fn created_before<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>) -> bool {
    let (source, start) = (walker.source(), node.start_byte());
    let from = source.floor_char_boundary(start.saturating_sub(WORDS_LENGTH));
    let words = source[from..start].split_whitespace().rev().take(WORDS_EXAMINED);
    let mut words = words
        .map(str::to_ascii_uppercase)
        .skip_while(|word| matches!(word.as_str(), "IF" | "NOT" | "EXISTS"));
    let Some(kind) = words.next().and_then(|word| kind_of(&word)) else { return false };
    // Between the two stand few words: `OR REPLACE`, `TEMPORARY`.
    if !words.take(4).any(|word| word == "CREATE") {
        return false;
    }
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(bare(walker.text(name)).1);
    let line = source[start..].lines().next().map_or(0, str::len).min(WORDS_LENGTH);
    let end = source.floor_char_boundary(start + line);
    symbol.signature = vec![(start as u32, end as u32)];
    walker.define(symbol);
    true
}

/// `CREATE` at the start of a stretch of which the grammar has not even seen the name.
pub(super) fn create<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(statement) = walker.ancestor(1).filter(Node::is_error) else { return };
    let (source, start) = (walker.source(), node.start_byte());
    let first_in_line = source[..start].ends_with('\n');
    let is_first = statement.start_byte() == start || first_in_line;
    if !is_first || statement.end_byte() - start > STATEMENT_LENGTH {
        return;
    }
    let mut cursor = statement.walk();
    let mut parts = statement.named_children(&mut cursor).take(PARTS_EXAMINED);
    if parts.any(|part| part.kind() == "object_reference" && part.start_byte() > start) {
        return;
    }
    let end = source.floor_char_boundary((start + WORDS_LENGTH).min(source.len()));
    let mut words = source[start..end].split_whitespace().take(WORDS_EXAMINED);
    let Some(kind) = words.find_map(|word| kind_of(&word.to_ascii_uppercase())) else { return };
    let keyword =
        |word: &&str| ["IF", "NOT", "EXISTS"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let Some(word) = words.find(|word| !keyword(word)) else { return };
    let path = word.split('(').next().unwrap_or(word);
    let (schema, name) = match path.rsplit_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, path),
    };
    let name = bare(name).1;
    if name.is_empty() || !name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        return;
    }
    let mut symbol = walker.symbol(kind, statement, node);
    symbol.name = Cow::Borrowed(name);
    symbol.owner = schema.map(|schema| Cow::Borrowed(bare(schema).1));
    symbol.start = Some((node.start_byte() as u32, node.start_position()));
    symbol.signature = vec![(start as u32, statement.end_byte() as u32)];
    if kind == SymbolKind::Function {
        symbol.end = body_end(source, node);
    }
    walker.define(symbol);
}

/// Where the `END` stands of a procedure whose body the grammar reads as a block of its own: on a line
/// that is indented no deeper than the procedure, before another one is created.
fn body_end(source: &str, create: Node<'_>) -> Option<(u32, Point)> {
    let indent = create.start_position().column;
    let from = create.start_byte();
    let to = source.floor_char_boundary((from + BODY_LENGTH).min(source.len()));
    let mut at = from;
    for (row, line) in source[from..to].split_inclusive('\n').enumerate() {
        let text = line.trim_start();
        let starts_with = |word: &str| {
            let start = text.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
                && !text[word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
        };
        if row > 0 && starts_with("CREATE") {
            return None;
        }
        let space = line.len() - text.len();
        if row > 0 && space <= indent && starts_with("END") {
            let point = Point::new(create.start_position().row + row, space + 3);
            return Some(((at + space + 3) as u32, point));
        }
        at += line.len();
    }
    None
}
