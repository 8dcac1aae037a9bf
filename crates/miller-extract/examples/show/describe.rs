//! The rows of a file as an indented text: what the snapshots hold.

use std::collections::HashMap;
use std::fmt::Write;

use miller_schema::Rows;

/// All rows of a file, for people to read.
pub fn describe(rows: &Rows) -> String {
    let mut out = String::from("symbols\n");
    let names: HashMap<&str, String> = rows
        .symbols
        .iter()
        .map(|symbol| {
            (
                symbol.id.as_str(),
                format!("{}@{}", symbol.qualified_name, symbol.start_line),
            )
        })
        .collect();
    let mut depths: HashMap<&str, usize> = HashMap::new();
    for symbol in &rows.symbols {
        let depth = symbol
            .parent_id
            .as_deref()
            .and_then(|id| depths.get(id))
            .map_or(0, |d| d + 1);
        depths.insert(&symbol.id, depth);
        let indent = "  ".repeat(depth + 1);
        writeln!(
            out,
            "{indent}{} {} [{}] {}:{}-{}:{} {}",
            symbol.kind,
            symbol.qualified_name,
            symbol.visibility.as_deref().unwrap_or("-"),
            symbol.start_line,
            symbol.start_column,
            symbol.end_line,
            symbol.end_column,
            symbol.name,
        )
        .unwrap();
        if let Some(parent) = &symbol.parent_id
            && !depths.contains_key(parent.as_str())
        {
            writeln!(out, "{indent}  parent: {}", names[parent.as_str()]).unwrap();
        }
        if let Some(signature) = &symbol.signature {
            writeln!(out, "{indent}  = {signature}").unwrap();
        }
        for line in symbol.doc_comment.as_deref().unwrap_or_default().lines() {
            writeln!(out, "{indent}  | {line}").unwrap();
        }
    }
    out.push_str("identifiers\n");
    for identifier in &rows.identifiers {
        write!(
            out,
            "  {}:{} {} {}",
            identifier.start_line, identifier.start_column, identifier.kind, identifier.name
        )
        .unwrap();
        write_qualifier(&mut out, identifier.qualifier.as_deref());
        if let Some(target) = &identifier.target_symbol_id {
            write!(out, " -> {}", names[target.as_str()]).unwrap();
        }
        if let Some(containing) = &identifier.containing_symbol_id {
            write!(out, " in {}", names[containing.as_str()]).unwrap();
        }
        write_confidence(&mut out, identifier.confidence);
    }
    out.push_str("relationships\n");
    for edge in &rows.relationships {
        let (from, to) = (
            &names[edge.from_symbol_id.as_str()],
            &names[edge.to_symbol_id.as_str()],
        );
        write!(out, "  {} {from} {} {to}", edge.line_number, edge.kind).unwrap();
        write_confidence(&mut out, edge.confidence);
    }
    out.push_str("pending relationships\n");
    for edge in &rows.pending_relationships {
        let from = &names[edge.from_symbol_id.as_str()];
        write!(
            out,
            "  {} {from} {} {}",
            edge.line_number, edge.kind, edge.to_name
        )
        .unwrap();
        write_qualifier(&mut out, edge.to_qualifier.as_deref());
        write_confidence(&mut out, edge.confidence);
    }
    out
}

fn write_qualifier(out: &mut String, qualifier: Option<&str>) {
    match qualifier {
        None => {}
        Some("") => out.push_str(" of a value"),
        Some("=") => out.push_str(" (local)"),
        Some(path) => write!(out, " of {path}").unwrap(),
    }
}

fn write_confidence(out: &mut String, confidence: f32) {
    if confidence < 1.0 {
        write!(out, " ({confidence})").unwrap();
    }
    out.push('\n');
}
