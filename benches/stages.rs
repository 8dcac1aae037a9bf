//! Time of each stage, by criterion: `cargo bench`, or `cargo bench --bench stages -- walk/python`.
//!
//! Throughput is in bytes of source and, where there are rows, in rows (criterion says elements).

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
};
use miller_benches::corpus::{self, CorpusFile, bytes, files_of};
use miller_benches::stages;
use miller_store::Store;

type Group<'c> = BenchmarkGroup<'c, WallTime>;

fn extraction(criterion: &mut Criterion) {
    stages::refuse_debug_builds();
    each_language(criterion, "parse", false, stages::parse);
    each_language(criterion, "walk", true, stages::walk);
    each_language(criterion, "arrow", true, |files| {
        black_box(stages::arrow(files));
    });
    each_language(criterion, "object", true, |files| {
        black_box(stages::object(files));
    });
}

fn each_language(criterion: &mut Criterion, stage: &str, rows: bool, run: fn(&[CorpusFile])) {
    let mut group = group(criterion, stage);
    for language in miller_extract::supported_languages() {
        let files = files_of(language);
        group.throughput(throughput(&files, rows));
        group.bench_function(language, |bencher| bencher.iter(|| run(black_box(&files))));
    }
    group.finish();
}

/// Every measurement has an index of its own, opened and empty before the time starts.
fn store(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let files = corpus::files();
    let batches = stages::arrow(&files);
    let mut group = group(criterion, "store");
    group.throughput(throughput(&files, true));
    let mut number = 0;
    group.bench_function("all", |bencher| {
        bencher.iter_batched(
            || {
                number += 1;
                empty_index(&folder.path().join(format!("{number}.db")))
            },
            |mut index| {
                stages::store(&mut index, black_box(&batches));
                // Closing is no part of it: criterion drops what is returned after the time ends.
                index
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn digest(criterion: &mut Criterion) {
    let files = corpus::files();
    let batches = stages::arrow(&files);
    let mut group = group(criterion, "digest");
    group.throughput(throughput(&files, true));
    group.bench_function("all", |bencher| {
        bencher.iter(|| black_box(stages::digest(black_box(&batches))));
    });
    group.finish();
}

fn empty_index(path: &Path) -> Store {
    Store::open(path).expect("an index can be made")
}

fn throughput(files: &[CorpusFile], rows: bool) -> Throughput {
    let bytes = bytes(files);
    if rows {
        let elements = stages::row_count(&stages::arrow(files));
        Throughput::ElementsAndBytes { elements, bytes }
    } else {
        Throughput::Bytes(bytes)
    }
}

fn group<'c>(criterion: &'c mut Criterion, stage: &str) -> Group<'c> {
    let mut group = criterion.benchmark_group(stage);
    group
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    group
}

criterion_group!(benches, extraction, store, digest);
criterion_main!(benches);
