//! Parsing within a limit of processor time.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::Duration;

use cpu_time::ThreadTime;
use tree_sitter::{ParseOptions, ParseState, Parser, Range, Tree};

use crate::arena;
use crate::languages;
use crate::spec::LanguageSpec;

/// Calls of the parser's progress callback between two looks at the clock. In ordinary source a call
/// comes every 20 microseconds; in hostile source the 8 of them took 0.2 seconds.
const STEPS_BETWEEN_LOOKS: u32 = 8;

/// Why there is no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotParsed {
    /// The time ran out.
    TooSlow,
    /// The language refuses the text, for this reason.
    Refused(&'static str),
}

/// The processor time that the texts of one file may take to parse, all together, and the parser that
/// they share: a page may have a thousand expressions.
pub(crate) struct Allowance {
    started: ThreadTime,
    limit: Duration,
    parser: RefCell<Parser>,
}

impl Allowance {
    /// The time begins to run.
    pub fn new(limit: Duration) -> Allowance {
        arena::install();
        Allowance {
            started: ThreadTime::now(),
            limit,
            parser: RefCell::new(Parser::new()),
        }
    }

    /// Parses the whole content, or what stands in some ranges of it.
    pub fn parse(
        &self,
        spec: &'static LanguageSpec,
        content: &str,
        ranges: &[Range],
    ) -> Result<Tree, NotParsed> {
        if let Some(refuse) = spec.refuse {
            let start = ranges.first().map_or(0, |range| range.start_byte);
            let end = ranges.last().map_or(content.len(), |range| range.end_byte);
            if let Some(reason) = refuse(&content[start..end]) {
                return Err(NotParsed::Refused(reason));
            }
        }
        self.parse_in_time(spec, content, ranges)
            .ok_or(NotParsed::TooSlow)
    }

    fn parse_in_time(
        &self,
        spec: &'static LanguageSpec,
        content: &str,
        ranges: &[Range],
    ) -> Option<Tree> {
        let mut parser = self.parser.borrow_mut();
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
        let mut parse = |written: Option<&Written>| {
            let mut read = |offset: usize, _| match written {
                Some(written) => written.read(content, offset),
                None => content.as_bytes().get(offset..).unwrap_or_default(),
            };
            let options = ParseOptions::new().progress_callback(&mut stop_when_late);
            let tree = parser.parse_with_options(&mut read, None, Some(options));
            if tree.is_none() {
                // Else it would go on with this text the next time.
                parser.reset();
            }
            tree
        };
        let prepared = spec.prepare.map(|prepare| {
            let mut written = Written::new(content, ranges);
            written.each(ranges, prepare);
            written
        });
        let tree = parse(prepared.as_ref())?;
        let Some(reword) = spec.reword.filter(|_| tree.root_node().has_error()) else {
            return Some(tree);
        };
        let mut other = prepared.unwrap_or_else(|| Written::new(content, ranges));
        let mut changed = false;
        other.each(ranges, |text| changed |= reword(text));
        if !changed {
            return Some(tree);
        }
        // Where the time runs out now, the first reading stands.
        let reworded = parse(Some(&other)).filter(|other| errors(other) < errors(&tree));
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

/// A stretch of the content with what is to be parsed written over.
struct Written {
    start: usize,
    bytes: Vec<u8>,
}

impl Written {
    fn new(content: &str, ranges: &[Range]) -> Written {
        let start = ranges.first().map_or(0, |range| range.start_byte);
        let end = ranges.last().map_or(content.len(), |range| range.end_byte);
        let bytes = content.as_bytes()[start..end].to_vec();
        Written { start, bytes }
    }

    /// Writes over each stretch that is to be parsed.
    fn each(&mut self, ranges: &[Range], mut write: impl FnMut(&mut [u8])) {
        if ranges.is_empty() {
            write(&mut self.bytes);
        }
        for range in ranges {
            write(&mut self.bytes[range.start_byte - self.start..range.end_byte - self.start]);
        }
    }

    /// What stands from an offset of the content on, as far as it is of one kind.
    fn read<'c>(&'c self, content: &'c str, offset: usize) -> &'c [u8] {
        let content = content.as_bytes();
        match offset.checked_sub(self.start) {
            None => &content[offset..self.start],
            Some(inside) if inside < self.bytes.len() => &self.bytes[inside..],
            Some(_) => content.get(offset..).unwrap_or_default(),
        }
    }
}
