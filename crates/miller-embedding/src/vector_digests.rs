//! Digests of the rows that the vector store holds beside the columns of a symbol.

use arrow_array::types::Float32Type;
use arrow_array::{Array, FixedSizeListArray, RecordBatch, StringArray, cast::AsArray};
use arrow_schema::DataType;
use miller_schema::digest::{FileDigest, TableDigests};
use miller_schema::{ColumnType, Float32, SchemaMismatch, Text, UInt32};

use crate::error::EmbeddingError;

const COLUMNS: [&str; 4] = ["id", "file_path", "search_text", "vector"];

/// Digests rows with the columns `id`, `file_path`, `search_text` and `vector`, as table `vectors`.
/// The rows of a file must stand together, ordered by `id`.
///
/// # Errors
///
/// When a column is missing, has another type or holds nulls, or the rows of a file stand apart.
pub fn vector_digests(batches: &[RecordBatch]) -> Result<Vec<FileDigest>, EmbeddingError> {
    let mut digests = TableDigests::new("vectors", &COLUMNS);
    for batch in batches {
        let [ids, paths, texts] = [
            text(batch, "id")?,
            text(batch, "file_path")?,
            text(batch, "search_text")?,
        ];
        let vectors = vectors(batch)?;
        for row in 0..batch.num_rows() {
            let vector = vectors.value(row);
            let components = vector.as_primitive::<Float32Type>().values();
            digests.add(paths.value(row), |bytes| {
                for column in [ids, paths, texts] {
                    Text::encode(column.value(row), bytes);
                }
                UInt32::encode(components.len() as u32, bytes);
                for component in components {
                    Float32::encode(*component, bytes);
                }
            });
        }
    }
    Ok(digests.finish()?)
}

fn text<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a StringArray, EmbeddingError> {
    let column = column(batch, name)?;
    let found = column
        .as_string_opt()
        .filter(|array| array.null_count() == 0);
    found.ok_or_else(|| unexpected(name, "string", column))
}

fn vectors(batch: &RecordBatch) -> Result<&FixedSizeListArray, EmbeddingError> {
    let column = column(batch, "vector")?;
    column
        .as_fixed_size_list_opt()
        .filter(|list| list.value_type() == DataType::Float32)
        .filter(|list| list.null_count() == 0 && list.values().null_count() == 0)
        .ok_or_else(|| unexpected("vector", "fixed_size_list of float", column))
}

fn column<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a dyn Array, EmbeddingError> {
    let column = batch.column_by_name(name).map(AsRef::as_ref);
    column.ok_or_else(|| mismatch(name, "such a column", "none".to_owned()))
}

fn unexpected(column: &'static str, expected: &str, found: &dyn Array) -> EmbeddingError {
    let found = format!("{} with {} nulls", found.data_type(), found.null_count());
    mismatch(column, &format!("{expected} without nulls"), found)
}

fn mismatch(column: &'static str, expected: &str, found: String) -> EmbeddingError {
    EmbeddingError::Schema(SchemaMismatch {
        table: "vectors",
        column,
        expected: expected.to_owned(),
        found,
    })
}
