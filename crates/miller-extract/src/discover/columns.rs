//! The columns of a scan.

use std::sync::{Arc, LazyLock};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, UInt64Type};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::walk::FoundFile;
use crate::error::ExtractError;

static FILES: LazyLock<SchemaRef> = LazyLock::new(|| {
    Arc::new(Schema::new(vec![
        Field::new("path", DataType::Utf8, false),
        Field::new("size", DataType::UInt64, false),
        Field::new("modified_ns", DataType::Int64, false),
    ]))
});

static STAMPS: LazyLock<SchemaRef> = LazyLock::new(|| {
    Arc::new(Schema::new(vec![
        Field::new("path", DataType::Utf8, false),
        Field::new("stamp", DataType::Int64, false),
    ]))
});

/// The batch of all files found.
pub(super) fn files(found: &[FoundFile]) -> Result<RecordBatch, ExtractError> {
    let path_bytes: usize = found.iter().map(|file| file.path.len()).sum();
    if i32::try_from(path_bytes).is_err() {
        return Err(ExtractError::TooManyFiles { files: found.len() });
    }
    let paths = StringArray::from_iter_values(found.iter().map(|file| &file.path));
    let sizes = UInt64Array::from_iter_values(found.iter().map(|file| file.size));
    let modified = Int64Array::from_iter_values(found.iter().map(|file| file.modified_ns));
    Ok(batch(
        &FILES,
        vec![Arc::new(paths), Arc::new(sizes), Arc::new(modified)],
    ))
}

/// The batch of some files' stamps.
pub(super) fn stamps(paths: &[String], stamps: impl Iterator<Item = i64>) -> RecordBatch {
    let paths = StringArray::from_iter_values(paths);
    let stamps = Int64Array::from_iter_values(stamps);
    batch(&STAMPS, vec![Arc::new(paths), Arc::new(stamps)])
}

pub(super) fn paths(files: &RecordBatch) -> &StringArray {
    files.column(0).as_string()
}

pub(super) fn sizes(files: &RecordBatch) -> &UInt64Array {
    files.column(1).as_primitive::<UInt64Type>()
}

pub(super) fn modified(files: &RecordBatch) -> &Int64Array {
    files.column(2).as_primitive::<Int64Type>()
}

fn batch(schema: &LazyLock<SchemaRef>, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(SchemaRef::clone(schema), columns)
        .expect("the columns are made for the schema a few lines above")
}
