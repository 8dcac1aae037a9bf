//! What hooks may ask the walk.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::Walker;
use crate::facts::{BINDINGS_CONSIDERED, Bound, FILE_SCOPE, Index, SCOPES_SEARCHED, Span};
use crate::spec::{Role, ScopeKind};

impl<'t> Walker<'t> {
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

    /// The name of the symbol that the rest of the file belongs to, as after `package name;`.
    #[must_use]
    pub fn module_name(&self) -> Option<&str> {
        let symbol = self.frames.first()?.symbol?;
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
            span == Span::of(node).without_space_at_end(self.source)
        })
    }

    /// Whether the node being visited stands directly in a type that is a symbol or has a name.
    #[must_use]
    pub fn in_named_type(&self) -> bool {
        let scope = self.scope();
        let scope = &self.facts.scopes[scope as usize];
        scope.kind == ScopeKind::Type && (scope.symbol.is_some() || scope.owner.is_some())
    }

    /// The kind of the scope that the node being visited stands in.
    #[must_use]
    pub fn scope_kind(&self) -> ScopeKind {
        let scope = self.scope();
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

    /// Whether the node being visited stands in blocks that stand outside functions.
    #[must_use]
    pub fn in_blocks_only(&self) -> bool {
        let scope = self.scope();
        let around = self.past_blocks(scope);
        let kind = self.facts.scopes[around as usize].kind;
        around != scope && matches!(kind, ScopeKind::File | ScopeKind::Namespace)
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

    /// Gives a node that is still to be visited a role, whatever the table says, where it depends on
    /// more than the node's parent and field.
    pub fn set_role_of(&mut self, node: Node<'t>, role: Role) {
        self.roles_ahead.insert(node.id(), role);
    }

    /// Whether the file hands out a name in a list.
    #[must_use]
    pub fn is_handed_out(&self, name: &str) -> bool {
        self.handed_out.contains(name)
    }

    /// For whom the members are that stand where the node being visited does, if a section says so.
    #[must_use]
    pub fn section(&self) -> Option<Visibility> {
        let scope = self.scope();
        self.sections.get(&scope).copied()
    }

    /// The name of the type around the node being visited, also where the node only belongs to it by
    /// name.
    #[must_use]
    pub fn type_name(&self) -> Option<&str> {
        let scope = self.type_scope(self.frames.last()?.scope)?;
        let scope = &self.facts.scopes[scope as usize];
        match (scope.symbol, scope.owner) {
            (Some(symbol), _) => Some(&self.facts.symbols[symbol as usize].name),
            (None, Some(owner)) => Some(&self.facts.owners[owner as usize].name),
            (None, None) => None,
        }
    }

    /// The innermost symbol around the node being visited: its place among all.
    #[must_use]
    pub fn enclosing_symbol(&self) -> Option<u32> {
        self.frames.last()?.symbol
    }

    /// Whether a name is bound in the scope of the type around the node being visited, or declared as a
    /// member of it.
    #[must_use]
    pub fn type_has_member(&self, name: &str) -> bool {
        let scope = self
            .frames
            .last()
            .and_then(|frame| self.type_scope(frame.scope));
        scope.is_some_and(|scope| {
            self.declared.contains(&(scope, name)) || self.facts.bound(scope, name).next().is_some()
        })
    }

    /// Whether a node is accounted for, see [`Walker::claim`].
    #[must_use]
    pub fn is_claimed(&self, name: Node<'t>) -> bool {
        self.claimed.contains(&(name.start_byte() as u32))
    }

    /// Whether a name is bound in the scope that the node being visited stands in.
    #[must_use]
    pub fn scope_has(&self, name: &str) -> bool {
        self.facts.bound(self.scope(), name).next().is_some()
    }

    /// The last symbol of a name in the scope that the node being visited stands in.
    #[must_use]
    pub fn symbol_here(&self, name: &str) -> Option<u32> {
        self.symbols_of(self.scope(), name).next()
    }

    /// Whether a name is that of a symbol in the scope that the node being visited stands in.
    #[must_use]
    pub fn scope_defines(&self, name: &str) -> bool {
        self.symbol_here(name).is_some()
    }

    /// Whether the scope that the node being visited stands in knows a symbol of this name and kind.
    #[must_use]
    pub fn has_symbol(&self, name: &str, kind: SymbolKind) -> bool {
        let mut symbols = self.symbols_of(self.scope(), name);
        symbols.any(|symbol| self.facts.symbols[symbol as usize].kind == kind)
    }

    /// Whether a name is that of a symbol that the whole file knows.
    #[must_use]
    pub fn file_defines(&self, name: &str) -> bool {
        self.symbols_of(FILE_SCOPE, name).next().is_some()
    }

    /// Whether a name is bound so far in a scope around the node being visited.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.meaning(name).is_some()
    }

    /// Whether what a name means by the declarations so far is a variable, of whatever kind.
    #[must_use]
    pub fn is_variable(&self, name: &str) -> bool {
        match self.meaning(name) {
            Some(Bound::Symbol(symbol)) => matches!(
                self.facts.symbols[symbol as usize].kind,
                SymbolKind::Variable | SymbolKind::Constant | SymbolKind::Field
            ),
            meaning => meaning.is_some(),
        }
    }

    /// The symbols of a name in a scope, last first.
    pub(super) fn symbols_of(&self, scope: Index, name: &str) -> impl Iterator<Item = Index> + '_ {
        let bindings = self.facts.bound(scope, name).take(BINDINGS_CONSIDERED);
        bindings.filter_map(|binding| match binding.bound {
            Bound::Symbol(symbol) => Some(symbol),
            _ => None,
        })
    }

    /// What a name means by the declarations so far, in the innermost scope that binds it.
    fn meaning(&self, name: &str) -> Option<Bound> {
        let word = self.facts.word(name)?;
        let mut scope = self.scope();
        for _ in 0..SCOPES_SEARCHED {
            if let Some(binding) = self.facts.bound_word(scope, word).next() {
                return Some(binding.bound);
            }
            scope = self.facts.scopes[scope as usize].parent?;
        }
        None
    }
}
