//! The outline of a file of data has a limit, and says when it passes it.

#![cfg(feature = "json")]

use std::collections::HashSet;
use std::fmt::Write;

use miller_extract::extract_text;
use miller_extract::spec::OUTLINE_LIMIT;

fn object_of(keys: u32) -> String {
    let mut text = String::from("{\n");
    for key in 0..keys {
        let comma = if key + 1 < keys { "," } else { "" };
        writeln!(text, "  \"key_{key}\": {{ \"inner\": {key} }}{comma}").unwrap();
    }
    text.push_str("}\n");
    text
}

#[test]
fn what_passes_the_limit_is_left_out_and_said() {
    let keys = OUTLINE_LIMIT + 500;
    let rows = extract_text(&object_of(keys), "json", "large.json").unwrap();
    assert_eq!(rows.symbols.len(), OUTLINE_LIMIT as usize);
    let file = &rows.file_data[0];
    assert_eq!(file.status, "partial");
    let detail = file.detail.as_deref().unwrap();
    let all = keys * 2;
    assert_eq!(
        detail,
        format!("the outline holds the first {OUTLINE_LIMIT} of {all} symbols")
    );
    // What is kept has its parents, and nothing points at what is not.
    let ids: HashSet<&str> = rows.symbols.iter().map(|row| row.id.as_str()).collect();
    let parents = rows
        .symbols
        .iter()
        .filter_map(|row| row.parent_id.as_deref());
    let containing = rows
        .identifiers
        .iter()
        .filter_map(|row| row.containing_symbol_id.as_deref());
    let targets = rows
        .identifiers
        .iter()
        .filter_map(|row| row.target_symbol_id.as_deref());
    let ends = rows.relationships.iter();
    let ends = ends.flat_map(|row| [row.from_symbol_id.as_str(), row.to_symbol_id.as_str()]);
    for id in parents.chain(containing).chain(targets).chain(ends) {
        assert!(ids.contains(id));
    }
}

#[test]
fn what_reaches_the_limit_is_whole() {
    let rows = extract_text(&object_of(OUTLINE_LIMIT / 2), "json", "full.json").unwrap();
    assert_eq!(rows.symbols.len(), OUTLINE_LIMIT as usize);
    assert_eq!(
        (rows.file_data[0].status.as_str(), &rows.file_data[0].detail),
        ("ok", &None)
    );
}
