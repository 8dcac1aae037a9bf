//! Instructions that each stage takes, counted by callgrind: `make instructions`.
//!
//! Unlike time, the counts hardly differ between runs and machines, so that a small rise can be told
//! from noise. `tools/instructions.py` compares them with those on record. Setting up, which includes
//! loading the grammar, is not counted.

#![expect(
    missing_docs,
    unused_qualifications,
    reason = "the macros of gungraun write modules"
)]

use std::hint::black_box;

use gungraun::prelude::*;
use gungraun::{Callgrind, main};
use miller_benches::corpus::{self, CorpusFile};
use miller_benches::stages;
use miller_schema::digest::FileDigest;
use miller_schema::{Batches, Rows};
use miller_store::{Store, WriteCounts};
use tempfile::TempDir;

/// The files of a language, after a first run of the stage: what is made once a process is there then.
/// A run of other stages would leave other gaps in the heap.
fn after_first_run<T>(stage: fn(&[CorpusFile]) -> T, language: &str) -> Vec<CorpusFile> {
    stages::refuse_debug_builds();
    let files = corpus::files_of(language);
    assert!(!files.is_empty(), "no corpus for {language}");
    drop(black_box(stage(&files)));
    files
}

macro_rules! each_language {
    ($stage:ident -> $result:ty) => {
        #[library_benchmark(setup = after_first_run)]
        #[bench::c(stages::$stage, "c")]
        #[bench::cpp(stages::$stage, "cpp")]
        #[bench::csharp(stages::$stage, "csharp")]
        #[bench::go(stages::$stage, "go")]
        #[bench::java(stages::$stage, "java")]
        #[bench::javascript(stages::$stage, "javascript")]
        #[bench::python(stages::$stage, "python")]
        #[bench::rust(stages::$stage, "rust")]
        #[bench::tsx(stages::$stage, "tsx")]
        #[bench::typescript(stages::$stage, "typescript")]
        fn $stage(files: Vec<CorpusFile>) -> ($result, Vec<CorpusFile>) {
            // What is returned is dropped after the count ends.
            (black_box(stages::$stage(black_box(&files))), files)
        }
    };
}

each_language!(parse -> ());
each_language!(walk -> ());
each_language!(arrow -> Batches);
each_language!(object -> Vec<Rows>);

/// An empty index beside the batches of the whole corpus, in a folder that lasts as long as they do.
fn empty_index() -> (Store, Batches, TempDir) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let index = Store::open(&folder.path().join("index.db")).expect("an index can be made");
    (index, stages::arrow(&corpus::files()), folder)
}

#[library_benchmark]
#[bench::all(setup = empty_index)]
fn store(
    (mut index, batches, folder): (Store, Batches, TempDir),
) -> (WriteCounts, Store, Batches, TempDir) {
    let counts = black_box(stages::store(&mut index, black_box(&batches)));
    (counts, index, batches, folder)
}

fn all_batches() -> Batches {
    stages::arrow(&corpus::files())
}

#[library_benchmark]
#[bench::all(setup = all_batches)]
fn digest(batches: Batches) -> (Vec<FileDigest>, Batches) {
    (black_box(stages::digest(black_box(&batches))), batches)
}

library_benchmark_group!(
    name = stages_of_a_run,
    benchmarks = [parse, walk, arrow, object, store, digest]
);

main!(
    config = LibraryBenchmarkConfig::default()
        // Only the instructions are compared; simulating caches doubles the time.
        .tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = stages_of_a_run
);
