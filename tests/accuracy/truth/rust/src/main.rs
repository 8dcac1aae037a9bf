//! Reads paths from standard input and prints what `syn` finds in each file as a line of JSON.

mod collect;
mod names;

use std::io::{self, BufRead, Write};
use std::{fs, thread};

use serde_json::{Value, json};

use crate::collect::Collector;

/// The visitor recurses as deep as the source nests.
const STACK: usize = 512 << 20;

fn main() -> io::Result<()> {
    let run = thread::Builder::new().stack_size(STACK).spawn(print_all)?;
    run.join().unwrap_or_else(|_| Err(io::Error::other("the visitor stopped")))
}

fn print_all() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for path in io::stdin().lock().lines() {
        let path = path?;
        writeln!(out, "{}", truth(&path))?;
    }
    Ok(())
}

fn truth(path: &str) -> Value {
    let read = fs::read_to_string(path).map_err(|error| error.to_string());
    let parsed = read.and_then(|text| {
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        syn::parse_file(text).map_err(|error| error.to_string())
    });
    match parsed {
        Ok(file) => Collector::of(&file).to_json(path),
        Err(error) => json!({
            "path": path, "definitions": [], "calls": [], "bases": [], "error": error,
        }),
    }
}
