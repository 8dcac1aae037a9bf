//! Shows what Miller makes of a file: `cargo run -p miller-extract --example show -- FILE` prints its
//! rows, and with `--tree` before them the syntax tree, one node a line with field, kind and place.

#![expect(clippy::print_stdout, reason = "a program that prints")]

mod describe;

use std::path::Path;

use miller_extract::{ExtractOptions, extract_to_rows, parse_text};
use tree_sitter::Tree;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut with_tree = false;
    let mut file = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--tree" => with_tree = true,
            _ => file = Some(argument),
        }
    }
    let file = file.ok_or("usage: show [--tree] FILE")?;
    let path = Path::new(&file);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let name = path
        .file_name()
        .ok_or("no file name")?
        .to_string_lossy()
        .into_owned();
    let options = ExtractOptions::default();
    let files = extract_to_rows(folder.unwrap_or(Path::new(".")), &[name], &options)?;
    let rows = files.first().ok_or("no rows")?;
    for row in &rows.file_data {
        if with_tree && let Some(tree) = parse_text(&row.content, &row.language)? {
            print_tree(&tree, &row.content);
        }
        let detail = row.detail.as_deref().unwrap_or("-");
        println!("{} {}: {} ({detail})", row.language, row.path, row.status);
    }
    print!("{}", describe::describe(rows));
    Ok(())
}

fn print_tree(tree: &Tree, content: &str) {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let indent = "  ".repeat(cursor.depth() as usize);
        let field = cursor
            .field_name()
            .map_or(String::new(), |field| format!("{field}: "));
        let (start, end) = (node.start_position(), node.end_position());
        let kind = if node.is_named() {
            node.kind().to_owned()
        } else {
            format!("{:?}", node.kind())
        };
        let text = if node.child_count() == 0 {
            &content[node.byte_range()]
        } else {
            ""
        };
        let text: String = text.chars().take(40).collect();
        println!(
            "{indent}{field}{kind} {}:{}-{}:{} {text:?}",
            start.row + 1,
            start.column,
            end.row + 1,
            end.column
        );
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
