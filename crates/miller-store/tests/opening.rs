//! Opening: what is refused and why, what is repaired, and who may hold the file.

mod common;

use std::fs;

use common::{Index, all_rows, file, replace, symbol};
use miller_schema::Rows;
use miller_store::guard::claim;
use miller_store::{Store, StoreError, layout};

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

fn change(path: &std::path::Path, sql: &str) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

#[test]
fn an_index_can_be_opened_again() {
    let (_folder, path) = closed_index();
    let store = Store::open(&path).unwrap();
    assert_eq!(store.counts().unwrap()["symbols"], 1);
    let second = Store::open(&path).unwrap();
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(all_rows(&reader), all_rows(&store));
    drop(second);
}

#[test]
fn another_layout_is_refused() {
    for sql in [
        "UPDATE state SET value = 'another' WHERE key = 'schema_fingerprint'",
        "DELETE FROM state",
        "PRAGMA user_version = 99",
    ] {
        let (_folder, path) = closed_index();
        change(&path, sql);
        let error = Store::open(&path).unwrap_err();
        assert!(
            matches!(error, StoreError::LayoutMismatch { .. }),
            "{sql}: {error}"
        );
        assert!(error.hint().unwrap().contains("build it again"));
    }
}

#[test]
fn files_that_are_no_index_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    fs::write(&path, "just text, and rather a lot of it\n".repeat(100)).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::NotAnIndex { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), before);

    let path = folder.path().join("other.db");
    change(&path, "CREATE TABLE mine(x)");
    let before = fs::read(&path).unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::NotAnIndex { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_index_is_called_so() {
    let (_folder, path) = closed_index();
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(100) {
        *byte = 0xa5;
    }
    fs::write(&path, bytes).unwrap();
    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("index.db"));
}

#[test]
fn missing_folders_and_files_are_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere/index.db");
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::CannotOpen { .. })
    ));
    let path = folder.path().join("none.db");
    assert!(matches!(
        Store::open_read_only(&path),
        Err(StoreError::CannotOpen { .. })
    ));
    assert!(!path.exists());
    assert!(Store::open(folder.path()).is_err());
}

#[test]
fn a_store_for_reading_refuses_to_write() {
    let (_folder, path) = closed_index();
    let mut store = Store::open_read_only(&path).unwrap();
    assert!(matches!(
        store.add_files(&[]),
        Err(StoreError::ReadOnly { .. })
    ));
    assert!(matches!(
        store.begin_bulk_load(),
        Err(StoreError::ReadOnly { .. })
    ));
}

#[test]
fn an_interrupted_bulk_load_is_completed_on_opening() {
    let Index { folder, mut store } = Index::new();
    let path = folder.path().join("index.db");
    assert!(store.begin_bulk_load().unwrap());
    // Dropped without an end, as a crash would.
    drop(store);
    let store = Store::open(&path).unwrap();
    for (name, _) in layout::INDEXES {
        let sql = format!("SELECT 1 FROM sqlite_schema WHERE name = '{name}'");
        assert_eq!(store.query(&sql, &[]).unwrap().num_rows(), 1, "{name}");
    }
}

#[test]
fn foreign_keys_are_enforced_outside_a_bulk_load() {
    let (_folder, path) = closed_index();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    assert!(connection.execute("DELETE FROM file_rows", []).is_err());
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("index.db")).unwrap();
    assert!(are_enforced(&store));
    assert!(store.begin_bulk_load().unwrap());
    assert!(!are_enforced(&store));
    store.end_bulk_load().unwrap();
    assert!(are_enforced(&store));
}

fn are_enforced(store: &Store) -> bool {
    let found = store
        .query("SELECT foreign_keys FROM pragma_foreign_keys", &[])
        .unwrap();
    let column: &arrow_array::Int64Array =
        arrow_array::cast::AsArray::as_primitive(found.column(0));
    column.value(0) == 1
}

#[test]
fn two_libraries_never_hold_one_file() {
    let (folder, path) = closed_index();
    let python = claim(&path, "Python sqlite3").unwrap();
    let error = Store::open(&path).unwrap_err();
    let StoreError::HeldByOtherLibrary {
        holder, library, ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!(
        (holder.as_str(), library.as_str()),
        ("Python sqlite3", "miller-store")
    );
    // The same library may hold it twice, and has let go of it only when both handles are closed.
    let again = claim(&path, "Python sqlite3").unwrap();
    drop(python);
    assert!(Store::open(&path).is_err());
    drop(again);

    let store = Store::open(&path).unwrap();
    // Another way to write the path leads to the same file.
    let detour = folder.path().join(".").join("index.db");
    assert!(claim(&detour, "Python sqlite3").is_err());
    #[cfg(unix)]
    {
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(claim(&link, "Python sqlite3").is_err());
    }
    store.close().unwrap();
    claim(&path, "Python sqlite3").unwrap();
}

#[test]
fn a_failed_opening_gives_the_claim_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    fs::write(&path, "text ".repeat(1000)).unwrap();
    assert!(Store::open(&path).is_err());
    claim(&path, "Python sqlite3").unwrap();
}
