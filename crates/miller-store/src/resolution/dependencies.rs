//! What the resolution of a file has looked into, as keys: what has changed is matched with them.

/// A hash of a kind of look-up and of what was looked up.
pub(super) type Key = i64;

fn key(kind: &[u8], what: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind);
    hasher.update(what.as_bytes());
    let hash = hasher.finalize();
    let mut front = [0; 8];
    front.copy_from_slice(&hash.as_bytes()[..8]);
    Key::from_le_bytes(front)
}

/// Names were looked up in a file.
pub(super) fn file(path: &str) -> Key {
    key(b"file ", path)
}

/// What a name stands for in a file was asked, and the file says so by another name: `export { a as b }`.
pub(super) fn whole_file(path: &str) -> Key {
    key(b"whole ", path)
}

/// A name was looked up that the file itself may not use: it stands in an import or a path.
pub(super) fn name(name: &str) -> Key {
    key(b"name ", name)
}

/// Names were looked up among the qualified ones that start so.
pub(super) fn prefix(prefix: &str) -> Key {
    key(b"prefix ", prefix)
}

/// Names were looked up in all files of a folder.
pub(super) fn folder(folder: &str) -> Key {
    key(b"folder ", folder)
}

/// A module of this path was looked for, whatever the ending of its file. Also said of a file that has come or
/// gone, by its own path: a module that is looked for with all endings is one key, not one for each.
pub(super) fn module(path: &str) -> Key {
    let (folder, base_name) = path.rsplit_once('/').unwrap_or(("", path));
    let bare = base_name.split('.').next().unwrap_or(base_name);
    if matches!(bare, "index" | "__init__") {
        return key(b"module ", folder);
    }
    key(
        b"module ",
        &path[..path.len() - (base_name.len() - bare.len())],
    )
}

/// It was asked whether there is a file of this path.
pub(super) fn path(path: &str) -> Key {
    key(b"path ", path)
}

/// The files of this name were looked at.
pub(super) fn base_name(name: &str) -> Key {
    key(b"base ", name)
}

/// The file includes another one.
pub(super) fn included(path: &str) -> Key {
    key(b"include ", path)
}
