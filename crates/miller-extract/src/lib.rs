//! From source files to rows.
//!
//! A file is found ([`discover_files`] and what has changed), read and decoded (`source`), parsed
//! with tree-sitter, walked once by the table of its language (`spec`, `walk`), resolved as far as
//! the file itself decides (`resolve`), and written into a [`miller_schema::Sink`] (`emit`). Both
//! routes use the same walk; they differ in the sink. This crate knows nothing of databases or
//! Python, and never follows a name into another file.
//!
//! tree-sitter gets its memory from here, from the first parse on (`arena`): a program that uses
//! tree-sitter beside this crate has to call [`parse_text`] once before.
//!
//! ```
//! let rows = miller_extract::extract_text(
//!     "def greet(name):\n    return name\n",
//!     "python",
//!     "greet.py",
//! )?;
//! assert_eq!(rows.symbols[1].qualified_name, "greet.greet");
//! # Ok::<(), miller_extract::ExtractError>(())
//! ```

mod arena;
mod changes;
mod detect;
mod discover;
mod emit;
mod error;
mod extract;
mod facts;
mod fields;
mod ids;
mod languages;
mod options;
#[cfg(test)]
mod oracle;
mod parse;
mod parts;
mod remarks;
mod resolve;
mod source;
pub mod spec;
mod stream;
mod table;
mod text;
mod walk;
#[cfg(any(feature = "csharp", feature = "vbnet"))]
mod xml_doc;

pub use changes::{Changes, compare_with_known};
pub use detect::{LanguageLookup, LanguageNames, TEXT};
pub use discover::{
    DEFAULT_MAX_FILE_BYTES, DiscoverOptions, Discovery, IGNORE_FILE, INDEX_FOLDER, discover_files,
    look_at_files,
};
pub use error::{ExtractError, ExtractionBug};
pub use extract::{
    extract_into, extract_source, extract_text, extract_to_batches, extract_to_rows, parse_text,
};
pub use fields::Fields;
pub use languages::{LanguageDetails, language_details};
pub use options::ExtractOptions;
pub use source::{SourceFile, SourceRoot, read_source};
pub use stream::{BatchStream, ChunkError, extract_stream};
pub use walk::{NewSymbol, NewUse, Sharing, Walker};

/// The language that a path is written in by its name; [`TEXT`] when no language claims it.
#[must_use]
pub fn detect_language(path: &str) -> &'static str {
    languages::lookup().detect_by_path(path)
}

/// The names of all languages, sorted; [`TEXT`] is not among them.
#[must_use]
pub fn supported_languages() -> Vec<&'static str> {
    let mut names: Vec<&str> = languages::names().filter(|name| *name != TEXT).collect();
    names.sort_unstable();
    names
}

/// blake3 of a text, 64 hex digits.
#[must_use]
pub fn hash_content(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// 16 hex digits that differ where the extraction may give other rows: a hash of this crate's sources
/// and of the versions of the grammars.
#[must_use]
pub fn fingerprint() -> &'static str {
    env!("MILLER_EXTRACTION_FINGERPRINT")
}
