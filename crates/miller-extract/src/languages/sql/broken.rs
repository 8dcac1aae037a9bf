//! What is created in statements that the grammar cannot read: it knows no procedures, and not every
//! system's words.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::uses::{bare, reference_in};
use crate::walk::Walker;

/// So many bytes around a name are looked at for what creates it …
const WORDS_LENGTH: usize = 120;
/// … and so many words of them.
const WORDS_EXAMINED: usize = 9;
/// A stretch that could not be read is taken for one statement up to this length.
const STATEMENT_LENGTH: usize = 4_000;

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
    let (start, length) = (node.start_byte(), statement.byte_range().len());
    if statement.start_byte() != start || length > STATEMENT_LENGTH {
        return;
    }
    if reference_in(statement).is_some() {
        return;
    }
    let source = walker.source();
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
    walker.define(symbol);
}
