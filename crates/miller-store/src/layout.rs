//! The physical layout: tables, indexes, views, and the mark that tells one layout from another.
//!
//! The object route writes the same layout with Python's `sqlite3`; all text of it comes from here.

mod edges_view;

use std::fmt::Write;
use std::sync::LazyLock;

pub use edges_view::EDGES;

/// `MLLR`: marks a database as an index of Miller.
pub const APPLICATION_ID: i32 = 0x4d4c_4c52;

/// Counts layouts that a person would tell apart; the fingerprint finds the smaller changes.
pub const LAYOUT_VERSION: i32 = 1;

/// The entry of `state` that holds the layout's fingerprint.
pub const FINGERPRINT_KEY: &str = "schema_fingerprint";

/// Settings of a connection that writes. The journal mode stays in the file, the rest with the connection.
///
/// With 32 MB of cache a bulk load of ten million lines takes as long as with 64; a log of 20,000 pages
/// (80 MB) is copied back twenty times less often than one of the default size. Foreign keys are enforced,
/// but for a bulk load: see `bulk`.
pub const PRAGMAS: &str = "\
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -32768;
PRAGMA wal_autocheckpoint = 20000;
PRAGMA foreign_keys = ON;
";

/// Settings of a connection that reads. With the 2 MB that `SQLite` keeps by itself, 250 symbols among a
/// million lines push the pages out that the next search needs.
pub const PRAGMAS_OF_READERS: &str = "PRAGMA cache_size = -32768;";

/// The number from which on the edges of a file were found across files, by the resolution. The edge that
/// takes the place of the pending edge with the number `n` has the number `RESOLVED_FROM + n`.
pub const RESOLVED_FROM: i64 = 1 << 32;

// The same number, for texts that are put together by the compiler; a test compares the two.
macro_rules! resolved_from {
    () => {
        "4294967296"
    };
}

/// The tables.
///
/// Words (names, kinds, languages and the like) are kept once. Identifiers and edges are clustered by
/// file: replacing a file touches neighbouring pages, and no separate index by file is needed. What
/// follows from other columns is not stored: the id of an identifier, an end in the same line, the
/// language of the file, a confidence of 1.
///
/// A symbol's `uid` is text although 16 bytes would do: people look symbols up by it through the views,
/// and an index on bytes would not serve a query by text.
///
/// `vectors_outstanding` is the outbox: files whose symbols are still to be embedded. They have no rows in
/// the vector store.
///
/// What the resolution across files decides stands beside what the extraction has said, so that it can be
/// taken back without the source. `target_key` of an identifier is what readers see. Where the resolution
/// has decided, `resolved_confidence` is not null, and `own_target_key` keeps the target of the extraction,
/// an import of the same file, if there was one; it is no foreign key, because it goes with its file, and
/// since every symbol that goes would be looked for in it. Edges of the resolution have numbers from
/// [`RESOLVED_FROM`] on, and the id of the pending edge in whose place they stand.
///
/// `resolved` is 1 for files whose rows the last resolution has seen. `lookups` holds what the resolution of
/// a file has looked into. `former_facts` holds the [`FACTS`] of files as the last resolution saw them, from
/// their first replacement or their deletion until the next resolution.
pub const TABLES: &str = "\
CREATE TABLE words (
  word_id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE file_rows (
  file_id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  path_hash TEXT NOT NULL,
  language_id INTEGER NOT NULL REFERENCES words,
  hash BLOB,
  size INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  status_id INTEGER NOT NULL REFERENCES words,
  detail TEXT,
  resolved INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX files_to_resolve ON file_rows(file_id) WHERE resolved = 0;
CREATE TABLE contents (
  file_id INTEGER PRIMARY KEY REFERENCES file_rows ON DELETE CASCADE,
  content TEXT NOT NULL
) STRICT;
CREATE TABLE vectors_outstanding (
  file_id INTEGER PRIMARY KEY REFERENCES file_rows ON DELETE CASCADE
) STRICT;
CREATE TABLE symbol_rows (
  symbol_key INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL REFERENCES file_rows,
  seq INTEGER NOT NULL,
  uid TEXT NOT NULL,
  name_id INTEGER NOT NULL REFERENCES words,
  kind_id INTEGER NOT NULL REFERENCES words,
  language_id INTEGER REFERENCES words,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  signature TEXT,
  doc_comment TEXT,
  parent_key INTEGER REFERENCES symbol_rows DEFERRABLE INITIALLY DEFERRED,
  code_context TEXT,
  start_column INTEGER NOT NULL,
  end_column INTEGER NOT NULL,
  start_byte INTEGER NOT NULL,
  end_byte INTEGER NOT NULL,
  visibility_id INTEGER REFERENCES words,
  qualified_name TEXT NOT NULL
) STRICT;
CREATE TABLE identifier_rows (
  file_id INTEGER NOT NULL REFERENCES file_rows,
  seq INTEGER NOT NULL,
  name_id INTEGER NOT NULL REFERENCES words,
  kind_id INTEGER NOT NULL REFERENCES words,
  language_id INTEGER REFERENCES words,
  start_line INTEGER NOT NULL,
  start_column INTEGER NOT NULL,
  start_byte INTEGER NOT NULL,
  length INTEGER NOT NULL,
  end_line INTEGER,
  end_column INTEGER,
  containing_key INTEGER REFERENCES symbol_rows,
  target_key INTEGER REFERENCES symbol_rows,
  confidence REAL,
  qualifier_id INTEGER REFERENCES words,
  own_target_key INTEGER,
  resolved_confidence REAL,
  PRIMARY KEY (file_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE relationship_rows (
  file_id INTEGER NOT NULL REFERENCES file_rows,
  seq INTEGER NOT NULL,
  uid BLOB NOT NULL,
  from_key INTEGER NOT NULL REFERENCES symbol_rows,
  to_key INTEGER NOT NULL REFERENCES symbol_rows,
  kind_id INTEGER NOT NULL REFERENCES words,
  line_number INTEGER NOT NULL,
  confidence REAL,
  PRIMARY KEY (file_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE pending_relationship_rows (
  file_id INTEGER NOT NULL REFERENCES file_rows,
  seq INTEGER NOT NULL,
  uid BLOB NOT NULL,
  from_key INTEGER NOT NULL REFERENCES symbol_rows,
  to_name_id INTEGER NOT NULL REFERENCES words,
  to_qualifier_id INTEGER REFERENCES words,
  kind_id INTEGER NOT NULL REFERENCES words,
  line_number INTEGER NOT NULL,
  confidence REAL,
  PRIMARY KEY (file_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE lookups (
  key INTEGER NOT NULL,
  file_id INTEGER NOT NULL REFERENCES file_rows ON DELETE CASCADE,
  PRIMARY KEY (file_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE former_facts (
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  fact TEXT NOT NULL
) STRICT;
CREATE TABLE state (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Full text over the files that no language claims: they have no symbols to be found by.
///
/// Triggers keep it, so that every writer does, whichever library it uses. A file leaves the index when
/// its content goes, also by a cascade, at which time its row in `file_rows` is gone already: whether it
/// was in the index is asked of the index itself. Its words are English as a rule, hence the stemmer.
pub const FULL_TEXT: &str = "\
CREATE VIRTUAL TABLE text_words USING fts5(
  content, content = 'contents', content_rowid = 'file_id', tokenize = 'porter unicode61');
CREATE TRIGGER text_words_gain AFTER INSERT ON contents
WHEN new.content <> '' AND 'text' = (
  SELECT word FROM file_rows JOIN words ON word_id = language_id WHERE file_id = new.file_id)
BEGIN
  INSERT INTO text_words(rowid, content) VALUES (new.file_id, new.content);
END;
CREATE TRIGGER text_words_lose AFTER DELETE ON contents
WHEN EXISTS (SELECT 1 FROM text_words_docsize WHERE id = old.file_id)
BEGIN
  INSERT INTO text_words(text_words, rowid, content) VALUES ('delete', old.file_id, old.content);
END;
CREATE TRIGGER text_words_lose_changed BEFORE UPDATE ON contents
WHEN EXISTS (SELECT 1 FROM text_words_docsize WHERE id = old.file_id)
BEGIN
  INSERT INTO text_words(text_words, rowid, content) VALUES ('delete', old.file_id, old.content);
END;
CREATE TRIGGER text_words_gain_changed AFTER UPDATE ON contents
WHEN new.content <> '' AND 'text' = (
  SELECT word FROM file_rows JOIN words ON word_id = language_id WHERE file_id = new.file_id)
BEGIN
  INSERT INTO text_words(rowid, content) VALUES (new.file_id, new.content);
END;
";

/// What other files can know of a file: its symbols, by which others can be meant, and the edges by which
/// names and members are found through it. Queries ask for one file.
///
/// The rank is that of a symbol among those of the same name in its file: the first is the target where
/// several would do.
pub const FACTS: &str = concat!(
    "\
CREATE VIEW facts(file_id, name, prefix, fact) AS
SELECT ranked.file_id, n.word,
  substr(ranked.qualified_name, 1, length(ranked.qualified_name) - length(n.word)),
  rtrim('s ' || ranked.uid || ' '
    || coalesce(
         (SELECT word FROM words WHERE word_id = ranked.language_id),
         (SELECT word FROM file_rows AS f JOIN words ON word_id = f.language_id
          WHERE f.file_id = ranked.file_id)) || ' '
    || coalesce(
         (SELECT word FROM symbol_rows AS p JOIN words ON word_id = p.kind_id
          WHERE p.symbol_key = ranked.parent_key), '-') || ' '
    || coalesce((SELECT word FROM words WHERE word_id = ranked.visibility_id), '')
    || ' ' || ranked.rank || ' '
    || CASE WHEN ranked.kind_id = (SELECT word_id FROM words WHERE word = 'export')
         OR ranked.signature LIKE 'export default %' THEN ranked.signature ELSE '' END)
FROM (
  SELECT file_id, name_id, kind_id, uid, language_id, parent_key, qualified_name, visibility_id, signature,
    row_number() OVER (PARTITION BY file_id, name_id ORDER BY seq) AS rank
  FROM symbol_rows) AS ranked
JOIN words AS n ON n.word_id = ranked.name_id
UNION ALL
SELECT ranked.file_id, 'default', '', 'd ' || ranked.uid || ' ' || ranked.rank
FROM (
  SELECT file_id, uid, signature, row_number() OVER (PARTITION BY file_id ORDER BY seq) AS rank
  FROM symbol_rows) AS ranked
WHERE ranked.signature LIKE 'export default %'
UNION ALL
SELECT ranked.file_id,
  CASE WHEN k.word NOT IN ('imports', 'has_type') OR t.word IN ('*', '_') OR n.word IN ('*', '.') THEN '' ELSE n.word END,
  '',
  rtrim(k.word || ' ' || s.uid || ' ' || t.word || ' '
    || coalesce((SELECT word FROM words WHERE word_id = ranked.to_qualifier_id), '') || ' '
    || CASE WHEN k.word NOT IN ('imports', 'has_type') OR t.word IN ('*', '_') OR n.word IN ('*', '.') THEN ranked.rank ELSE '' END)
FROM (
  SELECT file_id, from_key, to_name_id, to_qualifier_id, kind_id,
    row_number() OVER (PARTITION BY file_id, kind_id ORDER BY seq) AS rank
  FROM pending_relationship_rows) AS ranked
JOIN symbol_rows AS s ON s.symbol_key = ranked.from_key
JOIN words AS n ON n.word_id = s.name_id
JOIN words AS t ON t.word_id = ranked.to_name_id
JOIN words AS k ON k.word_id = ranked.kind_id
WHERE ranked.kind_id IN (SELECT word_id FROM words WHERE word IN ('extends', 'implements', 'imports', 'has_type'))
UNION ALL
SELECT ranked.file_id,
  CASE WHEN k.word NOT IN ('imports', 'has_type') THEN '' ELSE n.word END,
  '',
  rtrim(k.word || ' ' || s.uid || ' ' || t.uid || ' '
    || CASE WHEN k.word NOT IN ('imports', 'has_type') THEN ranked.rank ELSE '' END)
FROM (
  SELECT file_id, seq, from_key, to_key, kind_id,
    row_number() OVER (PARTITION BY file_id, kind_id ORDER BY seq) AS rank
  FROM relationship_rows WHERE seq < ",
    resolved_from!(),
    ") AS ranked
JOIN symbol_rows AS s ON s.symbol_key = ranked.from_key
JOIN symbol_rows AS t ON t.symbol_key = ranked.to_key
JOIN words AS n ON n.word_id = s.name_id
JOIN words AS k ON k.word_id = ranked.kind_id
WHERE ranked.kind_id IN (SELECT word_id FROM words WHERE word IN ('extends', 'implements', 'imports', 'has_type'));
"
);

/// Keeps the facts of a file whose rows are about to go, if the last resolution has seen them: else those
/// that it saw are kept already, or it never saw the file. One more row says that the file was there, and in which language.
pub const KEEP_FACTS: &str = "\
INSERT INTO former_facts(path, name, prefix, fact)
SELECT f.path, known.name, known.prefix, known.fact
FROM file_rows AS f CROSS JOIN facts AS known
WHERE f.file_id = ?1 AND f.resolved = 1 AND known.file_id = ?1
UNION ALL
SELECT path, '', (SELECT word FROM words WHERE word_id = language_id), ''
FROM file_rows WHERE file_id = ?1 AND resolved = 1";

/// The indexes that a bulk load leaves out until its end: name and statement.
///
/// The ids of symbols among them, which are in no order: a place in the index found for each of 3.6 million
/// symbols, page by page from the disk, took longer than everything else of them.
///
/// Two of them have both ends of an edge: the view of all edges asks for pairs of symbols.
pub const INDEXES: &[(&str, &str)] = &[
    (
        "symbols_by_id",
        "CREATE UNIQUE INDEX symbols_by_id ON symbol_rows(uid)",
    ),
    (
        "symbols_by_file",
        "CREATE INDEX symbols_by_file ON symbol_rows(file_id, seq)",
    ),
    (
        "symbols_by_name",
        "CREATE INDEX symbols_by_name ON symbol_rows(name_id)",
    ),
    (
        "symbols_by_parent",
        "CREATE INDEX symbols_by_parent ON symbol_rows(parent_key) WHERE parent_key IS NOT NULL",
    ),
    (
        "identifiers_by_name",
        "CREATE INDEX identifiers_by_name ON identifier_rows(name_id)",
    ),
    (
        "identifiers_by_containing",
        "CREATE INDEX identifiers_by_containing ON identifier_rows(containing_key) WHERE containing_key IS NOT NULL",
    ),
    (
        "identifiers_by_target",
        "CREATE INDEX identifiers_by_target ON identifier_rows(target_key, containing_key) WHERE target_key IS NOT NULL",
    ),
    (
        "relationships_by_from",
        "CREATE INDEX relationships_by_from ON relationship_rows(from_key, to_key)",
    ),
    (
        "relationships_by_to",
        "CREATE INDEX relationships_by_to ON relationship_rows(to_key)",
    ),
    (
        "pending_relationships_by_from",
        "CREATE INDEX pending_relationships_by_from ON pending_relationship_rows(from_key)",
    ),
    (
        "pending_relationships_by_name",
        "CREATE INDEX pending_relationships_by_name ON pending_relationship_rows(to_name_id)",
    ),
    (
        "lookups_by_key",
        "CREATE INDEX lookups_by_key ON lookups(key)",
    ),
];

/// Those of the indexes that the resolution across files has no use for while an empty index is filled,
/// and whose rows it changes: they are built after it.
pub const LATE_INDEXES: &[&str] = &[
    "identifiers_by_target",
    "relationships_by_from",
    "relationships_by_to",
    "lookups_by_key",
];

/// How a table of the contract is read from the physical tables.
#[derive(Debug)]
pub(crate) struct View {
    /// The table in [`miller_schema::tables`].
    pub(crate) table: &'static str,
    /// The view.
    pub(crate) name: &'static str,
    /// The physical table, of which `x` is a row.
    pub(crate) rows: &'static str,
    /// What it is read from. `f` is the row's file.
    pub(crate) from: &'static str,
    /// Which of these rows are shown, where it is not all.
    pub(crate) condition: Option<&'static str>,
    /// The order of the contract.
    pub(crate) order: &'static str,
    /// The column that a filter by name is meant for.
    pub(crate) name_column: Option<&'static str>,
    /// An expression for every column of the contract.
    pub(crate) expressions: &'static [(&'static str, &'static str)],
    /// How it is read as the extraction gave it, where the resolution across files makes a difference.
    pub(crate) as_extracted: Option<AsExtracted>,
}

/// What is different in a [`View`] when rows are read as the extraction gave them.
#[derive(Debug)]
pub(crate) struct AsExtracted {
    /// What it is read from.
    pub(crate) from: &'static str,
    /// Which of these rows are meant, where it is not all.
    pub(crate) condition: Option<&'static str>,
    /// The expressions that are others.
    pub(crate) expressions: &'static [(&'static str, &'static str)],
}

// Names, files and symbols are joined, so that a query by one of them can start there. The other words
// are looked up by a subquery, which costs nothing where the column is not asked for.
macro_rules! word {
    ($key:literal) => {
        concat!("(SELECT word FROM words WHERE word_id = ", $key, ")")
    };
}

macro_rules! identifiers_with_target {
    ($key:literal) => {
        concat!(
            "identifier_rows AS x \
             JOIN file_rows AS f ON f.file_id = x.file_id \
             JOIN words AS n ON n.word_id = x.name_id \
             LEFT JOIN symbol_rows AS c ON c.symbol_key = x.containing_key \
             LEFT JOIN symbol_rows AS t ON t.symbol_key = ",
            $key
        )
    };
}

const RELATIONSHIPS: &str = "relationship_rows AS x \
     JOIN file_rows AS f ON f.file_id = x.file_id \
     JOIN symbol_rows AS s ON s.symbol_key = x.from_key \
     JOIN symbol_rows AS t ON t.symbol_key = x.to_key";

const PENDING_RELATIONSHIPS: &str = "pending_relationship_rows AS x \
     JOIN file_rows AS f ON f.file_id = x.file_id \
     JOIN symbol_rows AS s ON s.symbol_key = x.from_key \
     JOIN words AS n ON n.word_id = x.to_name_id";

/// The views, in the order of the tables of the contract.
pub(crate) const VIEWS: &[View] = &[
    View {
        table: "symbols",
        name: "symbols",
        rows: "symbol_rows",
        from: "symbol_rows AS x \
               JOIN file_rows AS f ON f.file_id = x.file_id \
               JOIN words AS n ON n.word_id = x.name_id \
               LEFT JOIN symbol_rows AS p ON p.symbol_key = x.parent_key",
        condition: None,
        order: "f.path, x.seq",
        name_column: Some("name"),
        expressions: &[
            ("id", "x.uid"),
            ("name", "n.word"),
            ("kind", word!("x.kind_id")),
            ("language", word!("coalesce(x.language_id, f.language_id)")),
            ("file_path", "f.path"),
            ("start_line", "x.start_line"),
            ("end_line", "x.end_line"),
            ("signature", "x.signature"),
            ("doc_comment", "x.doc_comment"),
            ("parent_id", "p.uid"),
            ("code_context", "x.code_context"),
            ("start_column", "x.start_column"),
            ("end_column", "x.end_column"),
            ("start_byte", "x.start_byte"),
            ("end_byte", "x.end_byte"),
            ("visibility", word!("x.visibility_id")),
            ("qualified_name", "x.qualified_name"),
        ],
        as_extracted: None,
    },
    View {
        table: "identifiers",
        name: "identifiers",
        rows: "identifier_rows",
        from: identifiers_with_target!("x.target_key"),
        condition: None,
        order: "f.path, x.seq",
        name_column: Some("name"),
        expressions: &[
            (
                "id",
                "f.path_hash || printf('%08x%08x', x.start_byte, x.start_byte + x.length)",
            ),
            ("name", "n.word"),
            ("kind", word!("x.kind_id")),
            ("language", word!("coalesce(x.language_id, f.language_id)")),
            ("file_path", "f.path"),
            ("start_line", "x.start_line"),
            ("start_column", "x.start_column"),
            ("end_line", "coalesce(x.end_line, x.start_line)"),
            (
                "end_column",
                "coalesce(x.end_column, x.start_column + x.length)",
            ),
            ("containing_symbol_id", "c.uid"),
            ("target_symbol_id", "t.uid"),
            (
                "confidence",
                "coalesce(x.resolved_confidence, x.confidence, 1.0)",
            ),
            ("start_byte", "x.start_byte"),
            ("end_byte", "x.start_byte + x.length"),
            ("qualifier", word!("x.qualifier_id")),
        ],
        as_extracted: Some(AsExtracted {
            from: identifiers_with_target!(
                "CASE WHEN x.resolved_confidence IS NULL THEN x.target_key ELSE x.own_target_key END"
            ),
            condition: None,
            expressions: &[("confidence", "coalesce(x.confidence, 1.0)")],
        }),
    },
    View {
        table: "relationships",
        name: "relationships",
        rows: "relationship_rows",
        from: RELATIONSHIPS,
        condition: None,
        order: "f.path, x.seq",
        name_column: None,
        expressions: &[
            ("id", "lower(hex(x.uid))"),
            ("from_symbol_id", "s.uid"),
            ("to_symbol_id", "t.uid"),
            ("kind", word!("x.kind_id")),
            ("file_path", "f.path"),
            ("line_number", "x.line_number"),
            ("confidence", "coalesce(x.confidence, 1.0)"),
        ],
        as_extracted: Some(AsExtracted {
            from: RELATIONSHIPS,
            condition: Some(concat!("x.seq < ", resolved_from!())),
            expressions: &[],
        }),
    },
    View {
        table: "pending_relationships",
        name: "pending_relationships",
        rows: "pending_relationship_rows",
        from: PENDING_RELATIONSHIPS,
        condition: Some(concat!(
            "NOT EXISTS (SELECT 1 FROM relationship_rows AS r \
             WHERE r.file_id = x.file_id AND r.seq = x.seq + ",
            resolved_from!(),
            ")"
        )),
        order: "f.path, x.seq",
        name_column: Some("to_name"),
        expressions: &[
            ("id", "lower(hex(x.uid))"),
            ("from_symbol_id", "s.uid"),
            ("to_name", "n.word"),
            ("to_qualifier", word!("x.to_qualifier_id")),
            ("kind", word!("x.kind_id")),
            ("file_path", "f.path"),
            ("line_number", "x.line_number"),
            ("confidence", "coalesce(x.confidence, 1.0)"),
        ],
        as_extracted: Some(AsExtracted {
            from: PENDING_RELATIONSHIPS,
            condition: None,
            expressions: &[],
        }),
    },
    View {
        table: "file_data",
        name: "files",
        rows: "file_rows",
        from: "file_rows AS f",
        condition: None,
        order: "f.path",
        name_column: None,
        expressions: &[
            ("path", "f.path"),
            ("language", word!("f.language_id")),
            (
                "content",
                "(SELECT content FROM contents AS c WHERE c.file_id = f.file_id)",
            ),
            ("hash", "lower(hex(f.hash))"),
            ("size", "f.size"),
            ("status", word!("f.status_id")),
            ("detail", "f.detail"),
        ],
        as_extracted: None,
    },
];

impl View {
    /// The expression of a column.
    pub(crate) fn expression(&self, column: &str) -> Option<&'static str> {
        expression(self.expressions, column)
    }
}

/// The expression of a column among some.
pub(crate) fn expression(
    expressions: &[(&'static str, &'static str)],
    column: &str,
) -> Option<&'static str> {
    let found = expressions.iter().find(|(name, _)| *name == column);
    found.map(|(_, expression)| *expression)
}

/// The statements that make the views.
///
/// # Panics
///
/// When the schema has a column without an expression, which a test rules out.
#[must_use]
pub fn views() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let tables = miller_schema::tables();
        let mut text = String::new();
        for view in VIEWS {
            let columns = tables
                .iter()
                .find(|table| table.name == view.table)
                .map(|table| table.columns.as_slice())
                .expect("every view shows a table of the schema");
            let columns: Vec<String> = columns
                .iter()
                .map(|column| {
                    let expression = view
                        .expression(column.name)
                        .expect("every column of the schema has an expression");
                    format!("  {expression} AS {}", column.name)
                })
                .collect();
            let _ = write!(
                text,
                "CREATE VIEW {} AS SELECT\n{}\nFROM {}",
                view.name,
                columns.join(",\n"),
                view.from
            );
            if let Some(condition) = view.condition {
                let _ = write!(text, "\nWHERE {condition}");
            }
            text.push_str(";\n");
        }
        text
    });
    &TEXT
}

/// The query that counts the rows of each view, by the name of the view.
#[must_use]
pub fn counts() -> &'static [(&'static str, String)] {
    static QUERIES: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
        let query = |view: &View| {
            let mut query = format!("SELECT count(*) FROM {} AS x", view.rows);
            if let Some(condition) = view.condition {
                let _ = write!(query, " WHERE {condition}");
            }
            query
        };
        VIEWS.iter().map(|view| (view.name, query(view))).collect()
    });
    &QUERIES
}

/// All statements that turn an empty database into an empty index, but for the transaction around them.
#[must_use]
pub fn creation() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut text = TABLES.to_owned();
        text.push_str(FULL_TEXT);
        for (_, statement) in INDEXES {
            let _ = writeln!(text, "{statement};");
        }
        text.push_str(views());
        text.push_str(EDGES);
        text.push_str(FACTS);
        let _ = write!(
            text,
            "INSERT INTO state(key, value) VALUES ('{FINGERPRINT_KEY}', '{}');\n\
             PRAGMA application_id = {APPLICATION_ID};\n\
             PRAGMA user_version = {LAYOUT_VERSION};\n",
            fingerprint()
        );
        text
    });
    &TEXT
}

/// 64 hex digits that differ where the layout differs.
#[must_use]
pub fn fingerprint() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(TABLES.as_bytes());
        hasher.update(FULL_TEXT.as_bytes());
        for (_, statement) in INDEXES {
            hasher.update(statement.as_bytes());
        }
        hasher.update(views().as_bytes());
        hasher.update(EDGES.as_bytes());
        hasher.update(FACTS.as_bytes());
        hasher.finalize().to_hex().to_string()
    });
    &TEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_view_with_its_columns_in_order() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        connection.execute_batch(views()).unwrap();
        let tables = miller_schema::tables();
        assert_eq!(tables.len(), VIEWS.len());
        for (table, view) in tables.iter().zip(VIEWS) {
            assert_eq!(table.name, view.table);
            let statement = connection
                .prepare(&format!("SELECT * FROM {}", view.name))
                .unwrap();
            let expected: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            assert!(statement.column_names().eq(expected.iter().copied()));
            let given: Vec<&str> = view.expressions.iter().map(|(name, _)| *name).collect();
            assert_eq!(given, expected, "expressions of `{}`", view.name);
        }
    }

    #[test]
    fn indexes_bear_the_names_they_are_listed_under() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        for (name, statement) in INDEXES {
            connection.execute_batch(statement).unwrap();
            let found: i64 = connection
                .query_row(
                    "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = ?1",
                    [name],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(found, 1, "{name}");
        }
        for late in LATE_INDEXES {
            assert!(INDEXES.iter().any(|(name, _)| name == late), "{late}");
        }
    }

    #[test]
    fn texts_and_code_agree_on_where_the_edges_of_the_resolution_begin() {
        assert_eq!(resolved_from!(), RESOLVED_FROM.to_string());
    }

    #[test]
    fn the_facts_of_one_file_are_found_without_reading_all() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(creation()).unwrap();
        for query in ["SELECT * FROM facts WHERE file_id = ?1", KEEP_FACTS] {
            let plan: Vec<String> = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
                .unwrap()
                .query_map([1], |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            // What is scanned has been found by the file: the aliases are those of subqueries.
            let is_bounded = |step: &&String| {
                let scanned = step.strip_prefix("SCAN ");
                scanned.is_none_or(|scanned| {
                    ["ranked", "facts", "known", "(subquery"]
                        .iter()
                        .any(|part| scanned.starts_with(part))
                })
            };
            let unbounded: Vec<_> = plan.iter().filter(|step| !is_bounded(step)).collect();
            assert!(unbounded.is_empty(), "{unbounded:?} of {plan:#?}");
        }
    }
}
