//! Text and vectors that search works with.
//!
//! Three steps, each usable alone: [`split_identifiers`] turns source text into lower-case words,
//! [`search_text`] and [`search_text_column`] write the text of a symbol that is searched, and
//! [`StaticModel`] turns a column of such texts into a column of vectors. Documents and queries take
//! the same way.
//!
//! This crate knows Arrow and the rows of Miller, and nothing of parsers, databases or Python. It
//! opens no network connection: a model is a folder on disk.
//!
//! ```
//! use miller_embedding::split_identifiers;
//!
//! assert_eq!(split_identifiers("HTTPServer.parse_utf8Text"), "http server parse utf 8 text");
//! ```

mod coverage;
mod error;
mod model;
mod search_text;
mod split;
mod vector_digests;

pub use coverage::WantedWords;
pub use error::EmbeddingError;
pub use model::StaticModel;
pub use search_text::{search_text, search_text_column};
pub use split::{split_identifiers, split_identifiers_into};
pub use vector_digests::vector_digests;
