//! A file as the languages in it: its own, and those of the texts embedded in it, such as the scripts
//! of a page.
//!
//! All are parsed from the same source, each within its own stretches of it, so that positions need no
//! correction. A text embedded in an embedded text is read as well, to a depth that only hostile input
//! passes.

use std::cell::OnceCell;
use std::time::Duration;

use tree_sitter::{Range, Tree};

use crate::arena::{Arena, ArenaTree};
use crate::facts::{Embedding, Facts, Index, NamesAround};
use crate::languages;
use crate::parse::{Allowance, NotParsed};
use crate::spec::LanguageSpec;
use crate::walk::{Sharing, Walker};

/// How deep languages nest: Markdown, a page in it, a script in that, and what the script holds.
const DEPTH: usize = 4;

/// What was found in the texts of one language that share their names.
#[derive(Debug)]
pub(crate) struct Part<'t> {
    pub spec: &'static LanguageSpec,
    pub facts: Facts<'t>,
    /// One for each text, in the order they were walked in.
    texts: Vec<Text>,
    sharing: Sharing,
}

/// One text of a part: which of the part's facts come from it, and what it stands in.
#[derive(Debug, Clone, Copy)]
struct Text {
    first_embedding: usize,
    first_symbol: Index,
    first_use: usize,
    around: Option<Around>,
}

/// The symbol that an embedded text stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    /// The place of its part.
    pub part: usize,
    /// Its place in that part.
    pub symbol: Index,
}

impl<'t> Part<'t> {
    fn new(spec: &'static LanguageSpec, sharing: Sharing) -> Part<'t> {
        Part {
            spec,
            facts: Facts::of(spec),
            texts: Vec::new(),
            sharing,
        }
    }

    /// The symbol that the text around one of the part's symbols stands in.
    pub fn around_symbol(&self, symbol: Index) -> Option<Around> {
        let after = self
            .texts
            .partition_point(|text| text.first_symbol <= symbol);
        self.texts.get(after.checked_sub(1)?)?.around
    }

    /// The symbol that the text around one of the part's uses stands in.
    pub fn around_use(&self, index: usize) -> Option<Around> {
        let after = self.texts.partition_point(|text| text.first_use <= index);
        self.texts.get(after.checked_sub(1)?)?.around
    }

    /// The symbol that the text around one of the texts embedded in the part stands in.
    fn around_embedding(&self, index: usize) -> Option<Around> {
        let after = self
            .texts
            .partition_point(|text| text.first_embedding <= index);
        self.texts.get(after.checked_sub(1)?)?.around
    }

    /// Walks one text and adds what it finds.
    fn read(
        &mut self,
        tree: &'t Tree,
        source: &'t str,
        path: &'t str,
        around: Option<Around>,
        names: NamesAround<'t>,
    ) {
        let table = languages::table(self.spec);
        self.texts.push(Text {
            first_embedding: self.facts.embeddings.len(),
            first_symbol: self.facts.symbols.len() as Index,
            first_use: self.facts.uses.len(),
            around,
        });
        let facts = std::mem::take(&mut self.facts);
        let embedded = self.sharing != Sharing::Whole;
        let mut walker = Walker::new(self.spec, table, source, path, facts, embedded);
        walker.know(names);
        self.facts = walker.walk(tree);
    }
}

/// The trees of a file: the host's alone at first, then those of each level of embedded texts.
#[derive(Debug)]
pub(crate) struct Trees {
    levels: [OnceCell<Vec<Result<ArenaTree, NotParsed>>>; DEPTH],
    // Fields are dropped in this order.
    arena: Arena,
}

impl Trees {
    /// No trees yet. Until [`Trees::close`], whatever the thread parses belongs to them.
    pub fn new() -> Trees {
        Trees {
            levels: Default::default(),
            arena: Arena::enter(),
        }
    }

    /// All trees are made.
    pub fn close(&self) {
        self.arena.close();
    }
}

/// Parses and walks a file and the texts embedded in it. What was not parsed is said beside the parts.
pub(crate) fn read_parts<'t>(
    spec: &'static LanguageSpec,
    source: &'t str,
    path: &'t str,
    limit: Duration,
    trees: &'t Trees,
) -> (Vec<Part<'t>>, Option<String>) {
    let allowance = Allowance::new(limit);
    let mut parts: Vec<Part<'t>> = Vec::new();
    let mut problems = Problems::default();
    // What is to be read at a level: a text, and the symbol that it stands in.
    let mut found: Vec<(Option<Around>, Embedding<'t>)> = vec![(None, Embedding::whole(spec))];
    for level in &trees.levels {
        if found.is_empty() {
            break;
        }
        let parse = |(_, text): &(Option<Around>, Embedding<'t>)| {
            let tree = allowance.parse(text.spec, source, &text.ranges)?;
            #[expect(unsafe_code, reason = "the trees of an arena are not freed one by one")]
            // SAFETY: the arena is dropped behind the trees.
            let tree = unsafe { ArenaTree::new(tree) };
            Ok(tree)
        };
        let parsed = level.get_or_init(|| found.iter().map(parse).collect());
        let mut shared = Vec::new();
        for ((around, text), tree) in found.iter_mut().zip(parsed) {
            let tree = match tree {
                Ok(tree) => tree,
                Err(reason) => {
                    problems.add(|| not_parsed(text, *reason, limit));
                    continue;
                }
            };
            let at = place_for(&mut parts, &mut shared, text);
            let names = std::mem::take(&mut text.names);
            parts[at].read(tree, source, path, *around, names);
        }
        found = Vec::new();
        for (at, part) in parts.iter_mut().enumerate() {
            for (index, text) in std::mem::take(&mut part.facts.embeddings)
                .into_iter()
                .enumerate()
            {
                let own = text.around.map(|symbol| Around { part: at, symbol });
                // What the text around stands in is around this one as well.
                found.push((own.or_else(|| part.around_embedding(index)), text));
            }
        }
    }
    for (_, text) in &found {
        problems.add(|| not_read(text));
    }
    (parts, problems.said())
}

/// What was not read: the first in words, the others counted.
#[derive(Default)]
struct Problems {
    first: Option<String>,
    others: usize,
}

impl Problems {
    fn add(&mut self, problem: impl FnOnce() -> String) {
        match self.first {
            None => self.first = Some(problem()),
            Some(_) => self.others += 1,
        }
    }

    fn said(self) -> Option<String> {
        match (self.first, self.others) {
            (Some(first), others @ 1..) => Some(format!("{first}; and {others} more such texts")),
            (first, _) => first,
        }
    }
}

fn not_read(text: &Embedding<'_>) -> String {
    let line = text.ranges.first().map_or(0, |range| range.start_point.row) + 1;
    let language = text.spec.names.name;
    format!(
        "languages nest more than {DEPTH} deep, at the {language} in line {line}: no symbols there"
    )
}

/// The part that a text belongs to: one of `shared`, those of its own level that share their names, or
/// a new one.
fn place_for(parts: &mut Vec<Part<'_>>, shared: &mut Vec<usize>, text: &Embedding<'_>) -> usize {
    let shares = text.sharing == Sharing::File;
    let mut known = shared.iter().copied().filter(|_| shares);
    known
        .find(|&at| std::ptr::eq(parts[at].spec, text.spec))
        .unwrap_or_else(|| {
            let at = parts.len();
            parts.push(Part::new(text.spec, text.sharing));
            shared.extend(shares.then_some(at));
            at
        })
}

fn not_parsed(text: &Embedding<'_>, reason: NotParsed, limit: Duration) -> String {
    let seconds = limit.as_secs_f32();
    let why = match reason {
        NotParsed::TooSlow => {
            format!("parsing took more than {seconds} s of processor time and was stopped")
        }
        NotParsed::Refused(reason) => format!("not parsed: {reason}"),
    };
    match (text.ranges.first(), reason) {
        (None, _) => format!("{why}: no symbols"),
        (Some(Range { start_point, .. }), reason) => {
            let (line, language) = (start_point.row + 1, text.spec.names.name);
            let what = match reason {
                NotParsed::TooSlow => "no symbols from there on",
                NotParsed::Refused(_) => "no symbols there",
            };
            format!("{why}, at the {language} in line {line}: {what}")
        }
    }
}

#[cfg(all(test, feature = "markdown", feature = "yaml"))]
mod tests {
    #[test]
    fn texts_that_are_not_read_are_named_and_counted() {
        let deep = "- ".repeat(300);
        let fence = format!("```yaml\n{deep}a\n```\n\n");
        let content = format!("# Title\n\n{}", fence.repeat(3));
        let rows = crate::extract_text(&content, "markdown", "deep.md").expect("it is known");
        let file = &rows.file_data[0];
        assert_eq!(file.status, "partial");
        assert_eq!(
            file.detail.as_deref(),
            Some(
                "not parsed: it nests deeper than 100 levels, at the yaml in line 4: no symbols \
                 there; and 2 more such texts"
            )
        );
        assert_eq!(rows.symbols[0].name, "Title");
    }
}
