//! What can go wrong here, in words for the person who has to act on it.

use std::path::PathBuf;

use arrow_schema::{ArrowError, DataType};
use miller_schema::SchemaMismatch;
use miller_schema::digest::RowsApart;

/// Why text could not be turned into search text or vectors.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddingError {
    /// A file of the model cannot be read.
    #[error("cannot read the embedding model file `{}`: {source}", path.display())]
    ReadFile {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The files of the model are there but do not make a model.
    #[error("`{}` holds no usable embedding model: {reason}", folder.display())]
    UnusableModel {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A column that should hold text holds something else.
    #[error("expected a column of text to embed, found {0}")]
    NotText(DataType),
    /// A text is null.
    #[error("expected text in every row, found a null in row {row}")]
    NullText {
        /// The row, counted from 0.
        row: usize,
    },
    /// A batch of symbols does not have the columns of the contract.
    #[error(transparent)]
    Schema(#[from] SchemaMismatch),
    /// The rows of a file do not stand together.
    #[error(transparent)]
    RowsApart(#[from] RowsApart),
    /// The rows could not be read from where they come from.
    #[error("cannot read the rows: {0}")]
    Rows(#[from] ArrowError),
    /// The result is larger than one Arrow array can be.
    #[error("{rows} rows are too many for one {what}; pass fewer rows at a time")]
    TooLarge {
        /// The number of rows asked for.
        rows: usize,
        /// What would have been made of them.
        what: &'static str,
    },
}
