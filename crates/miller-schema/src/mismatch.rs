//! Checking a record batch that came from outside against a table.

use std::fmt;

use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;

use crate::column::ColumnType;

/// A record batch that does not fit its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaMismatch {
    /// The table that the batch was meant for.
    pub table: &'static str,
    /// The column that does not fit.
    pub column: &'static str,
    /// What was expected of it.
    pub expected: String,
    /// What came instead.
    pub found: String,
}

impl fmt::Display for SchemaMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "column `{}` of `{}`: expected {}, found {}",
            self.column, self.table, self.expected, self.found
        )
    }
}

impl std::error::Error for SchemaMismatch {}

/// Finds a column by name and checks its type and nulls.
pub(crate) fn read_column<'a, C: ColumnType>(
    batch: &'a RecordBatch,
    table: &'static str,
    column: &'static str,
) -> Result<&'a C::Array, SchemaMismatch> {
    let mismatch = |found: String| SchemaMismatch {
        table,
        column,
        expected: describe(&C::DATA_TYPE, C::NULLABLE),
        found,
    };
    let schema = batch.schema_ref();
    let index = schema.index_of(column).map_err(|_| {
        let names: Vec<&str> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
            .collect();
        mismatch(format!("no such column among: {}", names.join(", ")))
    })?;
    let array = batch.column(index);
    if array.data_type() != &C::DATA_TYPE {
        return Err(mismatch(array.data_type().to_string()));
    }
    if !C::NULLABLE && array.null_count() > 0 {
        return Err(mismatch(format!("{} nulls", array.null_count())));
    }
    Ok(C::column(batch, index))
}

fn describe(data_type: &DataType, nullable: bool) -> String {
    let nulls = if nullable { "" } else { " without nulls" };
    format!("{data_type}{nulls}")
}
