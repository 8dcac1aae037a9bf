//! Reading tables as record batches in the schema of the contract.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::builder::{Float32Builder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use crate::error::{Failure, StoreError};
use crate::layout::{VIEWS, View, expression};

/// The offsets of a text column are 32 bits wide.
const TEXT_LIMIT: usize = i32::MAX as usize;

/// Which rows to read: those that meet all conditions given.
#[derive(Debug, Default, Clone, Copy)]
pub struct Filter<'a> {
    /// Rows of this file.
    pub file_path: Option<&'a str>,
    /// Rows of this name; the name of the end for pending edges.
    pub name: Option<&'a str>,
    /// Rows of this kind.
    pub kind: Option<&'a str>,
    /// Rows with these ids; paths for files.
    pub ids: Option<&'a [String]>,
    /// So many rows at most.
    pub limit: Option<u64>,
    /// Rows as the extraction gave them, without what the resolution across files has added.
    pub as_extracted: bool,
}

/// Reads a table; `file_data` goes by the name of its view, `files`, as well.
pub(crate) fn read_table(
    connection: &Connection,
    table: &str,
    filter: &Filter<'_>,
) -> Result<RecordBatch, Failure> {
    let view = VIEWS
        .iter()
        .find(|view| view.table == table || view.name == table)
        .ok_or_else(|| StoreError::UnknownTable {
            table: table.to_owned(),
        })?;
    let schema = miller_schema::tables()
        .iter()
        .find(|table| table.name == view.table)
        .map(miller_schema::Table::schema)
        .expect("every view shows a table of the schema");
    let names = schema.fields().iter().map(|field| field.name().as_str());
    let (sql, parameters) = select(view, names, filter)?;
    let mut statement = connection.prepare_cached(&sql)?;
    let mut columns: Vec<Column> = schema
        .fields()
        .iter()
        .map(|field| Column::new(field))
        .collect();
    let mut rows = statement.query(params_from_iter(parameters))?;
    while let Some(row) = rows.next()? {
        for (index, column) in columns.iter_mut().enumerate() {
            column.append(schema.field(index), index, row.get_ref(index)?)?;
        }
    }
    let columns = columns.into_iter().map(Column::finish).collect();
    RecordBatch::try_new(schema, columns)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)).into())
}

fn select<'a>(
    view: &View,
    columns: impl Iterator<Item = &'a str>,
    filter: &Filter<'_>,
) -> Result<(String, Vec<Value>), StoreError> {
    let extracted = view.as_extracted.as_ref().filter(|_| filter.as_extracted);
    let (from, condition) = extracted.map_or((view.from, view.condition), |extracted| {
        (extracted.from, extracted.condition)
    });
    let expressions: Vec<&str> = columns
        .map(|column| {
            extracted
                .and_then(|extracted| expression(extracted.expressions, column))
                .or_else(|| view.expression(column))
                .expect("every column of the schema has an expression")
        })
        .collect();
    let unknown = |filter| StoreError::UnknownFilter {
        table: view.table,
        filter,
    };
    let mut conditions: Vec<String> = condition.map(str::to_owned).into_iter().collect();
    let mut parameters = Vec::new();
    if let Some(path) = filter.file_path {
        parameters.push(Value::from(path.to_owned()));
        conditions.push(format!("f.path = ?{}", parameters.len()));
    }
    if let Some(name) = filter.name {
        let column = view.name_column.ok_or_else(|| unknown("name"))?;
        let expression = view.expression(column).ok_or_else(|| unknown("name"))?;
        parameters.push(Value::from(name.to_owned()));
        conditions.push(format!("{expression} = ?{}", parameters.len()));
    }
    if let Some(kind) = filter.kind {
        view.expression("kind").ok_or_else(|| unknown("kind"))?;
        parameters.push(Value::from(kind.to_owned()));
        let parameter = parameters.len();
        conditions.push(format!(
            "x.kind_id = (SELECT word_id FROM words WHERE word = ?{parameter})"
        ));
    }
    if let Some(ids) = filter.ids {
        parameters.push(Value::from(json_list(ids)));
        let parameter = parameters.len();
        if view.table == "identifiers" {
            // Ids of identifiers are not stored, but they begin with the hash of their file's path.
            conditions.push(format!(
                "f.path_hash IN (SELECT substr(value, 1, 16) FROM json_each(?{parameter}))"
            ));
        }
        conditions.push(format!(
            "{} IN (SELECT value FROM json_each(?{parameter}))",
            expressions[0]
        ));
    }
    let mut sql = format!("SELECT {} FROM {from}", expressions.join(", "));
    if !conditions.is_empty() {
        let _ = write!(sql, " WHERE {}", conditions.join(" AND "));
    }
    let _ = write!(sql, " ORDER BY {}", view.order);
    if let Some(limit) = filter.limit {
        parameters.push(Value::from(i64::try_from(limit).unwrap_or(i64::MAX)));
        let _ = write!(sql, " LIMIT ?{}", parameters.len());
    }
    Ok((sql, parameters))
}

/// A JSON list of texts, by which any number of values fits into one parameter.
fn json_list(values: &[String]) -> String {
    let mut json = String::from("[");
    for value in values {
        json.push_str(if json.len() > 1 { ",\"" } else { "\"" });
        for character in value.chars() {
            match character {
                '"' | '\\' => {
                    json.push('\\');
                    json.push(character);
                }
                '\0'..='\x1f' => {
                    let _ = write!(json, "\\u{:04x}", u32::from(character));
                }
                _ => json.push(character),
            }
        }
        json.push('"');
    }
    json.push(']');
    json
}

enum Column {
    Text(StringBuilder, usize),
    UInt32(UInt32Builder),
    Float32(Float32Builder),
}

impl Column {
    fn new(field: &Field) -> Self {
        match field.data_type() {
            DataType::UInt32 => Column::UInt32(UInt32Builder::new()),
            DataType::Float32 => Column::Float32(Float32Builder::new()),
            _ => Column::Text(StringBuilder::new(), 0),
        }
    }

    fn append(&mut self, field: &Field, index: usize, value: ValueRef<'_>) -> Result<(), Failure> {
        let unexpected =
            || rusqlite::Error::InvalidColumnType(index, field.name().clone(), value.data_type());
        match (self, value) {
            (Column::Text(builder, _), ValueRef::Null) if field.is_nullable() => {
                builder.append_null();
            }
            (Column::Text(builder, bytes), ValueRef::Text(text)) => {
                *bytes += text.len();
                if *bytes > TEXT_LIMIT {
                    return Err(StoreError::TooLarge {
                        column: field.name().clone(),
                    }
                    .into());
                }
                builder.append_value(std::str::from_utf8(text).map_err(|_| unexpected())?);
            }
            (Column::UInt32(builder), ValueRef::Integer(number)) => {
                builder.append_value(u32::try_from(number).map_err(|_| unexpected())?);
            }
            (Column::Float32(builder), ValueRef::Real(number)) => {
                builder.append_value(number as f32);
            }
            _ => return Err(unexpected().into()),
        }
        Ok(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Column::Text(mut builder, _) => Arc::new(builder.finish()),
            Column::UInt32(mut builder) => Arc::new(builder.finish()),
            Column::Float32(mut builder) => Arc::new(builder.finish()),
        }
    }
}
