//! The text of a symbol that is searched: for full text and for the vector alike.

use arrow_array::builder::StringBuilder;
use arrow_array::{RecordBatch, StringArray};
use miller_schema::{SymbolReader, SymbolRow};

use crate::error::EmbeddingError;
use crate::split::split_identifiers_into;

/// Bytes of the documentation that are taken, in whole words.
const DOC_LIMIT: usize = 600;

/// Bytes of the excerpt that are taken, in whole words.
const EXCERPT_LIMIT: usize = 1_000;

/// A guess at the length of one text, so that a column seldom grows more than once.
const EXPECTED_BYTES: usize = 256;

/// What a symbol is searched by: kind, qualified name, signature, the beginning of the
/// documentation and of the excerpt, split into lower-case words.
#[must_use]
pub fn search_text(symbol: &SymbolRow<'_>) -> String {
    let mut text = String::new();
    write_search_text(symbol, &mut text);
    text
}

/// The search text of every symbol of a table that comes in one or several batches, as one column.
///
/// # Errors
///
/// When a column is missing or has another type, or when the texts together would pass 2 GiB.
pub fn search_text_column(symbols: &[RecordBatch]) -> Result<StringArray, EmbeddingError> {
    let rows = symbols.iter().map(RecordBatch::num_rows).sum();
    let mut column = StringBuilder::with_capacity(rows, rows.saturating_mul(EXPECTED_BYTES));
    let mut text = String::new();
    let mut bytes = 0;
    for batch in symbols {
        let reader = SymbolReader::new(batch)?;
        for index in 0..reader.len() {
            text.clear();
            write_search_text(&reader.row(index), &mut text);
            bytes += text.len();
            if i32::try_from(bytes).is_err() {
                return Err(EmbeddingError::TooLarge {
                    rows,
                    what: "column of text",
                });
            }
            column.append_value(&text);
        }
    }
    Ok(column.finish())
}

fn write_search_text(symbol: &SymbolRow<'_>, text: &mut String) {
    split_identifiers_into(symbol.kind, text);
    split_identifiers_into(symbol.qualified_name, text);
    split_identifiers_into(symbol.signature.unwrap_or_default(), text);
    split_identifiers_into(
        beginning(symbol.doc_comment.unwrap_or_default(), DOC_LIMIT),
        text,
    );
    split_identifiers_into(
        beginning(symbol.code_context.unwrap_or_default(), EXCERPT_LIMIT),
        text,
    );
}

/// The longest beginning of at most `limit` bytes that ends between words.
fn beginning(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let cut = text.floor_char_boundary(limit);
    let head = &text[..cut];
    match head.rfind(char::is_whitespace) {
        Some(end) => &head[..end],
        None => head,
    }
}
