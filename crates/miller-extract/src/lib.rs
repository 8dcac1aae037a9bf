//! From source files to rows.

mod detect;
mod error;
mod options;
mod source;

pub use detect::{LanguageLookup, LanguageNames, TEXT};
pub use error::ExtractError;
pub use options::ExtractOptions;
pub use source::{SourceFile, SourceRoot, read_source};
