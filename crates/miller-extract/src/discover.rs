//! Finding the files of a workspace.
//!
//! One walk that obeys the ignore files: `.gitignore` at every level (inside a git repository or
//! not), `.git/info/exclude`, git's global excludes, `.ignore`, and [`IGNORE_FILE`] for Miller
//! alone. Symbolic links are never followed. `.git` and [`INDEX_FOLDER`] are never entered and
//! never counted: they are not part of a workspace.
//!
//! What else is left out is counted by reason in [`Discovery::skipped`]. A hidden folder counts
//! once, whatever it holds. What an ignore file or an exclude leaves out is not counted: an
//! ignored folder would have to be walked to say how many files are in it.

mod columns;
mod walk;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use arrow_array::{Array, Int64Array, RecordBatch, StringArray};

use crate::error::ExtractError;
use crate::source::SourceRoot;

/// The name of the ignore files that only Miller reads.
pub const IGNORE_FILE: &str = ".millerignore";

/// The folder in a workspace that holds the index.
pub const INDEX_FOLDER: &str = ".miller";

/// The largest file that a scan takes in, unless it is told otherwise.
pub const DEFAULT_MAX_FILE_BYTES: u64 = 2 * 1024 * 1024;

/// A file younger than this at the beginning of a scan can change again without its stamp
/// changing, where a file system counts in whole seconds (or two, as FAT does).
const STAMP_PRECISION: Duration = Duration::from_secs(2);

/// What a scan takes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoverOptions {
    /// Larger files are left out, counted and named.
    pub max_file_bytes: u64,
    /// Whether files and folders are taken in whose names begin with a dot.
    pub hidden: bool,
    /// Globs of what to leave out, written as in a `.gitignore` at the root of the workspace.
    /// They win over every ignore file.
    pub excludes: Vec<String>,
    /// If set, these files and what is in these folders alone, by paths from the root of the workspace.
    pub only: Option<Vec<String>>,
}

impl Default for DiscoverOptions {
    fn default() -> Self {
        Self {
            max_file_bytes: DEFAULT_MAX_FILE_BYTES,
            hidden: false,
            excludes: Vec::new(),
            only: None,
        }
    }
}

/// What a scan has found.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// The files: `path` (`Utf8`), `size` (`UInt64`), `modified_ns` (`Int64`, since 1970), sorted by the
    /// bytes of the path.
    pub files: RecordBatch,
    /// How many entries were left out, by reason: `hidden`, `special_file`, `symbolic_link`,
    /// `too_large`. Every reason is there, with 0 if it never applied.
    pub skipped: BTreeMap<&'static str, u64>,
    /// The files that are too large, sorted.
    pub too_large: Vec<String>,
    /// Paths that could not be looked at and why, sorted. Bytes that are not UTF-8 are replaced
    /// in them.
    pub errors: Vec<(String, String)>,
    started: SystemTime,
    marks: Vec<i64>,
}

impl Discovery {
    /// The paths of the files, sorted.
    #[must_use]
    pub fn paths(&self) -> &StringArray {
        columns::paths(&self.files)
    }

    /// The bytes of each file.
    #[must_use]
    pub fn sizes(&self) -> &arrow_array::UInt64Array {
        columns::sizes(&self.files)
    }

    /// The time each file was last modified, in nanoseconds since 1970.
    #[must_use]
    pub fn modified(&self) -> &Int64Array {
        columns::modified(&self.files)
    }

    /// What tells the file at a row from itself after a change: made of the time it was last
    /// modified, which whoever writes a file can set, and the time the file system last noted a
    /// change, which nobody can. The inode is no part of it: what takes a file's place by a rename
    /// has a change noted, and some network file systems number their files anew each time.
    pub(crate) fn mark(&self, row: usize) -> i64 {
        self.marks[row]
    }

    /// The stamp to store for the file at a row: its mark, or 0 if it was modified so recently that
    /// a later change might not show. A file whose stamp is 0 is compared by its content at the
    /// next scan.
    #[must_use]
    pub fn stamp(&self, row: usize) -> i64 {
        let modified = self.modified().value(row);
        let settled = self.started.checked_sub(STAMP_PRECISION);
        if settled.is_some_and(|settled| modified < walk::nanoseconds(settled)) {
            self.mark(row)
        } else {
            0
        }
    }

    /// The stamps of the files at these paths as a batch: `path` Utf8, `stamp` Int64. A
    /// path that the scan has not found gets 0.
    #[must_use]
    pub fn stamps(&self, paths: &[String]) -> RecordBatch {
        let stamps = paths
            .iter()
            .map(|path| self.row_of(path).map_or(0, |row| self.stamp(row)));
        columns::stamps(paths, stamps)
    }

    fn row_of(&self, path: &str) -> Option<usize> {
        let paths = self.paths();
        let (mut low, mut high) = (0, paths.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match paths.value(middle).as_bytes().cmp(path.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Finds the files of the workspace at `root`.
///
/// # Errors
///
/// If the root cannot be opened or an exclude is not a valid glob. What goes wrong further down
/// is told in [`Discovery::errors`].
pub fn discover_files(root: &Path, options: &DiscoverOptions) -> Result<Discovery, ExtractError> {
    let started = SystemTime::now();
    let source_root = SourceRoot::open(root)?;
    let found = walk::walk(&source_root, root, options)?;
    discovery(found, started)
}

/// Looks at some files of the workspace at `root`, whatever a scan would leave out. Those that are not
/// there, or are no plain files, are not among what is found.
///
/// # Errors
///
/// If the root cannot be opened.
pub fn look_at_files(root: &Path, paths: &[String]) -> Result<Discovery, ExtractError> {
    let started = SystemTime::now();
    SourceRoot::open(root)?;
    discovery(walk::look_at(root, paths), started)
}

fn discovery(mut found: walk::Found, started: SystemTime) -> Result<Discovery, ExtractError> {
    found
        .files
        .sort_unstable_by(|left, right| left.path.cmp(&right.path));
    found.too_large.sort_unstable();
    found.errors.sort_unstable();
    // Where both times are equal, as after a plain write, the mark must not be 0 each time.
    let mark = |file: &walk::FoundFile| file.modified_ns ^ file.changed_ns.rotate_left(32);
    Ok(Discovery {
        files: columns::files(&found.files)?,
        marks: found.files.iter().map(mark).collect(),
        skipped: found.skipped,
        too_large: found.too_large,
        errors: found.errors,
        started,
    })
}
