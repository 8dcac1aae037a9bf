//! What a caller may choose about an extraction.

use std::time::Duration;

/// How files are read and parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractOptions {
    /// Threads to work on; `None` leaves the number to rayon, which takes one per core.
    pub threads: Option<usize>,
    /// Files with more bytes are skipped. A scan leaves out large files much earlier (see
    /// [`DiscoverOptions`](crate::DiscoverOptions)); here it is the limit that the store has.
    pub max_file_bytes: u64,
    /// Processor time that one file may take to parse. Not the time on the clock, which would make the
    /// rows depend on what else the machine does.
    pub parse_limit: Duration,
}

impl ExtractOptions {
    /// The largest file: SQLite holds no larger text.
    pub const LARGEST_FILE: u64 = 999_000_000;
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            threads: None,
            max_file_bytes: Self::LARGEST_FILE,
            parse_limit: Duration::from_secs(10),
        }
    }
}
