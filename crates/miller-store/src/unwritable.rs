//! Reading an index that this process may not write to: another user's, or one on a read-only disk.
//!
//! `SQLite` shares the state of its log between processes in a file beside the index, and readers
//! write to it, too. Where they may not, and no log is there, the index can be read as a file that
//! nobody changes (`immutable`): then nothing is locked and no log is looked at. That it has stayed as
//! it was is looked at after each read, because somebody else may well write to it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;

/// How the file of an index looks from outside.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Looks {
    size: u64,
    modified: Option<SystemTime>,
    identity: (u64, u64),
}

impl Looks {
    /// What a file looks like; `None` when it cannot be looked at, or has a log that belongs to it.
    fn of(path: &Path) -> Option<Self> {
        let found = fs::metadata(path).ok()?;
        (found.is_file() && log_of(path).is_none()).then(|| Looks {
            size: found.len(),
            modified: found.modified().ok(),
            identity: identity(&found),
        })
    }

    /// Says whether the file is as it was, and has no log.
    pub(crate) fn are_still_those_of(&self, path: &Path) -> bool {
        Looks::of(path).as_ref() == Some(self)
    }
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// The log of an index, when there is one with something in it.
fn log_of(path: &Path) -> Option<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    let log = PathBuf::from(name);
    fs::metadata(&log)
        .is_ok_and(|found| found.len() > 0)
        .then_some(log)
}

/// Opens the file as one that does not change, after `refused` to open it as one that may.
pub(crate) fn open(path: &Path, refused: StoreError) -> Result<(Connection, Looks), StoreError> {
    if let Some(log) = log_of(path) {
        return Err(StoreError::LogOutOfReach {
            path: path.to_owned(),
            log,
        });
    }
    let Some(looks) = Looks::of(path) else {
        return Err(refused);
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    match Connection::open_with_flags(address(path), flags) {
        Ok(connection) => Ok((connection, looks)),
        Err(_) => Err(refused),
    }
}

/// The file as a URI.
fn address(path: &Path) -> String {
    let mut address = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.push_str("?immutable=1");
    address
}
