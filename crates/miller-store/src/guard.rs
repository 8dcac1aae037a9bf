//! Keeps two `SQLite` libraries away from one file.
//!
//! POSIX locks belong to the process and vanish when any descriptor of the file is closed. Two
//! libraries in one process therefore do not see each other's locks: both can hold the write lock, the
//! close of one deletes the other's log, and committed rows are lost. One library at a time is safe, and
//! so is another process.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use crate::error::StoreError;

/// The name under which this crate claims a file.
pub const THIS_LIBRARY: &str = "miller-store";

/// Who holds a file.
#[derive(Debug)]
struct Holder {
    library: String,
    handles: usize,
}

static HOLDERS: LazyLock<Mutex<HashMap<PathBuf, Holder>>> = LazyLock::new(Mutex::default);

fn holders() -> MutexGuard<'static, HashMap<PathBuf, Holder>> {
    // The map is right at every step, so a panic elsewhere does not spoil it.
    HOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right of one library to open one file, until it is dropped.
#[derive(Debug)]
pub struct Claim {
    path: PathBuf,
}

impl Claim {
    /// The file, with symbolic links resolved.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Entry::Occupied(mut holder) = holders().entry(std::mem::take(&mut self.path)) {
            holder.get_mut().handles -= 1;
            if holder.get().handles == 0 {
                holder.remove();
            }
        }
    }
}

/// Claims a file for a library. Claim before the file is opened; drop the claim after it is closed.
///
/// # Errors
///
/// When another library holds the file in this process, or its folder cannot be found.
pub fn claim(path: &Path, library: &str) -> Result<Claim, StoreError> {
    let path = resolve(path)?;
    match holders().entry(path.clone()) {
        Entry::Occupied(mut holder) => {
            let holder = holder.get_mut();
            if holder.library != library {
                return Err(StoreError::HeldByOtherLibrary {
                    path,
                    holder: holder.library.clone(),
                    library: library.to_owned(),
                });
            }
            holder.handles += 1;
        }
        Entry::Vacant(vacant) => {
            vacant.insert(Holder {
                library: library.to_owned(),
                handles: 1,
            });
        }
    }
    Ok(Claim { path })
}

/// The path without symbolic links; the file itself need not exist yet.
fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    let cannot_open = |reason: String| StoreError::CannotOpen {
        path: path.to_owned(),
        reason,
    };
    if let Ok(resolved) = path.canonicalize() {
        return Ok(resolved);
    }
    let name = path
        .file_name()
        .ok_or_else(|| cannot_open("it names no file".to_owned()))?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let folder = folder
        .canonicalize()
        .map_err(|error| cannot_open(format!("its folder: {error}")))?;
    Ok(folder.join(name))
}
