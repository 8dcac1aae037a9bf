//! The stages, each as a function over files that are in memory, on one thread.

use std::hint::black_box;

use miller_extract::{ExtractOptions, extract_into, extract_source, parse_text};
use miller_schema::digest::FileDigest;
use miller_schema::{
    BatchBuilder, Batches, Digests, FileDataRow, IdentifierRow, PendingRelationshipRow,
    RelationshipRow, Rows, Sink, SymbolRow,
};
use miller_store::{Replacement, Store, WriteCounts};

use crate::corpus::CorpusFile;

/// Ends the program if it was built without optimisation: such figures mean nothing.
///
/// # Panics
///
/// In a debug build.
#[expect(
    clippy::assertions_on_constants,
    reason = "constant within a build; refused when run, so that a debug build can be checked"
)]
pub fn refuse_debug_builds() {
    assert!(
        !cfg!(debug_assertions),
        "a debug build measures nothing: use `cargo bench`"
    );
}

/// A sink that lets every row go: what is left is the cost of making the rows.
#[derive(Debug, Default)]
struct Discarded;

impl Sink for Discarded {
    fn symbols(&mut self, row: &SymbolRow<'_>) {
        black_box(row);
    }
    fn identifiers(&mut self, row: &IdentifierRow<'_>) {
        black_box(row);
    }
    fn relationships(&mut self, row: &RelationshipRow<'_>) {
        black_box(row);
    }
    fn pending_relationships(&mut self, row: &PendingRelationshipRow<'_>) {
        black_box(row);
    }
    fn file_data(&mut self, row: &FileDataRow<'_>) {
        black_box(row);
    }
}

/// Parses: the floor, which is all tree-sitter's, with memory from `malloc`. In an extraction, parsing
/// takes a tenth less: its trees are in an arena.
///
/// # Panics
///
/// When a file could not be parsed in time.
pub fn parse(files: &[CorpusFile]) {
    for file in files {
        let tree = parse_text(&file.source.content, file.source.language);
        black_box(
            tree.expect("the language is known")
                .expect("parsed in time"),
        );
    }
}

/// Parses, walks and makes the rows, which are let go.
pub fn walk(files: &[CorpusFile]) {
    for file in files {
        black_box(extract::<Discarded>(file));
    }
}

/// The Arrow route up to the batches that Python gets: parse, walk, builders.
///
/// # Panics
///
/// When there is a bug in the extraction.
#[must_use]
pub fn arrow(files: &[CorpusFile]) -> Batches {
    let options = ExtractOptions::default();
    let mut builder = BatchBuilder::default();
    for file in files {
        extract_into(&file.source, file.path, &options, &mut builder)
            .expect("the extraction has no bug");
    }
    builder.finish()
}

/// The object route up to Rust's own rows: parse, walk, a value per row. Making Python objects of them
/// is no part of it; that is measured from Python.
#[must_use]
pub fn object(files: &[CorpusFile]) -> Vec<Rows> {
    files.iter().map(extract::<Rows>).collect()
}

/// Writes batches into an index that is open and empty, and builds its indexes.
///
/// # Panics
///
/// When the index cannot be written to.
pub fn store(index: &mut Store, batches: &Batches) -> WriteCounts {
    let replacement = Replacement {
        files: std::slice::from_ref(&batches.file_data),
        symbols: std::slice::from_ref(&batches.symbols),
        identifiers: std::slice::from_ref(&batches.identifiers),
        relationships: std::slice::from_ref(&batches.relationships),
        pending_relationships: std::slice::from_ref(&batches.pending_relationships),
        ..Replacement::default()
    };
    assert!(
        index
            .begin_bulk_load()
            .expect("the index can be written to"),
        "the index is empty"
    );
    let counts = index.replace_files(&replacement).expect("the batches fit");
    index.end_bulk_load().expect("the indexes can be built");
    counts
}

/// Digests all rows of batches, file by file.
///
/// # Panics
///
/// Never: the stages give batches of the right columns, in which the rows of a file stand together.
#[must_use]
pub fn digest(batches: &Batches) -> Vec<FileDigest> {
    let mut sink = Digests::default();
    batches
        .replay(&mut sink)
        .expect("the columns are those of the tables");
    sink.finish().expect("the rows of a file stand together")
}

/// The rows of all tables together.
#[must_use]
pub fn row_count(batches: &Batches) -> u64 {
    let tables = [
        &batches.symbols,
        &batches.identifiers,
        &batches.relationships,
        &batches.pending_relationships,
        &batches.file_data,
    ];
    tables.iter().map(|table| table.num_rows() as u64).sum()
}

fn extract<S: Sink + Default>(file: &CorpusFile) -> S {
    extract_source(&file.source, file.path, &ExtractOptions::default())
}
