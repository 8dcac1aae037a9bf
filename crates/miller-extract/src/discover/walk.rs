//! The walk itself: what each entry of a folder is, and what becomes of it.
//!
//! On one thread: 60,000 files in 600 folders take 0.2 s of CPU time. The library's parallel walk
//! took 5 % more of it and no less time on two cores that had other work.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::{DiscoverOptions, IGNORE_FILE, INDEX_FOLDER};
use crate::error::ExtractError;
use crate::source::SourceRoot;

const HIDDEN: &str = "hidden";
const SPECIAL_FILE: &str = "special_file";
const SYMBOLIC_LINK: &str = "symbolic_link";
const TOO_LARGE: &str = "too_large";

/// A file and what a directory tells about it.
#[derive(Debug)]
pub(super) struct FoundFile {
    pub path: String,
    pub size: u64,
    pub modified_ns: i64,
    pub changed_ns: i64,
}

impl FoundFile {
    fn new(path: String, metadata: &Metadata) -> Result<Self, String> {
        Ok(Self {
            path,
            size: metadata.len(),
            modified_ns: modified(metadata)?,
            changed_ns: changed(metadata),
        })
    }
}

/// Everything that a walk comes across.
#[derive(Debug)]
pub(super) struct Found {
    pub files: Vec<FoundFile>,
    pub skipped: BTreeMap<&'static str, u64>,
    pub too_large: Vec<String>,
    pub errors: Vec<(String, String)>,
}

impl Found {
    fn new() -> Self {
        Self {
            files: Vec::new(),
            skipped: [HIDDEN, SPECIAL_FILE, SYMBOLIC_LINK, TOO_LARGE]
                .map(|reason| (reason, 0))
                .into(),
            too_large: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }
}

/// Nanoseconds since 1970; before it negative, beyond the year 2262 the largest number.
pub(super) fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanoseconds| -nanoseconds)
        }
    }
}

/// Walks the workspace.
pub(super) fn walk(
    source_root: &SourceRoot,
    named_root: &Path,
    options: &DiscoverOptions,
) -> Result<Found, ExtractError> {
    let folder = source_root.folder();
    // The filter belongs to the walk and outlives this function, as far as the compiler knows.
    let left_out = Arc::new(Mutex::new(LeftOut::default()));
    let mut builder = WalkBuilder::new(folder);
    builder
        .standard_filters(true)
        // Hidden entries pass the library's filter, so that ours can count them.
        .hidden(false)
        .require_git(false)
        .follow_links(false)
        .current_dir(folder)
        .add_custom_ignore_filename(IGNORE_FILE)
        .overrides(excludes(folder, &options.excludes)?);
    builder.filter_entry({
        let left_out = Arc::clone(&left_out);
        let takes_hidden = options.hidden;
        let only: Option<Vec<PathBuf>> = options
            .only
            .as_ref()
            .map(|paths| paths.iter().map(|path| folder.join(path)).collect());
        move |entry| {
            entry.depth() == 0
                || (only.as_ref().is_none_or(|only| concerns(entry, only))
                    && left_out
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .lets_through(entry, takes_hidden))
        }
    });

    let mut found = Found::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) => take(&mut found, &entry, folder, options),
            Err(error) if error.depth() == Some(0) => {
                return Err(ExtractError::Root {
                    root: named_root.to_path_buf(),
                    source: error
                        .into_io_error()
                        .unwrap_or_else(|| io::ErrorKind::Other.into()),
                });
            }
            Err(error) => note_errors(&mut found.errors, folder, folder, &error),
        }
    }
    let left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
    *found.skipped.entry(HIDDEN).or_default() += left_out.hidden;
    for name in left_out.not_utf8 {
        found.errors.push((
            relative(&name, folder),
            "its name is not UTF-8: rename it to have it indexed".to_owned(),
        ));
    }
    Ok(found)
}

/// Whether an entry is one of some paths, is in one of them, or leads to one.
fn concerns(entry: &DirEntry, only: &[PathBuf]) -> bool {
    let path = entry.path();
    only.iter()
        .any(|one| one.starts_with(path) || path.starts_with(one))
}

/// What the filter leaves out before it is walked into.
#[derive(Default)]
struct LeftOut {
    hidden: u64,
    not_utf8: Vec<PathBuf>,
}

impl LeftOut {
    fn lets_through(&mut self, entry: &DirEntry, takes_hidden: bool) -> bool {
        let name = entry.file_name();
        if name == ".git" || name == INDEX_FOLDER {
            return false;
        }
        if !takes_hidden && is_hidden(name) {
            self.hidden += 1;
            return false;
        }
        if name.to_str().is_none() {
            self.not_utf8.push(entry.path().to_path_buf());
            return false;
        }
        true
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn take(found: &mut Found, entry: &DirEntry, folder: &Path, options: &DiscoverOptions) {
    if let Some(error) = entry.error() {
        note_errors(&mut found.errors, folder, entry.path(), error);
    }
    let Some(kind) = entry.file_type() else {
        return;
    };
    if kind.is_dir() {
        return;
    }
    if kind.is_symlink() {
        return found.skip(SYMBOLIC_LINK);
    }
    if !kind.is_file() {
        return found.skip(SPECIAL_FILE);
    }
    let path = relative(entry.path(), folder);
    let looked = entry
        .metadata()
        .map_err(|error| reason(&error))
        .and_then(|metadata| FoundFile::new(path.clone(), &metadata));
    match looked {
        Ok(file) if file.size > options.max_file_bytes => {
            found.skip(TOO_LARGE);
            found.too_large.push(path);
        }
        Ok(file) => found.files.push(file),
        Err(reason) => found.errors.push((path, reason)),
    }
}

/// Looks at files by their paths from the root.
pub(super) fn look_at(root: &Path, paths: &[String]) -> Found {
    let mut found = Found::new();
    for path in paths {
        if let Ok(metadata) = root.join(path).symlink_metadata()
            && metadata.is_file()
        {
            match FoundFile::new(path.clone(), &metadata) {
                Ok(file) => found.files.push(file),
                Err(reason) => found.errors.push((path.clone(), reason)),
            }
        }
    }
    found
}

fn modified(metadata: &Metadata) -> Result<i64, String> {
    metadata
        .modified()
        .map(nanoseconds)
        .map_err(|error| format!("its time of modification is unknown: {error}"))
}

/// When the file system last noted a change of the file, in nanoseconds since 1970. Unlike the time
/// of modification, nobody can set it back.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    let seconds = metadata.ctime().saturating_mul(1_000_000_000);
    seconds.saturating_add(metadata.ctime_nsec())
}

/// Where there is no such time, the time of modification has to do.
#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

/// The path as rows hold it: relative to the root, with `/`.
fn relative(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let text = inside.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

fn excludes(folder: &Path, globs: &[String]) -> Result<Override, ExtractError> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in globs {
        let refuse = |reason: String| ExtractError::ExcludePattern {
            pattern: glob.clone(),
            reason,
        };
        if glob.trim().is_empty() {
            return Err(refuse("it is empty".to_owned()));
        }
        if glob.starts_with('!') {
            return Err(refuse(
                "an exclude cannot take something back in with `!`".to_owned(),
            ));
        }
        // In overrides, `!` marks what is left out.
        builder
            .add(&format!("!{glob}"))
            .map_err(|error| refuse(reason(&error)))?;
    }
    builder
        .build()
        .map_err(|error| ExtractError::ExcludePattern {
            pattern: globs.join(", "),
            reason: reason(&error),
        })
}

/// Notes an error of the walk; an ignore file with many bad lines makes many.
fn note_errors(
    errors: &mut Vec<(String, String)>,
    folder: &Path,
    path: &Path,
    error: &ignore::Error,
) {
    match error {
        ignore::Error::Partial(parts) => {
            for part in parts {
                note_errors(errors, folder, path, part);
            }
        }
        ignore::Error::WithPath { path, err } => note_errors(errors, folder, path, err),
        ignore::Error::WithDepth { err, .. } => note_errors(errors, folder, path, err),
        other => errors.push((relative(path, folder), reason(other))),
    }
}

/// What an error of the walk means, without the path.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithLineNumber { line, err } => format!("line {line}: {}", reason(err)),
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => reason(err),
        ignore::Error::Io(error) => crate::source::reason(error),
        ignore::Error::Glob {
            glob: Some(glob),
            err,
        } => format!("`{glob}` is not valid: {err}"),
        ignore::Error::Glob { glob: None, err } => err.clone(),
        other => other.to_string(),
    }
}
