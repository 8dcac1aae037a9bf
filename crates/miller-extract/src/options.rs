//! What a caller may choose about an extraction.

/// How files are read and parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractOptions {
    /// Threads to work on; `None` leaves the number to rayon, which takes one per core.
    pub threads: Option<usize>,
    /// Files with more bytes are skipped. A scan leaves out large files much earlier (see
    /// [`DiscoverOptions`](crate::DiscoverOptions)); here it is the limit that the store has.
    pub max_file_bytes: u64,
    /// Steps that the parser may take over one file: calls of its progress callback. A time would
    /// make the rows depend on what else the machine does.
    pub parse_steps: u64,
}

impl ExtractOptions {
    /// The largest file: SQLite holds no larger text.
    pub const LARGEST_FILE: u64 = 999_000_000;

    /// Steps after which parsing is given up; `docs/architecture.md` has the measurements.
    pub const PARSE_STEPS: u64 = 2_000_000;
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            threads: None,
            max_file_bytes: Self::LARGEST_FILE,
            parse_steps: Self::PARSE_STEPS,
        }
    }
}
