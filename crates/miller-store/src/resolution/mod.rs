//! References across files: which definition of another file a use means.
//!
//! Extraction decides what a file decides by itself. This pass goes over the files whose rows have changed,
//! and over those whose answers may have, and decides the rest by imports, paths, packages, base types
//! and, last, by names that are defined only once. What it decides stands beside what was extracted, which is
//! never lost: see the columns of `identifier_rows` in [`crate::layout`].
//!
//! `docs/architecture.md`, "References across files", says what decides and how sure that is.

mod changes;
mod containers;
mod dependencies;
mod edges;
mod exports;
mod families;
mod fit;
mod free;
mod meaning;
mod members;
mod modules;
mod pass;
mod remembered;
mod scope;
mod unique;
mod world;

use std::sync::LazyLock;

use rusqlite::Connection;

use crate::error::Failure;
pub use families::share_names;
use meaning::Finder;
use world::World;

/// The entry of `state` that says by which rules references were resolved.
pub(crate) const VERSION_KEY: &str = "resolution_version";

/// What a pass has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// Files whose uses were looked at.
    pub files: u64,
    /// Uses in them that mean a definition of another file, or whose import does.
    pub identifiers: u64,
    /// Edges in them that lead to another file.
    pub relationships: u64,
}

/// Differs where other rules decide: a hash of their sources.
pub(crate) fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for source in [
            include_str!("changes.rs"),
            include_str!("containers.rs"),
            include_str!("dependencies.rs"),
            include_str!("edges.rs"),
            include_str!("exports.rs"),
            include_str!("families.rs"),
            include_str!("fit.rs"),
            include_str!("free.rs"),
            include_str!("library_names/c.txt"),
            include_str!("library_names/c_functions.txt"),
            include_str!("library_names/dotnet.txt"),
            include_str!("library_names/ecmascript.txt"),
            include_str!("library_names/go.txt"),
            include_str!("library_names/jvm.txt"),
            include_str!("library_names/php.txt"),
            include_str!("library_names/python.txt"),
            include_str!("library_names/ruby.txt"),
            include_str!("library_names/rust.txt"),
            include_str!("meaning.rs"),
            include_str!("members.rs"),
            include_str!("mod.rs"),
            include_str!("modules/ecmascript.rs"),
            include_str!("modules/go.rs"),
            include_str!("modules/includes.rs"),
            include_str!("modules/mod.rs"),
            include_str!("modules/python.rs"),
            include_str!("modules/rust.rs"),
            include_str!("modules/tsconfig.rs"),
            include_str!("pass.rs"),
            include_str!("remembered.rs"),
            include_str!("scope.rs"),
            include_str!("unique.rs"),
            include_str!("world.rs"),
        ] {
            hasher.update(source.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    });
    &VERSION
}

/// Whether files are waiting for a pass, or were resolved by other rules.
pub(crate) fn is_due(connection: &Connection) -> rusqlite::Result<bool> {
    let waiting: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM file_rows WHERE resolved = 0) \
           OR EXISTS (SELECT 1 FROM former_facts)",
        [],
        |row| row.get(0),
    )?;
    Ok(waiting || changes::by_other_rules(connection)?)
}

/// Resolves what is due, within the transaction of the caller.
pub(crate) fn resolve(connection: &Connection) -> Result<Resolved, Failure> {
    if !is_due(connection)? {
        return Ok(Resolved::default());
    }
    let mut world = World::new(connection)?;
    let files = changes::files_to_resolve(&mut world)?;
    let mut finder = Finder::new(world);
    let mut resolved = Resolved::default();
    for file in files {
        let done = pass::resolve_file(&mut finder, file)?;
        resolved.files += 1;
        resolved.identifiers += done.identifiers;
        resolved.relationships += done.relationships;
    }
    changes::note_resolved(connection)?;
    Ok(resolved)
}
