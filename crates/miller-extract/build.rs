//! Puts into the library a fingerprint of everything that decides the rows, since an index made by
//! another extraction is to be made anew, and the grammar of each language with its version.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write;
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
    write_grammars(&crate_folder, &workspace);
    // Its keys are fixed, so that equal sources give equal fingerprints.
    let mut hasher = DefaultHasher::new();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&workspace).unwrap_or(file);
        name.hash(&mut hasher);
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    // A slim build leaves languages out.
    let mut features: Vec<String> = std::env::vars()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("CARGO_FEATURE_"))
        .collect();
    features.sort();
    features.hash(&mut hasher);
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
        } else if is_fixture(&path) {
            // The Rust fixture is no source of ours.
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Writes the crate and version of each language's grammar, as the manifest and the lock file have
/// them: `("python", "tree-sitter-python", "0.25.0"),` for each feature.
fn write_grammars(crate_folder: &Path, workspace: &Path) {
    let read = |path: PathBuf| {
        let bytes = fs::read(path).expect("the workspace is complete");
        String::from_utf8(bytes).expect("manifests are UTF-8")
    };
    let manifest = read(crate_folder.join("Cargo.toml"));
    let lock = read(workspace.join("Cargo.lock"));
    let features: Vec<(&str, Vec<&str>)> = manifest
        .lines()
        .filter_map(|line| {
            line.split_once(" = [")?
                .1
                .strip_suffix(']')
                .map(|list| (line, list))
        })
        .map(|(line, list)| {
            let feature = line.split(' ').next().unwrap_or_default();
            (
                feature,
                list.split(", ")
                    .map(|part| part.trim_matches('"'))
                    .collect(),
            )
        })
        .collect();
    let mut text = String::from("&[\n");
    for (feature, _) in &features {
        if let Some(grammar) = grammar_of(feature, &features) {
            let version = lock
                .split_once(&format!("name = \"{grammar}\"\nversion = \""))
                .and_then(|(_, rest)| rest.split('"').next())
                .expect("the lock file has every dependency");
            writeln!(text, "    ({feature:?}, {grammar:?}, {version:?}),")
                .expect("a string takes every text");
        }
    }
    text.push_str("]\n");
    let output = PathBuf::from(std::env::var_os("OUT_DIR").expect("Cargo sets it"));
    fs::write(output.join("grammars.rs"), text).expect("the output folder can be written to");
}

/// The grammar's crate of a feature: its own, or that of the language whose table it shares.
fn grammar_of<'m>(feature: &str, features: &[(&str, Vec<&'m str>)]) -> Option<&'m str> {
    let (_, parts) = features.iter().find(|(name, _)| *name == feature)?;
    let own = parts
        .iter()
        .find_map(|part| part.strip_prefix("dep:tree-sitter-"));
    match own {
        Some(_) => parts.iter().find_map(|part| part.strip_prefix("dep:")),
        None => grammar_of(parts.first()?, features),
    }
}

fn is_fixture(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with("fixture")
}
