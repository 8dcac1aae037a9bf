//! Puts a fingerprint of everything that decides the rows into the library: an index made by another
//! extraction is to be made anew.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let crate_folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let workspace = crate_folder.join("../..");
    // The lock file names the versions of the grammars.
    let mut files = vec![workspace.join("Cargo.lock")];
    collect(&crate_folder.join("src"), &mut files);
    files.sort();
    // Its keys are fixed, so that equal sources give equal fingerprints.
    let mut hasher = DefaultHasher::new();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&workspace).unwrap_or(file);
        name.hash(&mut hasher);
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    println!(
        "cargo:rerun-if-changed={}",
        crate_folder.join("src").display()
    );
    println!(
        "cargo:rustc-env=MILLER_EXTRACTION_FINGERPRINT={:016x}",
        hasher.finish()
    );
}

/// The Rust sources below a folder: fixtures and snapshots decide nothing.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.file_stem().is_some_and(|stem| stem == "fixture") {
            // The Rust fixture is no source of ours.
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
