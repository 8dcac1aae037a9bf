//! Finding the files of workspaces that are untidy.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use miller_extract::{DiscoverOptions, Discovery, ExtractError, discover_files};
use tempfile::TempDir;

fn workspace(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, content) in files {
        let full = root.path().join(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, content).expect("a file");
    }
    root
}

fn set_modified(root: &Path, path: &str, time: SystemTime) {
    let file = File::options()
        .write(true)
        .open(root.join(path))
        .expect("a file");
    file.set_modified(time).expect("a time");
}

fn discover(root: &Path) -> Discovery {
    discover_files(root, &DiscoverOptions::default()).expect("a discovery")
}

fn paths(discovery: &Discovery) -> Vec<&str> {
    discovery.paths().iter().flatten().collect()
}

#[test]
fn files_come_sorted_by_bytes_with_size_and_time() {
    let root = workspace(&[
        ("b.py", "12"),
        ("a/z.py", ""),
        ("a-b.py", ""),
        ("B.py", ""),
        ("é.py", ""),
        ("a.py", ""),
    ]);
    let time = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
    set_modified(root.path(), "b.py", time);
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_millis(1500);
    set_modified(root.path(), "a.py", before_1970);
    let discovery = discover(root.path());
    assert_eq!(
        paths(&discovery),
        ["B.py", "a-b.py", "a.py", "a/z.py", "b.py", "é.py"]
    );
    assert_eq!(discovery.sizes().value(4), 2);
    assert_eq!(discovery.modified().value(4), 1_000_000_000_123_456_789);
    assert_eq!(discovery.modified().value(2), -1_500_000_000);
    assert!(discovery.errors.is_empty());
    assert!(discovery.skipped.values().all(|count| *count == 0));
}

#[test]
fn ignore_files_count_at_every_level_and_outside_a_repository() {
    let root = workspace(&[
        (".gitignore", "*.log\n/build/\n!keep.log\n"),
        ("a.log", ""),
        ("keep.log", ""),
        ("build/a.c", ""),
        ("sub/build.c", ""),
        ("sub/.gitignore", "*.tmp\n!a.log\n"),
        ("sub/a.tmp", ""),
        ("sub/a.log", ""),
        ("a.tmp", ""),
        (".ignore", "by_ignore.py\n"),
        ("by_ignore.py", ""),
        (".millerignore", "by_miller.py\n"),
        ("by_miller.py", ""),
        ("sub/.millerignore", "*.py\n!/good.py\n"),
        ("sub/bad.py", ""),
        ("sub/good.py", ""),
    ]);
    let discovery = discover(root.path());
    assert_eq!(
        paths(&discovery),
        [
            "a.tmp",
            "keep.log",
            "sub/a.log",
            "sub/build.c",
            "sub/good.py"
        ]
    );
    // The ignore files themselves are hidden; what they leave out is not counted.
    assert_eq!(discovery.skipped["hidden"], 5);
}

#[test]
fn a_repository_has_excludes_of_its_own() {
    let root = workspace(&[
        (".git/info/exclude", "mine.py\n"),
        (".git/config", ""),
        ("mine.py", ""),
        ("a.py", ""),
        ("nested/.git", "gitdir: elsewhere\n"),
        ("nested/b.py", ""),
    ]);
    assert_eq!(paths(&discover(root.path())), ["a.py", "nested/b.py"]);
}

#[test]
fn hidden_entries_are_counted_and_taken_in_on_request() {
    let root = workspace(&[
        ("a.py", ""),
        (".hidden.py", ""),
        (".folder/a.py", ""),
        (".folder/b.py", ""),
        (".git/a.py", ""),
        (".miller/a.py", ""),
        ("sub/.miller/a.py", ""),
    ]);
    let discovery = discover(root.path());
    assert_eq!(paths(&discovery), ["a.py"]);
    assert_eq!(discovery.skipped["hidden"], 2);

    let options = DiscoverOptions {
        hidden: true,
        ..DiscoverOptions::default()
    };
    let discovery = discover_files(root.path(), &options).expect("a discovery");
    assert_eq!(
        paths(&discovery),
        [".folder/a.py", ".folder/b.py", ".hidden.py", "a.py"]
    );
    assert_eq!(discovery.skipped["hidden"], 0);
}

#[test]
fn large_files_are_counted_and_named() {
    let root = workspace(&[
        ("a.py", "123"),
        ("z/large.py", "1234"),
        ("large.py", "12345"),
    ]);
    let options = DiscoverOptions {
        max_file_bytes: 3,
        ..DiscoverOptions::default()
    };
    let discovery = discover_files(root.path(), &options).expect("a discovery");
    assert_eq!(paths(&discovery), ["a.py"]);
    assert_eq!(discovery.too_large, ["large.py", "z/large.py"]);
    assert_eq!(discovery.skipped["too_large"], 2);
}

#[test]
fn only_some_paths_are_found_by_the_same_rules() {
    let root = workspace(&[
        (".gitignore", "build/\n*.log\n"),
        ("a.py", ""),
        ("src/b.py", ""),
        ("src/deep/c.py", ""),
        ("src/run.log", ""),
        ("srcs/d.py", ""),
        ("build/e.py", ""),
    ]);
    let only = |wanted: &[&str]| {
        let options = DiscoverOptions {
            only: Some(wanted.iter().map(|path| (*path).to_owned()).collect()),
            ..DiscoverOptions::default()
        };
        let discovery = discover_files(root.path(), &options).expect("a discovery");
        paths(&discovery)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&["src"]), ["src/b.py", "src/deep/c.py"]);
    assert_eq!(only(&["src/deep/c.py", "a.py"]), ["a.py", "src/deep/c.py"]);
    let nothing: [&str; 0] = [];
    for gone in ["build/e.py", "src/run.log", "none.py", "../a.py", "b.py"] {
        assert_eq!(only(&[gone]), nothing, "{gone}");
    }
    assert_eq!(only(&[]), nothing);
}

#[test]
fn excludes_win_over_ignore_files() {
    let root = workspace(&[
        (".ignore", "!vendor/\n!*.gen.py\n"),
        ("vendor/a.py", ""),
        ("sub/vendor/a.py", ""),
        ("sub/a.gen.py", ""),
        ("top.py", ""),
        ("sub/top.py", ""),
        ("#odd.py", ""),
    ]);
    let with = |excludes: &[&str]| {
        let options = DiscoverOptions {
            excludes: excludes.iter().map(|glob| (*glob).to_owned()).collect(),
            ..DiscoverOptions::default()
        };
        discover_files(root.path(), &options)
    };
    let discovery = with(&["vendor/", "*.gen.py", "/top.py", "#odd.py"]).expect("a discovery");
    assert_eq!(paths(&discovery), ["sub/top.py"]);
    for bad in ["[a-", "a{b", "!a.py", " "] {
        let error = with(&["fine", bad]).expect_err(bad);
        let is_named =
            matches!(&error, ExtractError::ExcludePattern { pattern, .. } if pattern == bad);
        assert!(is_named, "{bad}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_counted_and_left_alone() {
    use std::os::unix::fs::symlink;

    let outside = workspace(&[("secret.py", "")]);
    let root = workspace(&[("a.py", ""), ("sub/b.py", "")]);
    symlink(outside.path(), root.path().join("folder")).expect("a link");
    symlink("a.py", root.path().join("file.py")).expect("a link");
    symlink("nowhere", root.path().join("broken.py")).expect("a link");
    symlink("..", root.path().join("sub/up")).expect("a link");
    let _socket =
        std::os::unix::net::UnixListener::bind(root.path().join("socket.py")).expect("a socket");
    let discovery = discover(root.path());
    assert_eq!(paths(&discovery), ["a.py", "sub/b.py"]);
    assert_eq!(discovery.skipped["symbolic_link"], 4);
    assert_eq!(discovery.skipped["special_file"], 1);
    assert!(discovery.errors.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_named_as_errors() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let root = workspace(&[("a.py", "")]);
    fs::write(root.path().join(OsStr::from_bytes(b"\xe9.py")), "").expect("a file");
    let folder = root.path().join(OsStr::from_bytes(b"sub\xff"));
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("b.py"), "").expect("a file");
    let discovery = discover(root.path());
    assert_eq!(paths(&discovery), ["a.py"]);
    let named: Vec<&str> = discovery
        .errors
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(named, ["sub\u{fffd}", "\u{fffd}.py"]);
    assert!(discovery.errors[0].1.contains("not UTF-8"));
}

#[test]
fn a_bad_line_in_an_ignore_file_is_named_and_the_others_count() {
    let root = workspace(&[
        ("sub/.gitignore", "a{b\n*.log\n"),
        ("sub/a.log", ""),
        ("a.py", ""),
    ]);
    let discovery = discover(root.path());
    assert_eq!(paths(&discovery), ["a.py"]);
    assert_eq!(discovery.errors.len(), 1, "{:?}", discovery.errors);
    let (path, reason) = &discovery.errors[0];
    assert_eq!(path, "sub/.gitignore");
    assert!(reason.starts_with("line 1: `a{b`"), "{reason}");
}

#[test]
fn a_root_that_is_no_folder_is_an_error() {
    let root = workspace(&[("a.py", "")]);
    for name in ["gone", "a.py"] {
        let result = discover_files(&root.path().join(name), &DiscoverOptions::default());
        let message = result.expect_err(name).to_string();
        assert!(message.starts_with("workspace root `"), "{message}");
        assert!(message.contains(name), "{message}");
    }
}

#[test]
fn a_stamp_is_kept_only_when_it_has_settled() {
    let root = workspace(&[("new.py", ""), ("old.py", ""), ("future.py", "")]);
    let now = SystemTime::now();
    set_modified(root.path(), "old.py", now - Duration::from_secs(3));
    set_modified(root.path(), "future.py", now + Duration::from_hours(1));
    let discovery = discover(root.path());
    let asked = ["old.py", "gone.py", "new.py", "future.py"].map(str::to_owned);
    let stamps = discovery.stamps(&asked);
    let names: Vec<_> = stamps["path"].as_string::<i32>().iter().flatten().collect();
    assert_eq!(names, asked);
    let values = stamps["stamp"].as_primitive::<Int64Type>();
    assert_ne!(values.value(0), 0);
    assert_eq!(&values.values()[1..], [0, 0, 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_listed_is_named_and_the_others_are_not_lost() {
    let root = workspace(&[("a.py", ""), ("z/b.py", "")]);
    // A path longer than the kernel takes cannot be listed by anybody, root included.
    // It comes about by moving one deep folder into another.
    let deep: std::path::PathBuf = std::iter::repeat_n("d".repeat(200), 15).collect();
    let outside = workspace(&[]);
    fs::create_dir_all(outside.path().join(&deep)).expect("folders");
    fs::create_dir_all(root.path().join(&deep)).expect("folders");
    let inner = outside.path().join("d".repeat(200));
    fs::rename(inner, root.path().join(&deep).join("inner")).expect("a move");
    let discovery = discover(root.path());
    assert_eq!(paths(&discovery), ["a.py", "z/b.py"]);
    assert_eq!(discovery.errors.len(), 1, "{:?}", discovery.errors);
    let (path, reason) = &discovery.errors[0];
    assert!(path.starts_with("ddd") && path.len() > 3000, "{path}");
    assert_eq!(reason, "the name is too long");
}
