//! Rows that are refused: the first offender is named and nothing is written.

mod common;

use common::{Index, all_rows, batches, file, identifier, pending, relationship, replace, symbol};
use miller_schema::{Rows, SymbolReader};
use miller_store::{Filter, Store, StoreError};

fn with_file() -> Index {
    let mut index = Index::new();
    add_file(&mut index);
    index
}

fn add_file(index: &mut Index) {
    let rows = Rows {
        file_data: vec![file("a.py")],
        symbols: vec![symbol("a.py", "known")],
        ..Rows::default()
    };
    replace(&mut index.store, &rows).unwrap();
}

fn refused(index: &mut Index, rows: &Rows) -> StoreError {
    let before = all_rows(&index.store);
    let batches = batches(rows);
    let store = &mut index.store;
    let error = store
        .add_files(&[batches.file_data])
        .and_then(|_| store.add_symbols(&[batches.symbols]))
        .and_then(|_| store.add_identifiers(&[batches.identifiers]))
        .and_then(|_| store.add_relationships(&[batches.relationships]))
        .and_then(|_| store.add_pending_relationships(&[batches.pending_relationships]))
        .unwrap_err();
    assert_eq!(all_rows(store), before);
    index.check();
    error
}

#[test]
fn rows_of_unknown_files() {
    let mut index = with_file();
    for rows in [
        Rows {
            symbols: vec![symbol("b.py", "x")],
            ..Rows::default()
        },
        Rows {
            identifiers: vec![identifier("b.py", "x", 0)],
            ..Rows::default()
        },
    ] {
        let error = refused(&mut index, &rows);
        assert!(matches!(&error, StoreError::UnknownFile { file_path, .. } if file_path == "b.py"));
        assert!(error.hint().is_some());
    }
}

#[test]
fn rows_of_files_that_are_stored_but_not_replaced() {
    let mut index = with_file();
    let rows = Rows {
        file_data: vec![file("b.py")],
        identifiers: vec![identifier("a.py", "x", 0)],
        ..Rows::default()
    };
    let error = replace(&mut index.store, &rows).unwrap_err();
    assert!(matches!(error, StoreError::UnknownFile { .. }), "{error}");
    assert_eq!(all_rows(&index.store).file_data.len(), 1);
}

#[test]
fn references_to_unknown_symbols_name_the_first_offender() {
    let nobody = "0".repeat(32);
    let known = common::symbol_id("a.py", "known");
    let good = identifier("a.py", "fine", 0);
    let mut containing = identifier("a.py", "first", 10);
    containing.containing_symbol_id = Some(nobody.clone());
    let mut target = identifier("a.py", "second", 20);
    target.target_symbol_id = Some("not an id".to_owned());
    let mut child = symbol("a.py", "child");
    child.parent_id = Some(nobody.clone());
    let first = containing.id.clone();
    let cases = [
        (
            Rows {
                symbols: vec![symbol("a.py", "new"), child],
                ..Rows::default()
            },
            "parent_id",
        ),
        (
            Rows {
                identifiers: vec![good.clone(), containing, target.clone()],
                ..Rows::default()
            },
            "containing_symbol_id",
        ),
        (
            Rows {
                identifiers: vec![good, target],
                ..Rows::default()
            },
            "target_symbol_id",
        ),
        (
            Rows {
                relationships: vec![relationship("a.py", &nobody, &known, 1)],
                ..Rows::default()
            },
            "from_symbol_id",
        ),
        (
            Rows {
                relationships: vec![relationship("a.py", &known, &nobody, 1)],
                ..Rows::default()
            },
            "to_symbol_id",
        ),
        (
            Rows {
                pending_relationships: vec![pending("a.py", &nobody, "x")],
                ..Rows::default()
            },
            "from_symbol_id",
        ),
    ];
    // SQLite itself looks at foreign keys only outside of a bulk load.
    for bulk_load in [false, true] {
        let mut index = Index::new();
        assert!(!bulk_load || index.store.begin_bulk_load().unwrap());
        add_file(&mut index);
        for (rows, expected) in &cases {
            let error = refused(&mut index, rows);
            let StoreError::UnknownSymbol { column, row, .. } = &error else {
                panic!("{error}");
            };
            assert_eq!(column, expected);
            if *expected == "containing_symbol_id" {
                assert_eq!(*row, first);
            }
        }
    }
}

#[test]
fn a_parent_may_be_stored_already_or_come_later() {
    let mut index = with_file();
    let mut child = symbol("a.py", "child");
    child.parent_id = Some(common::symbol_id("a.py", "late"));
    let mut late = symbol("a.py", "late");
    late.parent_id = Some(common::symbol_id("a.py", "known"));
    let rows = Rows {
        symbols: vec![child, late],
        ..Rows::default()
    };
    assert_eq!(
        index.store.add_symbols(&[batches(&rows).symbols]).unwrap(),
        2
    );
    let batch = index
        .store
        .read_table("symbols", &Filter::default())
        .unwrap();
    let reader = SymbolReader::new(&batch).unwrap();
    assert_eq!(reader.row(1).parent_id, Some(reader.row(2).id));
    assert_eq!(reader.row(2).parent_id, Some(reader.row(0).id));
}

#[test]
fn duplicates() {
    let mut index = with_file();
    let twice = Rows {
        file_data: vec![file("b.py"), file("b.py")],
        ..Rows::default()
    };
    assert!(matches!(
        refused(&mut index, &twice),
        StoreError::Duplicate {
            table: "file_data",
            ..
        }
    ));
    let again = Rows {
        symbols: vec![symbol("a.py", "known")],
        ..Rows::default()
    };
    assert!(matches!(
        refused(&mut index, &again),
        StoreError::Duplicate {
            table: "symbols",
            ..
        }
    ));
    let twice = Rows {
        symbols: vec![symbol("a.py", "x"), symbol("a.py", "x")],
        ..Rows::default()
    };
    assert!(matches!(
        refused(&mut index, &twice),
        StoreError::Duplicate {
            table: "symbols",
            ..
        }
    ));
    // A symbol of a file that is not being replaced.
    let mut stolen = symbol("a.py", "known");
    stolen.file_path = "b.py".to_owned();
    let rows = Rows {
        file_data: vec![file("b.py")],
        symbols: vec![stolen],
        ..Rows::default()
    };
    let error = replace(&mut index.store, &rows).unwrap_err();
    assert!(matches!(error, StoreError::Duplicate { .. }), "{error}");
}

#[test]
fn invalid_values() {
    let mut wrong_id = identifier("a.py", "x", 0);
    wrong_id.id = identifier("a.py", "x", 1).id;
    let mut backwards = identifier("a.py", "x", 9);
    backwards.end_byte = 8;
    backwards.id = common::identifier_id("a.py", 9, 8);
    let mut unsure = identifier("a.py", "x", 0);
    unsure.confidence = f32::NAN;
    let mut upper = symbol("a.py", "x");
    upper.id = upper.id.to_uppercase();
    let mut hash = file("c.py");
    hash.hash = "abc".to_owned();
    let known = common::symbol_id("a.py", "known");
    let mut edge = relationship("a.py", &known, &known, 1);
    edge.id = "1".to_owned();
    let cases = [
        (
            Rows {
                identifiers: vec![wrong_id],
                ..Rows::default()
            },
            "id",
        ),
        (
            Rows {
                identifiers: vec![backwards],
                ..Rows::default()
            },
            "end_byte",
        ),
        (
            Rows {
                identifiers: vec![unsure],
                ..Rows::default()
            },
            "confidence",
        ),
        (
            Rows {
                symbols: vec![upper],
                ..Rows::default()
            },
            "id",
        ),
        (
            Rows {
                file_data: vec![hash],
                ..Rows::default()
            },
            "hash",
        ),
        (
            Rows {
                relationships: vec![edge],
                ..Rows::default()
            },
            "id",
        ),
    ];
    let mut index = with_file();
    for (rows, expected) in cases {
        let error = refused(&mut index, &rows);
        assert!(
            matches!(&error, StoreError::InvalidValue { column, .. } if *column == expected),
            "{error}"
        );
    }
}

#[test]
fn wrong_schemas() {
    let mut index = with_file();
    let rows = Rows {
        symbols: vec![symbol("a.py", "x")],
        ..Rows::default()
    };
    let batches = batches(&rows);
    let error = index
        .store
        .add_identifiers(std::slice::from_ref(&batches.symbols))
        .unwrap_err();
    assert!(matches!(error, StoreError::Schema(_)), "{error}");
    let short = batches.symbols.project(&[0, 1, 2]).unwrap();
    assert!(matches!(
        index.store.add_symbols(&[short]),
        Err(StoreError::Schema(_))
    ));
}

#[test]
fn the_state_keeps_the_mark_of_the_layout() {
    let mut index = with_file();
    let mut state = index.store.state().unwrap();
    index.store.set_state(&state).unwrap();
    state.insert("schema_fingerprint".to_owned(), "another".to_owned());
    assert!(index.store.set_state(&state).is_err());
    let path = index.path();
    index.store.close().unwrap();
    Store::open(&path).unwrap();
}

#[test]
fn stamps_of_unknown_files() {
    let mut index = with_file();
    let stamps = [("a.py".to_owned(), 5), ("b.py".to_owned(), 6)].into();
    assert!(matches!(
        index.store.renew_stamps(&stamps),
        Err(StoreError::UnknownFile { .. })
    ));
    let stamps = [("a.py".to_owned(), 5)].into();
    assert_eq!(index.store.renew_stamps(&stamps).unwrap(), 1);
}

#[test]
fn reading_what_is_not_there() {
    let index = with_file();
    let read = |table, filter| index.store.read_table(table, &filter).unwrap_err();
    assert!(matches!(
        read("words", Filter::default()),
        StoreError::UnknownTable { .. }
    ));
    let by_name = Filter {
        name: Some("x"),
        ..Filter::default()
    };
    assert!(matches!(
        read("relationships", by_name),
        StoreError::UnknownFilter { .. }
    ));
    let by_kind = Filter {
        kind: Some("x"),
        ..Filter::default()
    };
    assert!(matches!(
        read("files", by_kind),
        StoreError::UnknownFilter { .. }
    ));
}
