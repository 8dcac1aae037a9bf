//! What extraction costs against parsing alone, in every language.
//!
//! Both are timed in turns in one run, so that whatever else the machine does falls on both alike. The
//! files are the fixtures, which are short and hold more definitions to the line than ordinary code:
//! the limit is wider than the one for real files, which `examples/stages.rs` prints.

#![expect(
    clippy::print_stdout,
    reason = "the figures are for whoever runs the test"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use cpu_time::ThreadTime;
use miller_extract::{ExtractOptions, SourceFile, extract_source, parse_text};
use miller_schema::{BatchBuilder, FileStatus};

/// Extraction may take so many times as long as parsing. What is done once a file weighs most where
/// parsing a fixture takes microseconds, as with INI.
const LIMIT: f64 = 3.5;
/// Languages whose files hold texts in others: parsing the host alone is no floor for them.
const HOSTS: &[&str] = &["html", "markdown", "razor", "svelte", "vue"];
/// Each language is timed until parsing alone has taken this long.
const ENOUGH: Duration = Duration::from_millis(60);

#[test]
fn no_language_costs_many_times_its_parsing() {
    let mut slow = Vec::new();
    for language in miller_extract::supported_languages() {
        let files = fixtures(language);
        assert!(!files.is_empty(), "{language} has no fixture");
        let ratio = ratio(&files);
        println!("{language}: {ratio:.2}");
        if ratio > LIMIT && !HOSTS.contains(&language) {
            slow.push(format!("{language}: {ratio:.2}"));
        }
    }
    assert!(slow.is_empty(), "more than {LIMIT} times parsing: {slow:?}");
}

/// The processor time of extraction into record batches over that of parsing alone.
fn ratio(files: &[SourceFile]) -> f64 {
    let options = ExtractOptions::default();
    let (mut parsing, mut extracting) = (Duration::ZERO, Duration::ZERO);
    // What is made once a process is made before the clock runs.
    for file in files {
        let _ = extract_source::<BatchBuilder>(file, "file", &options).finish();
    }
    while parsing < ENOUGH {
        for file in files {
            let started = ThreadTime::now();
            let tree = parse_text(&file.content, file.language).expect("it is known");
            drop(tree);
            parsing += started.elapsed();
            let started = ThreadTime::now();
            let batches = extract_source::<BatchBuilder>(file, "file", &options).finish();
            drop(batches);
            extracting += started.elapsed();
        }
    }
    extracting.as_secs_f64() / parsing.as_secs_f64()
}

fn fixtures(language: &'static str) -> Vec<SourceFile> {
    let languages =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/miller-extract/src/languages");
    let files = std::fs::read_dir(languages.join(language)).expect("a folder for each language");
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("fixture") && !name.ends_with(".expected.txt")
    });
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).expect("it can be read");
            let content = String::from_utf8(bytes).expect("fixtures are UTF-8");
            SourceFile {
                language,
                hash: miller_extract::hash_content(&content),
                size: content.len() as u32,
                content,
                status: FileStatus::Ok,
                detail: None,
            }
        })
        .collect()
}
