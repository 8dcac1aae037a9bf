//! Batches of consecutive files, extracted ahead of whoever takes them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use miller_schema::Batches;

use crate::error::ExtractError;
use crate::extract::{extract_to_batches, panic_text};
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
    chunks: Receiver<Message>,
    ended: bool,
}

/// What the extracting thread says.
#[derive(Debug)]
enum Message {
    Chunk(Result<Batches, ChunkError>),
    /// All files have been extracted. Without it, a thread that died would look like one that is done.
    End,
}

impl Iterator for BatchStream {
    type Item = Result<Batches, ChunkError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.chunks.recv() {
            Ok(Message::Chunk(chunk)) => Some(chunk),
            Ok(Message::End) => {
                self.ended = true;
                None
            }
            Err(_) => {
                self.ended = true;
                let source = ExtractError::Stopped {
                    reason: "its thread is gone".to_owned(),
                };
                Some(Err(ChunkError {
                    paths: Vec::new(),
                    source,
                }))
            }
        }
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
                if sender
                    .send(Message::Chunk(extract_chunk(&folder, chunk, &options)))
                    .is_err()
                {
                    // The consumer is gone.
                    return;
                }
            }
            // A consumer that is gone needs no end.
            let _ = sender.send(Message::End);
        })
        .map_err(|source| ExtractError::Root { root, source })?;
    Ok(BatchStream {
        chunks,
        ended: false,
    })
}

/// Extracts a chunk. A panic becomes its error: the chunks behind it are not to be lost.
fn extract_chunk(
    folder: &Path,
    paths: &[String],
    options: &ExtractOptions,
) -> Result<Batches, ChunkError> {
    catch_unwind(AssertUnwindSafe(|| {
        extract_to_batches(folder, paths, options)
    }))
    .unwrap_or_else(|panic| {
        Err(ExtractError::Stopped {
            reason: panic_text(&*panic).to_owned(),
        })
    })
    .map_err(|source| ChunkError {
        paths: paths.to_vec(),
        source,
    })
}

/// How many of the paths make the next chunk: at least one.
fn chunk_length(folder: &Path, paths: &[String], max_bytes: u64) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_dies_is_no_end() {
        let (sender, chunks) = sync_channel(1);
        drop(sender);
        let mut stream = BatchStream {
            chunks,
            ended: false,
        };
        assert!(matches!(stream.next(), Some(Err(_))));
        assert!(stream.next().is_none());
    }

    #[test]
    fn every_path_is_in_one_chunk() {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<String> = (0..20).map(|number| format!("{number}.py")).collect();
        for path in &paths {
            std::fs::write(folder.path().join(path), "x = 1\n".repeat(100)).unwrap();
        }
        let options = ExtractOptions::default();
        let stream =
            extract_stream(folder.path().to_owned(), paths.clone(), options, 1_500).unwrap();
        let batches: Vec<Batches> = stream.map(Result::unwrap).collect();
        assert!(batches.len() > 5);
        let files: usize = batches.iter().map(|batch| batch.file_data.num_rows()).sum();
        assert_eq!(files, paths.len());
    }
}
