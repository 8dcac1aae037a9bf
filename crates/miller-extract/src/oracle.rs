//! The grammars' own `tags.scm` as an independent witness.
//!
//! Every definition and reference that a grammar's query finds must be among the rows, under a kind
//! that fits, or be excused by an [`Absence`] that gives the reason. The files are the fixtures and,
//! where `MILLER_CORPUS` names a folder with one folder per language in it, all that lie there.

#![expect(
    clippy::print_stdout,
    reason = "the figures are for whoever runs the test"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "files that are not UTF-8 are left out"
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use miller_schema::Rows;
use tree_sitter::{Node, Query, QueryCursor, StreamingIterator};

use crate::extract::{extract_text, parse_text};
use crate::languages;

/// Files that a language of the corpus must have, for its figures to mean something.
const CORPUS_FILES: usize = 200;
/// Missing facts that are shown for each language.
const SHOWN: usize = 20;

/// The witness of one language.
pub(crate) struct Oracle {
    /// The language.
    pub language: &'static str,
    /// Its grammar's query; several are joined.
    pub queries: &'static [&'static str],
    /// What the query finds and the rows leave out on purpose.
    pub absences: &'static [Absence],
}

/// Facts of the query that the rows leave out on purpose.
pub(crate) struct Absence {
    /// The capture: `definition.constant`.
    pub capture: &'static str,
    /// Why it is left out.
    pub reason: &'static str,
    /// Whether it covers a fact.
    pub covers: fn(&Fact<'_>) -> bool,
}

/// One match of the query.
pub(crate) struct Fact<'t> {
    /// The capture: `definition.class`, `reference.call`.
    pub capture: &'t str,
    /// The node that is defined or refers.
    pub node: Node<'t>,
    /// The node of its name.
    pub name: Node<'t>,
    /// The source.
    pub source: &'t str,
    /// The rows of the file.
    pub rows: &'t Rows,
}

impl Fact<'_> {
    /// The name.
    pub fn text(&self) -> &str {
        &self.source[self.name.byte_range()]
    }
}

#[test]
fn rows_hold_every_fact_of_the_grammars_queries() {
    let corpus = std::env::var_os("MILLER_CORPUS").map(PathBuf::from);
    let mut missing = Vec::new();
    for oracle in languages::ORACLES.iter().flat_map(|list| list.iter()) {
        let mut files = fixtures(oracle.language);
        assert!(!files.is_empty(), "{}: no fixture", oracle.language);
        if let Some(corpus) = &corpus {
            let folder = corpus.join(oracle.language);
            let found = files_of(oracle.language, &folder);
            let (count, folder) = (found.len(), folder.display());
            assert!(
                count >= CORPUS_FILES,
                "{folder}: {count} files, {CORPUS_FILES} are needed"
            );
            files.extend(found);
        }
        let tally = examine(oracle, &files);
        println!("{}", tally.describe(oracle));
        let enough = corpus.is_none() || tally.files >= CORPUS_FILES;
        assert!(
            enough,
            "{}: only {} files could be examined",
            oracle.language, tally.files
        );
        if !tally.missing.is_empty() {
            let shown = tally
                .missing
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join("\n  ");
            missing.push(format!(
                "{}: {} missing\n  {shown}",
                oracle.language,
                tally.missing.len()
            ));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[derive(Default)]
struct Tally {
    /// Files that were examined: those that are not UTF-8 are left out.
    files: usize,
    present: usize,
    excused: BTreeMap<&'static str, usize>,
    missing: Vec<String>,
}

impl Tally {
    fn describe(&self, oracle: &Oracle) -> String {
        let excused: usize = self.excused.values().sum();
        let facts = self.present + excused + self.missing.len();
        let mut text = format!(
            "{}: {} files, {facts} facts, {} present, {excused} excused, {} missing",
            oracle.language,
            self.files,
            self.present,
            self.missing.len()
        );
        for (reason, count) in &self.excused {
            // Writing to a string cannot fail.
            let _ = write!(text, "\n  excused {count}: {reason}");
        }
        text
    }
}

fn examine(oracle: &Oracle, files: &[PathBuf]) -> Tally {
    let spec = languages::spec(oracle.language).expect("the oracle names a language");
    let grammar = (spec.grammar)();
    crate::arena::install();
    let query = Query::new(&grammar, &oracle.queries.join("\n")).expect("the query is valid");
    let mut tally = Tally::default();
    for path in files {
        let Ok(source) = fs::read_to_string(path) else {
            continue;
        };
        // The query is for the language's first grammar.
        let read_by = languages::spec_for(oracle.language, &path.to_string_lossy());
        if !read_by.is_some_and(|read_by| std::ptr::eq(read_by, spec)) {
            continue;
        }
        let rows = extract_text(&source, oracle.language, "file").expect("it is known");
        // A file that took too long to parse has no rows, and says so.
        if rows.file_data[0].status != "ok" {
            continue;
        }
        tally.files += 1;
        let tree = parse_text(&source, oracle.language).expect("the language is known");
        let tree = tree.expect("its rows are there, so that there is time enough");
        let index = Index::new(&rows);
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, tree.root_node(), source.as_bytes());
        while let Some(found) = matches.next() {
            let Some(fact) = fact(&query, found, &source, &rows) else {
                continue;
            };
            // Names that the parser made up have no text.
            if fact.text().is_empty() {
                continue;
            }
            if index.has(&fact) {
                tally.present += 1;
            } else if let Some(absence) = excuse(oracle, &fact) {
                *tally.excused.entry(absence.reason).or_default() += 1;
            } else {
                let line = fact.name.start_position().row + 1;
                let at = format!("{}:{line}", path.display());
                tally.missing.push(format!(
                    "{at}: {} `{}`, not among {} symbols and {} identifiers",
                    fact.capture,
                    fact.text(),
                    fact.rows.symbols.len(),
                    fact.rows.identifiers.len()
                ));
            }
        }
    }
    tally
}

fn excuse<'o>(oracle: &'o Oracle, fact: &Fact<'_>) -> Option<&'o Absence> {
    let mut absences = oracle.absences.iter();
    absences.find(|absence| absence.capture == fact.capture && (absence.covers)(fact))
}

fn fact<'t>(
    query: &'t Query,
    found: &tree_sitter::QueryMatch<'_, 't>,
    source: &'t str,
    rows: &'t Rows,
) -> Option<Fact<'t>> {
    let names = query.capture_names();
    let mut name = None;
    let mut subject = None;
    for capture in found.captures() {
        let label = names[capture.index as usize];
        if label == "name" {
            name = Some(capture.node);
        } else if label.starts_with("definition.") || label.starts_with("reference.") {
            subject = Some((label, capture.node));
        }
    }
    let (capture, node) = subject?;
    Some(Fact {
        capture,
        node: declaration_around(node),
        name: name.unwrap_or(node),
        source,
        rows,
    })
}

/// The declaration around a declarator of C and C++: definitions start with their types, which may
/// stand on a line of their own.
fn declaration_around(mut node: Node<'_>) -> Node<'_> {
    const AROUND: &[&str] = &[
        "declaration",
        "field_declaration",
        "friend_declaration",
        "function_definition",
        "linkage_specification",
        "template_declaration",
        "type_definition",
    ];
    let belongs = |kind: &str| {
        kind.ends_with("declarator") || kind.ends_with("_specifier") || AROUND.contains(&kind)
    };
    while belongs(node.kind()) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the witness asks about single nodes, it walks no tree"
        )]
        let parent = node.parent();
        match parent.filter(|parent| belongs(parent.kind())) {
            Some(parent) => node = parent,
            None => break,
        }
    }
    node
}

/// The rows of a file, ready to be asked for a fact.
struct Index<'r> {
    symbols: HashMap<&'r str, Vec<(&'r str, u32, u32, u32)>>,
    identifiers: HashSet<(u32, u32, &'r str)>,
}

impl<'r> Index<'r> {
    fn new(rows: &'r Rows) -> Index<'r> {
        let mut symbols: HashMap<&str, Vec<_>> = HashMap::new();
        for symbol in &rows.symbols {
            let (start, end) = (symbol.start_byte, symbol.end_byte);
            let place = (symbol.kind.as_str(), start, end, symbol.start_line);
            symbols.entry(&symbol.name).or_default().push(place);
        }
        let uses = rows.identifiers.iter();
        let identifiers = uses.map(|row| (row.start_byte, row.end_byte, row.kind.as_str()));
        Index {
            symbols,
            identifiers: identifiers.collect(),
        }
    }

    fn has(&self, fact: &Fact<'_>) -> bool {
        let (start, end) = (fact.name.start_byte() as u32, fact.name.end_byte() as u32);
        let kinds = kinds_of(fact.capture);
        if fact.capture.starts_with("reference.") {
            return kinds
                .iter()
                .any(|kind| self.identifiers.contains(&(start, end, *kind)));
        }
        let lines =
            fact.node.start_position().row as u32 + 1..=fact.name.start_position().row as u32 + 1;
        self.symbols
            .get(fact.text())
            .into_iter()
            .flatten()
            .any(|&(kind, from, to, line)| {
                // A definition of the same name around this one starts on an earlier line.
                kinds.contains(&kind) && from <= start && end <= to && lines.contains(&line)
            })
    }
}

/// The kinds of rows that a capture may be found as.
fn kinds_of(capture: &str) -> &'static [&'static str] {
    match capture {
        "definition.class" => &[
            "class",
            "struct",
            "enum",
            "union",
            "interface",
            "trait",
            "type",
        ],
        "definition.type" => &[
            "type",
            "class",
            "struct",
            "enum",
            "union",
            "interface",
            "trait",
            "delegate",
        ],
        "definition.enum" => &["enum"],
        "definition.interface" => &["interface", "trait"],
        "definition.function" => &[
            "function",
            "method",
            "constructor",
            "destructor",
            "operator",
            "property",
        ],
        "definition.method" => &[
            "method",
            "constructor",
            "destructor",
            "operator",
            "property",
            "function",
        ],
        "definition.module" => &["module", "namespace"],
        "definition.operator" => &["operator", "function"],
        "definition.union" => &["enum_member", "union"],
        "definition.enum_variant" => &["enum_member", "class"],
        "definition.macro" => &["macro"],
        "definition.field" => &["field", "property", "constant"],
        "definition.property" => &["property", "field", "constant", "variable", "function"],
        "definition.import" => &["import"],
        "definition.constant" | "definition.variable" | "definition.var" => &[
            "constant",
            "variable",
            "field",
            "enum_member",
            "type",
            "class",
            "function",
            "import",
        ],
        "reference.call" => &["call"],
        "reference.function" => &["call", "variable_ref", "member_access", "import"],
        "reference.union" | "reference.enum_variant" => &["call", "variable_ref", "member_access"],
        "reference.field" => &["member_access"],
        "reference.class" => &["call", "type_usage"],
        "reference.type" | "reference.implementation" | "reference.interface" => &["type_usage"],
        "reference.send" => &["call", "member_access"],
        "reference.module" => &["type_usage", "variable_ref", "import"],
        _ => &[],
    }
}

fn fixtures(language: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/languages")
        .join(language);
    let mut files = files_of(language, &folder);
    files.retain(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("fixture"))
    });
    files
}

/// The files of a language below a folder, in a stable order.
fn files_of(language: &str, folder: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .build();
    let mut files: Vec<PathBuf> = walk
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            let source = fs::read_to_string(path).unwrap_or_default();
            languages::lookup().detect(&path.to_string_lossy(), &source) == language
        })
        .collect();
    files.sort();
    files
}
