//! The pass of a cursor over a syntax tree, and what hooks may do in it.
//!
//! The walk keeps its own stack of ancestors: trees nest as deep as their input, so nothing here
//! recurses, and `Node::parent` would descend from the root each time.

mod afterwards;
mod bind;
mod define;
mod embed;
mod instances;
mod look;
mod places;
mod roles;
mod scopes;
mod symbols;
mod uses;

pub use embed::Sharing;
pub use instances::Held;
use miller_schema::Visibility;
use rustc_hash::{FxHashMap, FxHashSet};
pub use symbols::NewSymbol;
use tree_sitter::{Node, Tree, TreeCursor};
pub use uses::NewUse;

use crate::facts::{FILE_SCOPE, Facts, Index, Mark, NamesAround, Remark, Scope};
use crate::spec::{LanguageSpec, Role, ScopeKind};
use crate::table::{Class, Entry, Table};

/// The kind of the nodes that hold what the grammar could not parse, in all grammars.
const ERROR: u16 = u16::MAX;

/// Receivers longer than this are expressions, not names.
const QUALIFIER_LIMIT: usize = 200;

/// The stretch that stands before a name, or nothing of it where it is too long to be a path: then it is a
/// value that nothing is known of.
fn known_part(start: u32, end: u32) -> (u32, u32) {
    let is_short = (end - start) as usize <= QUALIFIER_LIMIT;
    (start, if is_short { end } else { start })
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
    /// Children with a name of their own that are still to be visited.
    named_left: usize,
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
    /// Symbols that nodes which are still to be visited belong to, see [`Walker::give_to`].
    symbols_ahead: FxHashMap<usize, Index>,
    /// What the expressions between the tags of a template are written in.
    expression_language: &'t str,
    /// Stretches that the parser has not read, in order, see [`Walker::note_written_over`].
    written_over: Vec<(u32, u32)>,
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
        Walker {
            spec,
            table,
            source,
            path,
            frames: Vec::new(),
            claimed: FxHashSet::default(),
            declared: FxHashSet::default(),
            handed_out: FxHashSet::default(),
            sections: FxHashMap::default(),
            headings: Vec::new(),
            locals: Vec::new(),
            names: NamesAround::default(),
            mark: None,
            embedded,
            remembered: FxHashMap::default(),
            roles_ahead: FxHashMap::default(),
            symbols_ahead: FxHashMap::default(),
            expression_language: "",
            written_over: Vec::new(),
            facts,
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
            while !self.more_to_visit() || !cursor.goto_next_sibling() {
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

    /// Whether named siblings follow the node that was visited last. All that comes behind them are
    /// brackets and the like, of which no rule speaks and which hold nothing named: a test looks at each
    /// fixture.
    fn more_to_visit(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.named_left > 0)
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
            named_left: root.named_child_count(),
        });
        self.enter_names(root);
        let table = self.table;
        for hook in &table.entry(root.kind_id()).hooks {
            (hook.run)(self, root);
        }
    }

    /// Visits the node that the cursor is at; `true` when a frame was pushed for it.
    fn enter(&mut self, cursor: &TreeCursor<'t>) -> bool {
        let node = cursor.node();
        let table = self.table;
        let kind = node.kind_id();
        let entry = table.entry(kind);
        let above = self
            .frames
            .last_mut()
            .expect("the file's frame is popped last");
        above.named_left = above.named_left.saturating_sub(usize::from(entry.named));
        // Half of all nodes are brackets, commas and keywords, of which no rule speaks.
        let named_children = node.named_child_count();
        if entry.silent && named_children == 0 {
            return false;
        }
        let above = *above;
        match entry.class {
            Class::Plain => {}
            Class::Attribute => self.remark(node, true),
            Class::Skipped => return false,
            Class::Comment => {
                self.remark(node, false);
                return false;
            }
        }
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
        let mut symbol = above.symbol;
        if !self.symbols_ahead.is_empty()
            && let Some(given) = self.symbols_ahead.remove(&node.id())
        {
            symbol = Some(given);
        }
        self.frames.push(Frame {
            node,
            entry,
            role,
            role_end,
            qualifier,
            symbol,
            wrapper,
            in_error: above.in_error || kind == ERROR,
            left_out: false,
            named_left: named_children,
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
        let left_out = self.frames.last().is_some_and(|frame| frame.left_out);
        if left_out || named_children == 0 {
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
}
