//! A document: the definitions of a file, what they say of themselves, and the uses in it.

use std::rc::Rc;

use miller_store::{Store, StoreError, Value};
use protobuf::{EnumOrUnknown, MessageField};
use rustc_hash::FxHashMap;
use scip::types::{
    Document, Occurrence, PositionEncoding, Relationship, Signature, SymbolInformation, SymbolRole,
};

use crate::definitions::name_in;
use crate::rows::{Row, rows};
use crate::symbols::{Names, SymbolNames, scip_kind};

const SYMBOLS: &str = "\
SELECT id, name, kind, start_line, start_column, end_line, end_column, start_byte, end_byte, \
  signature, doc_comment, parent_id FROM symbols WHERE file_path = ?1 \
ORDER BY start_byte, end_byte DESC, id";

const USES: &str = "\
SELECT i.start_line, i.start_column, i.end_line, i.end_column, i.kind, i.target_symbol_id AS target, \
  t.file_path AS target_path \
FROM identifiers AS i JOIN symbols AS t ON t.id = i.target_symbol_id \
WHERE i.file_path = ?1 ORDER BY i.start_byte, i.end_byte";

const BASES: &str = "\
SELECT r.from_symbol_id AS source, r.to_symbol_id AS target, r.kind, t.file_path AS target_path \
FROM relationships AS r JOIN symbols AS t ON t.id = r.to_symbol_id \
WHERE r.file_path = ?1 AND r.kind IN ('extends', 'implements', 'overrides') \
ORDER BY r.line_number, r.id";

/// Makes the documents of an index.
pub(crate) struct Documents<'s> {
    store: &'s Store,
    names: SymbolNames<'s>,
}

impl<'s> Documents<'s> {
    pub(crate) fn new(store: &'s Store) -> Self {
        Documents {
            store,
            names: SymbolNames::new(store),
        }
    }

    /// The paths of all files, in their order.
    pub(crate) fn paths(&self) -> Result<Vec<String>, StoreError> {
        let found = self
            .store
            .query("SELECT path FROM file_rows ORDER BY path", &[])?;
        Ok(rows(&found)
            .map(|row| row.text("path").to_owned())
            .collect())
    }

    /// The document of a file.
    pub(crate) fn document(&mut self, path: &str) -> Result<Document, StoreError> {
        let parameter = [Value::from(path.to_owned())];
        let file = self.store.query(
            "SELECT language, content FROM files WHERE path = ?1",
            &parameter,
        )?;
        let Some(file) = rows(&file).next() else {
            return Ok(Document::default());
        };
        let content = file.text("content");
        let own = self.names.of_file(path)?;
        let symbols = self.store.query(SYMBOLS, &parameter)?;
        let mut bases = self.bases(path, &parameter, &own)?;
        let mut document = Document {
            relative_path: path.to_owned(),
            language: file.text("language").to_owned(),
            position_encoding: EnumOrUnknown::new(
                PositionEncoding::UTF8CodeUnitOffsetFromLineStart,
            ),
            ..Document::default()
        };
        let uses = self.store.query(USES, &parameter)?;
        let mut used: FxHashMap<Vec<i32>, Rc<str>> = FxHashMap::default();
        for row in rows(&uses) {
            let names = self.names.of_file(row.text("target_path"))?;
            if let Some(symbol) = names.get(row.text("target")) {
                let use_of = occurrence_of_use(&row, symbol);
                used.insert(use_of.range.clone(), symbol.clone());
                document.occurrences.push(use_of);
            }
        }
        for row in rows(&symbols) {
            let Some(symbol) = own.get(row.text("id")) else {
                continue;
            };
            let defined = definition(&row, symbol, content);
            // An import whose name is known to mean another definition is a use of that one.
            let means_other = used.get(&defined.range).is_some_and(|used| used != symbol);
            if is_import(&row) && means_other {
                continue;
            }
            document.occurrences.push(defined);
            let relationships = bases.remove(row.text("id")).unwrap_or_default();
            let described = information(&row, symbol, &own, relationships, &document.language);
            document.symbols.push(described);
        }
        document
            .occurrences
            .sort_by(|one, other| one.range[..2].cmp(&other.range[..2]));
        Ok(document)
    }

    /// What the symbols of a file extend, implement and override.
    fn bases(
        &mut self,
        path: &str,
        parameter: &[Value],
        own: &Rc<Names>,
    ) -> Result<FxHashMap<String, Vec<Relationship>>, StoreError> {
        let found = self.store.query(BASES, parameter)?;
        let mut bases: FxHashMap<String, Vec<Relationship>> = FxHashMap::default();
        for row in rows(&found) {
            let target_path = row.text("target_path");
            let names = if target_path == path {
                own.clone()
            } else {
                self.names.of_file(target_path)?
            };
            let Some(symbol) = names.get(row.text("target")) else {
                continue;
            };
            let known = bases.entry(row.text("source").to_owned()).or_default();
            if known.iter().any(|base| base.symbol == **symbol) {
                continue;
            }
            known.push(Relationship {
                symbol: symbol.to_string(),
                is_implementation: true,
                // Who looks for the uses of a method wants those of what it overrides, too.
                is_reference: row.text("kind") == "overrides",
                ..Relationship::default()
            });
        }
        Ok(bases)
    }
}

fn is_import(row: &Row<'_>) -> bool {
    row.text("kind") == "import"
}

fn definition(row: &Row<'_>, symbol: &str, content: &str) -> Occurrence {
    let (start, end) = (row.number("start_byte"), row.number("end_byte"));
    let whole = [
        row.number("start_line").saturating_sub(1),
        row.number("start_column"),
        row.number("end_line").saturating_sub(1),
        row.number("end_column"),
    ];
    let (name, signature) = (row.text("name"), row.text("signature"));
    let text = content.get(start as usize..end as usize).unwrap_or("");
    // A module that is a file has no signature, and its name may be that of something in it.
    let is_file = row.text("kind") == "module" && signature.is_empty();
    let found = name_in(text, name, signature).filter(|_| !is_file);
    let place = found.map_or(
        // What is written nowhere stands where its symbol begins.
        [whole[0], whole[1], whole[0], whole[1]],
        |at| {
            let lines = text[..at].matches('\n').count() as u32;
            let column = match text[..at].rfind('\n') {
                Some(newline) => (at - newline - 1) as u32,
                None => whole[1] + at as u32,
            };
            let line = whole[0] + lines;
            [line, column, line, column + name.len() as u32]
        },
    );
    let mut roles = SymbolRole::Definition as i32;
    if is_import(row) {
        roles |= SymbolRole::Import as i32;
    }
    Occurrence {
        range: range(place),
        symbol: symbol.to_owned(),
        symbol_roles: roles,
        enclosing_range: range(whole),
        ..Occurrence::default()
    }
}

fn information(
    row: &Row<'_>,
    symbol: &str,
    own: &Names,
    relationships: Vec<Relationship>,
    language: &str,
) -> SymbolInformation {
    let doc = row.text("doc_comment");
    let signature = row.text("signature");
    SymbolInformation {
        symbol: symbol.to_owned(),
        documentation: if doc.is_empty() {
            Vec::new()
        } else {
            vec![doc.to_owned()]
        },
        relationships,
        kind: scip_kind(row.text("kind")).into(),
        display_name: row.text("name").to_owned(),
        signature_documentation: if signature.is_empty() {
            MessageField::none()
        } else {
            MessageField::some(Signature {
                language: language.to_owned(),
                text: signature.to_owned(),
                ..Signature::default()
            })
        },
        enclosing_symbol: own
            .get(row.text("parent_id"))
            .map(ToString::to_string)
            .unwrap_or_default(),
        ..SymbolInformation::default()
    }
}

fn occurrence_of_use(row: &Row<'_>, symbol: &str) -> Occurrence {
    let roles = match row.text("kind") {
        "import" => SymbolRole::Import as i32,
        _ => SymbolRole::ReadAccess as i32,
    };
    Occurrence {
        range: range([
            row.number("start_line").saturating_sub(1),
            row.number("start_column"),
            row.number("end_line").saturating_sub(1),
            row.number("end_column"),
        ]),
        symbol: symbol.to_owned(),
        symbol_roles: roles,
        ..Occurrence::default()
    }
}

/// Lines and columns from 0; on one line, the second line is left out.
fn range([line, column, end_line, end_column]: [u32; 4]) -> Vec<i32> {
    let numbers = if line == end_line {
        vec![line, column, end_column]
    } else {
        vec![line, column, end_line, end_column]
    };
    // No file that is indexed has more lines, nor longer ones.
    let number = |number| i32::try_from(number).unwrap_or(i32::MAX);
    numbers.into_iter().map(number).collect()
}
