//! Parsing within a limit of processor time.

use std::ops::ControlFlow;
use std::time::Duration;

use cpu_time::ThreadTime;
use tree_sitter::{ParseOptions, ParseState, Parser, Range, Tree};

use crate::languages;
use crate::spec::LanguageSpec;

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
        spec: &'static LanguageSpec,
        content: &str,
        ranges: &[Range],
    ) -> Option<Tree> {
        let mut parser = Parser::new();
        parser.set_language(&languages::table(spec).grammar).ok()?;
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
        let prepared = spec
            .prepare
            .map(|prepare| prepared(prepare, content, ranges));
        let bytes = prepared.as_deref().unwrap_or(content.as_bytes());
        let mut parse = |bytes: &[u8]| {
            let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
            let options = ParseOptions::new().progress_callback(&mut stop_when_late);
            parser.parse_with_options(&mut read, None, Some(options))
        };
        let tree = parse(bytes)?;
        let Some(reword) = spec.reword.filter(|_| tree.root_node().has_error()) else {
            return Some(tree);
        };
        let mut other = bytes.to_vec();
        if !reword(&mut other) {
            return Some(tree);
        }
        let reworded = parse(&other).filter(|other| errors(other) < errors(&tree));
        Some(reworded.unwrap_or(tree))
    }
}

/// How many bytes a grammar could not read, and how much it made up.
fn errors(tree: &Tree) -> usize {
    let mut sum = 0;
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            sum += 1 + node.byte_range().len();
        } else if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return sum;
            }
        }
    }
}

/// The content with what is to be parsed written over.
fn prepared(prepare: fn(&mut [u8]), content: &str, ranges: &[Range]) -> Vec<u8> {
    let mut bytes = content.as_bytes().to_vec();
    if ranges.is_empty() {
        prepare(&mut bytes);
    }
    for range in ranges {
        prepare(&mut bytes[range.start_byte..range.end_byte]);
    }
    bytes
}
