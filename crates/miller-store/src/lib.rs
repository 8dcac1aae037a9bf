//! The `SQLite` store: files, symbols, identifiers, relationships and the state of a run.
//!
//! What people query are views with the columns of [`miller_schema`]; beneath them lie integer keys,
//! words that are kept once, and rows clustered by file ([`layout`]). Record batches go in and come
//! out; no row becomes an object of its own on the way. This crate knows nothing of parsing or Python.
//!
//! Only one `SQLite` library may have a file open within a process ([`guard`]).
//!
//! ```
//! use miller_schema::{FileDataBuilder, FileDataRow};
//! use miller_store::{Filter, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let mut store = Store::open(&folder.path().join("index.db"))?;
//! let mut files = FileDataBuilder::default();
//! files.append(&FileDataRow {
//!     path: "a.py",
//!     language: "python",
//!     content: "pass\n",
//!     hash: "",
//!     size: 5,
//!     status: "ok",
//!     detail: None,
//! });
//! assert_eq!(store.add_files(&[files.finish()])?, 1);
//! let files = store.read_table("files", &Filter::default())?;
//! assert_eq!(files.num_rows(), 1);
//! store.close()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[macro_use]
pub mod layout;

mod bulk;
mod digests;
mod edges;
mod error;
mod files;
pub mod guard;
mod identifiers;
mod open;
mod outbox;
mod query;
mod read;
mod remove;
mod resolution;
mod state;
mod store;
mod symbols;
mod unwritable;
mod values;
mod words;
mod write;

pub use error::StoreError;
pub use query::Value;
pub use read::Filter;
pub use resolution::{Resolved, share_names};
pub use store::Store;
pub use write::{Replacement, WriteCounts};
