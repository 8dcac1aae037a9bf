//! Putting the rows of several batches into the order that they are wanted in.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, make_array};
use arrow_data::ArrayData;
use arrow_data::transform::{Capacities, MutableArrayData};
use arrow_schema::{ArrowError, DataType, SchemaRef};

/// The offsets of a text column are 32 bits wide.
const TEXT_LIMIT: usize = i32::MAX as usize;

/// Consecutive rows of one of several batches.
pub(crate) type Rows = (usize, Range<usize>);

/// Copies rows of batches of one schema into a new batch, stretch after stretch.
///
/// # Errors
///
/// When a text column of the result would pass 2 GiB, which its 32-bit offsets cannot address.
pub(crate) fn gather(
    schema: &SchemaRef,
    parts: &[&RecordBatch],
    stretches: &[Rows],
) -> Result<RecordBatch, ArrowError> {
    let stretches = joined(stretches);
    if let ([part], [(_, rows)]) = (parts, &*stretches) {
        return Ok(part.slice(rows.start, rows.len()));
    }
    let columns = (0..schema.fields().len())
        .map(|index| {
            let columns: Vec<ArrayData> = parts
                .iter()
                .map(|part| part.column(index).to_data())
                .collect();
            gather_column(schema.field(index).data_type(), &columns, &stretches)
        })
        .collect::<Result<Vec<ArrayRef>, ArrowError>>()?;
    RecordBatch::try_new(Arc::clone(schema), columns)
}

/// Stretches that follow each other where they come from as well become one.
fn joined(stretches: &[Rows]) -> Vec<Rows> {
    let mut joined: Vec<Rows> = Vec::new();
    for (part, rows) in stretches {
        match joined.last_mut() {
            Some((last, before)) if last == part && before.end == rows.start => {
                before.end = rows.end;
            }
            _ => joined.push((*part, rows.clone())),
        }
    }
    joined
}

fn gather_column(
    data_type: &DataType,
    columns: &[ArrayData],
    stretches: &[Rows],
) -> Result<ArrayRef, ArrowError> {
    let rows = stretches.iter().map(|(_, rows)| rows.len()).sum();
    let capacity = if data_type == &DataType::Utf8 {
        let bytes = stretches
            .iter()
            .map(|(part, rows)| text_bytes(&columns[*part], rows))
            .sum();
        if bytes > TEXT_LIMIT {
            return Err(ArrowError::OffsetOverflowError(bytes));
        }
        Capacities::Binary(rows, Some(bytes))
    } else {
        Capacities::Array(rows)
    };
    let sources = columns.iter().collect();
    let mut gathered = MutableArrayData::with_capacities(sources, false, capacity);
    for (part, rows) in stretches {
        gathered.try_extend(*part, rows.start, rows.end)?;
    }
    Ok(make_array(gathered.freeze()))
}

/// How many bytes of text some rows of a column hold.
fn text_bytes(column: &ArrayData, rows: &Range<usize>) -> usize {
    if rows.is_empty() {
        return 0;
    }
    let offsets = column.buffer::<i32>(0);
    usize::try_from(offsets[rows.end] - offsets[rows.start]).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;
    use arrow_schema::{Field, Schema};

    use super::*;

    #[test]
    fn more_text_than_a_column_holds_is_an_error() {
        let schema = Arc::new(Schema::new(vec![Field::new("a", DataType::Utf8, false)]));
        let text = "x".repeat(1 << 20);
        let column: ArrayRef = Arc::new(StringArray::from(vec![text.as_str(), "y"]));
        let part = RecordBatch::try_new(Arc::clone(&schema), vec![column]).expect("a batch");
        let stretches = vec![(0, 0..1); 2_100];
        assert!(gather(&schema, &[&part], &stretches).is_err());
        let few = gather(&schema, &[&part], &[(0, 1..2), (0, 0..1)]).expect("a batch");
        assert_eq!(few.num_rows(), 2);
    }
}
