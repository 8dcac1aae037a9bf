//! Batches of consecutive files, extracted ahead of whoever takes them.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use miller_schema::Batches;

use crate::error::ExtractError;
use crate::extract::extract_to_batches;
use crate::options::ExtractOptions;
use crate::source::SourceRoot;

/// Chunks that may be ready and not yet taken. One is enough to keep both sides busy; memory is
/// bounded by this, the chunk in work and the one that the consumer holds.
const CHUNKS_AHEAD: usize = 1;
/// Files in a chunk at most, so that a workspace of empty files still comes in chunks.
const CHUNK_FILES: usize = 4096;

/// A chunk that could not be extracted, through no fault of a file's.
#[derive(Debug, thiserror::Error)]
#[error("{} files from `{}` on could not be extracted: {source}", .paths.len(), .paths.first().map_or("", String::as_str))]
pub struct ChunkError {
    /// The paths of the chunk.
    pub paths: Vec<String>,
    /// What happened.
    pub source: ExtractError,
}

/// The batches of a list of files, in order. Dropping it ends the extraction.
#[derive(Debug)]
pub struct BatchStream {
    chunks: Receiver<Result<Batches, ChunkError>>,
}

impl Iterator for BatchStream {
    type Item = Result<Batches, ChunkError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.chunks.recv().ok()
    }
}

/// Extracts files in chunks of about `max_bytes` of source, running ahead of the consumer by a
/// bounded number of chunks.
///
/// # Errors
///
/// When the root cannot be opened or the thread cannot be started.
pub fn extract_stream(
    root: PathBuf,
    paths: Vec<String>,
    options: ExtractOptions,
    max_bytes: u64,
) -> Result<BatchStream, ExtractError> {
    let folder = SourceRoot::open(&root)?.folder().to_owned();
    let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
    thread::Builder::new()
        .name("miller-extract".to_owned())
        .spawn(move || {
            let mut rest = &paths[..];
            while !rest.is_empty() {
                let (chunk, after) = rest.split_at(chunk_length(&folder, rest, max_bytes));
                rest = after;
                let batches =
                    extract_to_batches(&folder, chunk, &options).map_err(|source| ChunkError {
                        paths: chunk.to_vec(),
                        source,
                    });
                if sender.send(batches).is_err() {
                    // The consumer is gone.
                    return;
                }
            }
        })
        .map_err(|source| ExtractError::Root { root, source })?;
    Ok(BatchStream { chunks })
}

/// How many of the paths make the next chunk: at least one.
fn chunk_length(folder: &std::path::Path, paths: &[String], max_bytes: u64) -> usize {
    let mut bytes = 0;
    for (count, path) in paths.iter().take(CHUNK_FILES).enumerate() {
        // A size only decides where a chunk ends; a path that leads elsewhere is refused when read.
        bytes += std::fs::symlink_metadata(folder.join(path)).map_or(0, |found| found.len());
        if bytes > max_bytes && count > 0 {
            return count;
        }
    }
    paths.len().min(CHUNK_FILES)
}
