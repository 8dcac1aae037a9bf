//! Digests: the test vector of the documentation, and what must and must not change a digest.

use miller_schema::digest::{FileDigest, combine_digests, digest_batch, digests_of_batch};
use miller_schema::{
    BatchBuilder, Digests, FileDataRow, PendingRelationshipRow, Rows, Sink, SymbolRow, tables,
};

const DOCUMENT: &str = include_str!("../../../docs/digest.md");

const PENDING: PendingRelationshipRow<'static> = PendingRelationshipRow {
    id: "00",
    from_symbol_id: "01",
    to_name: "run",
    to_qualifier: None,
    kind: "calls",
    file_path: "a.py",
    line_number: 3,
    confidence: 0.5,
};

fn digests(rows: &[PendingRelationshipRow<'_>]) -> Vec<FileDigest> {
    let mut sink = Digests::default();
    for row in rows {
        sink.pending_relationships(row);
    }
    sink.finish().unwrap()
}

fn digest(row: PendingRelationshipRow<'_>) -> String {
    digests(&[row]).remove(0).digest
}

#[test]
fn the_document_shows_the_digests_of_its_example() {
    let files = digests(&[PENDING]);
    assert_eq!(files.len(), 1);
    assert_eq!((files[0].rows, files[0].file_path.as_str()), (1, "a.py"));
    let tables = combine_digests(&files).unwrap();
    let table = tables
        .iter()
        .find(|table| table.table == "pending_relationships")
        .unwrap();
    let shown = format!("```text\n{}\n{}\n```", files[0].digest, table.digest);
    assert!(DOCUMENT.contains(&shown), "the document lacks:\n{shown}");
}

#[test]
fn the_document_names_the_contexts() {
    for context in [
        miller_schema::digest::FILE_CONTEXT,
        miller_schema::digest::TABLE_CONTEXT,
    ] {
        assert!(DOCUMENT.contains(context), "{context}");
    }
}

#[test]
fn every_value_changes_the_digest() {
    let others = [
        PendingRelationshipRow {
            id: "02",
            ..PENDING
        },
        PendingRelationshipRow {
            from_symbol_id: "02",
            ..PENDING
        },
        PendingRelationshipRow {
            to_name: "ran",
            ..PENDING
        },
        PendingRelationshipRow {
            to_qualifier: Some(""),
            ..PENDING
        },
        PendingRelationshipRow {
            to_qualifier: Some("a"),
            ..PENDING
        },
        PendingRelationshipRow {
            kind: "imports",
            ..PENDING
        },
        PendingRelationshipRow {
            file_path: "b.py",
            ..PENDING
        },
        PendingRelationshipRow {
            line_number: 4,
            ..PENDING
        },
        PendingRelationshipRow {
            confidence: 0.8,
            ..PENDING
        },
        // Where one text ends and the next begins matters, too.
        PendingRelationshipRow {
            id: "000",
            from_symbol_id: "1",
            ..PENDING
        },
    ];
    let mut seen = vec![digest(PENDING)];
    for other in others {
        let digest = digest(other);
        assert!(!seen.contains(&digest), "{other:?}");
        seen.push(digest);
    }
}

#[test]
fn order_and_repetition_of_rows_change_the_digest() {
    let other = PendingRelationshipRow {
        id: "02",
        ..PENDING
    };
    let some = [
        digests(&[PENDING, other]),
        digests(&[other, PENDING]),
        digests(&[PENDING, other, other]),
        digests(&[PENDING]),
    ];
    for (index, one) in some.iter().enumerate() {
        for another in &some[index + 1..] {
            assert_ne!(one[0].digest, another[0].digest);
        }
    }
}

#[test]
fn files_are_independent_and_their_order_does_not_matter() {
    let other = PendingRelationshipRow {
        file_path: "b.py",
        ..PENDING
    };
    let (forth, back) = (digests(&[PENDING, other]), digests(&[other, PENDING]));
    assert_eq!(forth, back);
    assert_eq!(forth[0], digests(&[PENDING])[0]);
    let reversed: Vec<FileDigest> = forth.iter().rev().cloned().collect();
    assert_eq!(combine_digests(&forth), combine_digests(&reversed));
}

#[test]
fn rows_apart_and_files_given_twice_are_refused() {
    let other = PendingRelationshipRow {
        file_path: "b.py",
        ..PENDING
    };
    let mut sink = Digests::default();
    for row in [PENDING, other, PENDING] {
        sink.pending_relationships(&row);
    }
    let error = sink.finish().unwrap_err();
    assert_eq!(
        (error.table.as_str(), error.file_path.as_str()),
        ("pending_relationships", "a.py")
    );
    let twice = [digests(&[PENDING]), digests(&[PENDING])].concat();
    assert!(combine_digests(&twice).is_err());
    let mut wrong = digests(&[PENDING]);
    wrong[0].digest = "no digest".to_owned();
    assert!(combine_digests(&wrong).is_err());
}

#[test]
fn both_forms_of_rows_give_the_same_digests() {
    let content = "x".repeat(200_000);
    let symbol = SymbolRow {
        id: "00",
        name: "größe",
        kind: "function",
        language: "python",
        file_path: "a.py",
        start_line: 1,
        end_line: 2,
        signature: Some("def größe():"),
        doc_comment: None,
        parent_id: None,
        code_context: Some(""),
        start_column: 0,
        end_column: 4,
        start_byte: 0,
        end_byte: u32::MAX,
        visibility: None,
        qualified_name: "a.größe",
    };
    let file = FileDataRow {
        path: "a.py",
        language: "python",
        content: &content,
        hash: "",
        size: 200_000,
        status: "ok",
        detail: None,
    };
    let (mut rows, mut builder) = (Rows::default(), BatchBuilder::default());
    for _ in 0..2 {
        rows.symbols(&symbol);
        builder.symbols(&symbol);
    }
    rows.file_data(&file);
    builder.file_data(&file);
    let (mut of_rows, mut of_batches) = (Digests::default(), Digests::default());
    rows.replay(&mut of_rows);
    builder.finish().replay(&mut of_batches).unwrap();
    let of_rows = of_rows.finish().unwrap();
    assert_eq!(of_rows, of_batches.finish().unwrap());
    assert_eq!(of_rows.len(), 2);
    assert_eq!(digests_of_batch(&digest_batch(&of_rows)).unwrap(), of_rows);
}

#[test]
fn tables_without_rows_have_a_digest() {
    let combined = combine_digests(&[]).unwrap();
    let names: Vec<&str> = combined.iter().map(|table| table.table.as_str()).collect();
    let expected: Vec<&str> = tables().iter().map(|table| table.name).collect();
    assert_eq!(names, expected);
    assert_ne!(combined[0].digest, combined[1].digest);
}
