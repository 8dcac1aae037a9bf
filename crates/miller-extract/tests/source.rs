//! Reading files that are hostile, broken or merely odd.

use std::fs::{self, File};
use std::path::Path;

use miller_extract::{
    ExtractOptions, LanguageLookup, LanguageNames, SourceFile, SourceRoot, read_source,
};
use miller_schema::FileStatus;
use proptest::prelude::*;
use tempfile::TempDir;

const TABLE: &[LanguageNames] = &[
    LanguageNames {
        name: "python",
        extensions: &["py"],
        file_names: &[],
        interpreters: &["python"],
    },
    LanguageNames {
        name: "c",
        extensions: &["c", "h"],
        file_names: &[],
        interpreters: &[],
    },
    LanguageNames {
        name: "cpp",
        extensions: &["cpp"],
        file_names: &[],
        interpreters: &[],
    },
];

fn read_with(root: &Path, path: &str, options: &ExtractOptions) -> SourceFile {
    read_source(root, path, options, &LanguageLookup::new(TABLE))
}

fn read(root: &Path, path: &str) -> SourceFile {
    read_with(root, path, &ExtractOptions::default())
}

/// Writes one file into a new workspace and reads it.
fn read_bytes(path: &str, bytes: &[u8]) -> SourceFile {
    let root = workspace(&[(path, bytes)]);
    read(root.path(), path)
}

fn workspace(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let full = root.path().join(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, bytes).expect("a file");
    }
    root
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The detail of a file that could not be read, of which nothing may be shown.
fn failure(root: &Path, path: &str) -> String {
    let file = read(root, path);
    assert_eq!(file.status, FileStatus::Failed, "{path}: {file:?}");
    assert_eq!(
        (file.content.as_str(), file.hash.as_str(), file.size),
        ("", "", 0)
    );
    file.detail.expect("a detail")
}

#[test]
fn text_is_read_hashed_and_told_by_language() {
    let root = workspace(&[
        ("deep/er/a.py", b"x = 1\r\n"),
        ("a.h", b"namespace a {\n}\n"),
    ]);
    assert_eq!(
        read(root.path(), "deep/er/a.py"),
        SourceFile {
            language: "python",
            content: "x = 1\r\n".to_owned(),
            hash: hash(b"x = 1\r\n"),
            size: 7,
            status: FileStatus::Ok,
            detail: None,
        }
    );
    assert_eq!(read(root.path(), "./a.h").language, "cpp");
    assert_eq!(
        read_bytes("run", b"#!/usr/bin/env python3\n").language,
        "python"
    );
    assert_eq!(read_bytes("notes", b"nothing\n").language, "text");
}

#[test]
fn an_empty_file_is_fine() {
    let file = read_bytes("a.py", b"");
    assert_eq!(
        (file.status, file.size, file.hash),
        (FileStatus::Ok, 0, hash(b""))
    );
}

#[test]
fn nothing_outside_the_workspace_is_read() {
    let outside = workspace(&[("secret.py", b"password = 1\n")]);
    let root = workspace(&[("a.py", b"x = 1\n"), ("b/c.py", b"")]);
    let secret = outside.path().join("secret.py");
    let folder = outside
        .path()
        .file_name()
        .expect("a name")
        .to_string_lossy();
    let beside = format!("../{folder}/secret.py");
    let absolute = secret.to_str().expect("a path");
    for path in [absolute, &beside, "b/../a.py", "..", "/"] {
        let detail = failure(root.path(), path);
        assert!(
            detail.contains("leads outside the workspace"),
            "{path}: {detail}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_workspace_only() {
    use std::os::unix::fs::symlink;

    let outside = workspace(&[("secret.py", b"password = 1\n")]);
    let root = workspace(&[("real/a.py", b"x = 1\n")]);
    let link = |target: &Path, name: &str| symlink(target, root.path().join(name)).expect("a link");
    link(&outside.path().join("secret.py"), "file.py");
    link(outside.path(), "folder");
    link(Path::new("folder"), "chain");
    link(Path::new("/dev/zero"), "zero.py");
    link(Path::new("real/a.py"), "inside.py");
    link(&root.path().join("real"), "absolute");
    link(Path::new("nowhere.py"), "broken.py");
    link(Path::new("circle.py"), "circle.py");

    for path in [
        "file.py",
        "folder/secret.py",
        "chain/secret.py",
        "folder",
        "zero.py",
    ] {
        let detail = failure(root.path(), path);
        assert!(
            detail.contains("leads outside the workspace"),
            "{path}: {detail}"
        );
    }
    for path in ["inside.py", "absolute/a.py"] {
        let file = read(root.path(), path);
        assert_eq!(
            (file.content.as_str(), file.status),
            ("x = 1\n", FileStatus::Ok),
            "{path}"
        );
    }
    assert_eq!(
        failure(root.path(), "broken.py"),
        "a symbolic link that leads to nothing"
    );
    assert_eq!(
        failure(root.path(), "circle.py"),
        "its symbolic links lead in a circle"
    );
}

#[cfg(unix)]
#[test]
fn a_root_that_is_a_link_is_a_root_like_any_other() {
    let root = workspace(&[("a.py", b"x = 1\n")]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let link = elsewhere.path().join("root");
    std::os::unix::fs::symlink(root.path(), &link).expect("a link");
    assert_eq!(read(&link, "a.py").status, FileStatus::Ok);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_swapped_while_reading_never_shows_what_is_outside() {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};

    let outside = workspace(&[("a.py", b"password = 1\n")]);
    let root = workspace(&[("real/a.py", b"x = 1\n")]);
    let swapped = root.path().join("swapped");
    symlink("real", &swapped).expect("a link");
    let done = AtomicBool::new(false);
    let mut seen = [0, 0];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for target in [outside.path(), Path::new("real")].iter().cycle() {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let next = root.path().join("next");
                symlink(target, &next).expect("a link");
                fs::rename(&next, &swapped).expect("a swap");
            }
        });
        let source_root = SourceRoot::open(root.path()).expect("a root");
        let languages = LanguageLookup::new(TABLE);
        for _ in 0..20_000 {
            let file = source_root.read("swapped/a.py", &ExtractOptions::default(), &languages);
            let is_ok = file.status == FileStatus::Ok;
            seen[usize::from(is_ok)] += 1;
            if is_ok != (file.content == "x = 1\n") {
                done.store(true, Ordering::Relaxed);
                panic!("content from outside: {file:?}");
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(
        seen.iter().all(|count| *count > 0),
        "both targets were met: {seen:?}"
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_fails_without_blocking() {
    let root = workspace(&[("folder.py/a.py", b"")]);
    let fifo = root.path().join("fifo.py");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.expect("mkfifo runs").success());
    let _socket =
        std::os::unix::net::UnixListener::bind(root.path().join("socket.py")).expect("a socket");
    assert_eq!(failure(root.path(), "fifo.py"), "it is a FIFO, not a file");
    assert_eq!(
        failure(root.path(), "socket.py"),
        "it is a socket, not a file"
    );
    assert_eq!(
        failure(root.path(), "folder.py"),
        "it is a folder, not a file"
    );
}

#[test]
fn a_file_that_cannot_be_opened_says_why() {
    let root = workspace(&[("a.py", b"")]);
    let long = format!("{}.py", "a".repeat(300));
    for (path, reason) in [
        ("gone.py", "no such file"),
        ("a.py/b.py", "a part of the path is a file, not a folder"),
        (long.as_str(), "the name is too long"),
        ("", "the path is empty"),
        ("a\0.py", "the path contains a NUL character"),
    ] {
        assert_eq!(failure(root.path(), path), reason, "{path}");
    }
    for name in ["gone", "a.py"] {
        let detail = failure(&root.path().join(name), "a.py");
        assert!(detail.starts_with("workspace root `"), "{detail}");
    }
}

#[test]
fn large_files_are_skipped_or_fail_unread() {
    let root = workspace(&[("a.py", b"12345678")]);
    let limit = |max_file_bytes| ExtractOptions {
        max_file_bytes,
        ..ExtractOptions::default()
    };
    assert_eq!(
        read_with(root.path(), "a.py", &limit(8)).status,
        FileStatus::Ok
    );
    let file = read_with(root.path(), "a.py", &limit(7));
    assert_eq!((file.status, file.size), (FileStatus::Skipped, 8));
    assert_eq!((file.content.as_str(), file.language), ("", "python"));
    assert_eq!(
        file.detail.as_deref(),
        Some("larger than the limit of 7 bytes: 8 bytes")
    );

    let huge = File::create(root.path().join("huge.py")).expect("a file");
    huge.set_len(1 << 32).expect("a sparse file");
    let detail = failure(root.path(), "huge.py");
    assert!(detail.contains("4294967296 bytes"), "{detail}");
    let file = read_with(root.path(), "huge.py", &limit(u64::MAX));
    assert_eq!(file.status, FileStatus::Failed);
}

#[test]
fn a_nul_byte_near_the_beginning_makes_a_file_binary() {
    let mut bytes = vec![b'a'; 20_000];
    bytes[8191] = 0;
    let file = read_bytes("a.py", &bytes);
    assert_eq!((file.status, file.size), (FileStatus::Skipped, 20_000));
    assert_eq!((file.content.as_str(), file.hash), ("", hash(&bytes)));
    assert_eq!(
        file.detail.as_deref(),
        Some("binary: NUL byte at offset 8191")
    );

    bytes[8191] = b'a';
    bytes[8192] = 0;
    let file = read_bytes("a.py", &bytes);
    assert_eq!(file.status, FileStatus::Ok);
    assert_eq!(file.content.as_bytes(), bytes);
}

#[test]
fn utf16_is_text_and_utf32_is_not() {
    let file = read_bytes("a.py", b"\xff\xfex\0=\0");
    assert_eq!((file.content.as_str(), file.size), ("x=", 6));
    assert_eq!(file.hash, hash(b"\xff\xfex\0=\0"));
    let file = read_bytes("a.py", b"\xff\xfe\0\0x\0\0\0");
    assert_eq!(file.detail.as_deref(), Some("binary: NUL byte at offset 2"));
}

#[test]
fn a_python_file_in_latin_1_is_decoded() {
    let bytes = b"# -*- coding: latin-1 -*-\nname = 'Andr\xe9'\n";
    let file = read_bytes("a.py", bytes);
    assert_eq!(file.content, "# -*- coding: latin-1 -*-\nname = 'André'\n");
    assert_eq!(
        (file.status, file.size as usize),
        (FileStatus::Ok, bytes.len())
    );
    assert_eq!(file.hash, hash(bytes));
    assert_eq!(file.detail.as_deref(), Some("decoded from windows-1252"));
}

#[test]
fn what_is_not_utf8_is_partial_and_says_where() {
    let file = read_bytes("a.py", b"x = '\xe9'\n");
    assert_eq!(
        (file.status, file.content.as_str()),
        (FileStatus::Partial, "x = '\u{fffd}'\n")
    );
    let detail = file.detail.expect("a detail");
    assert!(detail.contains("byte 0xE9 at offset 5"), "{detail}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_content_gives_a_row_that_fits_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let file = read_bytes("a.py", &bytes);
        prop_assert_eq!(&file.hash, &hash(&bytes));
        prop_assert_eq!(file.size as usize, bytes.len());
        if file.status == FileStatus::Skipped {
            prop_assert!(bytes.contains(&0) && file.content.is_empty());
        } else if std::str::from_utf8(&bytes).is_ok() {
            prop_assert_eq!(file.content.as_bytes(), &bytes[..]);
            prop_assert_eq!(file.status, FileStatus::Ok);
        } else {
            prop_assert!(file.detail.is_some());
        }
    }

    #[test]
    fn a_path_to_nothing_gives_a_failed_row(path in any::<String>()) {
        let root = workspace(&[]);
        prop_assert_eq!(read(root.path(), &path).status, FileStatus::Failed);
    }
}
