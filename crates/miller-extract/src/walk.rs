//! The pass of a cursor over a syntax tree, and what hooks may do in it.
//!
//! The walk keeps its own stack of ancestors: trees nest as deep as their input, so nothing here
//! recurses, and `Node::parent` would descend from the root each time.

mod afterwards;
mod define;
mod embed;
mod look;
mod names;

use std::borrow::Cow;

pub use embed::Sharing;
use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::{Node, Point, Tree, TreeCursor};

use crate::facts::{
    FILE_SCOPE, Facts, Index, Mark, NamesAround, Remark, Scope, Span, SymbolFact, UseFact,
};
use crate::remarks;
use crate::spec::{FileSymbol, LanguageSpec, Role, ScopeKind};
use crate::table::{Entry, ResolvedDefinition, Table};

/// Receivers longer than this are expressions, not names.
const QUALIFIER_LIMIT: usize = 200;

/// The name of a definition that the source leaves out and the grammar asks for.
const MISSING_NAME: &str = "(missing)";

/// A symbol about to be made. Hooks change it before it is added.
#[derive(Debug)]
pub struct NewSymbol<'t> {
    /// What it defines.
    pub kind: SymbolKind,
    /// Its name.
    pub name: Cow<'t, str>,
    /// The node whose span it takes.
    pub node: Node<'t>,
    /// What it starts with, where the grammar counts its documentation to the node.
    pub first: Option<Node<'t>>,
    /// What it ends with, where the grammar counts more to the node: the remarks about what follows.
    pub last: Option<Node<'t>>,
    /// Where it ends, if not where the node does: comments may follow that the grammar counts in.
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
    /// Whether it belongs to the enclosing type, not to the function that it stands in.
    pub member_of_type: bool,
    /// Whether its name is bound in the scope around it.
    pub binds: bool,
    /// Whether it opens a scope of members around the one of its locals, as a constructor function
    /// does whose body sets fields.
    pub holds_members: bool,
}

/// An ancestor of the node that is being visited.
#[derive(Debug, Clone, Copy)]
struct Frame<'t> {
    node: Node<'t>,
    entry: &'static Entry,
    role: Role,
    role_end: u32,
    qualifier: Option<(u32, u32)>,
    symbol: Option<Index>,
    scope: Index,
    /// The type named by the enclosing block, see [`Walker::belongs_to`].
    owner: Option<Index>,
    wrapper: Option<bool>,
    in_error: bool,
    /// Whether a hook has said that the children are of no interest.
    left_out: bool,
}

/// The state of the walk over one file. Hooks get it to look around and to add what they find.
#[derive(Debug)]
pub struct Walker<'t> {
    spec: &'static LanguageSpec,
    table: &'static Table,
    source: &'t str,
    path: &'t str,
    frames: Vec<Frame<'t>>,
    /// Start bytes of nodes that name a definition or were read by a hook: they are no uses.
    claimed: FxHashSet<u32>,
    /// Names of members that a type declares somewhere, see [`Walker::declare_member`].
    declared: FxHashSet<(Index, &'t str)>,
    /// Names that the file hands out apart from their definitions.
    handed_out: FxHashSet<&'t str>,
    /// Names that the file keeps to itself apart from their definitions.
    held_back: FxHashSet<&'t str>,
    /// For whom the next members of a type's scope are, see [`Walker::set_section`].
    sections: FxHashMap<Index, Visibility>,
    /// The headings that the node being visited stands below, with their levels, see
    /// [`Walker::define_below`].
    headings: Vec<(u32, Index)>,
    /// Names that nodes bind for the expressions in them: where the node stands among the ancestors,
    /// and the node.
    locals: Vec<(usize, usize, &'t str)>,
    /// What the text around says of the names in this one.
    names: NamesAround<'t>,
    /// What marks names in the expressions of this text.
    mark: Option<Mark>,
    /// Whether the text is embedded in a file of another language, for which it does not stand.
    embedded: bool,
    /// What hooks keep for later, see [`Walker::remember`].
    remembered: FxHashMap<String, u32>,
    /// Roles of nodes that are still to be visited, see [`Walker::set_role_of`].
    roles_ahead: FxHashMap<usize, Role>,
    /// What the expressions between the tags of a template are written in.
    expression_language: &'t str,
    pub(crate) facts: Facts<'t>,
}

impl<'t> Walker<'t> {
    /// A walk that adds to the facts of the texts that share their names with this one.
    pub(crate) fn new(
        spec: &'static LanguageSpec,
        table: &'static Table,
        source: &'t str,
        path: &'t str,
        facts: Facts<'t>,
        embedded: bool,
    ) -> Walker<'t> {
        let claimed = FxHashSet::default();
        Walker {
            spec,
            table,
            source,
            path,
            frames: Vec::new(),
            claimed,
            declared: FxHashSet::default(),
            handed_out: FxHashSet::default(),
            held_back: FxHashSet::default(),
            sections: FxHashMap::default(),
            headings: Vec::new(),
            locals: Vec::new(),
            names: NamesAround::default(),
            mark: None,
            embedded,
            expression_language: "",
            facts,
            remembered: FxHashMap::default(),
            roles_ahead: FxHashMap::default(),
        }
    }

    /// Visits every node of the tree once.
    pub(crate) fn walk(mut self, tree: &'t Tree) -> Facts<'t> {
        let mut cursor = tree.walk();
        self.enter_file(tree.root_node());
        if !cursor.goto_first_child() {
            return self.facts;
        }
        loop {
            if self.enter(&cursor) {
                if cursor.goto_first_child() {
                    continue;
                }
                self.frames.pop();
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return self.facts;
                }
                self.frames.pop();
                if self.frames.is_empty() {
                    return self.facts;
                }
            }
        }
    }

    fn enter_file(&mut self, root: Node<'t>) {
        if self.facts.scopes.is_empty() {
            self.facts.open_scope(Scope {
                kind: ScopeKind::File,
                parent: None,
                symbol: None,
                owner: None,
            });
        }
        let symbol = self
            .spec
            .file_symbol
            .filter(|_| !self.embedded)
            .and_then(|rule| self.file_symbol(rule, root));
        self.frames.push(Frame {
            node: root,
            entry: self.table.entry(root.kind_id()),
            role: Role::Value,
            role_end: 0,
            qualifier: None,
            symbol,
            scope: FILE_SCOPE,
            owner: None,
            wrapper: None,
            in_error: root.is_error(),
            left_out: false,
        });
        self.enter_names(root);
        let table = self.table;
        for hook in &table.entry(root.kind_id()).hooks {
            (hook.run)(self, root);
        }
    }

    fn file_symbol(&mut self, rule: FileSymbol, root: Node<'t>) -> Option<Index> {
        if self.source.trim_start_matches('\u{feff}').trim().is_empty() {
            return None;
        }
        let name = (rule.name)(self.path)?;
        let mut span = Span::of(root);
        // The root of some grammars starts at the first token; the file starts at 0.
        (span.start, span.start_point) = (0, Point::new(0, 0));
        self.facts.symbols.push(SymbolFact {
            kind: SymbolKind::Module,
            name: name.into(),
            span,
            parent: None,
            owner: None,
            signature: Vec::new(),
            doc: remarks::file_doc(self.source, root, self.spec),
            visibility: Some(Visibility::Public),
            scope: Some(FILE_SCOPE),
            in_error: false,
            qualifies: rule.qualifies,
            only_declared: false,
        });
        self.facts.scopes[FILE_SCOPE as usize].symbol = Some(0);
        Some(0)
    }

    /// Visits the node that the cursor is at; `true` when a frame was pushed for it.
    fn enter(&mut self, cursor: &TreeCursor<'t>) -> bool {
        let node = cursor.node();
        let table = self.table;
        let entry = table.entry(node.kind_id());
        // Half of all nodes are brackets, commas and keywords.
        if entry.silent && node.child_count() == 0 {
            return false;
        }
        if entry.comment {
            self.remark(node, false);
            return false;
        }
        if entry.skipped {
            return false;
        }
        if entry.attribute {
            self.remark(node, true);
        }
        let above = *self.frames.last().expect("the file's frame is popped last");
        let (mut role, role_end, qualifier) = if above.entry.roles.is_empty() {
            (Role::Value, 0, None)
        } else {
            let field = cursor.field_id().map_or(0, std::num::NonZero::get);
            self.role_of_child(&above, field)
        };
        if !self.roles_ahead.is_empty()
            && let Some(given) = self.roles_ahead.remove(&node.id())
        {
            role = given;
        }
        if let Some(leaf) = entry.leaf {
            self.leaf(node, leaf.kind, role, role_end, qualifier, &above);
            if entry.hooks.is_empty() {
                return false;
            }
        }
        let wrapper = entry.wrapper.map(|rule| rule.in_signature);
        self.frames.push(Frame {
            node,
            entry,
            role,
            role_end,
            qualifier,
            wrapper,
            in_error: above.in_error || node.is_error(),
            left_out: false,
            ..above
        });
        for hook in &entry.hooks {
            (hook.run)(self, node);
        }
        if let Some(definition) = &entry.definition {
            self.define_by_rule(definition, node);
        } else if let Some(kind) = entry.scope {
            self.open_scope(kind);
        }
        if self.frames.last().is_some_and(|frame| frame.left_out) {
            self.frames.pop();
            return false;
        }
        true
    }

    fn remark(&mut self, node: Node<'t>, attribute: bool) {
        let (start, end) = (node.start_byte() as u32, node.end_byte() as u32);
        self.facts.remarks.push(Remark {
            start,
            end,
            attribute,
        });
    }

    /// What a name in this field of the node above would mean.
    fn role_of_child(&self, above: &Frame<'t>, field: u16) -> (Role, u32, Option<(u32, u32)>) {
        let Some(rule) = above
            .entry
            .roles
            .iter()
            .find(|rule| rule.field == field || rule.field == 0)
        else {
            return (Role::Value, 0, None);
        };
        let inherited = above.role;
        let role = match rule.role {
            Role::Inherit => inherited,
            Role::InheritOrMember => match inherited {
                Role::Value | Role::Bind | Role::BindAfter | Role::BindInFunction => Role::Member,
                other => other,
            },
            Role::InheritUse => match inherited {
                Role::Bind | Role::BindAfter | Role::BindInFunction => Role::Value,
                other => other,
            },
            own => own,
        };
        let role_end = match rule.role {
            Role::Inherit => above.role_end,
            _ => above.node.end_byte() as u32,
        };
        let qualifier = match (rule.object, rule.role) {
            (0, Role::Inherit | Role::InheritUse | Role::InheritOrMember) => above.qualifier,
            (0, _) => None,
            (object, _) if object == field => above.qualifier,
            (object, _) => above
                .node
                .child_by_field_id(object)
                .map(|object| (object.start_byte() as u32, object.end_byte() as u32))
                .map(|(start, end)| (self.path_start(above.qualifier, start), end))
                .filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT),
        };
        (role, role_end, qualifier)
    }

    /// Where the path starts whose last part starts at `start`: paths that nest to the right come in
    /// pieces.
    fn path_start(&self, qualifier: Option<(u32, u32)>, start: u32) -> u32 {
        let between = qualifier.and_then(|(_, end)| self.source.get(end as usize..start as usize));
        match (qualifier, between) {
            (Some((path, _)), Some(between)) if between.trim() == self.spec.separator => path,
            _ => start,
        }
    }

    fn leaf(
        &mut self,
        node: Node<'t>,
        default: IdentifierKind,
        role: Role,
        role_end: u32,
        qualifier: Option<(u32, u32)>,
        above: &Frame<'t>,
    ) {
        if node.start_byte() == node.end_byte() || self.claimed.remove(&(node.start_byte() as u32))
        {
            return;
        }
        match role {
            Role::Bind => self.bind_local(node, node.start_byte() as u32),
            Role::BindAfter => self.bind_local(node, role_end),
            Role::BindInFunction => self.bind_in_function(node),
            _ if self.is_keyword(node) => {}
            _ if above.in_error && self.starts_inside_word(node) => {}
            _ => self.push_use(node, default, role, qualifier, above),
        }
    }

    /// Whether the parser broke a word in two to go on after an error: `In` and `teger`.
    fn starts_inside_word(&self, node: Node<'t>) -> bool {
        let first = self.text(node).bytes().next();
        let before = node.start_byte().checked_sub(1);
        let before = before.and_then(|at| self.source.as_bytes().get(at));
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        before.is_some_and(is_of_word) && first.as_ref().is_some_and(is_of_word)
    }

    fn is_keyword(&self, node: Node<'t>) -> bool {
        let keywords = self.spec.keywords;
        !keywords.is_empty() && keywords.contains(&self.text(node))
    }

    fn push_use(
        &mut self,
        node: Node<'t>,
        default: IdentifierKind,
        role: Role,
        qualifier: Option<(u32, u32)>,
        above: &Frame<'t>,
    ) {
        let kind = match role {
            Role::Ignore => return,
            // What the compiler is to find out.
            Role::Type if self.text(node) == "_" => return,
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
        let inherits = matches!(role, Role::Extends | Role::Implements);
        self.facts.uses.push(UseFact {
            kind,
            span: Span::of(node),
            containing: above.symbol,
            scope: above.scope,
            qualifier,
            past_locals: role == Role::CallMethod,
            known_as: self.without_mark(node),
            edge,
            edge_owner: above.owner.filter(|_| inherits),
            in_error: above.in_error,
        });
    }

    fn define_by_rule(&mut self, definition: &ResolvedDefinition, node: Node<'t>) {
        let name_node = definition
            .name
            .and_then(|field| node.child_by_field_id(field));
        if definition.name.is_some() && name_node.is_none() {
            // An anonymous function or class: no symbol, but its names are its own.
            if let Some(kind) = definition.rule.scope {
                self.open_scope(kind);
            }
            return;
        }
        let in_type = self.in_type();
        let mut symbol = NewSymbol {
            kind: definition
                .rule
                .in_type
                .filter(|_| in_type)
                .unwrap_or(definition.rule.kind),
            name: name_node.map_or(Cow::Borrowed(""), |name| Cow::Borrowed(self.text(name))),
            node,
            end: None,
            visibility: None,
            doc: None,
            signature: Vec::new(),
            scope: definition.rule.scope,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
            first: None,
            last: None,
        };
        let accepted = definition
            .rule
            .refine
            .is_none_or(|refine| refine(self, node, &mut symbol));
        if !accepted || symbol.name.is_empty() {
            if let Some(kind) = symbol.scope {
                self.open_scope(kind);
            }
            return;
        }
        if let Some(name) = name_node {
            self.claim(name);
        }
        if symbol.signature.is_empty() {
            let body = definition
                .body
                .iter()
                .find_map(|field| node.child_by_field_id(*field));
            symbol.signature = self.signature_of(node, body);
        }
        self.define(symbol);
    }
}
