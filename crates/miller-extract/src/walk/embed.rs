//! How stretches in another language, and stretches of no interest, are marked.

use std::borrow::Cow;

use tree_sitter::{Node, Range};

use super::Walker;
use crate::facts::{Bound, Embedding, FILE_SCOPE, Mark, NamesAround};
use crate::spec::{Role, ScopeKind};

/// So many local names are known in an embedded text, those that were bound last.
const LOCALS_KNOWN: usize = 64;

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
            self.leave_locals();
            let of_expressions = crate::languages::by_hint(self.expression_language);
            let is_expression = sharing == Sharing::File
                && of_expressions.is_some_and(|expected| std::ptr::eq(expected, spec));
            let near = self.locals.iter().rev().take(LOCALS_KNOWN);
            let near = near.filter(|_| is_expression);
            let locals = near.map(|&(_, _, name)| name).collect();
            self.facts.embeddings.push(Embedding {
                spec,
                ranges,
                sharing,
                around: self.enclosing_symbol(),
                names: NamesAround {
                    locals,
                    role: None,
                    mark: self.mark.filter(|_| is_expression),
                },
            });
        }
    }

    /// Gives the text that was embedded last a role: what the expression that it is means.
    pub fn set_role_of_embedded(&mut self, role: Role) {
        if let Some(embedding) = self.facts.embeddings.last_mut() {
            embedding.names.role = Some(role);
        }
    }

    /// Says that an ancestor of the node being visited, so many levels above it, binds local names for
    /// the expressions that are embedded in it from here on.
    pub fn bind_in_embedded(&mut self, above: usize, names: impl IntoIterator<Item = &'t str>) {
        self.leave_locals();
        let Some(at) = self.frames.len().checked_sub(above + 1) else {
            return;
        };
        let node = self.frames[at].node.id();
        self.locals
            .extend(names.into_iter().map(|name| (at, node, name)));
    }

    /// Says that names in embedded texts that start with a character stand for what those without it
    /// hold, except for some.
    pub fn mark_names(&mut self, character: char, exceptions: &'static [&'static str]) {
        self.mark = Some(Mark {
            character,
            exceptions,
        });
    }

    /// Forgets the names that nodes have bound which the walk has left.
    fn leave_locals(&mut self) {
        while let Some(&(at, node, _)) = self.locals.last()
            && self
                .frames
                .get(at)
                .is_none_or(|frame| frame.node.id() != node)
        {
            self.locals.pop();
        }
    }

    /// Takes what the text around says of the names in this one.
    pub(crate) fn know(&mut self, names: NamesAround<'t>) {
        self.names = names;
    }

    /// Opens the scope of the names that the text around binds, and gives the expression its role.
    pub(super) fn enter_names(&mut self, root: Node<'t>) {
        let locals = std::mem::take(&mut self.names.locals);
        if !locals.is_empty() {
            self.open_scope(ScopeKind::Function);
        }
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        for name in locals {
            self.facts.bind(scope, Cow::Borrowed(name), Bound::Local, 0);
        }
        let statement = self.names.role.and(root.named_child(0));
        let expression = statement.and_then(|statement| statement.named_child(0));
        if let (Some(role), Some(expression)) = (self.names.role, expression) {
            self.roles_ahead.insert(expression.id(), role);
        }
    }

    /// The name of what holds the value that a marked name stands for.
    pub(super) fn without_mark(&self, name: Node<'t>) -> Option<String> {
        let mark = self.names.mark?;
        let text = self.text(name);
        let rest = text.strip_prefix(mark.character)?;
        let is_marked = !rest.is_empty()
            && !rest.starts_with(mark.character)
            && !mark.exceptions.contains(&text);
        is_marked.then(|| rest.to_owned())
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

    /// Says that the language has written over a stretch: documentation may stand above it. Stretches
    /// come in order.
    pub fn note_written_over(&mut self, start: u32, end: u32) {
        self.written_over.push((start, end));
    }

    /// Where what is written over in front of an offset starts; the offset where nothing is.
    pub(super) fn before_written_over(&self, start: u32) -> u32 {
        let behind = self
            .written_over
            .partition_point(|stretch| stretch.1 <= start);
        let mut start = start;
        for stretch in self.written_over[..behind].iter().rev() {
            let gap = &self.source[stretch.1 as usize..start as usize];
            if !gap.trim().is_empty() || gap.matches('\n').count() > 1 {
                break;
            }
            start = stretch.0;
        }
        start
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
