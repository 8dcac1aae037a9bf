//! Joining record batches, with the one error that can occur turned into advice.

use arrow_array::{RecordBatch, cast::AsArray};
use arrow_schema::{ArrowError, DataType, SchemaRef};

/// The offsets of a text column are 32 bits wide.
const TEXT_LIMIT: usize = i32::MAX as usize;

/// Joins batches of one schema.
///
/// # Errors
///
/// When a text column of the result would pass 2 GiB, which its 32-bit offsets cannot address.
pub(crate) fn concat_batches<'a>(
    schema: &SchemaRef,
    parts: impl Iterator<Item = &'a RecordBatch>,
) -> Result<RecordBatch, ArrowError> {
    let parts: Vec<&RecordBatch> = parts.collect();
    for (index, field) in schema.fields().iter().enumerate() {
        if field.data_type() != &DataType::Utf8 {
            continue;
        }
        let bytes: usize = parts
            .iter()
            .map(|part| {
                let offsets = part.column(index).as_string::<i32>().offsets();
                offsets
                    .last()
                    .map_or(0, |end| usize::try_from(*end - offsets[0]).unwrap_or(0))
            })
            .sum();
        if bytes > TEXT_LIMIT {
            return Err(ArrowError::OffsetOverflowError(bytes));
        }
    }
    arrow_select::concat::concat_batches(schema, parts)
}
