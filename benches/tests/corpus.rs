//! The corpus stays what it is, and is what it says.

use std::collections::BTreeSet;
use std::path::Path;

use miller_benches::corpus::{bytes, files, files_of};
use miller_benches::stages::{arrow, object, row_count};

/// Language, bytes, rows, for the languages that the counts of instructions stand for. Whoever changes the corpus changes these, and renews the counts of
/// instructions with `make instructions-baseline`. Another extraction of the same files changes the
/// rows only.
const PINNED: [(&str, u64, u64); 10] = [
    ("c", 8982, 577),
    ("cpp", 11_113, 937),
    ("csharp", 9127, 509),
    ("go", 8003, 884),
    ("java", 11_344, 821),
    ("javascript", 8007, 538),
    ("python", 12_629, 947),
    ("rust", 10_067, 756),
    ("tsx", 9165, 594),
    ("typescript", 8908, 604),
];

#[test]
fn the_corpus_has_these_bytes_and_rows() {
    let languages: BTreeSet<&str> = files().iter().map(|file| file.source.language).collect();
    let found: Vec<(&str, u64, u64)> = languages
        .into_iter()
        .map(|language| {
            let files = files_of(language);
            (language, bytes(&files), row_count(&arrow(&files)))
        })
        .collect();
    assert_eq!(found, PINNED);
}

/// A hash of all texts: no byte moves unseen either.
const HASH: &str = "ca397203a61367d26abfdfb4bd7f40c35ab5196643f9ecc8ea944c2660098dd7";

#[test]
fn texts_are_these() {
    let texts: Vec<String> = files()
        .into_iter()
        .map(|file| file.source.content)
        .collect();
    assert_eq!(miller_extract::hash_content(&texts.concat()), HASH);
}

#[test]
fn all_files_of_the_folder_are_measured() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut on_disk = BTreeSet::new();
    for language in std::fs::read_dir(&folder).expect("the corpus is there") {
        let language = language.expect("the folder can be read").path();
        for file in std::fs::read_dir(&language).expect("a folder for each language") {
            let path = file.expect("the folder can be read").path();
            let path = path.strip_prefix(&folder).expect("it lies in there");
            on_disk.insert(path.to_str().expect("plain names").to_owned());
        }
    }
    let measured: BTreeSet<String> = files().iter().map(|file| file.path.to_owned()).collect();
    assert_eq!(measured, on_disk);
}

#[test]
fn files_have_no_syntax_that_a_grammar_refuses() {
    for file in files() {
        let tree = miller_extract::parse_text(&file.source.content, file.source.language);
        let tree = tree
            .expect("the language is known")
            .expect("parsed in time");
        assert!(
            !tree.root_node().has_error(),
            "{}: {}",
            file.path,
            tree.root_node()
        );
    }
}

#[test]
fn every_file_is_extracted_whole() {
    for rows in object(&files()) {
        let file = &rows.file_data[0];
        assert_eq!(
            (file.status.as_str(), &file.detail),
            ("ok", &None),
            "{}",
            file.path
        );
        assert!(rows.symbols.len() > 5, "{}", file.path);
        assert!(
            rows.identifiers.len() > rows.symbols.len() / 2,
            "{}",
            file.path
        );
    }
}

#[test]
fn languages_are_those_that_the_names_say() {
    for file in files() {
        let language = miller_extract::detect_language(file.path);
        assert_eq!(language, file.source.language, "{}", file.path);
    }
}
