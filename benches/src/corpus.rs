//! The corpus: a few files per language that read like code of everyday life.
//!
//! The files are compiled in, so that reading them is no part of any measurement. Changing one moves
//! every figure: a test pins their bytes and rows, and says what else to renew.

use miller_extract::SourceFile;
use miller_schema::FileStatus;

/// A file of the corpus, as extraction gets it.
#[derive(Debug, Clone)]
pub struct CorpusFile {
    /// Its path in the folder of the corpus, which starts with the name of its language.
    pub path: &'static str,
    /// What reading it gives.
    pub source: SourceFile,
}

macro_rules! files {
    ($($path:literal)+) => {
        /// Paths and texts, sorted by path.
        const FILES: &[(&str, &str)] = &[
            $( ($path, include_str!(concat!("../corpus/", $path))), )+
        ];
    };
}

files! {
    "c/ring.c"
    "c/ring.h"
    "c/store.c"
    "cpp/matrix.hpp"
    "cpp/solver.cpp"
    "csharp/OrderService.cs"
    "csharp/Orders.cs"
    "go/cache.go"
    "go/queue.go"
    "java/Ledger.java"
    "java/Scheduler.java"
    "javascript/board.js"
    "javascript/router.js"
    "python/inventory.py"
    "python/job_queue.py"
    "rust/expression.rs"
    "tsx/Chart.tsx"
    "tsx/TodoList.tsx"
    "typescript/client.ts"
    "typescript/store.ts"
}

/// All files, sorted by path, and so by language.
#[must_use]
pub fn files() -> Vec<CorpusFile> {
    FILES
        .iter()
        .filter_map(|(path, text)| file(path, text))
        .collect()
}

/// The files of one language, sorted by path.
#[must_use]
pub fn files_of(language: &str) -> Vec<CorpusFile> {
    let mut files = files();
    files.retain(|file| file.source.language == language);
    files
}

/// The bytes of some files together.
#[must_use]
pub fn bytes(files: &[CorpusFile]) -> u64 {
    files.iter().map(|file| u64::from(file.source.size)).sum()
}

fn file(path: &'static str, text: &str) -> Option<CorpusFile> {
    let (folder, _) = path.split_once('/')?;
    let language = miller_extract::supported_languages()
        .into_iter()
        .find(|language| *language == folder)?;
    Some(CorpusFile {
        path,
        source: SourceFile {
            language,
            content: text.to_owned(),
            hash: miller_extract::hash_content(text),
            size: text.len() as u32,
            status: FileStatus::Ok,
            detail: None,
        },
    })
}
