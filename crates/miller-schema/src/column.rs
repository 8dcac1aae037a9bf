//! The column types of the tables, each with its Rust and Arrow forms.

use std::fmt;
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float32Array, RecordBatch, StringArray, UInt32Array, cast::AsArray};
use arrow_schema::DataType;

/// A column type. Implemented by the four markers below and meant for no others.
pub trait ColumnType {
    /// A value in a borrowed row.
    type Borrowed<'a>: Copy + PartialEq + fmt::Debug;
    /// A value in an owned row.
    type Owned: Clone + PartialEq + fmt::Debug;
    /// What the column is built in: one of Arrow where values have lengths or may be missing.
    type Builder: fmt::Debug;
    /// The Arrow array of the column.
    type Array: 'static;
    /// The type in an Arrow schema.
    const DATA_TYPE: DataType;
    /// Whether the column may hold nulls.
    const NULLABLE: bool;

    /// Copies a borrowed value.
    fn to_owned(value: Self::Borrowed<'_>) -> Self::Owned;
    /// Borrows an owned value.
    fn borrow(value: &Self::Owned) -> Self::Borrowed<'_>;
    /// An empty builder. It holds no memory: most files are small, and every file has builders.
    fn builder() -> Self::Builder;
    /// Appends a value to the column under construction.
    fn append(builder: &mut Self::Builder, value: Self::Borrowed<'_>);
    /// The values so far in the column under construction.
    fn len(builder: &Self::Builder) -> usize;
    /// Ends the column under construction.
    fn finish(builder: &mut Self::Builder) -> ArrayRef;
    /// The column at `index` of a batch of the right schema.
    fn column(batch: &RecordBatch, index: usize) -> &Self::Array;
    /// The value at `row` of a column.
    fn value(array: &Self::Array, row: usize) -> Self::Borrowed<'_>;
    /// Appends the value's bytes as a digest takes them; see [`Digests`](crate::Digests).
    fn encode(value: Self::Borrowed<'_>, bytes: &mut Vec<u8>);
}

/// UTF-8 text, never null.
#[derive(Debug)]
pub enum Text {}

/// UTF-8 text or null.
#[derive(Debug)]
pub enum TextOrNull {}

/// An unsigned number of 32 bits, never null.
#[derive(Debug)]
pub enum UInt32 {}

/// A floating point number of 32 bits, never null.
#[derive(Debug)]
pub enum Float32 {}

impl ColumnType for Text {
    type Borrowed<'a> = &'a str;
    type Owned = String;
    type Builder = StringBuilder;
    type Array = StringArray;
    const DATA_TYPE: DataType = DataType::Utf8;
    const NULLABLE: bool = false;

    fn to_owned(value: &str) -> String {
        value.to_owned()
    }
    fn borrow(value: &String) -> &str {
        value
    }
    fn builder() -> StringBuilder {
        StringBuilder::with_capacity(0, 0)
    }
    fn append(builder: &mut StringBuilder, value: &str) {
        builder.append_value(value);
    }
    fn len(builder: &StringBuilder) -> usize {
        ArrayBuilder::len(builder)
    }
    fn finish(builder: &mut StringBuilder) -> ArrayRef {
        Arc::new(builder.finish())
    }
    fn column(batch: &RecordBatch, index: usize) -> &StringArray {
        batch.column(index).as_string()
    }
    fn value(array: &StringArray, row: usize) -> &str {
        array.value(row)
    }
    fn encode(value: &str, bytes: &mut Vec<u8>) {
        encode_text(value, bytes);
    }
}

impl ColumnType for TextOrNull {
    type Borrowed<'a> = Option<&'a str>;
    type Owned = Option<String>;
    type Builder = StringBuilder;
    type Array = StringArray;
    const DATA_TYPE: DataType = DataType::Utf8;
    const NULLABLE: bool = true;

    fn to_owned(value: Option<&str>) -> Option<String> {
        value.map(str::to_owned)
    }
    fn borrow(value: &Option<String>) -> Option<&str> {
        value.as_deref()
    }
    fn builder() -> StringBuilder {
        StringBuilder::with_capacity(0, 0)
    }
    fn append(builder: &mut StringBuilder, value: Option<&str>) {
        builder.append_option(value);
    }
    fn len(builder: &StringBuilder) -> usize {
        ArrayBuilder::len(builder)
    }
    fn finish(builder: &mut StringBuilder) -> ArrayRef {
        Arc::new(builder.finish())
    }
    fn column(batch: &RecordBatch, index: usize) -> &StringArray {
        batch.column(index).as_string()
    }
    fn value(array: &StringArray, row: usize) -> Option<&str> {
        use arrow_array::Array;
        array.is_valid(row).then(|| array.value(row))
    }
    fn encode(value: Option<&str>, bytes: &mut Vec<u8>) {
        match value {
            None => bytes.push(0),
            Some(text) => {
                bytes.push(1);
                encode_text(text, bytes);
            }
        }
    }
}

impl ColumnType for UInt32 {
    type Borrowed<'a> = u32;
    type Owned = u32;
    type Builder = Vec<u32>;
    type Array = UInt32Array;
    const DATA_TYPE: DataType = DataType::UInt32;
    const NULLABLE: bool = false;

    fn to_owned(value: u32) -> u32 {
        value
    }
    fn borrow(value: &u32) -> u32 {
        *value
    }
    fn builder() -> Vec<u32> {
        Vec::new()
    }
    fn append(builder: &mut Vec<u32>, value: u32) {
        builder.push(value);
    }
    fn len(builder: &Vec<u32>) -> usize {
        builder.len()
    }
    fn finish(builder: &mut Vec<u32>) -> ArrayRef {
        Arc::new(UInt32Array::from(std::mem::take(builder)))
    }
    fn column(batch: &RecordBatch, index: usize) -> &UInt32Array {
        batch.column(index).as_primitive()
    }
    fn value(array: &UInt32Array, row: usize) -> u32 {
        array.value(row)
    }
    fn encode(value: u32, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
}

impl ColumnType for Float32 {
    type Borrowed<'a> = f32;
    type Owned = f32;
    type Builder = Vec<f32>;
    type Array = Float32Array;
    const DATA_TYPE: DataType = DataType::Float32;
    const NULLABLE: bool = false;

    fn to_owned(value: f32) -> f32 {
        value
    }
    fn borrow(value: &f32) -> f32 {
        *value
    }
    fn builder() -> Vec<f32> {
        Vec::new()
    }
    fn append(builder: &mut Vec<f32>, value: f32) {
        builder.push(value);
    }
    fn len(builder: &Vec<f32>) -> usize {
        builder.len()
    }
    fn finish(builder: &mut Vec<f32>) -> ArrayRef {
        Arc::new(Float32Array::from(std::mem::take(builder)))
    }
    fn column(batch: &RecordBatch, index: usize) -> &Float32Array {
        batch.column(index).as_primitive()
    }
    fn value(array: &Float32Array, row: usize) -> f32 {
        array.value(row)
    }
    fn encode(value: f32, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&value.to_bits().to_le_bytes());
    }
}

/// The length in bytes, 64 bits with the lowest byte first, and then the bytes.
pub(crate) fn encode_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}
