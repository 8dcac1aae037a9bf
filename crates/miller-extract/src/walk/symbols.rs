//! Symbols about to be made, and their signatures.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::{Node, Point};

use super::{Held, Walker};
use crate::facts::Span;
use crate::spec::ScopeKind;

/// A symbol about to be made. Hooks change it before it is added.
#[derive(Debug)]
pub struct NewSymbol<'t> {
    /// What it defines.
    pub kind: SymbolKind,
    /// Its name.
    pub name: Cow<'t, str>,
    /// The node whose span it takes.
    pub node: Node<'t>,
    /// Where it starts, if not where the node does: the grammar may count its documentation in.
    pub start: Option<(u32, Point)>,
    /// Where it ends, if not where the node does: the grammar may count in what follows.
    pub end: Option<(u32, Point)>,
    /// Who may use it; the spec's rule decides where this is `None`.
    pub visibility: Option<Visibility>,
    /// Its documentation; the comments above decide where this is `None`.
    pub doc: Option<String>,
    /// The stretches of source that make the signature; from the node's wrappers to its body where
    /// this is empty.
    pub signature: Vec<(u32, u32)>,
    /// The scope that it opens for its children.
    pub scope: Option<ScopeKind>,
    /// The type that it belongs to by name, where it does not stand inside it.
    pub owner: Option<Cow<'t, str>>,
    /// What its value is an instance of, and the node that says so.
    pub held: Option<(Held<'t>, Node<'t>)>,
    /// Whether it belongs to the enclosing type, not to the function that it stands in.
    pub member_of_type: bool,
    /// Whether its name is bound in the scope around it.
    pub binds: bool,
    /// Whether it opens a scope of members around the one of its locals, as a constructor function
    /// does whose body sets fields.
    pub holds_members: bool,
}

impl<'t> NewSymbol<'t> {
    /// A symbol with the node's span, of which nothing else is known.
    #[must_use]
    pub fn new(kind: SymbolKind, name: impl Into<Cow<'t, str>>, node: Node<'t>) -> NewSymbol<'t> {
        NewSymbol {
            kind,
            name: name.into(),
            node,
            start: None,
            end: None,
            visibility: None,
            doc: None,
            signature: Vec::new(),
            scope: None,
            owner: None,
            held: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
        }
    }

    /// Lets it start with a node.
    pub fn starts_with(&mut self, first: Node<'t>) {
        self.start = Some((first.start_byte() as u32, first.start_position()));
    }

    /// Lets it end with a node, if there is one.
    pub fn ends_with(&mut self, last: impl Into<Option<Node<'t>>>) {
        if let Some(last) = last.into() {
            self.end = Some((last.end_byte() as u32, last.end_position()));
        }
    }

    pub(super) fn span(&self) -> Span {
        let mut span = Span::of(self.node);
        if let Some((start, point)) = self.start {
            (span.start, span.start_point) = (start, point);
        }
        if let Some((end, point)) = self.end {
            (span.end, span.end_point) = (end, point);
        }
        span
    }
}

impl<'t> Walker<'t> {
    /// A symbol of this kind with the node's span, named by `name`, which is claimed.
    pub fn symbol(&mut self, kind: SymbolKind, node: Node<'t>, name: Node<'t>) -> NewSymbol<'t> {
        self.claim(name);
        let signature = self.signature_of(node, None);
        NewSymbol {
            signature,
            ..NewSymbol::new(kind, self.text(name), node)
        }
    }

    /// A symbol of kind `import` for a name that `node` brings in. Nothing is claimed: what the node
    /// names is a use as well.
    #[must_use]
    pub fn import(&self, node: Node<'t>, name: impl Into<Cow<'t, str>>) -> NewSymbol<'t> {
        let signature = self.signature_of(node, None);
        NewSymbol {
            signature,
            ..NewSymbol::new(SymbolKind::Import, name, node)
        }
    }

    /// The stretches of source that make the signature of a definition: from the outermost wrapper
    /// that belongs to it, to the start of its body or to its end.
    #[must_use]
    pub fn signature_of(&self, node: Node<'t>, body: Option<Node<'t>>) -> Vec<(u32, u32)> {
        let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
        let mut stretches = vec![(node.start_byte() as u32, end)];
        for frame in self
            .frames
            .iter()
            .rev()
            .skip_while(|frame| frame.node.id() == node.id())
        {
            let outer = frame.node.start_byte() as u32;
            match frame.wrapper {
                Some(true) if outer <= stretches[0].0 => {
                    // Of a declaration of several names, the others are left out.
                    let first = first_of_kind(frame.node, node.kind_id())
                        .map(|first| first.start_byte() as u32)
                        .filter(|first| stretches.len() == 1 && *first < stretches[0].0);
                    match first {
                        Some(first) => stretches.insert(0, (outer, first)),
                        None => stretches[0].0 = outer,
                    }
                }
                Some(_) => {}
                None => break,
            }
        }
        stretches
    }

    /// Where the definition starts with all that is wrapped around it.
    pub(super) fn outer_start(&self, node: Node<'t>) -> u32 {
        let mut start = node.start_byte();
        for frame in self
            .frames
            .iter()
            .rev()
            .skip_while(|frame| frame.node.id() == node.id())
        {
            if frame.wrapper.is_none() {
                break;
            }
            start = start.min(frame.node.start_byte());
        }
        start as u32
    }
}

/// The first named child of a kind.
fn first_of_kind(node: Node<'_>, kind: u16) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| child.kind_id() == kind)
}
