//! What one pass over a syntax tree finds, before names are resolved and rows are made.

use std::borrow::Cow;
use std::collections::BTreeMap;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use rustc_hash::FxHashMap;
use tree_sitter::Point;

use crate::spec::{LanguageSpec, Role, ScopeKind};
use crate::walk::Sharing;

/// An index into one of the vectors of [`Facts`].
pub(crate) type Index = u32;

/// A name that is bound somewhere in the file, as a number.
pub(crate) type Word = u32;

/// Bindings of one name in one scope that are looked at; generated code may have thousands.
pub(crate) const BINDINGS_CONSIDERED: usize = 64;

/// Scopes that are searched outwards, so that hostile nesting takes linear time.
pub(crate) const SCOPES_SEARCHED: usize = 256;

/// So much white space at the end of a definition is taken off, in bytes.
const SPACE_LOOKED_AT: usize = 1_000;

/// The scope of the file.
pub(crate) const FILE_SCOPE: Index = 0;

/// A stretch of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: u32,
    pub end: u32,
    pub start_point: Point,
    pub end_point: Point,
}

impl Span {
    pub fn of(node: tree_sitter::Node<'_>) -> Span {
        Span {
            start: node.start_byte() as u32,
            end: node.end_byte() as u32,
            start_point: node.start_position(),
            end_point: node.end_position(),
        }
    }

    /// The stretch between two quotes, where it starts and ends with them.
    pub fn without_quotes(mut self, source: &str, quote: u8) -> Span {
        let text = &source.as_bytes()[self.start as usize..self.end as usize];
        if text.len() > 2 && text[0] == quote && text[text.len() - 1] == quote {
            self.start += 1;
            self.start_point.column += 1;
            self.end -= 1;
            self.end_point.column -= 1;
        }
        self
    }

    /// The stretch without the line breaks and other white space at its end, which some grammars
    /// count to what stands before them.
    pub fn without_space_at_end(self, source: &str) -> Span {
        let (start, end) = (self.start as usize, self.end as usize);
        let from = end.saturating_sub(SPACE_LOOKED_AT).max(start);
        let near = &source.as_bytes()[from..end];
        let space = &near[near.trim_ascii_end().len()..];
        if space.is_empty() || space.len() == end - start {
            return self;
        }
        let end = end - space.len();
        let breaks = memchr::memchr_iter(b'\n', space).count();
        let row = self.end_point.row - breaks;
        let column = match breaks {
            0 => self.end_point.column - space.len(),
            _ if row == self.start_point.row => self.start_point.column + end - start,
            _ => {
                end - memchr::memrchr(b'\n', &source.as_bytes()[start..end])
                    .map_or(0, |at| start + at + 1)
            }
        };
        let end_point = Point::new(row, column);
        Span {
            end: end as u32,
            end_point,
            ..self
        }
    }
}

impl From<tree_sitter::Range> for Span {
    fn from(range: tree_sitter::Range) -> Span {
        Span {
            start: range.start_byte as u32,
            end: range.end_byte as u32,
            start_point: range.start_point,
            end_point: range.end_point,
        }
    }
}

/// A definition.
#[derive(Debug)]
pub(crate) struct SymbolFact<'t> {
    pub kind: SymbolKind,
    pub name: Cow<'t, str>,
    pub span: Span,
    pub parent: Option<Index>,
    /// The type that it belongs to by name, where it does not stand inside it.
    pub owner: Option<Index>,
    /// The stretches of source that the signature is made of.
    pub signature: Vec<(u32, u32)>,
    pub doc: Option<String>,
    pub visibility: Option<Visibility>,
    /// The scope of its members, or of its parameters.
    pub scope: Option<Index>,
    pub in_error: bool,
    /// Whether the qualified names of what it contains start with it.
    pub qualifies: bool,
    /// Whether it declares what may be defined elsewhere.
    pub only_declared: bool,
}

/// A use of a name.
#[derive(Debug)]
pub(crate) struct UseFact {
    pub kind: IdentifierKind,
    pub span: Span,
    pub containing: Option<Index>,
    pub scope: Index,
    /// Where in the source stands what the name is looked up in.
    pub qualifier: Option<(u32, u32)>,
    /// Whether the scopes of functions are left out of the search.
    pub past_locals: bool,
    /// The name, where it is not what is written at its place.
    pub other_name: Option<Box<OtherName>>,
    /// The edge that the use makes, from `containing` or from the owner.
    pub edge: Option<RelationshipKind>,
    pub edge_owner: Option<Index>,
    pub in_error: bool,
}

impl UseFact {
    /// A use of what is written in a stretch, outside of all symbols and without an edge.
    #[inline]
    pub fn new(kind: IdentifierKind, span: Span, scope: Index) -> UseFact {
        UseFact {
            kind,
            span,
            containing: None,
            scope,
            qualifier: None,
            past_locals: false,
            other_name: None,
            edge: None,
            edge_owner: None,
            in_error: false,
        }
    }
}

/// A name that differs from what is written where it is used.
#[derive(Debug)]
pub(crate) struct OtherName {
    pub text: String,
    /// Whether other files know what is meant by this name as well.
    pub everywhere: bool,
}

/// An import: an edge from the symbol that the import makes to what it names.
#[derive(Debug)]
pub(crate) struct ImportFact<'t> {
    pub symbol: Index,
    /// Where the first name of the qualifier is looked up.
    pub scope: Index,
    pub to_name: Cow<'t, str>,
    pub to_qualifier: Option<Cow<'t, str>>,
    /// Whether the name of the symbol means the very thing that the edge leads to.
    pub stands_for_it: bool,
    pub span: Span,
    pub in_error: bool,
}

/// A type named by a block that belongs to it without standing inside it: `impl Name`, `func (r Name)`.
#[derive(Debug)]
pub(crate) struct OwnerFact<'t> {
    /// The name, with the language's separators.
    pub name: Cow<'t, str>,
    /// Where the name is looked up.
    pub from_scope: Index,
    /// The symbol, once resolved.
    pub symbol: Option<Index>,
    /// Whether only values belong to it, no definitions: then it is resolved with the uses.
    pub of_value: bool,
}

/// The type that the value of a symbol is an instance of.
#[derive(Debug)]
pub(crate) struct TypeFact {
    /// Its place among the owners; `None` where the file says several things.
    pub of_type: Option<Index>,
    /// Whether a declaration says so, which no assignment changes.
    pub declared: bool,
    pub span: Span,
}

/// A scope.
#[derive(Debug)]
pub(crate) struct Scope {
    pub kind: ScopeKind,
    pub parent: Option<Index>,
    /// The symbol whose members or locals it holds.
    pub symbol: Option<Index>,
    /// The type that its names belong to, known by name.
    pub owner: Option<Index>,
}

/// What a bound name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// A parameter or local variable: no symbol, but it hides those outside.
    Local,
    /// A parameter or local variable that is an instance of a type known by name: its place among
    /// the owners.
    Instance(Index),
    /// A symbol.
    Symbol(Index),
    /// The name means that of the file's scope (`global` in Python).
    File,
    /// The name means that of the next function outside (`nonlocal` in Python).
    Outside,
}

/// A name bound in a scope.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding {
    pub bound: Bound,
    /// The offset from which it is known.
    pub visible_from: u32,
    /// The binding of the same name in the same scope that came before.
    pub earlier: Option<Index>,
}

/// A comment or an attribute, in source order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remark {
    pub start: u32,
    pub end: u32,
    pub attribute: bool,
}

/// A text in another language.
#[derive(Debug)]
pub(crate) struct Embedding<'t> {
    pub spec: &'static LanguageSpec,
    /// The stretches that it is made of, in source order.
    pub ranges: Vec<tree_sitter::Range>,
    pub sharing: Sharing,
    /// The innermost symbol around it.
    pub around: Option<Index>,
    /// What is known of the names in it.
    pub names: NamesAround<'t>,
}

/// What the text around an expression says of the names in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamesAround<'t> {
    /// Those that it binds around the expression.
    pub locals: Vec<&'t str>,
    /// What the expression itself means.
    pub role: Option<Role>,
    /// How a name is marked that stands for what another one holds.
    pub mark: Option<Mark>,
}

/// A character before the name of a value that holds another one, as `$` before that of a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub character: char,
    /// Names that start with it and are what they are.
    pub exceptions: &'static [&'static str],
}

impl Embedding<'_> {
    /// The whole file in its own language.
    pub fn whole(spec: &'static LanguageSpec) -> Embedding<'static> {
        Embedding {
            spec,
            ranges: Vec::new(),
            sharing: Sharing::Whole,
            around: None,
            names: NamesAround::default(),
        }
    }
}

/// Everything that one walk finds, or several that share their names.
#[derive(Debug, Default)]
pub(crate) struct Facts<'t> {
    pub symbols: Vec<SymbolFact<'t>>,
    pub uses: Vec<UseFact>,
    pub imports: Vec<ImportFact<'t>>,
    pub owners: Vec<OwnerFact<'t>>,
    /// What the values of symbols are instances of, by symbol.
    pub types: BTreeMap<Index, TypeFact>,
    pub scopes: Vec<Scope>,
    pub remarks: Vec<Remark>,
    pub embeddings: Vec<Embedding<'t>>,
    pub bindings: Vec<Binding>,
    /// The names that are bound. Most names that are looked up are not among them, and the others are
    /// looked up in scope after scope: as numbers.
    words: FxHashMap<Cow<'t, str>, Word>,
    /// The last binding of a name in a scope.
    pub names: FxHashMap<(Index, Word), Index>,
    /// Whether names that differ in case alone are the same.
    ignores_case: bool,
}

impl<'t> Facts<'t> {
    /// Nothing yet, of a language.
    pub fn of(spec: &'static LanguageSpec) -> Facts<'t> {
        Facts {
            ignores_case: spec.ignores_case,
            ..Facts::default()
        }
    }

    pub fn open_scope(&mut self, scope: Scope) -> Index {
        self.scopes.push(scope);
        (self.scopes.len() - 1) as Index
    }

    pub fn bind(&mut self, scope: Index, name: Cow<'t, str>, bound: Bound, visible_from: u32) {
        let index = self.bindings.len() as Index;
        let name = self.folded(name);
        let next = self.words.len() as Word;
        let word = *self.words.entry(name).or_insert(next);
        let earlier = self.names.insert((scope, word), index);
        self.bindings.push(Binding {
            bound,
            visible_from,
            earlier,
        });
    }

    /// A name as it is looked up: in lower case where the language ignores case.
    pub fn folded<'n>(&self, name: Cow<'n, str>) -> Cow<'n, str> {
        if self.ignores_case && name.chars().any(char::is_uppercase) {
            Cow::Owned(name.to_lowercase())
        } else {
            name
        }
    }

    /// The number of a name; `None` where nothing in the file binds it.
    pub fn word(&self, name: &str) -> Option<Word> {
        if self.ignores_case {
            let name = self.folded(Cow::Borrowed(name));
            return self.words.get(&name).copied();
        }
        self.words.get(name).copied()
    }

    /// The bindings of a name in a scope, last first.
    pub fn bound(&self, scope: Index, name: &str) -> impl Iterator<Item = Binding> + '_ {
        let word = self.word(name);
        word.into_iter()
            .flat_map(move |word| self.bound_word(scope, word))
    }

    /// The bindings of a name in a scope, last first.
    pub fn bound_word(&self, scope: Index, word: Word) -> impl Iterator<Item = Binding> + '_ {
        let mut next = self.names.get(&(scope, word)).copied();
        std::iter::from_fn(move || {
            let binding = self.bindings[next? as usize];
            next = binding.earlier;
            Some(binding)
        })
    }
}
