//! The rules of a table: what a node makes, opens or means.

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// Sets what the table cannot say of a new symbol; `false` means that the node defines nothing.
pub type Refine = for<'t> fn(&mut Walker<'t>, Node<'t>, &mut NewSymbol<'t>) -> bool;

/// A node around a definition: a decorator list, an `export`, a declaration of several names.
#[derive(Debug, Clone, Copy)]
pub struct Wrapper {
    /// The node's kind.
    pub node: &'static str,
    /// Whether the signature starts with it.
    pub in_signature: bool,
}

/// How a symbol is made from a node.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// The node's kind.
    pub node: &'static str,
    /// What it defines.
    pub kind: SymbolKind,
    /// What it defines directly inside a type; the same as `kind` where `None`.
    pub in_type: Option<SymbolKind>,
    /// The field that holds the name; empty where `refine` finds it.
    pub name: &'static str,
    /// The fields at whose start the signature ends.
    pub body: &'static [&'static str],
    /// The scope that it opens.
    pub scope: Option<ScopeKind>,
    /// Sets what the table cannot say; `false` means that the node defines nothing.
    pub refine: Option<Refine>,
}

impl Definition {
    /// A definition named by its field `name`, with its body in `body`, that opens no scope.
    #[must_use]
    pub const fn new(node: &'static str, kind: SymbolKind) -> Definition {
        Definition {
            node,
            kind,
            in_type: None,
            name: "name",
            body: &["body"],
            scope: None,
            refine: None,
        }
    }

    /// What it defines directly inside a type.
    #[must_use]
    pub const fn in_type(mut self, kind: SymbolKind) -> Definition {
        self.in_type = Some(kind);
        self
    }

    /// The field that holds the name; empty where the hook of [`Definition::refine`] finds it.
    #[must_use]
    pub const fn name(mut self, field: &'static str) -> Definition {
        self.name = field;
        self
    }

    /// The fields at whose start the signature ends.
    #[must_use]
    pub const fn body(mut self, fields: &'static [&'static str]) -> Definition {
        self.body = fields;
        self
    }

    /// The scope that it opens.
    #[must_use]
    pub const fn scope(mut self, kind: ScopeKind) -> Definition {
        self.scope = Some(kind);
        self
    }

    /// The hook that sets what the table cannot say.
    #[must_use]
    pub const fn refine(mut self, hook: Refine) -> Definition {
        self.refine = Some(hook);
        self
    }
}

/// What the names of a scope are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The file.
    File,
    /// A namespace or module block: names are visible inside, and are members.
    Namespace,
    /// A type: names are members.
    Type,
    /// A function: parameters and locals.
    Function,
    /// A block in a function.
    Block,
}

/// A node that opens a scope without defining a symbol.
#[derive(Debug, Clone, Copy)]
pub struct Scoping {
    /// The node's kind.
    pub node: &'static str,
    /// The scope that it opens.
    pub kind: ScopeKind,
}

/// What a name means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing special: the leaf's own default.
    Value,
    /// It is called.
    Call,
    /// It is called, in a language where local names and methods do not hide each other.
    CallMethod,
    /// An instance of it is made.
    Construct,
    /// An instance of it is written down without a call: `Point { x, y }`.
    Literal,
    /// It is looked up in something.
    Member,
    /// It is a type.
    Type,
    /// The enclosing type extends it.
    Extends,
    /// The enclosing type implements it.
    Implements,
    /// It is brought in from elsewhere.
    Import,
    /// It declares a local name, known from here on.
    Bind,
    /// It declares a local name, known after the end of the node whose rule says so.
    BindAfter,
    /// It declares a local name of the whole function, whatever block it stands in.
    BindInFunction,
    /// It is no use: a label, the name of a keyword argument.
    Ignore,
    /// As its parent.
    Inherit,
    /// As its parent, except that it declares nothing: the `a` of `a[0] = 1`.
    InheritUse,
    /// As its parent where that is called, constructed, extended and so on; else [`Role::Member`].
    InheritOrMember,
}

/// Gives the child in a field of a node its role.
#[derive(Debug, Clone, Copy)]
pub struct RoleRule {
    /// The kind of the parent node.
    pub parent: &'static str,
    /// The field of the child; empty for every child that no other rule of the parent names.
    pub field: &'static str,
    /// The child's role.
    pub role: Role,
    /// The field of the parent that holds what the name is looked up in; empty where there is none.
    /// A field that names itself is looked up in what qualifies the parent.
    pub object: &'static str,
}

/// The child in `field` of `parent` has `role`.
#[must_use]
pub const fn role(parent: &'static str, field: &'static str, role: Role) -> RoleRule {
    RoleRule {
        parent,
        field,
        role,
        object: "",
    }
}

/// The child in `field` of `parent` is looked up in the child in `object`.
#[must_use]
pub const fn member(parent: &'static str, field: &'static str, object: &'static str) -> RoleRule {
    RoleRule {
        parent,
        field,
        role: Role::InheritOrMember,
        object,
    }
}

/// The child in `field` of `parent` has `role` and is looked up in what qualifies the parent: the `b`
/// of `a::b::c` where paths nest to the right.
#[must_use]
pub const fn qualified(parent: &'static str, field: &'static str, role: Role) -> RoleRule {
    RoleRule {
        parent,
        field,
        role,
        object: field,
    }
}

/// A kind of node that is a name.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// The node's kind.
    pub node: &'static str,
    /// What it is where its role is [`Role::Value`].
    pub kind: IdentifierKind,
}

/// Code that runs when the walk enters a node, before its children.
#[derive(Debug, Clone, Copy)]
pub struct Hook {
    /// The node's kind.
    pub node: &'static str,
    /// The code. The node is on top of the walker's ancestors.
    pub run: for<'t> fn(&mut Walker<'t>, Node<'t>),
}
