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

mod rules;

use miller_schema::Visibility;
pub use rules::{
    Definition, Hook, Leaf, Refine, Role, RoleRule, ScopeKind, Scoping, Wrapper, member, qualified,
    role,
};
use tree_sitter::{Language, Node};

use crate::detect::LanguageNames;
use crate::walk::{NewSymbol, Walker};

/// The visibility of a symbol by the rule of the language.
pub type VisibilityRule = for<'t> fn(&Walker<'t>, Node<'t>, &NewSymbol<'t>) -> Option<Visibility>;

/// The table of one language: its files, its grammar's nodes, its names, its symbols.
#[derive(Debug)]
pub struct LanguageSpec {
    // Its files, and how they are parsed.
    /// Its name, and how its files are recognised.
    pub names: LanguageNames,
    /// The grammar.
    pub grammar: fn() -> Language,
    /// Specs for files of the language that another grammar reads, such as interfaces: their own
    /// extensions, which the language has, too, say which files.
    pub variants: &'static [&'static LanguageSpec],
    /// Writes over a text what the grammar understands better, byte for byte and with the same line
    /// ends: for a language whose grammar is that of a relative. Names are read from the text itself.
    pub prepare: Option<fn(&mut [u8])>,
    /// Writes over a text on which the grammar stumbles what says the same in words that it knows, in
    /// the same way; `false` where there is nothing to reword. The reading with fewer errors stands.
    pub reword: Option<fn(&mut [u8]) -> bool>,

    /// Says why a text is not to be parsed, where it would bring the grammar's own code down: a failed
    /// assertion in C ends the process.
    pub refuse: Option<fn(&str) -> Option<&'static str>>,

    // What the nodes of the grammar are.
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
    /// Nodes around a definition that belong to it.
    pub wrappers: &'static [Wrapper],
    /// Kinds of nodes that may stand between a doc comment and its definition as siblings.
    pub attributes: &'static [&'static str],
    /// Kinds of comment nodes.
    pub comments: &'static [&'static str],
    /// Which comments above a definition document it.
    pub doc_style: DocStyle,
    /// Kinds of nodes that hold nothing of interest and are not entered.
    pub skipped: &'static [&'static str],

    // What names mean.
    /// What stands between the parts of a qualified name: `.` or `::`.
    pub separator: &'static str,
    /// What a member calls the instance or the type it belongs to: `self`, `this`, `Self`.
    pub self_names: &'static [&'static str],
    /// What a member calls the type that its own type extends: `super()`, `base`.
    pub super_names: &'static [&'static str],
    /// What a path calls the module that it stands in, where that has to be told from an instance:
    /// `self::name` and `self.name`.
    pub module_names: &'static [&'static str],
    /// Where a module in another one knows none of the names around it but those of macros: the name
    /// that it binds when it brings in more than the file says, such as `*`.
    pub module_wildcard: Option<&'static str>,
    /// Whether members can be named without a receiver from inside the type.
    pub members_in_scope: bool,
    /// Whether a local name is known in all of its scope, also before the line that binds it.
    pub hoisted: bool,
    /// Whether names that differ in case alone are the same; `self_names` and `super_names` are in
    /// lower case then.
    pub ignores_case: bool,
    /// Words of the language that the grammar takes for names: they are no uses.
    pub keywords: &'static [&'static str],
    /// What may stand on both sides of a name without being a part of it: the backticks of a word of
    /// the language that is used as a name.
    pub quote: Option<u8>,

    // What is said of symbols.
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
        variants: &[],
        prepare: None,
        reword: None,
        refuse: None,
        definitions: &[],
        scopes: &[],
        roles: &[],
        leaves: &[],
        hooks: &[],
        wrappers: &[],
        attributes: &[],
        comments: &[],
        doc_style: DocStyle::NONE,
        skipped: &[],
        separator: ".",
        self_names: &[],
        super_names: &[],
        module_names: &[],
        module_wildcard: None,
        members_in_scope: false,
        hoisted: false,
        ignores_case: false,
        keywords: &[],
        quote: None,
        file_symbol: None,
        visibility: |_, _, _| None,
        symbol_limit: None,
    };

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

/// The rules of one table followed by those that another one adds; `N` is how many they are.
///
/// # Panics
///
/// When the program is compiled, where `N` is another number.
#[must_use]
pub const fn joined<T: Copy, const N: usize>(first: &[T], second: &[T]) -> [T; N] {
    assert!(first.len() + second.len() == N, "`N` counts the rules");
    let mut all = [first[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    all
}

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

/// The symbol that stands for the whole file.
#[derive(Debug, Clone, Copy)]
pub struct FileSymbol {
    /// Its name, from the path; `None` for a file that has none.
    pub name: fn(&str) -> Option<String>,
    /// Whether the qualified names of what it contains start with it.
    pub qualifies: bool,
}
