//! How stretches in another language, and stretches of no interest, are marked.

use tree_sitter::{Node, Range};

use super::Walker;
use crate::facts::Embedding;

/// Which names a text knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// It is all of the file.
    Whole,
    /// Those of all other embedded texts of its language in the file, as the scripts of a page do.
    File,
    /// Its own only, as an example in a text does.
    Nothing,
}

impl<'t> Walker<'t> {
    /// Says that nodes hold a text in another language, which is read after this walk, in place:
    /// its rows have their positions in this file. Several nodes make one text, as the lines of a
    /// quoted example do; what stands between them is not part of it.
    ///
    /// The language may be given by its name, an extension or an interpreter: `python`, `py`,
    /// `python3`. A text in a language that is not known has no rows. What the text defines outside
    /// of all its own symbols belongs to the innermost symbol around the node being visited.
    pub fn embed(&mut self, language: &str, nodes: &[Node<'t>], sharing: Sharing) {
        let ranges = nodes.iter().map(Node::range).collect();
        self.embed_ranges(language, ranges, sharing);
    }

    /// The same for stretches that are not whole nodes: the value between a pair of quotes. They
    /// come in source order; one that overlaps those before it is left out.
    pub fn embed_ranges(&mut self, language: &str, ranges: Vec<Range>, sharing: Sharing) {
        let mut end = 0;
        let ranges: Vec<Range> = ranges
            .into_iter()
            .filter(|range| {
                let follows = range.start_byte >= end && range.start_byte < range.end_byte;
                end = end.max(range.end_byte);
                follows
            })
            .collect();
        if ranges.is_empty() {
            return;
        }
        if let Some(spec) = crate::languages::by_hint(language) {
            self.facts.embeddings.push(Embedding {
                spec,
                ranges,
                sharing,
                around: self.enclosing_symbol(),
            });
        }
    }

    /// Whether the text being walked is embedded in another one, so that it is not the file's own.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.embedded
    }

    /// Whether the language writes over its text before it is parsed.
    #[must_use]
    pub fn is_written_over(&self) -> bool {
        self.spec.prepare.is_some()
    }

    /// Says which language the expressions between the tags of this text are written in.
    pub fn set_expression_language(&mut self, language: &'t str) {
        self.expression_language = language;
    }

    /// The language of expressions that a hook has set.
    #[must_use]
    pub fn expression_language(&self) -> &'t str {
        self.expression_language
    }

    /// Says that the children of the node being visited are of no interest: they are not visited.
    /// A definition made from the node stands.
    pub fn leave_out_children(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.left_out = true;
        }
    }
}
