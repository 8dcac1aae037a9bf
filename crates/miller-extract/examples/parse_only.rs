//! The floor of an index run: reading and parsing every file, and nothing else.
//!
//! `cargo run --release -p miller-extract --example parse_only -- FOLDER THREADS` prints one line of
//! JSON: files, bytes and lines that were parsed, and seconds on the clock. The files are those that
//! an index run would take, in its order; memory comes from `malloc`, as everybody's tree-sitter has
//! it. Finding the files is not part of the time.

#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use std::path::PathBuf;
use std::time::Instant;

use miller_extract::{DiscoverOptions, discover_files};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if cfg!(debug_assertions) {
        return Err("a debug build measures nothing: use --release".into());
    }
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(threads)) = (arguments.next(), arguments.next()) else {
        return Err("usage: parse_only FOLDER THREADS".into());
    };
    let folder = PathBuf::from(folder);
    let found = discover_files(&folder, &DiscoverOptions::default())?;
    let paths: Vec<&str> = found.paths().iter().flatten().collect();
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.parse()?)
        .build()?;

    let start = Instant::now();
    let parsed: Vec<(usize, usize)> = threads.install(|| {
        paths
            .par_iter()
            .filter_map(|path| parse(&folder, path))
            .collect()
    });
    let seconds = start.elapsed().as_secs_f64();

    let bytes: usize = parsed.iter().map(|(bytes, _)| bytes).sum();
    let lines: usize = parsed.iter().map(|(_, lines)| lines).sum();
    let files = parsed.len();
    println!(
        r#"{{"files": {files}, "bytes": {bytes}, "lines": {lines}, "seconds": {seconds:.3}}}"#
    );
    Ok(())
}

/// Reads and parses a file; gives its bytes and lines. What is not UTF-8 or has no grammar is left out.
fn parse(folder: &std::path::Path, path: &str) -> Option<(usize, usize)> {
    let content = String::from_utf8(std::fs::read(folder.join(path)).ok()?).ok()?;
    let language = miller_extract::detect_language(path);
    drop(miller_extract::parse_text(&content, language).ok()?);
    Some((content.len(), content.lines().count()))
}
