//! What extraction costs against parsing alone, on the same files, on one thread.
//!
//! `cargo run --release -p miller-extract --example stages -- FOLDER` prints, for each language,
//! the CPU seconds of reading and parsing the files and of the whole extraction into record batches,
//! which reads them as well. The two are timed in turns, some files at a time as an index run takes
//! them, so that whatever else the machine does falls on both alike. Parsing alone has its memory from
//! `malloc`, as everybody's tree-sitter has; that of the extraction is in an arena, in which parsing
//! itself takes a tenth less.

#![expect(clippy::print_stdout, reason = "a program that prints a table")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use cpu_time::ThreadTime;
use miller_extract::{DiscoverOptions, ExtractOptions, discover_files};

/// Files that are parsed, and then extracted, in a row.
const FILES_IN_TURN: usize = 64;

#[derive(Default)]
struct Stage {
    files: usize,
    bytes: u64,
    parse: f64,
    extract: f64,
    symbols: usize,
    identifiers: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if cfg!(debug_assertions) {
        return Err("a debug build measures nothing: use --release".into());
    }
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: stages FOLDER")?);
    let found = discover_files(&folder, &DiscoverOptions::default())?;
    let options = ExtractOptions {
        threads: Some(1),
        ..ExtractOptions::default()
    };
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for path in found.paths().iter().flatten() {
        // Whatever is read twice below is read from memory both times.
        let is_text = String::from_utf8(std::fs::read(folder.join(path))?).is_ok();
        let language = miller_extract::detect_language(path);
        if is_text && language != miller_extract::TEXT {
            files.entry(language).or_default().push(path.to_owned());
        }
    }
    let mut stages: BTreeMap<&str, Stage> = BTreeMap::new();
    for (language, files) in &files {
        let stage = stages.entry(language).or_default();
        for chunk in files.chunks(FILES_IN_TURN) {
            let start = ThreadTime::now();
            for path in chunk {
                let content = String::from_utf8(std::fs::read(folder.join(path))?)?;
                drop(miller_extract::parse_text(&content, language)?);
                stage.bytes += content.len() as u64;
            }
            stage.parse += start.elapsed().as_secs_f64();
            let start = ThreadTime::now();
            let batches = miller_extract::extract_to_batches(&folder, chunk, &options)?;
            stage.extract += start.elapsed().as_secs_f64();
            stage.files += chunk.len();
            stage.symbols += batches.symbols.num_rows();
            stage.identifiers += batches.identifiers.num_rows();
        }
    }
    println!("language     files      MB  parse s  extract s  ratio  symbols  identifiers");
    for (language, stage) in stages {
        println!(
            "{language:<11} {:>6} {:>7.1} {:>8.2} {:>10.2} {:>6.2} {:>8} {:>12}",
            stage.files,
            stage.bytes as f64 / 1e6,
            stage.parse,
            stage.extract,
            stage.extract / stage.parse,
            stage.symbols,
            stage.identifiers
        );
    }
    Ok(())
}
