//! Reading one file of a workspace: safely, once, and as text.
//!
//! A file is opened without leaving the workspace (see `confined`), read once, hashed once as it
//! stands on disk, and decoded (see `decode`). Nothing here fails: what goes wrong is told by the
//! status and the detail of the [`SourceFile`], which become those of the file's row.

mod confined;
mod decode;

pub(crate) use confined::reason;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use memchr::memchr;
use miller_schema::FileStatus;

use crate::detect::LanguageLookup;
use crate::error::ExtractError;
use crate::options::ExtractOptions;

/// How far into a file a NUL byte makes it binary.
const BINARY_CHECK: u64 = 8 * 1024;

/// One file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The language, `text` when none claims the file.
    pub language: &'static str,
    /// The text; empty unless the status is `ok` or `partial`.
    pub content: String,
    /// BLAKE3 of the bytes on disk, 64 hex digits; empty if they were not read.
    pub hash: String,
    /// Bytes on disk; 0 if the file could not be read.
    pub size: u32,
    /// What became of the file.
    pub status: FileStatus,
    /// Why the status is not `ok`, or how the text was decoded.
    pub detail: Option<String>,
}

/// Reads one file of the workspace at `root`.
///
/// To read many, open the [`SourceRoot`] once.
#[must_use]
pub fn read_source(
    root: &Path,
    path: &str,
    options: &ExtractOptions,
    languages: &LanguageLookup,
) -> SourceFile {
    match SourceRoot::open(root) {
        Ok(root) => root.read(path, options, languages),
        Err(error) => unread(
            path,
            languages,
            Unread {
                status: FileStatus::Failed,
                detail: error.to_string(),
                hash: String::new(),
                size: 0,
            },
        ),
    }
}

/// The folder that the paths of a workspace start from.
#[derive(Debug, Clone)]
pub struct SourceRoot {
    folder: PathBuf,
}

impl SourceRoot {
    /// Finds the folder and follows the symbolic links on the way to it, once.
    ///
    /// # Errors
    ///
    /// If it does not exist, cannot be reached or is no folder.
    pub fn open(root: &Path) -> Result<Self, ExtractError> {
        let refuse = |source| ExtractError::Root {
            root: root.to_path_buf(),
            source,
        };
        let folder = fs::canonicalize(root).map_err(refuse)?;
        if !fs::metadata(&folder).map_err(refuse)?.is_dir() {
            return Err(refuse(io::ErrorKind::NotADirectory.into()));
        }
        Ok(Self { folder })
    }

    /// The folder, without symbolic links.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads one file.
    #[must_use]
    pub fn read(
        &self,
        path: &str,
        options: &ExtractOptions,
        languages: &LanguageLookup,
    ) -> SourceFile {
        let (bytes, hash) = match self.read_text_bytes(path, options) {
            Ok(read) => read,
            Err(reason) => return unread(path, languages, reason),
        };
        let size = bytes.len() as u32;
        let decoded = decode::decode(bytes);
        if decoded.content.len() as u64 > ExtractOptions::LARGEST_FILE {
            let reason = failed(format!(
                "the text takes {} bytes as UTF-8, more than the store can hold",
                decoded.content.len()
            ));
            return unread(path, languages, reason);
        }
        SourceFile {
            language: languages.detect(path, &decoded.content),
            content: decoded.content,
            hash,
            size,
            status: decoded.status,
            detail: decoded.detail,
        }
    }

    /// The BLAKE3 hash of a file's bytes, and how many there are.
    ///
    /// # Errors
    ///
    /// The reason in plain words, if the file cannot be read.
    pub(crate) fn hash(&self, path: &str) -> Result<(String, u64), String> {
        let opened = confined::open(&self.folder, path)?;
        let mut hasher = blake3::Hasher::new();
        hasher
            .update_reader(opened.file)
            .map_err(|error| reason(&error))?;
        Ok((hasher.finalize().to_hex().to_string(), hasher.count()))
    }

    /// The bytes of a file that is text, and their hash.
    fn read_text_bytes(
        &self,
        path: &str,
        options: &ExtractOptions,
    ) -> Result<(Vec<u8>, String), Unread> {
        let confined::Opened { mut file, size } =
            confined::open(&self.folder, path).map_err(failed)?;
        let limit = options.max_file_bytes.min(ExtractOptions::LARGEST_FILE);
        check_size(size, limit)?;

        let capacity = usize::try_from(size).unwrap_or(0).saturating_add(1);
        let mut bytes = Vec::with_capacity(capacity);
        let read_failed = |error: io::Error| failed(reason(&error));
        file.by_ref()
            .take(BINARY_CHECK)
            .read_to_end(&mut bytes)
            .map_err(read_failed)?;
        if let Some(offset) = first_nul(&bytes) {
            return Err(skip_binary(file, &bytes, offset, limit));
        }
        // What is shorter than that has been read to its end. Of the others, one byte more than allowed
        // shows a file that grew since its size was asked for.
        if bytes.len() as u64 == BINARY_CHECK {
            let rest = (limit + 1).saturating_sub(BINARY_CHECK);
            file.take(rest)
                .read_to_end(&mut bytes)
                .map_err(read_failed)?;
        }
        check_size(bytes.len() as u64, limit)?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        Ok((bytes, hash))
    }
}

/// Why there is no text.
struct Unread {
    status: FileStatus,
    detail: String,
    hash: String,
    size: u32,
}

fn failed(detail: String) -> Unread {
    Unread {
        status: FileStatus::Failed,
        detail,
        hash: String::new(),
        size: 0,
    }
}

fn unread(path: &str, languages: &LanguageLookup, reason: Unread) -> SourceFile {
    SourceFile {
        language: languages.detect_by_path(path),
        content: String::new(),
        hash: reason.hash,
        size: reason.size,
        status: reason.status,
        detail: Some(reason.detail),
    }
}

/// Refuses what positions cannot describe, and leaves out what the options do not want.
fn check_size(size: u64, limit: u64) -> Result<(), Unread> {
    let Ok(short) = u32::try_from(size) else {
        return Err(failed(format!(
            "{size} bytes are more than the store can hold"
        )));
    };
    if size > limit {
        return Err(Unread {
            status: FileStatus::Skipped,
            detail: format!("larger than the limit of {limit} bytes: {size} bytes"),
            hash: String::new(),
            size: short,
        });
    }
    Ok(())
}

/// The offset of the first NUL byte or, in UTF-16 with a byte order mark, NUL character.
fn first_nul(head: &[u8]) -> Option<usize> {
    if decode::utf16_by_mark(head).is_none() {
        return memchr(0, head);
    }
    let position = head.chunks_exact(2).position(|unit| unit == [0, 0]);
    position.map(|unit| unit * 2)
}

/// Hashes the rest of a binary file without holding it in memory.
fn skip_binary(file: File, head: &[u8], offset: usize, limit: u64) -> Unread {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head);
    let rest = (limit + 1).saturating_sub(head.len() as u64);
    if let Err(error) = hasher.update_reader(file.take(rest)) {
        return failed(reason(&error));
    }
    if let Err(too_large) = check_size(hasher.count(), limit) {
        return too_large;
    }
    Unread {
        status: FileStatus::Skipped,
        detail: format!("binary: NUL byte at offset {offset}"),
        hash: hasher.finalize().to_hex().to_string(),
        size: hasher.count() as u32,
    }
}
