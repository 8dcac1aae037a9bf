//! What the resolution across files has added: what is seen of it, and when it goes again.

mod common;

use std::collections::BTreeMap;

use common::{
    Index, all_rows, extracted_rows, file, identifier, join, pending, relationship, replace,
    symbol, symbol_id,
};
use miller_schema::Rows;
use miller_store::Store;
use miller_store::layout::RESOLVED_FROM;

/// `a.py` defines `callee`; `b.py` imports it, and calls it by the name that the import gives it.
fn two_files() -> (Rows, Rows) {
    let caller = symbol_id("b.py", "caller");
    let import = symbol_id("b.py", "callee");
    let a = Rows {
        file_data: vec![file("a.py")],
        symbols: vec![symbol("a.py", "callee"), symbol("a.py", "other")],
        ..Rows::default()
    };
    let mut call = identifier("b.py", "callee", 30);
    call.target_symbol_id = Some(import.clone());
    call.confidence = 0.5;
    let mut open = identifier("b.py", "other", 40);
    open.qualifier = Some("a".to_owned());
    let mut imports = pending("b.py", &import, "callee");
    "imports".clone_into(&mut imports.kind);
    let b = Rows {
        file_data: vec![file("b.py")],
        symbols: vec![symbol("b.py", "callee"), symbol("b.py", "caller")],
        identifiers: vec![call, open],
        relationships: vec![relationship("b.py", &caller, &import, 5)],
        pending_relationships: vec![imports, pending("b.py", &caller, "elsewhere")],
    };
    (a, b)
}

/// Runs statements with another connection.
fn run(index: Index, statements: &str) -> Index {
    let Index { folder, store } = index;
    store.close().unwrap();
    let path = folder.path().join("index.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(statements).unwrap();
    connection.close().unwrap();
    let store = Store::open(&path).unwrap();
    Index { folder, store }
}

/// An index of the two files in which the resolution has led both uses and the import to `a.py`.
fn resolved() -> (Index, Rows, Rows) {
    let (a, b) = two_files();
    let mut index = Index::new();
    replace(&mut index.store, &join([a.clone(), b.clone()])).unwrap();
    let key = |path: &str, name: &str| {
        let id = symbol_id(path, name);
        format!("(SELECT symbol_key FROM symbol_rows WHERE uid = '{id}')")
    };
    let (callee, other) = (key("a.py", "callee"), key("a.py", "other"));
    let caller = key("b.py", "caller");
    let statements = format!(
        "UPDATE file_rows SET resolved = 1;
         UPDATE identifier_rows SET own_target_key = target_key, target_key = {callee},
           resolved_confidence = 1.0 WHERE seq = 0;
         UPDATE identifier_rows SET target_key = {other}, resolved_confidence = 0.8 WHERE seq = 1;
         INSERT INTO relationship_rows(file_id, seq, uid, from_key, to_key, kind_id, line_number)
         SELECT file_id, {RESOLVED_FROM} + seq, uid, from_key, {callee}, kind_id, line_number
         FROM pending_relationship_rows WHERE seq = 0;
         INSERT INTO relationship_rows(file_id, seq, uid, from_key, to_key, kind_id, line_number)
         SELECT file_id, 2 * {RESOLVED_FROM}, randomblob(16), {caller}, {other}, kind_id, 9
         FROM pending_relationship_rows WHERE seq = 1;
         INSERT INTO lookups(key, file_id) SELECT -7, file_id FROM file_rows;"
    );
    (run(index, &statements), a, b)
}

/// The answer of a query of texts, a row a line.
fn lines(index: &Index, sql: &str) -> Vec<String> {
    let found = index.store.query(sql, &[]).unwrap();
    let texts = arrow_array::cast::AsArray::as_string::<i32>(found.column(0));
    texts.iter().map(|text| text.unwrap().to_owned()).collect()
}

const FORMER: &str = "SELECT path || ':' || name || ':' || prefix || ':' || fact FROM former_facts \
                      ORDER BY path, name, fact";

fn facts_of_b() -> Vec<String> {
    let caller = symbol_id("b.py", "caller");
    let import = symbol_id("b.py", "callee");
    vec![
        "b.py::python:".to_owned(),
        format!("b.py:callee::imports {import} callee os.path"),
        format!("b.py:callee::s {import} python -  1"),
        format!("b.py:caller::s {caller} python -  1"),
    ]
}

#[test]
fn readers_see_what_was_resolved() {
    let (index, a, mut b) = resolved();
    let rows = all_rows(&index.store);
    b.identifiers[0].target_symbol_id = Some(symbol_id("a.py", "callee"));
    b.identifiers[0].confidence = 1.0;
    b.identifiers[1].target_symbol_id = Some(symbol_id("a.py", "other"));
    b.identifiers[1].confidence = 0.8;
    assert_eq!(rows.identifiers, b.identifiers);
    assert_eq!(rows.symbols, join([a, b.clone()]).symbols);
    assert_eq!(rows.pending_relationships, b.pending_relationships[1..]);
    let [own, import, override_] = &rows.relationships[..] else {
        panic!("{:?}", rows.relationships);
    };
    assert_eq!(*own, b.relationships[0]);
    assert_eq!(import.id, b.pending_relationships[0].id);
    assert_eq!(import.to_symbol_id, symbol_id("a.py", "callee"));
    assert_eq!(override_.to_symbol_id, symbol_id("a.py", "other"));
    let counts = index.store.counts().unwrap();
    assert_eq!(counts["relationships"], 3);
    assert_eq!(counts["pending_relationships"], 1);
    index.check();
}

#[test]
fn rows_can_be_read_as_they_were_extracted() {
    let (index, a, b) = resolved();
    assert_eq!(extracted_rows(&index.store), join([a, b]));
    let (whole, _) = index.store.digests(false).unwrap();
    let (extracted, _) = index.store.digests(true).unwrap();
    assert_ne!(whole, extracted);
    let (a, b) = two_files();
    let mut fresh = Index::new();
    replace(&mut fresh.store, &join([a, b])).unwrap();
    assert_eq!(fresh.store.digests(false).unwrap().0, extracted);
}

#[test]
fn what_was_resolved_survives_when_the_symbol_is_written_again() {
    let (mut index, a, _) = resolved();
    let before = all_rows(&index.store);
    replace(&mut index.store, &a).unwrap();
    assert_eq!(all_rows(&index.store), before);
    index.check();
}

#[test]
fn what_was_resolved_is_taken_back_when_the_symbol_goes() {
    for is_deleted in [false, true] {
        let (mut index, mut a, b) = resolved();
        a.symbols.clear();
        if is_deleted {
            index
                .store
                .delete_files(&["a.py", "a.py"], &BTreeMap::new())
                .unwrap();
            a.file_data.clear();
        } else {
            replace(&mut index.store, &a).unwrap();
        }
        assert_eq!(all_rows(&index.store), join([a.clone(), b.clone()]));
        assert_eq!(extracted_rows(&index.store), join([a, b]));
        let left = "SELECT CAST(count(*) AS TEXT) FROM identifier_rows \
                    WHERE own_target_key IS NOT NULL OR resolved_confidence IS NOT NULL";
        assert_eq!(lines(&index, left), ["0"]);
        let lookups = "SELECT path FROM lookups JOIN file_rows USING (file_id)";
        assert_eq!(lines(&index, lookups), ["b.py"]);
        index.check();
    }
}

#[test]
fn what_was_resolved_of_a_file_goes_with_its_rows() {
    let (mut index, a, b) = resolved();
    replace(&mut index.store, &b).unwrap();
    assert_eq!(all_rows(&index.store), join([a, b]));
    let due = "SELECT path FROM file_rows WHERE resolved = 0";
    assert_eq!(lines(&index, due), ["b.py"]);
    let lookups = "SELECT path FROM lookups JOIN file_rows USING (file_id)";
    assert_eq!(lines(&index, lookups), ["a.py"]);
    index.check();
}

#[test]
fn numbers_of_edges_that_are_added_are_below_those_of_the_resolution() {
    let (mut index, _, mut b) = resolved();
    let caller = symbol_id("b.py", "caller");
    b.relationships = vec![relationship("b.py", &caller, &caller, 8)];
    let added = common::batches(&b).relationships;
    index.store.add_relationships(&[added]).unwrap();
    let numbers = format!(
        "SELECT CAST(seq AS TEXT) FROM relationship_rows WHERE seq < {RESOLVED_FROM} ORDER BY seq"
    );
    assert_eq!(lines(&index, &numbers), ["0", "1"]);
}

#[test]
fn the_facts_of_a_file_are_kept_from_its_first_replacement_on() {
    let (mut index, _, mut b) = resolved();
    assert_eq!(lines(&index, FORMER), Vec::<String>::new());
    b.symbols.swap(0, 1);
    replace(&mut index.store, &b).unwrap();
    assert_eq!(lines(&index, FORMER), facts_of_b()[..]);
    // The resolution has not seen these rows.
    replace(&mut index.store, &b).unwrap();
    index
        .store
        .delete_files(&["b.py"], &BTreeMap::new())
        .unwrap();
    assert_eq!(lines(&index, FORMER), facts_of_b()[..]);
}

#[test]
fn the_facts_of_a_file_that_is_deleted_are_kept() {
    let (mut index, _, _) = resolved();
    index
        .store
        .delete_files(&["b.py", "b.py"], &BTreeMap::new())
        .unwrap();
    assert_eq!(lines(&index, FORMER), facts_of_b()[..]);
}

#[test]
fn a_file_without_facts_is_known_to_have_been_there() {
    let mut index = Index::new();
    let empty = Rows {
        file_data: vec![file("empty.py")],
        ..Rows::default()
    };
    replace(&mut index.store, &empty).unwrap();
    replace(&mut index.store, &empty).unwrap();
    assert_eq!(lines(&index, FORMER), Vec::<String>::new());
    let mut index = run(index, "UPDATE file_rows SET resolved = 1");
    replace(&mut index.store, &empty).unwrap();
    assert_eq!(lines(&index, FORMER), ["empty.py::python:"]);
}

#[test]
fn facts_are_symbols_bases_and_imports() {
    let path = "a.py";
    let id = |name: &str| symbol_id(path, name);
    let mut first = symbol(path, "lamp");
    first.qualified_name = "a.Shop.lamp".to_owned();
    first.visibility = Some("private".to_owned());
    let mut again = symbol(path, "lamp");
    again.id = id("lamp again");
    let mut base = pending(path, &id("lamp"), "Light");
    base.kind = "extends".to_owned();
    let mut star = pending(path, &id("star"), "*");
    star.kind = "imports".to_owned();
    star.to_qualifier = None;
    let mut inside = relationship(path, &id("star"), &id("lamp"), 1);
    inside.kind = "imports".to_owned();
    let rows = Rows {
        file_data: vec![file(path)],
        symbols: vec![first, symbol(path, "star"), again],
        relationships: vec![inside, relationship(path, &id("lamp"), &id("star"), 2)],
        pending_relationships: vec![base, star, pending(path, &id("lamp"), "join")],
        ..Rows::default()
    };
    let mut index = Index::new();
    replace(&mut index.store, &rows).unwrap();
    let (lamp, star, again) = (id("lamp"), id("star"), id("lamp again"));
    let mut expected = vec![
        format!(":|extends {lamp} Light os.path 1"),
        format!(":|imports {star} *  1"),
        format!("lamp:a.Shop.|s {lamp} python - private 1"),
        format!("lamp:|s {again} python -  2"),
        format!("star:|imports {star} {lamp}"),
        format!("star:|s {star} python -  1"),
    ];
    let mut found = lines(
        &index,
        "SELECT name || ':' || prefix || '|' || fact FROM facts",
    );
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}
