//! One snapshot per language: the rows of its fixture as an indented text.
//!
//! A language's folder holds `fixture.<extension>` (or several, `fixture_<name>.<extension>`) and
//! beside each an `….expected.txt`. `UPDATE_SNAPSHOTS=1 cargo test` rewrites them; read every
//! difference before committing it.

#[path = "../examples/show/describe.rs"]
mod describe;
mod fixtures;

use std::fs;
use std::path::{Path, PathBuf};

use miller_extract::{detect_language, extract_text};

use describe::describe;
use fixtures::fixtures;

#[test]
fn fixtures_give_the_expected_rows() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let (name, content) = (fixture.name.as_str(), fixture.content.as_str());
        let language = detect_language(name);
        let rows =
            extract_text(content, language, name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            !rows.symbols.is_empty(),
            "{}: no symbols",
            fixture.path.display()
        );
        let found = describe(&rows);
        let expected_path = PathBuf::from(format!("{}.expected.txt", fixture.path.display()));
        if update {
            fs::write(&expected_path, &found).expect("the folder is writable");
            continue;
        }
        let expected = String::from_utf8(fs::read(&expected_path).unwrap_or_default());
        let expected = expected.expect("snapshots are UTF-8");
        if expected != found {
            wrong.push(first_difference(&expected_path, &expected, &found));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE_SNAPSHOTS=1 rewrites them",
        wrong.join("\n")
    );
}

fn first_difference(path: &Path, expected: &str, found: &str) -> String {
    let (mut left, mut right) = (expected.lines(), found.lines());
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (expected, found) if expected != found => {
                return format!(
                    "{}:{number}\n  expected: {}\n  found:    {}",
                    path.display(),
                    expected.unwrap_or("(end)"),
                    found.unwrap_or("(end)")
                );
            }
            _ => {}
        }
    }
    format!("{}: differs in line ends", path.display())
}
