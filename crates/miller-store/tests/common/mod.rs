//! Rows for tests: made by chance from a seed, or by hand.

#![allow(dead_code, reason = "every test file uses another part of it")]

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use miller_schema::{
    BatchBuilder, Batches, FileData, FileDataReader, Identifier, IdentifierReader,
    PendingRelationship, PendingRelationshipReader, Relationship, RelationshipReader, Rows, Sink,
    Symbol, SymbolReader,
};
use miller_store::{Filter, Replacement, Store, StoreError, WriteCounts};

/// Words that trip up careless quoting, cutting and joining.
pub const NASTY: &[&str] = &[
    "name",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "new\nline",
    "nul\0inside",
    "",
    "%s;--",
    "größe",
    "🦀",
    "tab\t",
    "null",
];

/// Numbers by chance, the same for the same seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    pub fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }

    pub fn word(&mut self) -> String {
        let word = NASTY[self.below(NASTY.len())];
        format!("{word}{}", self.below(5))
    }

    pub fn word_or_null(&mut self) -> Option<String> {
        (!self.one_in(3)).then(|| NASTY[self.below(NASTY.len())].to_owned())
    }

    pub fn id(&mut self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }

    pub fn confidence(&mut self) -> f32 {
        [1.0, 0.9, 0.35, 0.0, 0.123_456_79][self.below(5)]
    }
}

pub fn symbol_id(path: &str, name: &str) -> String {
    let hash = blake3::hash(format!("{path}\0{name}").as_bytes());
    hash.to_hex()[..32].to_owned()
}

pub fn identifier_id(path: &str, start_byte: u32, end_byte: u32) -> String {
    let front = &blake3::hash(path.as_bytes()).to_hex()[..16];
    format!("{front}{start_byte:08x}{end_byte:08x}")
}

pub fn file(path: &str) -> FileData {
    FileData {
        path: path.to_owned(),
        language: "python".to_owned(),
        content: format!("# {path}\n"),
        hash: blake3::hash(path.as_bytes()).to_hex().to_string(),
        size: path.len() as u32,
        status: "ok".to_owned(),
        detail: None,
    }
}

pub fn symbol(path: &str, name: &str) -> Symbol {
    Symbol {
        id: symbol_id(path, name),
        name: name.to_owned(),
        kind: "function".to_owned(),
        language: "python".to_owned(),
        file_path: path.to_owned(),
        start_line: 1,
        end_line: 2,
        signature: None,
        doc_comment: None,
        parent_id: None,
        code_context: None,
        start_column: 0,
        end_column: 4,
        start_byte: 0,
        end_byte: 20,
        visibility: None,
        qualified_name: name.to_owned(),
    }
}

pub fn identifier(path: &str, name: &str, start_byte: u32) -> Identifier {
    let end_byte = start_byte + name.len() as u32;
    Identifier {
        id: identifier_id(path, start_byte, end_byte),
        name: name.to_owned(),
        kind: "call".to_owned(),
        language: "python".to_owned(),
        file_path: path.to_owned(),
        start_line: 1,
        start_column: start_byte,
        end_line: 1,
        end_column: end_byte,
        containing_symbol_id: None,
        target_symbol_id: None,
        confidence: 1.0,
        start_byte,
        end_byte,
        qualifier: None,
    }
}

pub fn relationship(path: &str, from: &str, to: &str, line_number: u32) -> Relationship {
    Relationship {
        id: symbol_id(path, &format!("{from}>{to}:{line_number}")),
        from_symbol_id: from.to_owned(),
        to_symbol_id: to.to_owned(),
        kind: "calls".to_owned(),
        file_path: path.to_owned(),
        line_number,
        confidence: 1.0,
    }
}

pub fn pending(path: &str, from: &str, to_name: &str) -> PendingRelationship {
    PendingRelationship {
        id: symbol_id(path, &format!("{from}>>{to_name}")),
        from_symbol_id: from.to_owned(),
        to_name: to_name.to_owned(),
        to_qualifier: Some("os.path".to_owned()),
        kind: "calls".to_owned(),
        file_path: path.to_owned(),
        line_number: 3,
        confidence: 0.5,
    }
}

/// Rows of one file by chance.
pub fn random_file(chance: &mut Chance, path: &str) -> Rows {
    let mut rows = Rows::default();
    rows.file_data.push(FileData {
        path: path.to_owned(),
        language: ["python", "rust"][chance.below(2)].to_owned(),
        content: chance.word(),
        hash: if chance.one_in(4) {
            String::new()
        } else {
            blake3::hash(&chance.next().to_le_bytes())
                .to_hex()
                .to_string()
        },
        size: chance.next() as u32,
        status: ["ok", "partial", "failed"][chance.below(3)].to_owned(),
        detail: chance.word_or_null(),
    });
    let ids: Vec<String> = (0..chance.below(8)).map(|_| chance.id()).collect();
    let any = |chance: &mut Chance| -> Option<String> {
        (!ids.is_empty() && !chance.one_in(3)).then(|| ids[chance.below(ids.len())].clone())
    };
    for id in &ids {
        // Parents come from the whole list: before their children or after them.
        let parent_id = any(chance).filter(|parent| parent != id);
        rows.symbols.push(Symbol {
            id: id.clone(),
            name: chance.word(),
            kind: chance.word(),
            language: ["python", "rust"][chance.below(2)].to_owned(),
            file_path: path.to_owned(),
            start_line: chance.next() as u32,
            end_line: chance.next() as u32,
            signature: chance.word_or_null(),
            doc_comment: chance.word_or_null(),
            parent_id,
            code_context: chance.word_or_null(),
            start_column: chance.next() as u32,
            end_column: chance.next() as u32,
            start_byte: chance.next() as u32,
            end_byte: chance.next() as u32,
            visibility: chance.word_or_null(),
            qualified_name: chance.word(),
        });
    }
    for _ in 0..chance.below(20) {
        let start_byte = chance.below(1 << 31) as u32;
        let end_byte = start_byte + chance.below(40) as u32;
        let start_column = chance.next() as u32;
        rows.identifiers.push(Identifier {
            id: identifier_id(path, start_byte, end_byte),
            name: chance.word(),
            kind: chance.word(),
            language: ["python", "rust"][chance.below(2)].to_owned(),
            file_path: path.to_owned(),
            start_line: chance.below(3) as u32,
            start_column,
            end_line: chance.below(3) as u32,
            end_column: if chance.one_in(2) {
                start_column.saturating_add(end_byte - start_byte)
            } else {
                chance.next() as u32
            },
            containing_symbol_id: any(chance),
            target_symbol_id: any(chance),
            confidence: chance.confidence(),
            start_byte,
            end_byte,
            qualifier: chance.word_or_null(),
        });
    }
    for _ in 0..chance.below(6) {
        let (Some(from), Some(to)) = (any(chance), any(chance)) else {
            continue;
        };
        rows.pending_relationships.push(PendingRelationship {
            id: chance.id(),
            from_symbol_id: from.clone(),
            to_name: chance.word(),
            to_qualifier: chance.word_or_null(),
            kind: chance.word(),
            file_path: path.to_owned(),
            line_number: chance.next() as u32,
            confidence: chance.confidence(),
        });
        rows.relationships.push(Relationship {
            id: chance.id(),
            from_symbol_id: from,
            to_symbol_id: to,
            kind: chance.word(),
            file_path: path.to_owned(),
            line_number: chance.next() as u32,
            confidence: chance.confidence(),
        });
    }
    rows
}

pub fn join(parts: impl IntoIterator<Item = Rows>) -> Rows {
    let mut all = Rows::default();
    for part in parts {
        all.symbols.extend(part.symbols);
        all.identifiers.extend(part.identifiers);
        all.relationships.extend(part.relationships);
        all.pending_relationships.extend(part.pending_relationships);
        all.file_data.extend(part.file_data);
    }
    all
}

pub fn batches(rows: &Rows) -> Batches {
    let mut builder = BatchBuilder::default();
    rows.symbols
        .iter()
        .for_each(|row| builder.symbols(&row.borrow()));
    rows.identifiers
        .iter()
        .for_each(|row| builder.identifiers(&row.borrow()));
    rows.relationships
        .iter()
        .for_each(|row| builder.relationships(&row.borrow()));
    rows.pending_relationships
        .iter()
        .for_each(|row| builder.pending_relationships(&row.borrow()));
    rows.file_data
        .iter()
        .for_each(|row| builder.file_data(&row.borrow()));
    builder.finish()
}

pub fn replace(store: &mut Store, rows: &Rows) -> Result<WriteCounts, StoreError> {
    replace_with(store, rows, &HashMap::new(), &BTreeMap::new())
}

pub fn replace_with(
    store: &mut Store,
    rows: &Rows,
    stamps: &HashMap<String, i64>,
    state: &BTreeMap<String, String>,
) -> Result<WriteCounts, StoreError> {
    let batches = batches(rows);
    store.replace_files(&Replacement {
        files: &[batches.file_data],
        symbols: &[batches.symbols],
        identifiers: &[batches.identifiers],
        relationships: &[batches.relationships],
        pending_relationships: &[batches.pending_relationships],
        stamps: Some(stamps),
        state,
        ..Replacement::default()
    })
}

/// Everything in the store, in its order.
pub fn all_rows(store: &Store) -> Rows {
    rows_by(store, &Filter::default())
}

/// Everything in the store as the extraction gave it, in its order.
pub fn extracted_rows(store: &Store) -> Rows {
    let filter = Filter {
        as_extracted: true,
        ..Filter::default()
    };
    rows_by(store, &filter)
}

fn rows_by(store: &Store, filter: &Filter<'_>) -> Rows {
    let read = |table: &str| store.read_table(table, filter).unwrap();
    macro_rules! owned {
        ($table:literal, $reader:ident) => {{
            let batch = read($table);
            let reader = $reader::new(&batch).unwrap();
            (0..reader.len())
                .map(|row| reader.row(row).to_owned())
                .collect()
        }};
    }
    Rows {
        symbols: owned!("symbols", SymbolReader),
        identifiers: owned!("identifiers", IdentifierReader),
        relationships: owned!("relationships", RelationshipReader),
        pending_relationships: owned!("pending_relationships", PendingRelationshipReader),
        file_data: owned!("files", FileDataReader),
    }
}

/// An index in a folder of its own.
pub struct Index {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Index {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("index.db")).unwrap();
        Index { folder, store }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("index.db")
    }

    /// What must hold at every commit.
    pub fn check(&self) {
        let broken = self
            .store
            .query("SELECT * FROM pragma_foreign_key_check", &[])
            .unwrap();
        assert_eq!(broken.num_rows(), 0, "foreign keys");
        let sound = self
            .store
            .query("SELECT * FROM pragma_integrity_check", &[])
            .unwrap();
        let sound = arrow_array::cast::AsArray::as_string::<i32>(sound.column(0))
            .value(0)
            .to_owned();
        assert_eq!(sound, "ok");
    }
}
