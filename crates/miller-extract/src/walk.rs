//! The pass of a cursor over a syntax tree, and what hooks may do in it.
//!
//! The walk keeps its own stack of ancestors: trees nest as deep as their input, so nothing here
//! recurses, and `Node::parent` would descend from the root each time.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::{Node, Tree};

use crate::facts::{
    Bound, FILE_SCOPE, Facts, ImportFact, Index, OwnerFact, Remark, Scope, Span, SymbolFact,
    UseFact,
};
use crate::remarks;
use crate::spec::{FileSymbol, LanguageSpec, Role, ScopeKind};
use crate::table::{ResolvedDefinition, Table};

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
    role: Role,
    role_end: u32,
    qualifier: Option<(u32, u32)>,
    symbol: Option<Index>,
    scope: Index,
    /// The type named by the enclosing block, see [`Walker::belongs_to`].
    owner: Option<Index>,
    wrapper: Option<bool>,
    in_error: bool,
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
    /// Names that the file hands out apart from their definitions.
    handed_out: FxHashSet<&'t str>,
    /// For whom the next members of a type's scope are, see [`Walker::set_section`].
    sections: FxHashMap<Index, Visibility>,
    pub(crate) facts: Facts<'t>,
}

impl<'t> Walker<'t> {
    pub(crate) fn new(
        spec: &'static LanguageSpec,
        table: &'static Table,
        source: &'t str,
        path: &'t str,
    ) -> Walker<'t> {
        let claimed = FxHashSet::default();
        Walker {
            spec,
            table,
            source,
            path,
            frames: Vec::new(),
            claimed,
            handed_out: FxHashSet::default(),
            sections: FxHashMap::default(),
            facts: Facts::default(),
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
            let node = cursor.node();
            let field = cursor.field_id().map_or(0, std::num::NonZero::get);
            if self.enter(node, field) {
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
        self.facts.open_scope(Scope {
            kind: ScopeKind::File,
            parent: None,
            symbol: None,
            owner: None,
        });
        let symbol = self
            .spec
            .file_symbol
            .and_then(|rule| self.file_symbol(rule, root));
        self.frames.push(Frame {
            node: root,
            role: Role::Value,
            role_end: 0,
            qualifier: None,
            symbol,
            scope: FILE_SCOPE,
            owner: None,
            wrapper: None,
            in_error: root.is_error(),
        });
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
        (span.start, span.start_point) = (0, tree_sitter::Point::new(0, 0));
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

    /// Visits a node; `true` when a frame was pushed for it.
    fn enter(&mut self, node: Node<'t>, field: u16) -> bool {
        let kind = node.kind_id();
        let table = self.table;
        let entry = table.entry(kind);
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
        let (role, role_end, qualifier) = self.role_of_child(&above, field);
        if let Some(leaf) = entry.leaf {
            self.leaf(node, leaf.kind, role, role_end, qualifier, &above);
            if entry.hooks.is_empty() {
                return false;
            }
        }
        let wrapper = match entry.wrapper {
            Some(rule) => Some(rule.in_signature),
            None => None,
        };
        self.frames.push(Frame {
            node,
            role,
            role_end,
            qualifier,
            wrapper,
            in_error: above.in_error || node.is_error(),
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
        let entry = self.table.entry(above.node.kind_id());
        let Some(rule) = entry
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
            _ => self.push_use(node, default, role, qualifier, above),
        }
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
            visibility: None,
            doc: None,
            signature: Vec::new(),
            scope: definition.rule.scope,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
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

    // What follows is for hooks.

    /// The text of a node.
    #[must_use]
    pub fn text(&self, node: Node<'t>) -> &'t str {
        &self.source[node.byte_range()]
    }

    /// The whole source.
    #[must_use]
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &'t str {
        self.path
    }

    /// The ancestor `distance` levels above the node being visited (0 is the node itself).
    #[must_use]
    pub fn ancestor(&self, distance: usize) -> Option<Node<'t>> {
        let index = self.frames.len().checked_sub(distance + 1)?;
        Some(self.frames[index].node)
    }

    /// What the innermost symbol around the node being visited defines.
    #[must_use]
    pub fn enclosing_kind(&self) -> Option<SymbolKind> {
        let symbol = self.frames.last()?.symbol?;
        Some(self.facts.symbols[symbol as usize].kind)
    }

    /// The name of the innermost symbol around the node being visited.
    #[must_use]
    pub fn enclosing_name(&self) -> Option<&str> {
        let symbol = self.frames.last()?.symbol?;
        Some(&self.facts.symbols[symbol as usize].name)
    }

    /// The visibility of the innermost symbol around the node being visited.
    #[must_use]
    pub fn enclosing_visibility(&self) -> Option<Visibility> {
        let symbol = self.frames.last()?.symbol?;
        self.facts.symbols[symbol as usize].visibility
    }

    /// Whether a node is what the innermost symbol around the node being visited was made from.
    #[must_use]
    pub fn is_enclosing_symbol(&self, node: Node<'t>) -> bool {
        let symbol = self.frames.last().and_then(|frame| frame.symbol);
        symbol.is_some_and(|symbol| {
            let span = self.facts.symbols[symbol as usize].span;
            (span.start as usize..span.end as usize) == node.byte_range()
        })
    }

    /// Binds a name, which is claimed, to the innermost symbol around the node being visited, in
    /// the scope that this node stands in.
    pub fn bind_to_enclosing(&mut self, name: Node<'t>) {
        self.claim(name);
        let Some(frame) = self.frames.last() else {
            return;
        };
        if let Some(symbol) = frame.symbol {
            let name = Cow::Borrowed(self.text(name));
            let bound = Bound::Symbol(symbol);
            self.facts.bind(frame.scope, name, bound, 0);
        }
    }

    /// Whether the node being visited stands directly in a type that is a symbol or has a name.
    #[must_use]
    pub fn in_named_type(&self) -> bool {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let scope = &self.facts.scopes[scope as usize];
        scope.kind == ScopeKind::Type && (scope.symbol.is_some() || scope.owner.is_some())
    }

    /// The kind of the scope that the node being visited stands in.
    #[must_use]
    pub fn scope_kind(&self) -> ScopeKind {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.scopes[scope as usize].kind
    }

    /// Whether the node being visited stands directly in a type, so that a function is a method.
    #[must_use]
    pub fn in_type(&self) -> bool {
        self.scope_kind() == ScopeKind::Type
    }

    /// Whether the node being visited stands in a function.
    #[must_use]
    pub fn in_function(&self) -> bool {
        matches!(self.scope_kind(), ScopeKind::Function | ScopeKind::Block)
    }

    /// The role of the node being visited.
    #[must_use]
    pub fn role(&self) -> Role {
        self.frames.last().map_or(Role::Value, |frame| frame.role)
    }

    /// Gives the node being visited another role, which its children may inherit.
    pub fn set_role(&mut self, role: Role) {
        if let Some(frame) = self.frames.last_mut() {
            frame.role = role;
            frame.role_end = frame.node.end_byte() as u32;
        }
    }

    /// Says that a node is accounted for, so that it is not taken for a use as well.
    pub fn claim(&mut self, name: Node<'t>) {
        self.claimed.insert(name.start_byte() as u32);
    }

    /// Says that the file hands out a name in a list, apart from its definition, which may follow.
    pub fn hand_out(&mut self, name: &'t str) {
        self.handed_out.insert(name);
    }

    /// Whether the file hands out a name in a list.
    #[must_use]
    pub fn is_handed_out(&self, name: &str) -> bool {
        self.handed_out.contains(name)
    }

    /// A symbol of this kind with the node's span, named by `name`, which is claimed.
    pub fn symbol(&mut self, kind: SymbolKind, node: Node<'t>, name: Node<'t>) -> NewSymbol<'t> {
        self.claim(name);
        NewSymbol {
            kind,
            name: Cow::Borrowed(self.text(name)),
            node,
            visibility: None,
            doc: None,
            signature: self.signature_of(node, None),
            scope: None,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
        }
    }

    /// The stretches of source that make the signature of a definition: from the outermost wrapper
    /// that belongs to it, to the start of its body or to its end.
    #[must_use]
    pub fn signature_of(&self, node: Node<'t>, body: Option<Node<'t>>) -> Vec<(u32, u32)> {
        let end = body.map_or(node.end_byte(), |body| body.start_byte()) as u32;
        let mut start = node.start_byte() as u32;
        let mut stretches = Vec::new();
        for frame in self
            .frames
            .iter()
            .rev()
            .skip_while(|frame| frame.node.id() == node.id())
        {
            match frame.wrapper {
                Some(true) if frame.node.start_byte() as u32 <= start => {
                    // Of a declaration of several names, the others are left out.
                    let first = first_of_kind(frame.node, node.kind_id());
                    let first = first.map_or(start, |first| first.start_byte() as u32);
                    if first < start {
                        stretches.insert(0, (start, end));
                        return [(frame.node.start_byte() as u32, first)]
                            .into_iter()
                            .chain(stretches)
                            .collect();
                    }
                    start = frame.node.start_byte() as u32;
                }
                Some(_) => {}
                None => break,
            }
        }
        vec![(start, end)]
    }

    /// A symbol of kind `import` for a name that `node` brings in. Nothing is claimed: what the node
    /// names is a use as well.
    #[must_use]
    pub fn import(&self, node: Node<'t>, name: impl Into<Cow<'t, str>>) -> NewSymbol<'t> {
        NewSymbol {
            kind: SymbolKind::Import,
            name: name.into(),
            node,
            visibility: None,
            doc: None,
            signature: self.signature_of(node, None),
            scope: None,
            owner: None,
            member_of_type: false,
            binds: true,
            holds_members: false,
        }
    }

    /// Sets the documentation of the file's own symbol.
    pub fn document_file(&mut self, doc: String) {
        if let Some(symbol) = self.frames[0].symbol {
            self.facts.symbols[symbol as usize].doc = Some(doc);
        }
    }

    /// Adds a symbol. It takes the node's span, and what follows inside the node being visited
    /// belongs to it where that is the same node. Returns the symbol's place among all.
    pub fn define(&mut self, mut new: NewSymbol<'t>) -> u32 {
        if new.name.is_empty() {
            // The parser made the name up to go on after an error.
            new.name = Cow::Borrowed(MISSING_NAME);
            new.binds = false;
        }
        let frame = *self
            .frames
            .last()
            .expect("hooks run inside the file's frame");
        let type_scope = if new.member_of_type {
            self.type_scope(frame.scope)
        } else {
            None
        };
        let scope = type_scope.unwrap_or(frame.scope);
        let index = self.facts.symbols.len() as Index;
        let parent = match type_scope {
            Some(scope) => self.facts.scopes[scope as usize].symbol,
            None => frame.symbol,
        };
        let owner = match new.owner.clone() {
            Some(name) => Some(self.owner(name)),
            None => self.facts.scopes[scope as usize].owner,
        };
        let visibility = new
            .visibility
            .or_else(|| (self.spec.visibility)(self, new.node, &new));
        // What is written above an import is about the file.
        let documented = new.kind != SymbolKind::Import;
        let doc = new.doc.clone().or_else(|| {
            if !documented {
                return None;
            }
            remarks::doc_above(
                self.source,
                &self.facts.remarks,
                self.outer_start(new.node),
                &self.spec.doc_style,
            )
        });
        if new.binds {
            self.facts
                .bind(scope, new.name.clone(), Bound::Symbol(index), 0);
        }
        if let (Some(owner), true) = (owner, new.owner.is_some()) {
            // A member defined outside its type is found through the type.
            let members = self.facts.open_scope(Scope {
                kind: ScopeKind::Type,
                parent: None,
                symbol: None,
                owner: Some(owner),
            });
            self.facts
                .bind(members, new.name.clone(), Bound::Symbol(index), 0);
        }
        self.facts.symbols.push(SymbolFact {
            kind: new.kind,
            name: new.name,
            span: Span::of(new.node),
            parent,
            owner,
            signature: new.signature,
            doc,
            visibility,
            scope: None,
            in_error: frame.in_error,
            qualifies: true,
            only_declared: false,
        });
        if frame.node.id() == new.node.id() {
            let opened = new.scope.map(|kind| {
                // Names inside a member that stands outside its type are looked up in the type too.
                let mut around = frame.scope;
                if new.owner.is_some() {
                    around = self.facts.open_scope(Scope {
                        kind: ScopeKind::Type,
                        parent: Some(around),
                        symbol: None,
                        owner,
                    });
                }
                if new.holds_members {
                    around = self.facts.open_scope(Scope {
                        kind: ScopeKind::Type,
                        parent: Some(around),
                        symbol: Some(index),
                        owner: None,
                    });
                }
                self.facts.open_scope(Scope {
                    kind,
                    parent: Some(around),
                    symbol: Some(index),
                    owner: None,
                })
            });
            self.facts.symbols[index as usize].scope = opened;
            let frame = self
                .frames
                .last_mut()
                .expect("hooks run inside the file's frame");
            frame.symbol = Some(index);
            frame.owner = None;
            frame.scope = opened.unwrap_or(frame.scope);
        }
        index
    }

    /// Opens a scope for the children of the node being visited.
    pub fn open_scope(&mut self, kind: ScopeKind) {
        let parent = self.frames.last().map(|frame| frame.scope);
        let scope = self.facts.open_scope(Scope {
            kind,
            parent,
            symbol: None,
            owner: None,
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.scope = scope;
        }
    }

    /// Says that what stands in the node being visited belongs to the type of this name, as in
    /// `impl Name { … }`. Definitions inside become its members, and `extends` and `implements`
    /// edges start at it.
    pub fn belongs_to(&mut self, name: impl Into<Cow<'t, str>>) {
        let owner = self.owner(name.into());
        let parent = self.frames.last().map(|frame| frame.scope);
        let scope = self.facts.open_scope(Scope {
            kind: ScopeKind::Type,
            parent,
            symbol: None,
            owner: Some(owner),
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.scope = scope;
            frame.owner = Some(owner);
        }
    }

    /// Says for whom the members are that come after the node being visited, as after `private:`.
    pub fn set_section(&mut self, visibility: Visibility) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.sections.insert(scope, visibility);
    }

    /// For whom the members are that stand where the node being visited does, if a section says so.
    #[must_use]
    pub fn section(&self) -> Option<Visibility> {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.sections.get(&scope).copied()
    }

    /// Makes the name of a symbol known around the type that it stands in as well, as those of C's
    /// enumerators are; around all types where they nest and `past_all` is set.
    pub fn bind_around(&mut self, symbol: u32, past_all: bool) {
        let mut scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        if self.facts.symbols[symbol as usize].scope == Some(scope) {
            // It has opened the scope of its own members by now.
            scope = self.facts.scopes[scope as usize]
                .parent
                .unwrap_or(FILE_SCOPE);
        }
        let mut left_one = false;
        while self.facts.scopes[scope as usize].kind == ScopeKind::Type && (past_all || !left_one) {
            let Some(parent) = self.facts.scopes[scope as usize].parent else {
                break;
            };
            scope = parent;
            left_one = true;
        }
        if left_one {
            let name = self.facts.symbols[symbol as usize].name.clone();
            self.facts.bind(scope, name, Bound::Symbol(symbol), 0);
        }
    }

    /// Says that the symbol at `symbol` declares what may be defined elsewhere: a name means its
    /// definition where there is one in the same scope.
    pub fn only_declares(&mut self, symbol: u32) {
        self.facts.symbols[symbol as usize].only_declared = true;
    }

    /// Whether the scope that the node being visited stands in knows a symbol of this name and kind.
    #[must_use]
    pub fn has_symbol(&self, name: &str, kind: SymbolKind) -> bool {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.bound(scope, name).any(|binding| {
            matches!(binding.bound, Bound::Symbol(symbol)
                if self.facts.symbols[symbol as usize].kind == kind)
        })
    }

    /// Says that what stands in the node being visited continues the scope of the last symbol of
    /// this name and kind in the scope around, as a namespace does that is opened again. `false`
    /// where there is none.
    pub fn continue_scope(&mut self, name: &str, kind: SymbolKind) -> bool {
        let around = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let opened = self
            .facts
            .bound(around, name)
            .filter_map(|binding| match binding.bound {
                Bound::Symbol(symbol) => Some(&self.facts.symbols[symbol as usize]),
                _ => None,
            })
            .filter(|symbol| symbol.kind == kind)
            .find_map(|symbol| symbol.scope);
        if let (Some(scope), Some(frame)) = (opened, self.frames.last_mut()) {
            frame.scope = scope;
        }
        opened.is_some()
    }

    /// Says that everything after the node being visited belongs to the symbol at `index`, as after
    /// `package name;`.
    pub fn contains_rest_of_file(&mut self, index: u32) {
        self.facts.scopes[FILE_SCOPE as usize].symbol = Some(index);
        self.facts.symbols[index as usize].scope = Some(FILE_SCOPE);
        self.frames[0].symbol = Some(index);
    }

    /// Binds the text of a node as a local name, known from an offset on.
    pub fn bind_local(&mut self, name: Node<'t>, visible_from: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.bind_local_in(scope, name, visible_from);
    }

    /// Binds the text of a node as a local name of the function, not of the block it stands in.
    pub fn bind_in_function(&mut self, name: Node<'t>) {
        let mut scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        while let (ScopeKind::Block, Some(parent)) = (
            self.facts.scopes[scope as usize].kind,
            self.facts.scopes[scope as usize].parent,
        ) {
            scope = parent;
        }
        self.bind_local_in(scope, name, name.start_byte() as u32);
    }

    fn bind_local_in(&mut self, scope: Index, name: Node<'t>, visible_from: u32) {
        let text = self.text(name);
        let visible_from = if self.spec.hoisted { 0 } else { visible_from };
        let known = self
            .facts
            .bound(scope, text)
            .next()
            .map(|binding| binding.bound);
        match known {
            // Where names are hoisted, only the first one binds; the others write to it.
            Some(Bound::Local) if self.spec.hoisted => {}
            Some(Bound::Symbol(_)) if self.spec.hoisted => {
                self.add_use(name, IdentifierKind::VariableRef, None);
            }
            Some(Bound::File | Bound::Outside) => {
                self.add_use(name, IdentifierKind::VariableRef, None);
            }
            _ => self
                .facts
                .bind(scope, Cow::Borrowed(text), Bound::Local, visible_from),
        }
    }

    /// Binds a local name that the language declares without writing it, such as `value` in a
    /// setter.
    pub fn bind_implicit(&mut self, name: &'static str) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.bind(scope, Cow::Borrowed(name), Bound::Local, 0);
    }

    /// Binds the text of a node as a local name, known from an offset on, for an instance of the
    /// type of a name: its members are looked up in that type.
    pub fn bind_instance(
        &mut self,
        name: Node<'t>,
        of_type: impl Into<Cow<'t, str>>,
        visible_from: u32,
    ) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let bound = Bound::Instance(self.owner(of_type.into()));
        let text = Cow::Borrowed(self.text(name));
        self.claim(name);
        self.facts.bind(scope, text, bound, visible_from);
    }

    /// Binds another name of a symbol in the scope of the node being visited, such as `super` in a
    /// module.
    pub fn bind_symbol(&mut self, name: impl Into<Cow<'t, str>>, symbol: u32) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts
            .bind(scope, name.into(), Bound::Symbol(symbol), 0);
    }

    /// The innermost symbol around the node being visited: its place among all.
    #[must_use]
    pub fn enclosing_symbol(&self) -> Option<u32> {
        self.frames.last()?.symbol
    }

    /// Says that a name means that of the file (`global`) or of the next function outside.
    pub fn bind_elsewhere(&mut self, name: Node<'t>, of_file: bool) {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        let bound = if of_file { Bound::File } else { Bound::Outside };
        self.facts
            .bind(scope, Cow::Borrowed(self.text(name)), bound, 0);
    }

    /// Whether a name is bound in the scope of the type around the node being visited.
    #[must_use]
    pub fn type_has_member(&self, name: &str) -> bool {
        let scope = self
            .frames
            .last()
            .and_then(|frame| self.type_scope(frame.scope));
        scope.is_some_and(|scope| self.facts.bound(scope, name).next().is_some())
    }

    /// Whether a name is bound in the scope that the node being visited stands in.
    #[must_use]
    pub fn scope_has(&self, name: &str) -> bool {
        let scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.bound(scope, name).next().is_some()
    }

    /// Adds a use of the name in `node`, which is claimed.
    pub fn add_use(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
    ) {
        self.add_use_of(node, kind, edge, None);
    }

    /// Adds a use of the name in `node`, which is claimed, as looked up in what stands in a stretch
    /// of the source.
    pub fn add_use_of(
        &mut self,
        node: Node<'t>,
        kind: IdentifierKind,
        edge: Option<RelationshipKind>,
        qualifier: Option<(u32, u32)>,
    ) {
        self.claim(node);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        self.facts.uses.push(UseFact {
            kind,
            span: Span::of(node),
            containing: frame.symbol,
            scope: frame.scope,
            qualifier: qualifier.filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT),
            past_locals: false,
            edge,
            edge_owner: None,
            in_error: frame.in_error,
        });
    }

    /// Adds a use of the name in `node`, which is claimed, as if it had this role; `object` is what
    /// it is looked up in. For grammars that give the parts of a path no fields.
    pub fn add_use_as(&mut self, node: Node<'t>, role: Role, object: Option<Node<'t>>) {
        self.claim(node);
        let Some(frame) = self.frames.last().copied() else {
            return;
        };
        let qualifier = object
            .map(|object| (object.start_byte() as u32, object.end_byte() as u32))
            .filter(|&(start, end)| (end - start) as usize <= QUALIFIER_LIMIT);
        self.push_use(node, IdentifierKind::VariableRef, role, qualifier, &frame);
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

    fn owner(&mut self, name: Cow<'t, str>) -> Index {
        let from_scope = self.frames.last().map_or(FILE_SCOPE, |frame| frame.scope);
        self.facts.owners.push(OwnerFact {
            name,
            from_scope,
            symbol: None,
        });
        (self.facts.owners.len() - 1) as Index
    }

    fn type_scope(&self, mut scope: Index) -> Option<Index> {
        loop {
            let here = &self.facts.scopes[scope as usize];
            if here.kind == ScopeKind::Type {
                return Some(scope);
            }
            scope = here.parent?;
        }
    }

    /// Where the definition starts with all that is wrapped around it.
    fn outer_start(&self, node: Node<'t>) -> u32 {
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
