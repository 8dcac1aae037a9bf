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
    source: Source,
}

/// Where the next batch comes from.
#[derive(Debug)]
enum Source {
    /// A thread that extracts ahead.
    Thread(Receiver<Message>),
    /// The extraction itself, when it is asked.
    Chunks(Chunks),
    /// Nothing comes any more.
    Ended,
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
        let message = match &mut self.source {
            Source::Ended => return None,
            Source::Chunks(chunks) => return chunks.next(),
            Source::Thread(receiver) => receiver.recv(),
        };
        match message {
            Ok(Message::Chunk(chunk)) => Some(chunk),
            Ok(Message::End) => {
                self.source = Source::Ended;
                None
            }
            Err(_) => {
                self.source = Source::Ended;
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

/// Extracts files in chunks of about `max_bytes` of source. With `ahead`, a thread runs ahead of the
/// consumer by a bounded number of chunks; without it, a chunk is extracted when it is asked for.
///
/// # Errors
///
/// When the root cannot be opened or the thread cannot be started.
pub fn extract_stream(
    root: PathBuf,
    paths: Vec<String>,
    options: ExtractOptions,
    max_bytes: u64,
    ahead: bool,
) -> Result<BatchStream, ExtractError> {
    let chunks = Chunks {
        folder: SourceRoot::open(&root)?.folder().to_owned(),
        paths,
        taken: 0,
        options,
        max_bytes,
    };
    if !ahead {
        let source = Source::Chunks(chunks);
        return Ok(BatchStream { source });
    }
    let (sender, receiver) = sync_channel(CHUNKS_AHEAD);
    thread::Builder::new()
        .name("miller-extract".to_owned())
        .spawn(move || {
            for chunk in chunks {
                if sender.send(Message::Chunk(chunk)).is_err() {
                    // The consumer is gone.
                    return;
                }
            }
            // A consumer that is gone needs no end.
            let _ = sender.send(Message::End);
        })
        .map_err(|source| ExtractError::Root { root, source })?;
    Ok(BatchStream {
        source: Source::Thread(receiver),
    })
}

/// The chunks of a list of files, each extracted when it is asked for.
#[derive(Debug)]
struct Chunks {
    folder: PathBuf,
    paths: Vec<String>,
    taken: usize,
    options: ExtractOptions,
    max_bytes: u64,
}

impl Iterator for Chunks {
    type Item = Result<Batches, ChunkError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.paths[self.taken..];
        let chunk = &rest[..chunk_length(&self.folder, rest, self.max_bytes)];
        self.taken += chunk.len();
        (!chunk.is_empty()).then(|| extract_chunk(&self.folder, chunk, &self.options))
    }
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
        let (sender, receiver) = sync_channel(1);
        drop(sender);
        let mut stream = BatchStream {
            source: Source::Thread(receiver),
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
        let [ahead, on_demand] = [true, false].map(|ahead| {
            let (root, paths) = (folder.path().to_owned(), paths.clone());
            let stream = extract_stream(root, paths, options.clone(), 1_500, ahead).unwrap();
            stream.map(Result::unwrap).collect::<Vec<Batches>>()
        });
        assert!(ahead.len() > 5);
        let files: usize = ahead.iter().map(|batch| batch.file_data.num_rows()).sum();
        assert_eq!(files, paths.len());
        assert_eq!(ahead, on_demand);
    }
}
