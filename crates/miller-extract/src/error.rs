//! What can go wrong with a whole call.
//!
//! A file that cannot be read or parsed is never an error: it is a row with a status and a detail.

use std::io;
use std::path::PathBuf;

use arrow_schema::DataType;

/// A call that could not do its work, through the caller's or the machine's fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The workspace root does not exist, is no folder or cannot be entered.
    #[error("workspace root `{}` cannot be opened: {source}", .root.display())]
    Root {
        /// The root as it was given.
        root: PathBuf,
        /// Why it cannot be opened.
        source: io::Error,
    },

    /// An exclude pattern is not a valid glob.
    #[error("exclude pattern `{pattern}` is not valid: {reason}")]
    ExcludePattern {
        /// The pattern as it was given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },

    /// The paths of the workspace are more text than a column can hold.
    #[error("the paths of {files} files are more than the 2 GiB that a column holds")]
    TooManyFiles {
        /// The files found.
        files: usize,
    },

    /// The batch of known files does not have the columns that a comparison needs.
    #[error("column `{column}` of the known files: expected {expected}, found {found}")]
    KnownFiles {
        /// The column that does not fit.
        column: &'static str,
        /// What was expected of it.
        expected: DataType,
        /// What came instead.
        found: String,
    },

    /// No language goes by this name.
    #[error("unknown language: `{language}`; `supported_languages()` lists the known ones")]
    UnknownLanguage {
        /// The name as it was given.
        language: String,
    },

    /// The rows of one call would hold more text than a column can.
    #[error(
        "{bytes} bytes of text are too many for one batch, which holds 2 GiB a column: \
         use `extract_stream`, which returns many batches"
    )]
    TextTooLarge {
        /// The bytes that the largest column would hold.
        bytes: u64,
    },

    /// The threads could not be started.
    #[error("worker threads cannot be started: {0}")]
    ThreadPool(#[from] rayon::ThreadPoolBuildError),

    /// The extraction stopped on a fault of its own.
    #[error("the extraction stopped on a fault of its own: {reason}")]
    Stopped {
        /// What the fault says.
        reason: String,
    },
}

/// A panic in the extraction of one file.
#[derive(Debug, thiserror::Error)]
#[error("a bug in the extraction of {language}: {panic}")]
pub struct ExtractionBug {
    /// The language of the file.
    pub language: &'static str,
    /// What the panic said.
    pub panic: String,
}
