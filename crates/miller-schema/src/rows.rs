//! Everything that expands from the table of columns: rows, batches, builders, descriptions.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::column::{ColumnType, Float32, Text, TextOrNull, UInt32};
use crate::gather::gather;
use crate::mismatch::{SchemaMismatch, read_column};

/// A column, described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The column's name.
    pub name: &'static str,
    /// What it holds.
    pub doc: &'static str,
    /// Its type in an Arrow schema.
    pub data_type: DataType,
    /// Whether it may hold nulls.
    pub nullable: bool,
}

/// A table, described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The table's name.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Its columns in the order of the contract.
    pub columns: Vec<Column>,
}

impl Table {
    /// The Arrow schema of the table.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|column| Field::new(column.name, column.data_type.clone(), column.nullable))
            .collect();
        Arc::new(Schema::new(fields))
    }

    /// The same schema with what the table and its columns hold in the metadata, under [`DESCRIPTION`]:
    /// for files that outlive their program.
    #[must_use]
    pub fn described_schema(&self) -> SchemaRef {
        let describe = |doc: &str| HashMap::from([(DESCRIPTION.to_owned(), doc.trim().to_owned())]);
        let fields: Vec<Field> = self
            .columns
            .iter()
            .map(|column| {
                Field::new(column.name, column.data_type.clone(), column.nullable)
                    .with_metadata(describe(column.doc))
            })
            .collect();
        Arc::new(Schema::new_with_metadata(fields, describe(self.doc)))
    }
}

/// The key of a description in the metadata of a schema.
pub const DESCRIPTION: &str = "description";

macro_rules! define_rows {
    ($(
        $(#[doc = $table_doc:literal])+
        $table:ident => $owned:ident, $borrowed:ident, $builder:ident, $reader:ident {
            $( $(#[doc = $column_doc:literal])+ $column:ident : $column_type:ident, )+
        }
    )+) => {
        /// All tables in the order of the contract.
        #[must_use]
        pub fn tables() -> Vec<Table> {
            vec![$(
                Table {
                    name: stringify!($table),
                    doc: concat!($($table_doc),+).trim_ascii(),
                    columns: vec![$(
                        Column {
                            name: stringify!($column),
                            doc: concat!($($column_doc),+).trim_ascii(),
                            data_type: $column_type::DATA_TYPE,
                            nullable: $column_type::NULLABLE,
                        }
                    ),+],
                }
            ),+]
        }

        $(
            $(#[doc = $table_doc])+
            ///
            /// This form owns its values.
            #[derive(Debug, Clone, PartialEq)]
            pub struct $owned {
                $( $(#[doc = $column_doc])+ pub $column: <$column_type as ColumnType>::Owned, )+
            }

            $(#[doc = $table_doc])+
            ///
            /// This form borrows its values.
            #[derive(Debug, Clone, Copy, PartialEq)]
            pub struct $borrowed<'a> {
                $( $(#[doc = $column_doc])+ pub $column: <$column_type as ColumnType>::Borrowed<'a>, )+
            }

            impl $borrowed<'_> {
                /// Copies the row.
                #[must_use]
                pub fn to_owned(&self) -> $owned {
                    $owned { $( $column: <$column_type as ColumnType>::to_owned(self.$column), )+ }
                }

                /// Appends the bytes of all columns as a digest takes them.
                pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
                    $( $column_type::encode(self.$column, bytes); )+
                }
            }

            impl $owned {
                /// Borrows the row.
                #[must_use]
                pub fn borrow(&self) -> $borrowed<'_> {
                    $borrowed { $( $column: <$column_type as ColumnType>::borrow(&self.$column), )+ }
                }
            }
        )+

        /// Where rows go. One walker feeds both routes through it.
        ///
        /// Within a file, rows come in the order of the contract: by start byte, outer before inner.
        pub trait Sink {
            $(
                #[doc = concat!("Takes a row of `", stringify!($table), "`.")]
                fn $table(&mut self, row: &$borrowed<'_>);
            )+
        }

        /// Rows as Rust values: what the object route hands to Python.
        #[derive(Debug, Default, Clone, PartialEq)]
        pub struct Rows {
            $( $(#[doc = $table_doc])+ pub $table: Vec<$owned>, )+
        }

        impl Rows {
            /// Gives all rows to a sink, table by table.
            pub fn replay(&self, sink: &mut impl Sink) {
                $(
                    for row in &self.$table {
                        sink.$table(&row.borrow());
                    }
                )+
            }
        }

        impl Sink for Rows {
            $(
                fn $table(&mut self, row: &$borrowed<'_>) {
                    self.$table.push(row.to_owned());
                }
            )+
        }

        /// Rows as Arrow columns: what the Arrow route hands to Python.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Batches {
            $( $(#[doc = $table_doc])+ pub $table: RecordBatch, )+
        }

        impl Batches {
            /// Gives all rows to a sink, table by table.
            ///
            /// # Errors
            ///
            /// When a batch does not fit its table.
            pub fn replay(&self, sink: &mut impl Sink) -> Result<(), SchemaMismatch> {
                $( replay(stringify!($table), &self.$table, sink)?; )+
                Ok(())
            }

            /// Puts rows of several batches one after the other, in the order of the stretches.
            ///
            /// # Errors
            ///
            /// When a text column of the result would pass 2 GiB.
            ///
            /// # Panics
            ///
            /// When there is no part, or a stretch is not among the parts.
            pub fn gather(
                parts: &[Batches],
                stretches: &[Stretch],
            ) -> Result<Batches, ArrowError> {
                Ok(Batches { $(
                    $table: gather(
                        &schemas::$table(),
                        &parts.iter().map(|part| &part.$table).collect::<Vec<_>>(),
                        &stretches
                            .iter()
                            .map(|rows| (rows.part, rows.start.$table..rows.end.$table))
                            .collect::<Vec<_>>(),
                    )?,
                )+ })
            }
        }

        /// How many rows there are of each table.
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
        pub struct RowCounts {
            $( $(#[doc = $table_doc])+ pub $table: usize, )+
        }

        /// Consecutive rows of all tables in one of several batches.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Stretch {
            /// The place of the batches.
            pub part: usize,
            /// Rows that come before.
            pub start: RowCounts,
            /// Rows up to the end of the stretch.
            pub end: RowCounts,
        }

        /// Gives the rows of a batch of one table to a sink. Of a table that does not exist, there are none.
        ///
        /// # Errors
        ///
        /// When the batch does not fit the table.
        pub fn replay(
            table: &str,
            batch: &RecordBatch,
            sink: &mut impl Sink,
        ) -> Result<(), SchemaMismatch> {
            match table {
                $(
                    stringify!($table) => {
                        let reader = $reader::new(batch)?;
                        for index in 0..reader.len() {
                            sink.$table(&reader.row(index));
                        }
                    }
                )+
                _ => {}
            }
            Ok(())
        }

        /// The Arrow schema of each table.
        pub mod schemas {
            use std::sync::{Arc, LazyLock};
            use arrow_schema::{Field, Schema, SchemaRef};
            use crate::column::{ColumnType, Float32, Text, TextOrNull, UInt32};

            $(
                #[doc = concat!("The Arrow schema of `", stringify!($table), "`.")]
                #[must_use]
                pub fn $table() -> SchemaRef {
                    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| Arc::new(Schema::new(vec![
                        $( Field::new(stringify!($column), $column_type::DATA_TYPE, $column_type::NULLABLE), )+
                    ])));
                    Arc::clone(&SCHEMA)
                }
            )+
        }

        $(
            #[doc = concat!("Builds a record batch of `", stringify!($table), "`.")]
            #[derive(Debug)]
            pub struct $builder {
                $( $column: <$column_type as ColumnType>::Builder, )+
            }

            impl Default for $builder {
                fn default() -> Self {
                    $builder { $( $column: $column_type::builder(), )+ }
                }
            }

            impl $builder {
                /// Appends a row.
                pub fn append(&mut self, row: &$borrowed<'_>) {
                    $( $column_type::append(&mut self.$column, row.$column); )+
                }

                /// The number of rows so far.
                #[must_use]
                pub fn len(&self) -> usize {
                    // All columns are equally long.
                    [$( $column_type::len(&self.$column) ),+][0]
                }

                /// Whether there are no rows so far.
                #[must_use]
                pub fn is_empty(&self) -> bool {
                    self.len() == 0
                }

                /// Ends the batch and starts the next.
                ///
                /// # Panics
                ///
                /// Never: columns and schema come from one definition.
                pub fn finish(&mut self) -> RecordBatch {
                    RecordBatch::try_new(
                        schemas::$table(),
                        vec![$( $column_type::finish(&mut self.$column) ),+],
                    )
                    .expect("columns and schema come from one definition")
                }
            }

            #[doc = concat!("Reads rows of `", stringify!($table), "` from a record batch without copying.")]
            #[derive(Debug)]
            pub struct $reader<'a> {
                len: usize,
                $( $column: &'a <$column_type as ColumnType>::Array, )+
            }

            impl<'a> $reader<'a> {
                /// Looks the columns up by name; further columns are left alone.
                ///
                /// # Errors
                ///
                /// When a column is missing, has another type, or holds nulls where none may be.
                pub fn new(batch: &'a RecordBatch) -> Result<Self, SchemaMismatch> {
                    Ok($reader {
                        len: batch.num_rows(),
                        $( $column: read_column::<$column_type>(
                            batch,
                            stringify!($table),
                            stringify!($column),
                        )?, )+
                    })
                }

                /// The number of rows.
                #[must_use]
                pub fn len(&self) -> usize {
                    self.len
                }

                /// Whether there are no rows.
                #[must_use]
                pub fn is_empty(&self) -> bool {
                    self.len == 0
                }

                /// The row at `index`.
                ///
                /// # Panics
                ///
                /// When `index` is not below the number of rows.
                #[must_use]
                pub fn row(&self, index: usize) -> $borrowed<'a> {
                    $borrowed { $( $column: $column_type::value(self.$column, index), )+ }
                }
            }
        )+

        /// Builds record batches of all tables.
        #[derive(Debug, Default)]
        pub struct BatchBuilder {
            $( $table: $builder, )+
        }

        impl BatchBuilder {
            /// The rows so far.
            #[must_use]
            pub fn row_counts(&self) -> RowCounts {
                RowCounts { $( $table: self.$table.len(), )+ }
            }

            /// Ends the batches.
            pub fn finish(&mut self) -> Batches {
                Batches { $( $table: self.$table.finish(), )+ }
            }
        }

        impl Sink for BatchBuilder {
            $(
                fn $table(&mut self, row: &$borrowed<'_>) {
                    self.$table.append(row);
                }
            )+
        }
    };
}

for_each_table!(define_rows);
