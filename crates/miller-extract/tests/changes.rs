//! What has changed between a scan and the record of an earlier one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arrow_array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use miller_extract::{
    Changes, DiscoverOptions, Discovery, ExtractError, compare_with_known, discover_files,
};
use proptest::prelude::*;
use tempfile::TempDir;

/// A file on record.
#[derive(Clone)]
struct Record {
    path: String,
    size: i64,
    stamp: i64,
    hash: Option<String>,
    status: &'static str,
}

fn write(root: &Path, path: &str, content: &str, time: SystemTime) {
    let full = root.join(path);
    fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
    fs::write(&full, content).expect("a file");
    let file = File::options().write(true).open(full).expect("a file");
    file.set_modified(time).expect("a time");
}

fn ago(seconds: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(seconds)
}

/// A workspace whose files hold their own paths.
fn workspace(paths: &[&str]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for path in paths {
        write(root.path(), path, path, ago(100));
    }
    root
}

fn discover(root: &Path) -> Discovery {
    discover_files(root, &DiscoverOptions::default()).expect("a discovery")
}

/// The record that an index would keep after reading every file.
fn records(root: &Path) -> Vec<Record> {
    let discovery = discover(root);
    let record = |row: usize| {
        let path = discovery.paths().value(row).to_owned();
        let bytes = fs::read(root.join(&path)).expect("a file");
        Record {
            size: i64::try_from(bytes.len()).expect("a size"),
            stamp: discovery.stamp(row),
            hash: Some(blake3::hash(&bytes).to_hex().to_string()),
            status: "ok",
            path,
        }
    };
    (0..discovery.files.num_rows()).map(record).collect()
}

fn batch(records: &[Record]) -> RecordBatch {
    let text = |text: fn(&Record) -> Option<&str>| {
        Arc::new(records.iter().map(text).collect::<StringArray>()) as ArrayRef
    };
    let number = |number: fn(&Record) -> i64| {
        Arc::new(Int64Array::from_iter_values(records.iter().map(number))) as ArrayRef
    };
    let columns = [
        ("path", text(|file| Some(&file.path))),
        ("size", number(|file| file.size)),
        ("stamp", number(|file| file.stamp)),
        ("hash", text(|file| file.hash.as_deref())),
        ("status", text(|file| Some(file.status))),
    ];
    RecordBatch::try_from_iter(columns).expect("a batch")
}

fn compare(root: &Path, records: &[Record]) -> Changes {
    compare_with_known(root, &discover(root), &batch(records)).expect("a comparison")
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn nothing_has_changed_after_an_index() {
    let root = workspace(&["a.py", "b/c.py"]);
    let expected = Changes {
        unchanged: 2,
        ..Changes::default()
    };
    assert_eq!(compare(root.path(), &records(root.path())), expected);
}

#[test]
fn an_empty_record_makes_every_file_new() {
    let root = workspace(&["b.py", "a.py"]);
    let expected = Changes {
        changed: names(&["a.py", "b.py"]),
        ..Changes::default()
    };
    assert_eq!(compare(root.path(), &[]), expected);
}

#[test]
fn every_kind_of_change_is_told_apart() {
    let root = workspace(&[
        "edited.py",
        "gone.py",
        "longer.py",
        "same.py",
        "was/gone.py",
        "x.py",
    ]);
    let mut records = records(root.path());
    records.reverse();
    let stamp = fs::metadata(root.path().join("longer.py")).and_then(|found| found.modified());
    write(root.path(), "edited.py", "EDITED.py", ago(50));
    write(
        root.path(),
        "longer.py",
        "longer and longer",
        stamp.expect("a time"),
    );
    write(root.path(), "x.py", "x.py", ago(50));
    write(root.path(), "new.py", "", ago(100));
    fs::remove_file(root.path().join("gone.py")).expect("removed");
    fs::remove_dir_all(root.path().join("was")).expect("removed");
    let expected = Changes {
        changed: names(&["edited.py", "longer.py", "new.py"]),
        touched: names(&["x.py"]),
        deleted: names(&["gone.py", "was/gone.py"]),
        unchanged: 1,
    };
    assert_eq!(compare(root.path(), &records), expected);
}

#[test]
fn an_edit_in_the_tick_of_the_scan_is_seen() {
    let root = workspace(&[]);
    let now = SystemTime::now();
    write(root.path(), "a.py", "x = 1\n", now);
    let records = records(root.path());
    assert_eq!(records[0].stamp, 0);
    // Unedited, and still too young to be stamped: there is nothing to renew.
    let changes = compare(root.path(), &records);
    assert_eq!((changes.unchanged, changes.touched.len()), (1, 0));
    // Edited, and neither the size nor the time gives it away.
    write(root.path(), "a.py", "x = 2\n", now);
    assert_eq!(compare(root.path(), &records).changed, names(&["a.py"]));
}

#[cfg(unix)]
#[test]
fn an_edit_that_leaves_size_and_time_as_they_were_is_seen() {
    use std::os::unix::fs::MetadataExt;

    let root = workspace(&[]);
    let time = ago(100);
    write(root.path(), "a.py", "x = 1\n", time);
    let records = records(root.path());
    assert_ne!(records[0].stamp, 0);
    let noted = || {
        let found = fs::metadata(root.path().join("a.py")).expect("a file");
        (found.ctime(), found.ctime_nsec())
    };
    let before = noted();
    // The clock of the file system ticks a few hundred times a second.
    while noted() == before {
        write(root.path(), "a.py", "x = 2\n", time);
    }
    assert_eq!(compare(root.path(), &records).changed, names(&["a.py"]));
}

#[test]
fn a_stamp_of_zero_is_renewed_once_it_has_settled() {
    let root = workspace(&["a.py"]);
    let mut records = records(root.path());
    records[0].stamp = 0;
    assert_eq!(compare(root.path(), &records).touched, names(&["a.py"]));
}

#[test]
fn what_had_failed_or_has_no_hash_is_read_again() {
    let root = workspace(&["failed.py", "hashless.py", "null.py", "ok.py"]);
    let mut records = records(root.path());
    records[0].status = "failed";
    for (row, hash) in [(1, Some(String::new())), (2, None)] {
        records[row].hash = hash;
        records[row].stamp = 0;
    }
    let changes = compare(root.path(), &records);
    assert_eq!(
        changes.changed,
        names(&["failed.py", "hashless.py", "null.py"])
    );
    assert_eq!(changes.unchanged, 1);
}

#[test]
fn a_file_that_vanished_since_the_scan_counts_as_changed() {
    let root = workspace(&["a.py"]);
    let mut records = records(root.path());
    records[0].stamp = 0;
    let discovery = discover(root.path());
    fs::remove_file(root.path().join("a.py")).expect("removed");
    let changes = compare_with_known(root.path(), &discovery, &batch(&records));
    assert_eq!(changes.expect("a comparison").changed, names(&["a.py"]));
}

#[test]
fn a_record_of_the_wrong_shape_is_refused() {
    let root = workspace(&["a.py"]);
    let discovery = discover(root.path());
    let good = batch(&records(root.path()));
    let refusal = |known: &RecordBatch| match compare_with_known(root.path(), &discovery, known) {
        Err(ExtractError::KnownFiles { column, found, .. }) => format!("{column}: {found}"),
        other => format!("{other:?}"),
    };
    let with_size = |size: ArrayRef| {
        let columns = ["path", "size", "stamp", "hash", "status"].map(|name| {
            (
                name,
                if name == "size" {
                    Arc::clone(&size)
                } else {
                    Arc::clone(&good[name])
                },
            )
        });
        RecordBatch::try_from_iter(columns).expect("a batch")
    };
    let without_hash = good.project(&[0, 1, 2, 4]).expect("a batch");
    assert_eq!(refusal(&without_hash), "hash: no such column");
    assert_eq!(
        refusal(&with_size(Arc::new(Int32Array::from(vec![1])))),
        "size: Int32"
    );
    let null = Int64Array::from(vec![None]);
    assert_eq!(refusal(&with_size(Arc::new(null))), "size: 1 nulls");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Every file is accounted for exactly once, whatever the record says.
    #[test]
    fn the_lists_add_up(
        on_disk in prop::collection::btree_set("[a-c]{1,2}", 0..8),
        on_record in prop::collection::btree_set("[a-c]{1,2}", 0..8),
    ) {
        let paths: Vec<&str> = on_disk.iter().map(String::as_str).collect();
        let root = workspace(&paths);
        let record = |path: &String| Record {
            path: path.clone(),
            size: i64::try_from(path.len()).unwrap_or_default(),
            stamp: 1,
            hash: Some(blake3::hash(path.as_bytes()).to_hex().to_string()),
            status: "ok",
        };
        let records: Vec<Record> = on_record.iter().rev().map(record).collect();
        let list = |paths: BTreeSet<String>| Vec::from_iter(paths);
        let expected = Changes {
            changed: list(&on_disk - &on_record),
            touched: list(&on_disk & &on_record),
            deleted: list(&on_record - &on_disk),
            unchanged: 0,
        };
        prop_assert_eq!(compare(root.path(), &records), expected);
    }
}
