//! What is written comes back, row for row.

mod common;

use arrow_array::cast::AsArray;
use common::{Chance, Index, NASTY, all_rows, batches, join, random_file, replace};
use miller_schema::Rows;
use miller_store::Filter;

fn random_workspace(seed: u64) -> Vec<Rows> {
    let mut chance = Chance::new(seed);
    let mut paths: Vec<String> = NASTY
        .iter()
        .filter(|word| !word.contains('\0'))
        .map(|word| format!("src/{word}.py"))
        .collect();
    // The order of the contract is that of bytes.
    paths.sort_unstable();
    paths
        .iter()
        .map(|path| random_file(&mut chance, path))
        .collect()
}

#[test]
fn rows_come_back_as_they_were_written() {
    for seed in 0..60 {
        let mut index = Index::new();
        let rows = join(random_workspace(seed));
        let counts = replace(&mut index.store, &rows).unwrap();
        assert_eq!(counts.identifiers, rows.identifiers.len() as u64);
        assert_eq!(counts.symbols, rows.symbols.len() as u64);
        assert_eq!(all_rows(&index.store), rows, "seed {seed}");
        index.check();
    }
}

#[test]
fn the_order_of_files_in_a_batch_does_not_matter() {
    let parts = random_workspace(7);
    let mut index = Index::new();
    replace(&mut index.store, &join(parts.iter().rev().cloned())).unwrap();
    assert_eq!(all_rows(&index.store), join(parts));
}

#[test]
fn rows_of_one_file_need_not_stand_together() {
    let parts = random_workspace(11);
    let rows = join(parts.clone());
    let mut mixed = rows.clone();
    // Row 0 of every file, then row 1 of every file and so on: the order within each file stays.
    mixed.identifiers.clear();
    mixed.symbols.clear();
    for position in 0..20 {
        for part in &parts {
            mixed
                .identifiers
                .extend(part.identifiers.get(position).cloned());
            mixed.symbols.extend(part.symbols.get(position).cloned());
        }
    }
    let mut index = Index::new();
    replace(&mut index.store, &mixed).unwrap();
    assert_eq!(all_rows(&index.store), rows);
}

#[test]
fn tables_can_be_written_one_after_the_other_and_in_parts() {
    let rows = join(random_workspace(13));
    let all = batches(&rows);
    let mut index = Index::new();
    let store = &mut index.store;
    store.add_files(&[all.file_data]).unwrap();
    store.add_symbols(&[all.symbols]).unwrap();
    let half = all.identifiers.num_rows() / 2;
    let rest = all.identifiers.num_rows() - half;
    // Half of them in one transaction, the rest in two batches of another.
    assert_eq!(
        store
            .add_identifiers(&[all.identifiers.slice(0, half)])
            .unwrap(),
        half as u64
    );
    let written = store
        .add_identifiers(&[
            all.identifiers.slice(half, 1),
            all.identifiers.slice(half + 1, rest - 1),
        ])
        .unwrap();
    assert_eq!(written, rest as u64);
    store.add_relationships(&[all.relationships]).unwrap();
    store
        .add_pending_relationships(&[all.pending_relationships])
        .unwrap();
    assert_eq!(all_rows(store), rows);
    index.check();
}

#[test]
fn nothing_can_be_written() {
    let mut index = Index::new();
    let nothing = Rows::default();
    assert_eq!(
        replace(&mut index.store, &nothing).unwrap(),
        miller_store::WriteCounts::default()
    );
    let empty = batches(&nothing);
    assert_eq!(index.store.add_files(&[empty.file_data]).unwrap(), 0);
    assert_eq!(index.store.add_files(&[]).unwrap(), 0);
    assert_eq!(index.store.add_symbols(&[empty.symbols]).unwrap(), 0);
    assert_eq!(
        index.store.add_identifiers(&[empty.identifiers]).unwrap(),
        0
    );
    assert_eq!(all_rows(&index.store), nothing);
    assert_eq!(index.store.known_files().unwrap().num_rows(), 0);
}

#[test]
fn tables_have_the_schema_of_the_contract() {
    let index = Index::new();
    for table in miller_schema::tables() {
        let batch = index
            .store
            .read_table(table.name, &Filter::default())
            .unwrap();
        assert_eq!(batch.schema(), table.schema(), "{}", table.name);
    }
}

#[test]
fn filters_pick_rows_by_file_name_and_kind() {
    let mut index = Index::new();
    let rows = join(random_workspace(17));
    replace(&mut index.store, &rows).unwrap();
    let store = &index.store;
    let count =
        |table: &str, filter: Filter<'_>| store.read_table(table, &filter).unwrap().num_rows();

    let path = rows.identifiers[0].file_path.as_str();
    let name = rows.identifiers[0].name.as_str();
    let kind = rows.identifiers[0].kind.as_str();
    let expected = |keep: &dyn Fn(&miller_schema::Identifier) -> bool| {
        rows.identifiers.iter().filter(|row| keep(row)).count()
    };
    let by_path = Filter {
        file_path: Some(path),
        ..Filter::default()
    };
    assert_eq!(
        count("identifiers", by_path),
        expected(&|row| row.file_path == path)
    );
    let by_name = Filter {
        name: Some(name),
        ..Filter::default()
    };
    assert_eq!(
        count("identifiers", by_name),
        expected(&|row| row.name == name)
    );
    let by_both = Filter {
        name: Some(name),
        kind: Some(kind),
        ..Filter::default()
    };
    assert_eq!(
        count("identifiers", by_both),
        expected(&|row| row.name == name && row.kind == kind)
    );
    assert_eq!(
        count(
            "identifiers",
            Filter {
                limit: Some(3),
                ..Filter::default()
            }
        ),
        3
    );
}

#[test]
fn filters_pick_rows_by_id() {
    let mut index = Index::new();
    let rows = join(random_workspace(23));
    replace(&mut index.store, &rows).unwrap();
    let store = &index.store;
    let count =
        |table: &str, filter: Filter<'_>| store.read_table(table, &filter).unwrap().num_rows();

    let ids: Vec<String> = rows
        .identifiers
        .iter()
        .step_by(3)
        .map(|row| row.id.clone())
        .collect();
    let by_ids = Filter {
        ids: Some(&ids),
        ..Filter::default()
    };
    assert_eq!(count("identifiers", by_ids), ids.len());
    let ids: Vec<String> = rows
        .symbols
        .iter()
        .step_by(2)
        .map(|row| row.id.clone())
        .collect();
    let by_ids = Filter {
        ids: Some(&ids),
        ..Filter::default()
    };
    assert_eq!(count("symbols", by_ids), ids.len());
    let ids: Vec<String> = rows
        .relationships
        .iter()
        .map(|row| row.id.clone())
        .collect();
    assert_eq!(
        count(
            "relationships",
            Filter {
                ids: Some(&ids),
                ..Filter::default()
            }
        ),
        ids.len()
    );
    let paths: Vec<String> = rows.file_data.iter().map(|row| row.path.clone()).collect();
    assert_eq!(
        count(
            "files",
            Filter {
                ids: Some(&paths),
                ..Filter::default()
            }
        ),
        paths.len()
    );
    assert_eq!(
        count(
            "files",
            Filter {
                ids: Some(&[]),
                ..Filter::default()
            }
        ),
        0
    );
}

#[test]
fn known_files_are_those_written_with_their_stamps() {
    let mut index = Index::new();
    let rows = join(random_workspace(19));
    let stamps = rows
        .file_data
        .iter()
        .enumerate()
        .map(|(number, file)| (file.path.clone(), i64::try_from(number).unwrap() - 3))
        .skip(1)
        .collect();
    common::replace_with(
        &mut index.store,
        &rows,
        &stamps,
        &std::collections::BTreeMap::new(),
    )
    .unwrap();
    let known = index.store.known_files().unwrap();
    assert_eq!(known.num_rows(), rows.file_data.len());
    for (row, file) in rows.file_data.iter().enumerate() {
        assert_eq!(known.column(0).as_string::<i32>().value(row), file.path);
        assert_eq!(known.column(3).as_string::<i32>().value(row), file.hash);
        assert_eq!(known.column(4).as_string::<i32>().value(row), file.status);
        let number = |column: usize| {
            known
                .column(column)
                .as_primitive::<arrow_array::types::Int64Type>()
                .value(row)
        };
        assert_eq!(number(1), i64::from(file.size));
        assert_eq!(number(2), stamps.get(&file.path).copied().unwrap_or(0));
    }
}
