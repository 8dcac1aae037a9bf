//! From source files to rows.

mod changes;
mod detect;
mod discover;
mod error;
mod options;
mod source;

pub use changes::{Changes, compare_with_known};
pub use detect::{LanguageLookup, LanguageNames, TEXT};
pub use discover::{
    DEFAULT_MAX_FILE_BYTES, DiscoverOptions, Discovery, IGNORE_FILE, INDEX_FOLDER, discover_files,
};
pub use error::ExtractError;
pub use options::ExtractOptions;
pub use source::{SourceFile, SourceRoot, read_source};
