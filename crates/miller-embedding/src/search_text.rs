//! The text of a symbol that is searched: for full text and for the vector alike.
//!
//! The limits were chosen on `CPython`'s standard library (113,381 symbols, 40 questions). Folder and
//! file name are in because a name alone seldom says what it is about: without them the vectors' mean
//! reciprocal rank falls from 0.41 to 0.34. A vector is a mean over all words, so that code drowns the
//! documentation: 0 / 150 / 300 / 500 bytes of it gave the vectors 0.54 / 0.45 / 0.41 / 0.37 and the
//! fused result 0.71 / 0.72 / 0.71 / 0.71. Code is all there is where nothing is documented; there it
//! may be longer. 250, 400 or 800 bytes of documentation made no difference.

use arrow_array::builder::StringBuilder;
use arrow_array::{RecordBatch, StringArray};
use miller_schema::{SymbolReader, SymbolRow};

use crate::error::EmbeddingError;
use crate::split::split_identifiers_into;

/// Bytes of the documentation that are taken, in whole words.
const DOC_LIMIT: usize = 400;

/// Bytes of the excerpt that are taken beside documentation, in whole words.
const EXCERPT_LIMIT: usize = 300;

/// Bytes of the excerpt that are taken where there is no documentation, in whole words.
const LONE_EXCERPT_LIMIT: usize = 600;

/// A guess at the length of one text, so that a column seldom grows more than once.
const EXPECTED_BYTES: usize = 256;

/// What a symbol is searched by: kind, folder and file, qualified name, signature, the beginning of
/// the documentation and of the excerpt, split into lower-case words.
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
    let doc = symbol.doc_comment.unwrap_or_default().trim();
    let excerpt = symbol.code_context.unwrap_or_default();
    let excerpt_limit = if doc.is_empty() {
        LONE_EXCERPT_LIMIT
    } else {
        EXCERPT_LIMIT
    };
    let signature = symbol.signature.unwrap_or_default();
    for part in [
        symbol.kind,
        place(symbol.file_path),
        symbol.qualified_name,
        signature,
        beginning(doc, DOC_LIMIT),
    ] {
        split_identifiers_into(part, text);
    }
    let mut left = excerpt_limit;
    for line in excerpt.lines() {
        // An excerpt often begins with the signature and the documentation: once is enough.
        let line = line.trim_matches(|character: char| !character.is_alphanumeric());
        if line.is_empty() || signature.contains(line) || doc.contains(line) {
            continue;
        }
        let taken = beginning(line, left);
        split_identifiers_into(taken, text);
        left -= taken.len();
        if taken.len() < line.len() {
            break;
        }
    }
}

/// The last folder and the file name without its extension: `json/decoder` of `Lib/json/decoder.py`.
fn place(path: &str) -> &str {
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let folder = path[..file.saturating_sub(1)]
        .rfind('/')
        .map_or(0, |slash| slash + 1);
    // A dot in front is no extension: `.eslintrc`.
    let end = path[file..]
        .rfind('.')
        .filter(|dot| *dot > 0)
        .map_or(path.len(), |dot| file + dot);
    &path[folder..end]
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
    use miller_schema::{SymbolBuilder, SymbolRow};

    use super::{DOC_LIMIT, beginning, place, search_text, search_text_column};
    use crate::EmbeddingError;

    fn symbol<'a>() -> SymbolRow<'a> {
        SymbolRow {
            id: "0",
            name: "readAll",
            kind: "method",
            language: "python",
            file_path: "src/text_io/TextFile.py",
            start_line: 1,
            end_line: 2,
            signature: Some("def readAll(self) -> str"),
            doc_comment: Some("Reads everything."),
            parent_id: None,
            code_context: Some("return self.stream.read()"),
            start_column: 0,
            end_column: 0,
            start_byte: 0,
            end_byte: 0,
            visibility: None,
            qualified_name: "TextFile.readAll",
        }
    }

    #[test]
    fn the_parts_stand_in_their_order() {
        assert_eq!(
            search_text(&symbol()),
            "method text io text file text file read all def read all self str \
             reads everything return self stream read"
        );
    }

    #[test]
    fn missing_parts_leave_no_gap() {
        let bare = SymbolRow {
            file_path: "a.py",
            signature: None,
            doc_comment: None,
            code_context: None,
            ..symbol()
        };
        assert_eq!(search_text(&bare), "method a text file read all");
    }

    #[test]
    fn code_is_longer_where_nothing_is_documented() {
        let code = "alpha ".repeat(500);
        let count = |doc_comment| {
            let row = SymbolRow {
                code_context: Some(&code),
                doc_comment,
                ..symbol()
            };
            search_text(&row).matches("alpha").count()
        };
        assert_eq!(count(Some("Documented.")), 50);
        assert_eq!(count(None), 100);
        assert_eq!(count(Some("  \n")), 100);
    }

    #[test]
    fn what_the_excerpt_repeats_is_taken_once() {
        let row = SymbolRow {
            doc_comment: Some("Reads everything.\nTo the end."),
            code_context: Some(
                "def readAll(self) -> str:\n    \"\"\"Reads everything.\n    To the end.\n    \"\"\"\n    return read()",
            ),
            ..symbol()
        };
        assert!(
            search_text(&row).ends_with("self str reads everything to the end return read"),
            "{}",
            search_text(&row)
        );
    }

    #[test]
    fn long_documentation_is_cut_between_words() {
        let doc = "wörter ".repeat(500);
        let text = search_text(&SymbolRow {
            doc_comment: Some(&doc),
            ..symbol()
        });
        let words = text.matches("wörter").count();
        assert_eq!(words, DOC_LIMIT / "wörter ".len());
        assert_eq!(text.matches('ö').count(), words);
    }

    #[test]
    fn one_endless_word_is_cut_between_characters() {
        assert_eq!(beginning(&"ä".repeat(10), 5), "ää");
        assert_eq!(beginning("short", 5), "short");
        assert_eq!(beginning("two words", 6), "two");
    }

    #[test]
    fn places() {
        for (path, expected) in [
            ("Lib/json/decoder.py", "json/decoder"),
            ("json/decoder.py", "json/decoder"),
            ("decoder.py", "decoder"),
            ("src/.eslintrc", "src/.eslintrc"),
            ("Makefile", "Makefile"),
            ("a/b.test.ts", "a/b.test"),
            ("", ""),
        ] {
            assert_eq!(place(path), expected, "{path}");
        }
    }

    fn batch(rows: usize) -> RecordBatch {
        let mut builder = SymbolBuilder::default();
        for _ in 0..rows {
            builder.append(&symbol());
        }
        builder.finish()
    }

    #[test]
    fn a_column_holds_the_text_of_each_row_of_all_batches() {
        let column = search_text_column(&[batch(2), batch(0), batch(3)]).expect("rows of symbols");
        assert_eq!(column.len(), 5);
        assert_eq!(column.null_count(), 0);
        assert!(
            column
                .iter()
                .all(|text| text == Some(search_text(&symbol()).as_str()))
        );
        assert!(search_text_column(&[]).expect("no rows").is_empty());
    }

    #[test]
    fn rows_of_another_table_are_refused() {
        let column: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
        let other = RecordBatch::try_from_iter([("name", column)]).expect("a batch");
        let error = search_text_column(&[other]).expect_err("columns are missing");
        assert!(matches!(error, EmbeddingError::Schema(_)), "{error}");
    }
}
