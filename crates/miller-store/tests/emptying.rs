//! Emptying an index under its readers.

mod common;

use common::{Index, all_rows, file, replace, symbol};
use miller_schema::Rows;
use miller_store::{Store, StoreError};

fn closed_index() -> (tempfile::TempDir, std::path::PathBuf) {
    let Index { folder, mut store } = Index::new();
    let path = folder.path().join("index.db");
    let rows = Rows {
        file_data: vec![file("a.py")],
        symbols: vec![symbol("a.py", "x")],
        ..Rows::default()
    };
    replace(&mut store, &rows).unwrap();
    store.close().unwrap();
    (folder, path)
}

#[test]
fn an_emptied_index_is_filled_again_under_its_reader() {
    let (_folder, path) = closed_index();
    let reader = Store::open_read_only(&path).unwrap();
    Store::make_empty(&path).unwrap();
    assert!(reader.counts().is_err());
    assert!(matches!(
        Store::open_read_only(&path).unwrap_err(),
        StoreError::Empty { .. }
    ));
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.counts().unwrap()["files"], 0);
    let rows = Rows {
        file_data: vec![file("b.py")],
        ..Rows::default()
    };
    replace(&mut store, &rows).unwrap();
    assert_eq!(all_rows(&reader), all_rows(&store));
}

#[test]
fn whatever_is_there_can_be_emptied() {
    for content in [
        Vec::new(),
        vec![0; 20_000],
        b"somebody's notes\n".repeat(999),
        vec![0xa5; 100],
    ] {
        let (_folder, path) = closed_index();
        std::fs::write(&path, &content).unwrap();
        Store::make_empty(&path).unwrap();
        let store = Store::open(&path).unwrap();
        assert_eq!(store.counts().unwrap()["files"], 0);
    }
    let (folder, _) = closed_index();
    let new = folder.path().join("new.db");
    Store::make_empty(&new).unwrap();
    assert_eq!(Store::open(&new).unwrap().counts().unwrap()["files"], 0);
}

#[test]
fn a_reader_of_one_commit_goes_on_with_it() {
    let (_folder, path) = closed_index();
    let reader = Store::open_last_commit(&path).unwrap();
    let before = all_rows(&reader);
    Store::make_empty(&path).unwrap();
    drop(Store::open(&path).unwrap());
    assert_eq!(reader.counts().unwrap()["files"], 1);
    assert_eq!(reader.digests(false).unwrap().0.len(), 2);
    assert_eq!(all_rows(&reader), before);
}
