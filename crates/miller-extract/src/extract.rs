//! From files to rows: what becomes of one file.

mod files;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use files::{extract_to_batches, extract_to_rows};
use miller_schema::{FileDataRow, FileStatus, Rows, Sink};
use tree_sitter::Tree;

use crate::emit::emit;
use crate::error::{ExtractError, ExtractionBug};
use crate::languages;
use crate::options::ExtractOptions;
use crate::parse::Allowance;
use crate::parts::{Trees, read_parts};
use crate::source::SourceFile;

/// Extracts one text that is already at hand. `path` goes into the rows and is not read.
///
/// # Errors
///
/// When the language is unknown.
pub fn extract_text(content: &str, language: &str, path: &str) -> Result<Rows, ExtractError> {
    let unknown = || ExtractError::UnknownLanguage {
        language: language.to_owned(),
    };
    let too_large = |_| ExtractError::TextTooLarge {
        bytes: content.len() as u64,
    };
    let source = SourceFile {
        language: languages::names()
            .find(|name| *name == language)
            .ok_or_else(unknown)?,
        content: content.to_owned(),
        hash: crate::hash_content(content),
        size: u32::try_from(content.len()).map_err(too_large)?,
        status: FileStatus::Ok,
        detail: None,
    };
    Ok(extract_source(&source, path, &ExtractOptions::default()))
}

/// The rows of one file that has been read, in a sink of its own.
///
/// `path` goes into the rows. A bug in the extraction becomes the file's detail, not a panic.
#[must_use]
pub fn extract_source<S: Sink + Default>(
    source: &SourceFile,
    path: &str,
    options: &ExtractOptions,
) -> S {
    let mut sink = S::default();
    if let Err(bug) = extract_into(source, path, options, &mut sink) {
        // Half of a file's rows would look like all of them.
        sink = S::default();
        let problem = format!("{bug}; the file has no symbols");
        write_file(source, path, Some(&problem), &mut sink);
    }
    sink
}

/// Writes the rows of one file that has been read behind those in a sink: what both routes do with a
/// file.
///
/// # Errors
///
/// When there is a bug in the extraction. The sink may hold some of the file's rows then.
pub fn extract_into(
    source: &SourceFile,
    path: &str,
    options: &ExtractOptions,
    sink: &mut impl Sink,
) -> Result<(), ExtractionBug> {
    catch_unwind(AssertUnwindSafe(|| {
        let problem = walk_source(source, path, options, sink);
        write_file(source, path, problem.as_deref(), sink);
    }))
    .map_err(|panic| ExtractionBug {
        language: source.language,
        panic: panic_text(&*panic).to_owned(),
    })
}

/// Writes the row of the file itself.
fn write_file(source: &SourceFile, path: &str, problem: Option<&str>, sink: &mut impl Sink) {
    let (status, detail) = match problem {
        None => (source.status, source.detail.clone()),
        Some(problem) => (
            source.status.max(FileStatus::Partial),
            Some(join(source.detail.as_deref(), problem)),
        ),
    };
    sink.file_data(&FileDataRow {
        path,
        language: source.language,
        content: &source.content,
        hash: &source.hash,
        size: source.size,
        status: status.as_str(),
        detail: detail.as_deref(),
    });
}

/// Parses and walks; returns what was wrong, if anything.
fn walk_source(
    source: &SourceFile,
    path: &str,
    options: &ExtractOptions,
    sink: &mut impl Sink,
) -> Option<String> {
    let readable = matches!(source.status, FileStatus::Ok | FileStatus::Partial);
    let spec = languages::spec_for(source.language, path).filter(|_| readable)?;
    let trees = Trees::new();
    let (parts, problem) = read_parts(spec, &source.content, path, options.parse_limit, &trees);
    // A sink may be anyone's, and parse by itself.
    trees.close();
    let left_out = emit(parts, &source.content, path, sink);
    match (problem, left_out) {
        (Some(problem), Some(left_out)) => Some(join(Some(&problem), &left_out)),
        (problem, left_out) => problem.or(left_out),
    }
}

/// Parses a text and does nothing else: the floor that extraction is measured against.
///
/// The tree's memory comes from `malloc`, as tree-sitter's does by itself; that of an extraction comes
/// from an arena, in which parsing takes a tenth less.
///
/// # Errors
///
/// When the language is unknown.
pub fn parse_text(content: &str, language: &str) -> Result<Option<Tree>, ExtractError> {
    let unknown = || ExtractError::UnknownLanguage {
        language: language.to_owned(),
    };
    let spec = languages::spec(language).ok_or_else(unknown)?;
    let allowance = Allowance::new(ExtractOptions::default().parse_limit);
    Ok(allowance.parse(spec, content, &[]).ok())
}

/// A file's detail with one more problem.
fn join(detail: Option<&str>, problem: &str) -> String {
    match detail {
        Some(detail) => format!("{detail}; {problem}"),
        None => problem.to_owned(),
    }
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
