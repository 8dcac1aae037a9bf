//! The rows of Miller: symbols, identifiers, relationships and files.
//!
//! The columns stand once, in [`for_each_table!`]; everything here expands from them. This crate
//! knows Arrow and nothing of parsers, databases or Python.
//!
//! ```
//! use miller_schema::{RelationshipBuilder, RelationshipReader, RelationshipRow};
//!
//! let mut builder = RelationshipBuilder::default();
//! builder.append(&RelationshipRow {
//!     id: "00",
//!     from_symbol_id: "01",
//!     to_symbol_id: "02",
//!     kind: "calls",
//!     file_path: "a.py",
//!     line_number: 3,
//!     confidence: 1.0,
//! });
//! let batch = builder.finish();
//! let reader = RelationshipReader::new(&batch)?;
//! assert_eq!(reader.row(0).line_number, 3);
//! # Ok::<(), miller_schema::SchemaMismatch>(())
//! ```

#[macro_use]
mod tables;

mod column;
pub mod digest;
mod gather;
mod kinds;
mod mismatch;
mod rows;
mod views;

pub use column::{ColumnType, Float32, Text, TextOrNull, UInt32};
pub use digest::Digests;
pub use kinds::{FileStatus, IdentifierKind, RelationshipKind, SymbolKind, Visibility};
pub use mismatch::SchemaMismatch;
pub use rows::*;
pub use views::{DerivedView, EDGES};
