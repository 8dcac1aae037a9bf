//! What a language is: tables keyed by node kind, and small named hooks for what tables cannot say.
//!
//! A language is one folder below `languages/` with one [`LanguageSpec`] in it. The words are those
//! of tree-sitter's code navigation (`tags.scm`): definitions, references, docs and names. The
//! engine reads a spec once, turns it into a dense array by kind id, and makes definitions, uses,
//! nesting and edges in one pass of a cursor:
//!
//! 1. Every node gets a [`Role`] from its parent's [`RoleRule`]s: what a name below it would mean.
//! 2. A node with a [`Definition`] makes a symbol; what follows inside it belongs to that symbol.
//! 3. A node with a [`Leaf`] rule is a name: its role says whether it is a use, and of which kind.
//! 4. A node with a [`Hook`] runs it, before its children are seen.

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::{Language, Node};

use crate::detect::LanguageNames;
use crate::walk::{NewSymbol, Walker};

/// Sets what the table cannot say of a new symbol; `false` means that the node defines nothing.
pub type Refine = for<'t> fn(&mut Walker<'t>, Node<'t>, &mut NewSymbol<'t>) -> bool;

/// The visibility of a symbol by the rule of the language.
pub type VisibilityRule = for<'t> fn(&Walker<'t>, Node<'t>, &NewSymbol<'t>) -> Option<Visibility>;

/// The table of one language.
#[derive(Debug)]
pub struct LanguageSpec {
    /// Its name, and how its files are recognised.
    pub names: LanguageNames,
    /// The grammar.
    pub grammar: fn() -> Language,
    /// Writes over a text what the grammar understands better, byte for byte and with the same line
    /// ends: for a language whose grammar is that of a relative. Names are read from the text itself.
    pub prepare: Option<fn(&mut [u8])>,
    /// Writes over a text on which the grammar stumbles what says the same in words that it knows, in
    /// the same way; `false` where there is nothing to reword. The reading with fewer errors stands.
    pub reword: Option<fn(&mut [u8]) -> bool>,
    /// What stands between the parts of a qualified name: `.` or `::`.
    pub separator: &'static str,
    /// What a member calls the instance or the type it belongs to: `self`, `this`, `Self`.
    pub self_names: &'static [&'static str],
    /// What a member calls the type that its own type extends: `super()`, `base`.
    pub super_names: &'static [&'static str],
    /// Whether members can be named without a receiver from inside the type.
    pub members_in_scope: bool,
    /// Whether a local name is known in all of its scope, also before the line that binds it.
    pub hoisted: bool,
    /// Words of the language that the grammar takes for names: they are no uses.
    pub keywords: &'static [&'static str],
    /// Whether names that differ in case alone are the same; `self_names` and `super_names` are in
    /// lower case then.
    pub ignores_case: bool,
    /// Kinds of comment nodes.
    pub comments: &'static [&'static str],
    /// Which comments above a definition document it.
    pub doc_style: DocStyle,
    /// Kinds of nodes that may stand between a doc comment and its definition as siblings.
    pub attributes: &'static [&'static str],
    /// Nodes around a definition that belong to it.
    pub wrappers: &'static [Wrapper],
    /// What makes symbols.
    pub definitions: &'static [Definition],
    /// Nodes that open a scope without defining a symbol.
    pub scopes: &'static [Scoping],
    /// What names mean by where they stand.
    pub roles: &'static [RoleRule],
    /// Kinds of nodes that are names.
    pub leaves: &'static [Leaf],
    /// Code for what the tables cannot say.
    pub hooks: &'static [Hook],
    /// Kinds of nodes that hold nothing of interest and are not entered.
    pub skipped: &'static [&'static str],
    /// The symbol that stands for the whole file, in languages where a file is a module.
    pub file_symbol: Option<FileSymbol>,
    /// The visibility of a symbol, by the rule of the language, unless a hook has set it.
    pub visibility: VisibilityRule,
    /// How many symbols a file may have, in languages of data: the rest is counted, left out, and
    /// said in the file's detail.
    pub symbol_limit: Option<u32>,
}

impl LanguageSpec {
    /// A spec that says nothing, for the fields that a language leaves out.
    ///
    /// Its grammar is no grammar: a spec names its own.
    pub const NOTHING: LanguageSpec = LanguageSpec {
        names: LanguageNames {
            name: "",
            extensions: &[],
            file_names: &[],
            interpreters: &[],
        },
        grammar: || unreachable!("a spec names its grammar"),
        prepare: None,
        reword: None,
        separator: ".",
        self_names: &[],
        super_names: &[],
        members_in_scope: false,
        hoisted: false,
        keywords: &[],
        ignores_case: false,
        comments: &[],
        doc_style: DocStyle::NONE,
        attributes: &[],
        wrappers: &[],
        definitions: &[],
        scopes: &[],
        roles: &[],
        leaves: &[],
        hooks: &[],
        skipped: &[],
        file_symbol: None,
        visibility: |_, _, _| None,
        symbol_limit: None,
    };
}

impl LanguageSpec {
    /// What stands between a type and its member in a qualified name: languages that divide
    /// namespaces by `\\` write `::` there.
    #[must_use]
    pub fn member_separator(&self) -> &'static str {
        if self.separator == "\\" {
            "::"
        } else {
            self.separator
        }
    }
}

/// The limit of languages of data: what a person would still scroll through.
pub const OUTLINE_LIMIT: u32 = 2_000;

/// Which comments document the definition below them, and how their text is cleaned.
#[derive(Debug, Clone, Copy)]
pub struct DocStyle {
    /// What a doc comment starts with; an empty string accepts every comment.
    pub openings: &'static [&'static str],
    /// What a comment starts with that looks like the above and documents something else.
    pub exceptions: &'static [&'static str],
    /// What the comments at the top of a file start with that document the file itself.
    pub file_openings: &'static [&'static str],
    /// A last step over the text without comment marks, such as taking XML tags out.
    pub clean: Option<fn(String) -> String>,
}

impl DocStyle {
    /// No comment documents anything (docstrings are found by hooks).
    pub const NONE: DocStyle = DocStyle {
        openings: &[],
        exceptions: &[],
        file_openings: &[],
        clean: None,
    };
}

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

/// The symbol that stands for the whole file.
#[derive(Debug, Clone, Copy)]
pub struct FileSymbol {
    /// Its name, from the path; `None` for a file that has none.
    pub name: fn(&str) -> Option<String>,
    /// Whether the qualified names of what it contains start with it.
    pub qualifies: bool,
}
