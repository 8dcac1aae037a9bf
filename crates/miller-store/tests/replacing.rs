//! Replacing and deleting files: what goes, what stays, what other files keep.

mod common;

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow_array::cast::AsArray;
use common::{
    Chance, Index, all_rows, batches, file, identifier, join, pending, random_file, relationship,
    replace, replace_with, symbol, symbol_id,
};
use miller_schema::Rows;
use miller_store::{Replacement, StoreError};

/// `a.py` defines; `b.py` calls, uses and extends what `a.py` defines.
fn two_files() -> (Rows, Rows) {
    let callee = symbol_id("a.py", "callee");
    let caller = symbol_id("b.py", "caller");
    let a = Rows {
        file_data: vec![file("a.py")],
        symbols: vec![symbol("a.py", "callee"), symbol("a.py", "other")],
        identifiers: vec![identifier("a.py", "callee", 4)],
        ..Rows::default()
    };
    let mut use_of_a = identifier("b.py", "callee", 30);
    use_of_a.target_symbol_id = Some(callee.clone());
    use_of_a.containing_symbol_id = Some(caller.clone());
    let mut member = symbol("b.py", "member");
    member.parent_id = Some(callee.clone());
    let b = Rows {
        file_data: vec![file("b.py")],
        symbols: vec![symbol("b.py", "caller"), member],
        identifiers: vec![use_of_a],
        relationships: vec![
            relationship("b.py", &caller, &callee, 5),
            relationship("b.py", &caller, &callee, 6),
        ],
        pending_relationships: vec![pending("b.py", &caller, "join")],
    };
    (a, b)
}

fn both() -> (Index, Rows, Rows) {
    let (a, b) = two_files();
    let mut index = Index::new();
    replace(&mut index.store, &join([a.clone(), b.clone()])).unwrap();
    (index, a, b)
}

#[test]
fn what_other_files_say_survives_when_the_symbol_is_written_again() {
    let (mut index, mut a, b) = both();
    a.symbols[0].start_line = 100;
    a.symbols[0].signature = Some("def callee()".to_owned());
    a.identifiers.clear();
    replace(&mut index.store, &a).unwrap();
    assert_eq!(all_rows(&index.store), join([a, b]));
    index.check();
}

#[test]
fn edges_to_a_symbol_that_is_gone_become_pending() {
    let (mut index, mut a, mut b) = both();
    a.symbols.remove(0);
    a.identifiers.clear();
    replace(&mut index.store, &a).unwrap();

    b.identifiers[0].target_symbol_id = None;
    b.symbols[1].parent_id = None;
    for edge in b.relationships.drain(..) {
        b.pending_relationships
            .push(miller_schema::PendingRelationship {
                id: edge.id,
                from_symbol_id: edge.from_symbol_id,
                to_name: "callee".to_owned(),
                to_qualifier: None,
                kind: edge.kind,
                file_path: edge.file_path,
                line_number: edge.line_number,
                confidence: edge.confidence,
            });
    }
    assert_eq!(all_rows(&index.store), join([a, b]));
    index.check();
}

#[test]
fn deleting_a_file_has_the_same_effect_on_other_files() {
    let (mut index, _, b) = both();
    let deleted = index
        .store
        .delete_files(
            &["a.py", "a.py", "never.py"],
            &BTreeMap::from([("k".into(), "v".into())]),
        )
        .unwrap();
    assert_eq!(deleted, 1);
    let rows = all_rows(&index.store);
    assert_eq!(rows.file_data, b.file_data);
    assert_eq!(rows.pending_relationships.len(), 3);
    assert_eq!(rows.relationships, []);
    assert_eq!(rows.identifiers[0].target_symbol_id, None);
    assert_eq!(index.store.state().unwrap()["k"], "v");
    index.check();
}

#[test]
fn both_ends_of_an_edge_can_go_together() {
    let (mut index, _, _) = both();
    assert_eq!(
        index
            .store
            .delete_files(&["b.py", "a.py"], &BTreeMap::new())
            .unwrap(),
        2
    );
    assert_eq!(all_rows(&index.store), Rows::default());
    index.check();
}

#[test]
fn a_symbol_can_move_to_another_file_of_the_same_replacement() {
    let (mut index, mut a, mut b) = both();
    let mut moved = a.symbols.remove(0);
    moved.file_path = "b.py".to_owned();
    b.symbols.insert(0, moved);
    replace(&mut index.store, &join([a.clone(), b.clone()])).unwrap();
    assert_eq!(all_rows(&index.store), join([a, b]));
    index.check();
}

#[test]
fn any_history_of_replacements_ends_in_the_rows_of_a_fresh_index() {
    for seed in 0..20 {
        let mut chance = Chance::new(seed + 1000);
        let mut index = Index::new();
        let mut latest = BTreeMap::new();
        for _ in 0..12 {
            let mut parts = Vec::new();
            for number in 0..5 {
                let path = format!("{number}.py");
                if chance.one_in(5) {
                    index
                        .store
                        .delete_files(&[&path], &BTreeMap::new())
                        .unwrap();
                    latest.remove(&path);
                } else if chance.one_in(2) {
                    let mut rows = random_file(&mut chance, &path);
                    // Half of the symbols come back from the last time.
                    if let Some(last) = latest.get(&path) {
                        let last: &Rows = last;
                        let own: Vec<_> = rows.symbols.iter().map(|row| row.id.clone()).collect();
                        let back = last.symbols.iter().filter(|row| !own.contains(&row.id));
                        let back: Vec<_> = back.step_by(2).cloned().collect();
                        rows.symbols.extend(back.into_iter().map(|mut row| {
                            row.parent_id = own.first().cloned();
                            row
                        }));
                    }
                    latest.insert(path, rows.clone());
                    parts.push(rows);
                }
            }
            replace(&mut index.store, &join(parts)).unwrap();
        }
        let expected = join(latest.into_values());
        assert_eq!(all_rows(&index.store), expected, "seed {seed}");
        index.check();
    }
}

#[test]
fn a_failing_replacement_changes_nothing() {
    let (mut index, a, b) = both();
    let before = all_rows(&index.store);
    let state = BTreeMap::from([("vector_version".to_owned(), "7".to_owned())]);
    let stamps = HashMap::from([("a.py".to_owned(), 5)]);

    let mut bad = a.clone();
    bad.symbols[1].name = "a word that nobody has used".to_owned();
    bad.relationships = vec![relationship(
        "a.py",
        &symbol_id("a.py", "callee"),
        &"9".repeat(32),
        1,
    )];
    let error = replace_with(&mut index.store, &bad, &stamps, &state).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::UnknownSymbol {
                column: "to_symbol_id",
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(all_rows(&index.store), before);
    assert!(!index.store.state().unwrap().contains_key("vector_version"));

    // The words of the failed attempt are not remembered as if they were stored.
    bad.relationships.clear();
    replace_with(&mut index.store, &bad, &stamps, &state).unwrap();
    assert_eq!(all_rows(&index.store), join([bad, b]));
    assert_eq!(index.store.state().unwrap()["vector_version"], "7");
    index.check();
}

#[test]
fn a_bulk_load_ends_when_a_file_is_replaced_or_deleted() {
    let (a, b) = two_files();
    let mut index = Index::new();
    let indexes = |index: &Index| {
        // That of the files that are to be resolved is always there.
        let sql = "SELECT name FROM sqlite_schema \
                   WHERE type = 'index' AND sql IS NOT NULL AND name <> 'files_to_resolve'";
        index.store.query(sql, &[]).unwrap().num_rows()
    };
    let complete = indexes(&index);
    assert!(complete >= 10);
    assert!(index.store.begin_bulk_load().unwrap());
    assert_eq!(indexes(&index), 0);
    replace(&mut index.store, &a).unwrap();
    replace(&mut index.store, &b).unwrap();
    assert_eq!(indexes(&index), 0);
    replace(&mut index.store, &a).unwrap();
    assert_eq!(indexes(&index), complete);
    assert!(
        !index.store.begin_bulk_load().unwrap(),
        "the index is not empty"
    );
    assert_eq!(indexes(&index), complete);
    assert_eq!(all_rows(&index.store), join([a, b]));
}

#[test]
fn adding_a_file_again_takes_its_rows_out() {
    let (mut index, a, b) = both();
    index.store.add_files(&[batches(&a).file_data]).unwrap();
    let rows = all_rows(&index.store);
    assert_eq!(rows.symbols.len(), b.symbols.len());
    assert_eq!(rows.file_data.len(), 2);
    index.check();
}

/// The files in the outbox.
fn outstanding(index: &Index) -> Vec<String> {
    let sql =
        "SELECT path FROM vectors_outstanding LEFT JOIN file_rows USING (file_id) ORDER BY path";
    let found = index.store.query(sql, &[]).unwrap();
    let paths = found.column(0).as_string::<i32>();
    paths.iter().map(|path| path.unwrap().to_owned()).collect()
}

/// Writes `a.py` and `b.py`, of which some are in the outbox afterwards.
fn write_both(index: &mut Index, vectors_outstanding: &[&str]) {
    let vectors_outstanding: HashSet<String> = vectors_outstanding
        .iter()
        .map(|&path| path.to_owned())
        .collect();
    let (a, b) = two_files();
    let batches = batches(&join([a, b]));
    let replacement = Replacement {
        files: &[batches.file_data],
        symbols: &[batches.symbols],
        vectors_outstanding: Some(&vectors_outstanding),
        ..Replacement::default()
    };
    index.store.replace_files(&replacement).unwrap();
}

#[test]
fn files_enter_and_leave_the_outbox_with_their_commit() {
    let mut index = Index::new();
    write_both(&mut index, &["a.py", "b.py", "unknown.py"]);
    assert_eq!(outstanding(&index), ["a.py", "b.py"]);
    write_both(&mut index, &["b.py"]);
    assert_eq!(outstanding(&index), ["b.py"]);
    let (a, b) = two_files();
    replace(&mut index.store, &join([a, b])).unwrap();
    assert!(outstanding(&index).is_empty());
}

#[test]
fn files_whose_vectors_are_made_leave_the_outbox_with_the_state() {
    let mut index = Index::new();
    write_both(&mut index, &["a.py", "b.py"]);
    let state = BTreeMap::from([("vector_version".to_owned(), "7".to_owned())]);
    let some = Some(["a.py", "unknown.py"].as_slice());
    assert_eq!(index.store.vectors_made(some, &state).unwrap(), 1);
    assert_eq!(index.store.vectors_made(some, &state).unwrap(), 0);
    assert_eq!(index.store.state().unwrap()["vector_version"], "7");
    assert_eq!(outstanding(&index), ["b.py"]);
    write_both(&mut index, &["a.py", "b.py"]);
    assert_eq!(index.store.vectors_made::<&str>(None, &state).unwrap(), 2);
    assert!(outstanding(&index).is_empty());
    index.check();
}

#[test]
fn files_whose_vectors_are_lost_are_the_outbox() {
    let mut index = Index::new();
    write_both(&mut index, &["a.py"]);
    let empty = Rows {
        file_data: vec![file("empty.py")],
        ..Rows::default()
    };
    replace(&mut index.store, &empty).unwrap();
    let state = BTreeMap::from([("vector_folder".to_owned(), String::new())]);
    let some = Some(["b.py", "b.py", "unknown.py"].as_slice());
    assert_eq!(index.store.vectors_lost(some, &state).unwrap(), 1);
    assert_eq!(outstanding(&index), ["b.py"]);
    assert_eq!(index.store.state().unwrap()["vector_folder"], "");
    // All but those without symbols.
    assert_eq!(index.store.vectors_lost::<&str>(None, &state).unwrap(), 2);
    assert_eq!(outstanding(&index), ["a.py", "b.py"]);
    index.check();
}

#[test]
fn deleted_files_leave_the_outbox() {
    let mut index = Index::new();
    write_both(&mut index, &["a.py", "b.py"]);
    let deleted = index.store.delete_files(&["b.py"], &BTreeMap::new());
    assert_eq!(deleted.unwrap(), 1);
    assert_eq!(outstanding(&index), ["a.py"]);
    index.check();
}
