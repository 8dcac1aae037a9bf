//! Rows of a query by the names of their columns.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};

/// A row of the answer to a query.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    batch: &'r RecordBatch,
    index: usize,
}

/// The rows of an answer.
pub(crate) fn rows(batch: &RecordBatch) -> impl Iterator<Item = Row<'_>> {
    (0..batch.num_rows()).map(move |index| Row { batch, index })
}

impl<'r> Row<'r> {
    /// The text in a column; empty for null.
    pub(crate) fn text(self, column: &str) -> &'r str {
        let array = self.batch.column_by_name(column).map(AsRef::as_ref);
        let texts = array.and_then(|array: &dyn Array| array.as_string_opt::<i32>());
        texts
            .filter(|texts| texts.is_valid(self.index))
            .map_or("", |texts| texts.value(self.index))
    }

    /// The number in a column, a position in a file; 0 for null.
    pub(crate) fn number(self, column: &str) -> u32 {
        let array = self.batch.column_by_name(column).map(AsRef::as_ref);
        let numbers = array.and_then(|array: &dyn Array| array.as_primitive_opt::<Int64Type>());
        numbers
            .filter(|numbers| numbers.is_valid(self.index))
            .and_then(|numbers| u32::try_from(numbers.value(self.index)).ok())
            .unwrap_or_default()
    }
}
