//! Queries of people: reading only, answers as record batches with types by the values found.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
pub use rusqlite::types::Value;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};

use crate::error::{Failure, StoreError};

/// The offsets of a column of texts or bytes are 32 bits wide.
const LENGTH_LIMIT: usize = i32::MAX as usize;

/// No number is longer when it becomes text.
const LONGEST_NUMBER: usize = 400;

/// Statements that `SQLite` counts as reading and that end or begin transactions, attach files or
/// change settings do not begin with these.
const FIRST_WORDS: [&str; 4] = ["select", "with", "values", "explain"];

/// Runs a query.
pub(crate) fn run(
    connection: &Connection,
    sql: &str,
    parameters: &[Value],
) -> Result<RecordBatch, Failure> {
    let not_a_query = || StoreError::NotAQuery {
        sql: sql.to_owned(),
    };
    if !FIRST_WORDS.contains(&first_word(sql).to_ascii_lowercase().as_str()) {
        return Err(not_a_query().into());
    }
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(|error| query_failed(sql, error))?;
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(not_a_query().into());
    }
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut columns: Vec<Cells> = names.iter().map(|_| Cells::Nulls(0)).collect();
    let mut rows = statement
        .query(params_from_iter(parameters))
        .map_err(|error| query_failed(sql, error))?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(|error| query_failed(sql, error))? {
        for (index, cells) in columns.iter_mut().enumerate() {
            if !cells.push(row.get_ref(index)?) {
                return Err(StoreError::TooLarge {
                    column: names[index].clone(),
                }
                .into());
            }
        }
        count += 1;
    }
    let columns: Vec<ArrayRef> = columns.into_iter().map(Cells::finish).collect();
    let fields: Vec<Field> = names
        .into_iter()
        .zip(&columns)
        .map(|(name, column)| Field::new(name, column.data_type().clone(), true))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(count));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)).into())
}

/// The first word behind blanks and comments.
fn first_word(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            let end = rest.find(|character: char| !character.is_ascii_alphabetic());
            return &rest[..end.unwrap_or(rest.len())];
        }
        rest = rest.trim_start();
    }
}

/// Errors of the file keep their meaning; all others are the query's.
fn query_failed(sql: &str, error: rusqlite::Error) -> Failure {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, ReadOnly,
        SystemIoFailure,
    };
    match error.sqlite_error_code() {
        Some(
            DatabaseBusy | DatabaseCorrupt | DatabaseLocked | DiskFull | NotADatabase | ReadOnly
            | SystemIoFailure,
        ) => error.into(),
        _ => StoreError::QueryFailed {
            sql: sql.to_owned(),
            reason: error.to_string(),
        }
        .into(),
    }
}

/// A column under construction. Its type widens with the values that come: integers become reals beside
/// reals, numbers become texts beside texts, and everything becomes bytes beside bytes.
enum Cells {
    Nulls(usize),
    Integers(Int64Builder),
    Reals(Float64Builder),
    Texts(StringBuilder),
    Bytes(BinaryBuilder),
}

impl Cells {
    /// Appends a value; false when the column would pass 2 GiB.
    fn push(&mut self, value: ValueRef<'_>) -> bool {
        self.widen(value);
        let length = match self {
            Cells::Texts(builder) => builder.values_slice().len(),
            Cells::Bytes(builder) => builder.values_slice().len(),
            _ => 0,
        };
        let added = match value {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
            _ => LONGEST_NUMBER,
        };
        let fits = length + added <= LENGTH_LIMIT;
        if fits {
            self.append(value);
        }
        fits
    }

    /// Appends a value that the type is wide enough for.
    fn append(&mut self, value: ValueRef<'_>) {
        match self {
            Cells::Nulls(count) => *count += 1,
            Cells::Integers(builder) => {
                builder.append_option(value.as_i64_or_null().ok().flatten());
            }
            Cells::Reals(builder) => builder.append_option(match value {
                #[expect(clippy::cast_precision_loss, reason = "the column has reals in it")]
                ValueRef::Integer(number) => Some(number as f64),
                ValueRef::Real(number) => Some(number),
                _ => None,
            }),
            Cells::Texts(builder) => match value {
                ValueRef::Integer(number) => builder.append_value(number.to_string()),
                ValueRef::Real(number) => builder.append_value(number.to_string()),
                ValueRef::Text(bytes) => builder.append_value(String::from_utf8_lossy(bytes)),
                ValueRef::Null | ValueRef::Blob(_) => builder.append_null(),
            },
            Cells::Bytes(builder) => match value {
                ValueRef::Integer(number) => builder.append_value(number.to_string()),
                ValueRef::Real(number) => builder.append_value(number.to_string()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => builder.append_value(bytes),
                ValueRef::Null => builder.append_null(),
            },
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Cells::Nulls(_) => 0,
            Cells::Integers(_) => 1,
            Cells::Reals(_) => 2,
            Cells::Texts(_) => 3,
            Cells::Bytes(_) => 4,
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            // A column without values: any type would do, text is what most columns are.
            Cells::Nulls(count) => {
                let mut builder = StringBuilder::new();
                builder.append_nulls(count);
                Arc::new(builder.finish())
            }
            Cells::Integers(mut builder) => Arc::new(builder.finish()),
            Cells::Reals(mut builder) => Arc::new(builder.finish()),
            Cells::Texts(mut builder) => Arc::new(builder.finish()),
            Cells::Bytes(mut builder) => Arc::new(builder.finish()),
        }
    }

    fn widen(&mut self, value: ValueRef<'_>) {
        let rank = match value {
            ValueRef::Null => 0,
            ValueRef::Integer(_) => 1,
            ValueRef::Real(_) => 2,
            ValueRef::Text(bytes) if std::str::from_utf8(bytes).is_ok() => 3,
            ValueRef::Text(_) | ValueRef::Blob(_) => 4,
        };
        if rank <= self.rank() {
            return;
        }
        let mut wider = match rank {
            1 => Cells::Integers(Int64Builder::new()),
            2 => Cells::Reals(Float64Builder::new()),
            3 => Cells::Texts(StringBuilder::new()),
            _ => Cells::Bytes(BinaryBuilder::new()),
        };
        match self {
            Cells::Nulls(count) => (0..*count).for_each(|_| wider.append(ValueRef::Null)),
            Cells::Integers(builder) => {
                for value in &builder.finish() {
                    wider.append(value.map_or(ValueRef::Null, ValueRef::Integer));
                }
            }
            Cells::Reals(builder) => {
                for value in &builder.finish() {
                    wider.append(value.map_or(ValueRef::Null, ValueRef::Real));
                }
            }
            Cells::Texts(builder) => {
                for value in &builder.finish() {
                    wider.append(
                        value.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
                    );
                }
            }
            Cells::Bytes(_) => {}
        }
        *self = wider;
    }
}
