//! How names are used and imported.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::{Node, Range};

use super::{Frame, Walker, known_part};
use crate::facts::{FILE_SCOPE, ImportFact, OtherName, Span, UseFact};
use crate::spec::Role;

/// A use of a name about to be added, see [`Walker::add`].
#[derive(Debug)]
pub struct NewUse(UseFact);

impl NewUse {
    /// A use of the name in a node.
    #[inline]
    #[must_use]
    pub fn of(node: Node<'_>, kind: IdentifierKind) -> NewUse {
        NewUse(UseFact::new(kind, Span::of(node), FILE_SCOPE))
    }

    /// A use of the name in a stretch of the source that is no node, see [`Walker::range_in`].
    #[must_use]
    pub fn at(range: Range, kind: IdentifierKind) -> NewUse {
        NewUse(UseFact::new(kind, Span::from(range), FILE_SCOPE))
    }

    /// A use of the name in a node as if it had this role; `None` where its names are no uses.
    #[inline]
    #[must_use]
    pub fn in_role(node: Node<'_>, role: Role, default: IdentifierKind) -> Option<NewUse> {
        let kind = match role {
            Role::Ignore => return None,
            Role::Value
            | Role::Bind
            | Role::BindAfter
            | Role::BindInFunction
            | Role::Inherit
            | Role::InheritUse
            | Role::InheritOrMember => default,
            Role::Call | Role::CallMethod | Role::Construct => IdentifierKind::Call,
            Role::Member => IdentifierKind::MemberAccess,
            Role::Type | Role::Literal | Role::Extends | Role::Implements => {
                IdentifierKind::TypeUsage
            }
            Role::Import => IdentifierKind::Import,
        };
        let edge = match role {
            Role::Call | Role::CallMethod => Some(RelationshipKind::Calls),
            Role::Construct | Role::Literal => Some(RelationshipKind::Instantiates),
            Role::Extends => Some(RelationshipKind::Extends),
            Role::Implements => Some(RelationshipKind::Implements),
            _ => None,
        };
        let mut new = NewUse::of(node, kind).edge(edge);
        new.0.past_locals = role == Role::CallMethod;
        Some(new)
    }

    /// The edge that it makes, from the symbol around it.
    #[inline]
    #[must_use]
    pub fn edge(mut self, edge: Option<RelationshipKind>) -> NewUse {
        self.0.edge = edge;
        self
    }

    /// Where in the source stands what it is looked up in.
    #[inline]
    #[must_use]
    pub fn within(mut self, place: Option<(u32, u32)>) -> NewUse {
        self.0.qualifier = place.map(|(start, end)| known_part(start, end));
        self
    }

    /// The name that it has inside the file alone, past the locals: `name/2` for a function that is
    /// called with two arguments.
    #[must_use]
    pub fn known_as(self, name: String) -> NewUse {
        self.named(name, false)
    }

    /// The name that it has everywhere, past the locals, where only a part of it stands at its place,
    /// or it is written otherwise there: the selector of a message, in Objective-C, stands between
    /// its arguments.
    #[must_use]
    pub fn spelled(self, name: String) -> NewUse {
        self.named(name, true)
    }

    fn named(mut self, text: String, everywhere: bool) -> NewUse {
        self.0.other_name = Some(Box::new(OtherName { text, everywhere }));
        self.0.past_locals = true;
        self
    }
}

impl<'t> Walker<'t> {
    /// Adds a use where the node being visited stands. Its place is claimed.
    pub fn add(&mut self, new: NewUse) {
        self.claimed.insert(new.0.span.start);
        if let Some(frame) = self.frames.last().copied() {
            self.push_use(new, &frame);
        }
    }

    /// Adds a use of the name in a node, which is claimed.
    pub fn add_use(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        self.add(NewUse::of(node, kind).edge(edge));
    }

    /// The same for a name that is looked up in what stands in a stretch of the source.
    pub fn add_use_of(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
        qualifier: Option<(u32, u32)>,
    ) {
        self.add(NewUse::of(node, kind).edge(edge).within(qualifier));
    }

    /// Adds a use of the name in a node, which is claimed, as if it had this role; `object` is what
    /// it is looked up in. For grammars that give the parts of a path no fields.
    pub fn add_use_as(&mut self, node: Node<'t>, role: Role, object: Option<Node<'t>>) {
        let object = object.map(|object| (object.start_byte() as u32, object.end_byte() as u32));
        match self.use_in_role(node, role, IdentifierKind::VariableRef) {
            Some(new) => self.add(new.within(object)),
            None => self.claim(node),
        }
    }

    /// A use of a name by its role, if it is one.
    #[inline]
    pub(super) fn use_in_role(
        &self,
        node: Node<'t>,
        role: Role,
        default: IdentifierKind,
    ) -> Option<NewUse> {
        // What the compiler is to find out.
        if role == Role::Type && self.text(node) == "_" {
            return None;
        }
        NewUse::in_role(node, role, default)
    }

    /// Adds a use below an ancestor: the hot path, which allocates nothing.
    #[inline]
    pub(super) fn push_use(&mut self, new: NewUse, above: &Frame<'t>) {
        let edge = new.0.edge;
        let span = match self.spec.quote {
            Some(quote) => new.0.span.without_quotes(self.source, quote),
            None => new.0.span,
        };
        let inherits = matches!(
            edge,
            Some(RelationshipKind::Extends | RelationshipKind::Implements)
        );
        self.facts.uses.push(UseFact {
            containing: above.symbol,
            scope: above.scope,
            edge_owner: above.owner.filter(|_| inherits),
            in_error: above.in_error,
            span,
            ..new.0
        });
    }

    /// Adds the edge from the import at `symbol` to what it names. `stands_for_it` says that the
    /// name of the symbol means that very thing: not so in `import a.b`, which binds `a`.
    pub fn add_import(
        &mut self,
        symbol: u32,
        node: Node<'t>,
        to_name: impl Into<Cow<'t, str>>,
        to_qualifier: Option<Cow<'t, str>>,
        stands_for_it: bool,
    ) {
        let frame = self.frames.last();
        let in_error = frame.is_some_and(|frame| frame.in_error);
        let scope = frame.map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.imports.push(ImportFact {
            symbol,
            scope,
            to_name: to_name.into(),
            to_qualifier: to_qualifier.filter(|qualifier| !qualifier.is_empty()),
            stands_for_it,
            span: Span::of(node),
            in_error,
        });
    }
}
