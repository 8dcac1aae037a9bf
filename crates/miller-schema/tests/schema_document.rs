//! `docs/schema.md` is made from the tables; here it is made, and compared.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use miller_schema::{
    EDGES, FileStatus, IdentifierKind, RelationshipKind, SymbolKind, Table, Visibility, tables,
};

const HEAD: &str = "# The rows

Written by `cargo test -p miller-schema` from `crates/miller-schema/src/tables.rs`; `make generated`
rewrites it. Types are Arrow types; `?` marks a column that may hold nulls. The SQLite views have the
same columns in the same order (`file_data` is the view `files` there), and so have the Python classes
and record batches. LanceDB holds the columns of `symbols`, then `search_text` and `vector`.
";

fn document() -> String {
    let mut text = HEAD.to_owned();
    for table in tables() {
        write_table(&mut text, &table);
    }
    write!(text, "\n## `{}`\n\n{}\n\n", EDGES.name, EDGES.doc).expect("text can be written to");
    text.push_str("| column | type | what it holds |\n|---|---|---|\n");
    for (name, data_type, doc) in EDGES.columns {
        writeln!(text, "| `{name}` | {data_type} | {doc} |").expect("text can be written to");
    }
    text.push_str(
        "\n## Words\n\nThe values that these columns may hold.\n\n| column | values |\n|---|---|\n",
    );
    let words: [(&str, Vec<&str>); 5] = [
        (
            "`symbols.kind`",
            SymbolKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        ),
        (
            "`symbols.visibility`",
            Visibility::ALL.iter().map(|word| word.as_str()).collect(),
        ),
        (
            "`identifiers.kind`",
            IdentifierKind::ALL
                .iter()
                .map(|kind| kind.as_str())
                .collect(),
        ),
        (
            "`relationships.kind`, `pending_relationships.kind`",
            RelationshipKind::ALL
                .iter()
                .map(|kind| kind.as_str())
                .collect(),
        ),
        (
            "`file_data.status`",
            FileStatus::ALL
                .iter()
                .map(|status| status.as_str())
                .collect(),
        ),
    ];
    for (column, values) in words {
        writeln!(text, "| {column} | {} |", values.join(", ")).expect("text can be written to");
    }
    text
}

fn write_table(text: &mut String, table: &Table) {
    write!(text, "\n## `{}`\n\n{}\n\n", table.name, table.doc).expect("text can be written to");
    text.push_str("| column | type | what it holds |\n|---|---|---|\n");
    for column in &table.columns {
        let nulls = if column.nullable { "?" } else { "" };
        let (name, data_type, doc) = (column.name, &column.data_type, column.doc);
        writeln!(text, "| `{name}` | {data_type}{nulls} | {doc} |")
            .expect("text can be written to");
    }
}

#[test]
fn document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.md");
    let expected = document();
    if env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &expected).expect("docs/ can be written to");
    }
    let found = fs::read(&path).unwrap_or_default();
    assert!(
        found == expected.as_bytes(),
        "docs/schema.md is stale; run `make generated`"
    );
}
