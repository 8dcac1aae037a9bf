//! Opening a file without leaving the workspace, blocking, or being tricked in between.
//!
//! Checking a path and opening it afterwards leaves a gap in which a folder can be swapped for a
//! symbolic link. So the file is opened first and asked where it is afterwards, before a byte of
//! it is read: an open descriptor cannot be swapped. On Linux the kernel itself names the place
//! (`/proc/self/fd`), which leaves no gap at all. `openat2` with `RESOLVE_BENEATH` would refuse
//! links that stay inside the workspace by an absolute target, and is missing in sandboxes.
//! Elsewhere, or without `/proc`, the path is resolved after opening, and what it then leads to
//! has to be the very file that was opened.
//!
//! A FIFO or a device must not even be opened, since opening alone can block or act. Its kind is
//! asked for first, and the file is opened without blocking in case it changes in between.
//!
//! Hard links are files of the workspace like any other.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::{Component, Path, PathBuf};

const OUTSIDE: &str = "the path leads outside the workspace, its content was not read";

/// A regular file in the workspace.
#[derive(Debug)]
pub(super) struct Opened {
    pub file: File,
    pub size: u64,
}

/// Opens a regular file in the workspace for reading, or says in plain words why not.
pub(super) fn open(root: &Path, path: &str) -> Result<Opened, String> {
    check_components(path)?;
    let full = root.join(path);
    let found = fs::metadata(&full).map_err(|error| missing(&full, &error))?;
    if !found.is_file() {
        return Err(not_regular(root, &full, found.file_type()));
    }
    let file = open_without_blocking(&full).map_err(|error| reason(&error))?;
    let opened = file.metadata().map_err(|error| reason(&error))?;
    if !opened.is_file() {
        return Err(not_regular(root, &full, opened.file_type()));
    }
    if is_inside(root, &full, &file, &opened)? {
        let size = opened.len();
        Ok(Opened { file, size })
    } else {
        Err(OUTSIDE.to_owned())
    }
}

/// What an error of the operating system means, in plain words.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        io::ErrorKind::InvalidFilename => "the name is too long".to_owned(),
        _ if is_link_loop(error) => "its symbolic links lead in a circle".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}

fn check_components(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("the path is empty".to_owned());
    }
    if path.contains('\0') {
        return Err("the path contains a NUL character".to_owned());
    }
    for component in Path::new(path).components() {
        match component {
            Component::Normal(_) | Component::CurDir => {}
            Component::ParentDir => {
                return Err(format!("{OUTSIDE}: `..` is not allowed in it"));
            }
            Component::RootDir | Component::Prefix(_) => {
                return Err(format!(
                    "{OUTSIDE}: it is absolute and has to be relative to the root"
                ));
            }
        }
    }
    Ok(())
}

fn missing(full: &Path, error: &io::Error) -> String {
    let is_link = fs::symlink_metadata(full).is_ok_and(|found| found.is_symlink());
    if error.kind() == io::ErrorKind::NotFound && is_link {
        "a symbolic link that leads to nothing".to_owned()
    } else {
        reason(error)
    }
}

fn not_regular(root: &Path, full: &Path, kind: FileType) -> String {
    match fs::canonicalize(full) {
        Ok(place) if !place.starts_with(root) => OUTSIDE.to_owned(),
        _ => format!("it is {}, not a file", describe_kind(kind)),
    }
}

/// The place that the kernel gives for an open file, if it can tell.
#[cfg(target_os = "linux")]
fn place_of(file: &File) -> Option<PathBuf> {
    use std::os::fd::AsRawFd;

    fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).ok()
}

#[cfg(not(target_os = "linux"))]
fn place_of(_file: &File) -> Option<PathBuf> {
    None
}

fn is_inside(root: &Path, full: &Path, file: &File, opened: &Metadata) -> Result<bool, String> {
    if let Some(place) = place_of(file) {
        return Ok(place.starts_with(root));
    }
    let place = fs::canonicalize(full).map_err(|error| missing(full, &error))?;
    let named = fs::symlink_metadata(&place).map_err(|error| reason(&error))?;
    Ok(place.starts_with(root) && is_same_file(&named, opened))
}

#[cfg(unix)]
fn is_same_file(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    left.dev() == right.dev() && left.ino() == right.ino()
}

#[cfg(not(unix))]
fn is_same_file(left: &Metadata, right: &Metadata) -> bool {
    left.is_file() && left.len() == right.len() && left.modified().ok() == right.modified().ok()
}

#[cfg(unix)]
fn open_without_blocking(full: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(full)
}

#[cfg(not(unix))]
fn open_without_blocking(full: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(full)
}

#[cfg(unix)]
fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_link_loop(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn describe_kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a FIFO"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn describe_kind(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else {
        "something special"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_is_judged_by_where_it_is_not_by_its_name() {
        let outside = tempfile::tempdir().expect("a folder");
        let inside = tempfile::tempdir().expect("a folder");
        let root = fs::canonicalize(inside.path()).expect("a path");
        fs::write(outside.path().join("a.py"), "secret").expect("a file");
        fs::write(root.join("a.py"), "open").expect("a file");
        // As if a folder had been a link outside when the file was opened, and is none any more.
        let swapped = File::open(outside.path().join("a.py")).expect("an open file");
        let named = swapped.metadata().expect("metadata");
        assert_eq!(
            is_inside(&root, &root.join("a.py"), &swapped, &named),
            Ok(false)
        );
    }

    #[test]
    fn the_same_file_is_told_from_another() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a", "b"] {
            fs::write(folder.path().join(name), "x").expect("a file");
        }
        let metadata = |name: &str| fs::metadata(folder.path().join(name)).expect("metadata");
        assert!(is_same_file(&metadata("a"), &metadata("a")));
        assert!(!is_same_file(&metadata("a"), &metadata("b")));
    }
}
