#![doc = include_str!("../../../docs/digest.md")]

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{StringBuilder, UInt64Builder};
use arrow_array::types::UInt64Type;
use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::column::encode_text;
use crate::rows::{
    FileDataRow, IdentifierRow, PendingRelationshipRow, RelationshipRow, Sink, SymbolRow, tables,
};

/// Derives the key for the digest of a file's rows.
pub const FILE_CONTEXT: &str = "Miller, rows of a file in a table, version 1";
/// Derives the key for the digest of a table.
pub const TABLE_CONTEXT: &str = "Miller, files of a table, version 1";

/// Rows are hashed in pieces of about so many bytes: blake3 is slow on small ones.
const PIECE: usize = 64 << 10;

/// The digest of the rows that a table has of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigest {
    /// The table.
    pub table: String,
    /// The file.
    pub file_path: String,
    /// How many rows there are.
    pub rows: u64,
    /// The digest, 64 hex digits.
    pub digest: String,
}

/// The rows of a file came in several pieces with those of other files between them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rows of `{file_path}` in `{table}` do not stand together")]
pub struct RowsApart {
    /// The table.
    pub table: String,
    /// The file.
    pub file_path: String,
}

/// A batch that is none of digests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADigest {
    /// A column is missing or of another type.
    #[error("column `{column}` of the digests: expected {expected} without nulls")]
    Column {
        /// The column.
        column: &'static str,
        /// Its type.
        expected: DataType,
    },
    /// A digest is not made of 64 hex digits.
    #[error("expected a digest of 64 hex digits, found `{found}`")]
    Digest {
        /// What stood there.
        found: String,
    },
    /// A file stands twice in a table.
    #[error(transparent)]
    Twice(#[from] RowsApart),
}

/// Digests the rows of one table, file by file. The rows of a file must stand together.
#[derive(Debug)]
pub struct TableDigests {
    table: &'static str,
    header: Vec<u8>,
    open: Option<OpenFile>,
    done: Vec<FileDigest>,
}

#[derive(Debug)]
struct OpenFile {
    path: String,
    rows: u64,
    bytes: Vec<u8>,
    hasher: blake3::Hasher,
}

impl TableDigests {
    /// Digests of a table with these columns.
    #[must_use]
    pub fn new(table: &'static str, columns: &[&str]) -> Self {
        let mut header = Vec::new();
        encode_text(table, &mut header);
        header.extend_from_slice(&(columns.len() as u32).to_le_bytes());
        for column in columns {
            encode_text(column, &mut header);
        }
        TableDigests {
            table,
            header,
            open: None,
            done: Vec::new(),
        }
    }

    /// Takes a row of a file; `encode` appends its bytes.
    pub fn add(&mut self, file_path: &str, encode: impl FnOnce(&mut Vec<u8>)) {
        if self.open.as_ref().is_none_or(|open| open.path != file_path) {
            self.close_file();
            let mut hasher = blake3::Hasher::new_derive_key(FILE_CONTEXT);
            hasher.update(&self.header);
            self.open = Some(OpenFile {
                path: file_path.to_owned(),
                rows: 0,
                bytes: Vec::new(),
                hasher,
            });
        }
        if let Some(open) = &mut self.open {
            open.rows += 1;
            encode(&mut open.bytes);
            if open.bytes.len() >= PIECE {
                open.hasher.update(&open.bytes);
                open.bytes.clear();
            }
        }
    }

    /// The digests, ordered by the bytes of the paths.
    ///
    /// # Errors
    ///
    /// When the rows of a file did not stand together.
    pub fn finish(mut self) -> Result<Vec<FileDigest>, RowsApart> {
        self.close_file();
        sorted(self.done)
    }

    fn close_file(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.hasher.update(&open.bytes);
            self.done.push(FileDigest {
                table: self.table.to_owned(),
                file_path: open.path,
                rows: open.rows,
                digest: open.hasher.finalize().to_hex().to_string(),
            });
        }
    }
}

/// Orders the digests of one table by path.
fn sorted(mut digests: Vec<FileDigest>) -> Result<Vec<FileDigest>, RowsApart> {
    digests.sort_by(|one, other| one.file_path.cmp(&other.file_path));
    match digests
        .windows(2)
        .find(|pair| pair[0].file_path == pair[1].file_path)
    {
        Some(pair) => Err(RowsApart {
            table: pair[0].table.clone(),
            file_path: pair[0].file_path.clone(),
        }),
        None => Ok(digests),
    }
}

macro_rules! define_digests {
    (@file file_data, $row:ident) => { $row.path };
    (@file $table:ident, $row:ident) => { $row.file_path };
    ($(
        $(#[doc = $table_doc:literal])+
        $table:ident => $owned:ident, $borrowed:ident, $builder:ident, $reader:ident {
            $( $(#[doc = $column_doc:literal])+ $column:ident : $column_type:ident, )+
        }
    )+) => {
        /// A sink that keeps a digest in place of the rows.
        #[derive(Debug)]
        pub struct Digests {
            $( $table: TableDigests, )+
        }

        impl Default for Digests {
            fn default() -> Self {
                Digests { $(
                    $table: TableDigests::new(stringify!($table), &[$( stringify!($column) ),+]),
                )+ }
            }
        }

        impl Digests {
            /// The digests of all tables, in the order of the contract and then by path.
            ///
            /// # Errors
            ///
            /// When the rows that a table has of a file did not stand together.
            pub fn finish(self) -> Result<Vec<FileDigest>, RowsApart> {
                let mut all = Vec::new();
                $( all.extend(self.$table.finish()?); )+
                Ok(all)
            }
        }

        impl Sink for Digests {
            $(
                fn $table(&mut self, row: &$borrowed<'_>) {
                    self.$table.add(
                        define_digests!(@file $table, row),
                        |bytes| row.encode(bytes),
                    );
                }
            )+
        }
    };
}

for_each_table!(define_digests);

/// Makes one digest a table of those of its files. A table of the contract without rows has one, too.
///
/// # Errors
///
/// When a file stands twice in a table, or a digest is not made of 64 hex digits.
pub fn combine_digests(digests: &[FileDigest]) -> Result<Vec<TableDigest>, NotADigest> {
    let mut names: Vec<&str> = tables().iter().map(|table| table.name).collect();
    for digest in digests {
        if !names.contains(&digest.table.as_str()) {
            names.push(&digest.table);
        }
    }
    let mut combined = Vec::new();
    for name in names {
        let of_table = digests.iter().filter(|digest| digest.table == name);
        let files = sorted(of_table.cloned().collect())?;
        let mut bytes = Vec::new();
        encode_text(name, &mut bytes);
        for file in &files {
            let digest = blake3::Hash::from_hex(&file.digest).map_err(|_| NotADigest::Digest {
                found: file.digest.clone(),
            })?;
            encode_text(&file.file_path, &mut bytes);
            bytes.extend_from_slice(&file.rows.to_le_bytes());
            bytes.extend_from_slice(digest.as_bytes());
        }
        let mut hasher = blake3::Hasher::new_derive_key(TABLE_CONTEXT);
        hasher.update(&bytes);
        combined.push(TableDigest {
            table: name.to_owned(),
            files: files.len() as u64,
            rows: files.iter().map(|file| file.rows).sum(),
            digest: hasher.finalize().to_hex().to_string(),
        });
    }
    Ok(combined)
}

/// The digest of all rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// The table.
    pub table: String,
    /// How many files have rows in it.
    pub files: u64,
    /// How many rows there are.
    pub rows: u64,
    /// The digest, 64 hex digits.
    pub digest: String,
}

/// Digests as a record batch: `table` string, `file_path` string, `rows` uint64, `digest` string.
#[must_use]
pub fn digest_batch(digests: &[FileDigest]) -> RecordBatch {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        schema([
            ("table", DataType::Utf8),
            ("file_path", DataType::Utf8),
            ("rows", DataType::UInt64),
            ("digest", DataType::Utf8),
        ])
    });
    batch(
        &SCHEMA,
        &[
            texts(digests.iter().map(|digest| digest.table.as_str())),
            texts(digests.iter().map(|digest| digest.file_path.as_str())),
            numbers(digests.iter().map(|digest| digest.rows)),
            texts(digests.iter().map(|digest| digest.digest.as_str())),
        ],
    )
}

/// Digests of tables as a record batch: `table` string, `files` uint64, `rows` uint64, `digest` string.
#[must_use]
pub fn table_digest_batch(digests: &[TableDigest]) -> RecordBatch {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        schema([
            ("table", DataType::Utf8),
            ("files", DataType::UInt64),
            ("rows", DataType::UInt64),
            ("digest", DataType::Utf8),
        ])
    });
    batch(
        &SCHEMA,
        &[
            texts(digests.iter().map(|digest| digest.table.as_str())),
            numbers(digests.iter().map(|digest| digest.files)),
            numbers(digests.iter().map(|digest| digest.rows)),
            texts(digests.iter().map(|digest| digest.digest.as_str())),
        ],
    )
}

/// Reads a batch that [`digest_batch`] has made.
///
/// # Errors
///
/// When a column is missing, has another type or holds nulls.
pub fn digests_of_batch(batch: &RecordBatch) -> Result<Vec<FileDigest>, NotADigest> {
    let column = |column: &'static str, expected: DataType| {
        batch
            .column_by_name(column)
            .filter(|array| array.data_type() == &expected && array.null_count() == 0)
            .ok_or(NotADigest::Column { column, expected })
    };
    let text = |name| column(name, DataType::Utf8).map(AsArray::as_string::<i32>);
    let (tables, paths, digests) = (text("table")?, text("file_path")?, text("digest")?);
    let rows = column("rows", DataType::UInt64)?.as_primitive::<UInt64Type>();
    Ok((0..batch.num_rows())
        .map(|row| FileDigest {
            table: tables.value(row).to_owned(),
            file_path: paths.value(row).to_owned(),
            rows: rows.value(row),
            digest: digests.value(row).to_owned(),
        })
        .collect())
}

fn schema<const N: usize>(columns: [(&str, DataType); N]) -> SchemaRef {
    let fields = columns.map(|(name, data_type)| Field::new(name, data_type, false));
    Arc::new(Schema::new(fields.to_vec()))
}

fn batch<const N: usize>(schema: &SchemaRef, columns: &[ArrayRef; N]) -> RecordBatch {
    RecordBatch::try_new(Arc::clone(schema), columns.to_vec())
        .expect("columns and schema stand side by side")
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    values.for_each(|value| builder.append_value(value));
    Arc::new(builder.finish())
}

fn numbers(values: impl Iterator<Item = u64>) -> ArrayRef {
    let mut builder = UInt64Builder::new();
    values.for_each(|value| builder.append_value(value));
    Arc::new(builder.finish())
}
