//! Queries of people: types by values, reading only, fast where people look things up.

mod common;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_schema::DataType;
use common::{Index, file, identifier, join, random_file, replace, symbol};
use miller_schema::Rows;
use miller_store::{Store, StoreError, Value};

#[test]
fn columns_have_the_type_of_their_values() {
    use DataType::{Binary, Float64, Int64, Utf8};
    let index = Index::new();
    let sql = "SELECT * FROM (VALUES (1, 1, 1.5, 'a', x'00', NULL, 1), (NULL, 2.5, 1, 2, 'b', NULL, 'c'))";
    let batch = index.store.query(sql, &[]).unwrap();
    let types: Vec<DataType> = batch
        .columns()
        .iter()
        .map(|column| column.data_type().clone())
        .collect();
    assert_eq!(types, [Int64, Float64, Float64, Utf8, Binary, Utf8, Utf8]);
    assert_eq!(batch.column(0).null_count(), 1);
    assert_eq!(
        batch
            .column(1)
            .as_primitive::<Float64Type>()
            .values()
            .to_vec(),
        [1.0, 2.5]
    );
    assert_eq!(
        batch
            .column(2)
            .as_primitive::<Float64Type>()
            .values()
            .to_vec(),
        [1.5, 1.0]
    );
    assert_eq!(batch.column(3).as_string::<i32>().value(1), "2");
    assert_eq!(batch.column(4).as_binary::<i32>().value(1), b"b");
    assert_eq!(batch.column(5).null_count(), 2);
    assert_eq!(batch.column(6).as_string::<i32>().value(0), "1");
    assert_eq!(batch.schema().field(0).name(), "column1");
}

#[test]
fn parameters_are_bound() {
    let index = Index::new();
    let parameters = [
        Value::Text("it's\0".to_owned()),
        Value::Integer(7),
        Value::Null,
    ];
    let batch = index.store.query("SELECT ?1, ?2, ?3", &parameters).unwrap();
    assert_eq!(batch.column(0).as_string::<i32>().value(0), "it's\0");
    assert_eq!(batch.column(1).as_primitive::<Int64Type>().value(0), 7);
    assert!(index.store.query("SELECT ?1, ?2", &parameters).is_err());
}

#[test]
fn only_queries_that_read_are_run() {
    let mut index = Index::new();
    let rows = Rows {
        file_data: vec![file("a.py")],
        ..Rows::default()
    };
    replace(&mut index.store, &rows).unwrap();
    for sql in [
        "DELETE FROM file_rows",
        "DELETE FROM file_rows RETURNING path",
        "WITH x AS (SELECT 1) DELETE FROM file_rows",
        "BEGIN",
        "ATTACH 'other.db' AS other",
        "PRAGMA foreign_keys = OFF",
        "VACUUM",
        "",
        "-- nothing",
        "/* SELECT */ DROP TABLE words",
    ] {
        let error = index.store.query(sql, &[]).unwrap_err();
        assert!(
            matches!(error, StoreError::NotAQuery { .. }),
            "{sql}: {error}"
        );
    }
    for sql in [
        "SELECT 1; DELETE FROM file_rows",
        "SELECT nothing",
        "SELECT * FROM nowhere",
        "SELECT (",
    ] {
        let error = index.store.query(sql, &[]).unwrap_err();
        assert!(
            matches!(error, StoreError::QueryFailed { .. }),
            "{sql}: {error}"
        );
    }
    for sql in [
        "-- why\n /* what */ select count(*) from files",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "VALUES (1)",
        "EXPLAIN QUERY PLAN SELECT * FROM files",
    ] {
        assert!(index.store.query(sql, &[]).unwrap().num_rows() > 0, "{sql}");
    }
    assert_eq!(index.store.counts().unwrap()["files"], 1);
}

/// The plan of a query: one line a step.
fn plan(store: &Store, sql: &str) -> Vec<String> {
    let batch = store
        .query(&format!("EXPLAIN QUERY PLAN {sql}"), &[])
        .unwrap();
    let details = batch.column_by_name("detail").unwrap().as_string::<i32>();
    details.iter().flatten().map(str::to_owned).collect()
}

#[test]
fn look_ups_of_people_scan_no_large_table() {
    let index = Index::new();
    for sql in [
        "SELECT * FROM symbols WHERE name = 'x'",
        "SELECT * FROM symbols WHERE name = 'x' AND kind = 'class'",
        "SELECT * FROM symbols WHERE id = 'x'",
        "SELECT * FROM symbols WHERE file_path = 'x'",
        "SELECT * FROM symbols WHERE parent_id = 'x'",
        "SELECT * FROM identifiers WHERE name = 'x'",
        "SELECT * FROM identifiers WHERE name IN ('x', 'y')",
        "SELECT * FROM identifiers WHERE file_path = 'x'",
        "SELECT * FROM identifiers WHERE file_path = 'x' AND name = 'y'",
        "SELECT * FROM identifiers WHERE containing_symbol_id = 'x'",
        "SELECT * FROM identifiers WHERE target_symbol_id = 'x'",
        "SELECT * FROM relationships WHERE from_symbol_id = 'x'",
        "SELECT * FROM relationships WHERE to_symbol_id = 'x'",
        "SELECT * FROM relationships WHERE file_path = 'x'",
        "SELECT * FROM pending_relationships WHERE to_name = 'x'",
        "SELECT * FROM pending_relationships WHERE from_symbol_id = 'x'",
        "SELECT * FROM files WHERE path = 'x'",
        "SELECT s.name, r.line_number FROM symbols t JOIN relationships r ON r.to_symbol_id = t.id \
         JOIN symbols s ON s.id = r.from_symbol_id WHERE t.name = 'x'",
    ] {
        for step in plan(&index.store, sql) {
            assert!(
                !step.starts_with("SCAN") || step.contains("CONSTANT"),
                "{sql}: {step}"
            );
        }
    }
}

#[test]
fn deleting_a_symbol_scans_no_table() {
    let index = Index::new();
    for table in [
        "identifier_rows WHERE containing_key",
        "identifier_rows WHERE target_key",
        "relationship_rows WHERE from_key",
        "relationship_rows WHERE to_key",
        "pending_relationship_rows WHERE from_key",
        "symbol_rows WHERE parent_key",
    ] {
        let steps = plan(&index.store, &format!("SELECT 1 FROM {table} = 1"));
        assert!(
            steps.iter().all(|step| step.starts_with("SEARCH")),
            "{table}: {steps:?}"
        );
    }
}

#[test]
fn views_agree_with_tables_read() {
    let mut chance = common::Chance::new(3);
    let parts = (0..4).map(|number| random_file(&mut chance, &format!("{number}.py")));
    let mut index = Index::new();
    let rows = join(parts);
    replace(&mut index.store, &rows).unwrap();
    let batch = index
        .store
        .query("SELECT id, name, end_column, confidence, containing_symbol_id FROM identifiers ORDER BY id", &[])
        .unwrap();
    let mut expected = rows.identifiers.clone();
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(batch.num_rows(), expected.len());
    for (row, identifier) in expected.iter().enumerate() {
        assert_eq!(batch.column(0).as_string::<i32>().value(row), identifier.id);
        assert_eq!(
            batch.column(1).as_string::<i32>().value(row),
            identifier.name
        );
        let end = batch.column(2).as_primitive::<Int64Type>().value(row);
        assert_eq!(end, i64::from(identifier.end_column));
        let confidence = batch.column(3).as_primitive::<Float64Type>().value(row);
        assert_eq!(
            (confidence as f32).to_bits(),
            identifier.confidence.to_bits()
        );
    }
}

#[test]
fn a_confidence_is_found_as_it_is_written() {
    let mut index = Index::new();
    let mut unsure = identifier("a.py", "x", 0);
    unsure.confidence = 0.9;
    let rows = Rows {
        file_data: vec![file("a.py")],
        symbols: vec![symbol("a.py", "x")],
        identifiers: vec![unsure],
        ..Rows::default()
    };
    replace(&mut index.store, &rows).unwrap();
    let batch = index
        .store
        .query("SELECT 1 FROM identifiers WHERE confidence >= 0.9", &[])
        .unwrap();
    assert_eq!(batch.num_rows(), 1);
}
