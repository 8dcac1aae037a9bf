//! Parsing within a limit of processor time.

use std::ops::ControlFlow;
use std::time::Duration;

use cpu_time::ThreadTime;
use tree_sitter::{ParseOptions, ParseState, Parser, Range, Tree};

/// Calls of the parser's progress callback between two looks at the clock. In ordinary source a call
/// comes every 20 microseconds; in hostile source the 8 of them took 0.2 seconds.
const STEPS_BETWEEN_LOOKS: u32 = 8;

/// The processor time that the texts of one file may take to parse, all together.
#[derive(Debug)]
pub(crate) struct Allowance {
    started: ThreadTime,
    limit: Duration,
}

impl Allowance {
    /// The time begins to run.
    pub fn new(limit: Duration) -> Allowance {
        Allowance {
            started: ThreadTime::now(),
            limit,
        }
    }

    /// Parses the whole content, or what stands in some ranges of it; `None` when the time ran out.
    pub fn parse(
        &self,
        grammar: &tree_sitter::Language,
        content: &str,
        ranges: &[Range],
    ) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(grammar).ok()?;
        parser.set_included_ranges(ranges).ok()?;
        let mut steps = 0_u32;
        let mut stop_when_late = |_: &ParseState| {
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(STEPS_BETWEEN_LOOKS) && self.started.elapsed() > self.limit {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let bytes = content.as_bytes();
        let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
        let options = ParseOptions::new().progress_callback(&mut stop_when_late);
        parser.parse_with_options(&mut read, None, Some(options))
    }
}
