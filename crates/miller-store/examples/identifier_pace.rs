//! What 1,000,000 identifiers cost: CPU seconds and bytes, with and without enforced foreign keys.
//!
//! ```sh
//! cargo run --release -p miller-store --example identifier_pace -- [rows] [rows a transaction] [bulk|indexed]
//! ```
//!
//! The rows are like those of real source: 200 identifiers and 10 symbols a file, 60,000 names of which
//! few are frequent, 9 of 10 identifiers inside a symbol, 3 of 10 with a target.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use miller_schema::{
    BatchBuilder, Batches, FileDataRow, IdentifierRow, RelationshipRow, Sink, SymbolRow,
};
use miller_store::{Replacement, Store};

const IDENTIFIERS_A_FILE: usize = 200;
const SYMBOLS_A_FILE: usize = 10;
const NAMES: u64 = 60_000;

fn main() -> Result<(), Box<dyn Error>> {
    if cfg!(debug_assertions) {
        return Err("measure an optimised build: --release".into());
    }
    let mut arguments = std::env::args().skip(1);
    let rows: usize = arguments
        .next()
        .map_or(Ok(1_000_000), |text| text.parse())?;
    let flush: usize = arguments.next().map_or(Ok(50_000), |text| text.parse())?;
    let bulk = arguments.next().is_none_or(|word| word == "bulk");

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("index.db");
    let mut store = Store::open(&path)?;
    if bulk {
        store.begin_bulk_load()?;
    }
    let files_a_flush = flush.div_ceil(IDENTIFIERS_A_FILE);
    let files = rows.div_ceil(IDENTIFIERS_A_FILE);
    let mut making = Duration::ZERO;
    let begin = cpu_seconds();
    let wall = Instant::now();
    let mut first = 0;
    while first < files {
        let started = Instant::now();
        let batches = make(first..files.min(first + files_a_flush));
        making += started.elapsed();
        store.replace_files(&Replacement {
            files: &[batches.file_data],
            symbols: &[batches.symbols],
            identifiers: &[batches.identifiers],
            relationships: &[batches.relationships],
            pending_relationships: &[batches.pending_relationships],
            stamps: None,
            state: &BTreeMap::new(),
            ..Replacement::default()
        })?;
        first += files_a_flush;
    }
    let written = cpu_seconds();
    store.close()?;
    let closed = cpu_seconds();
    let bytes = std::fs::metadata(&path)?.len();
    let identifiers = files * IDENTIFIERS_A_FILE;
    #[expect(clippy::cast_precision_loss, reason = "a report needs three digits")]
    let ratio = bytes as f64 / identifiers as f64;
    let report = format!(
        "{identifiers} identifiers, {} symbols, {files} files, {flush} rows a transaction\n\
         CPU {:.2} s: rows {:.2}, indexes {:.2} (making the batches took {:.2} s of the rows)\n\
         wall {:.2} s, {:.1} bytes an identifier\n",
        files * SYMBOLS_A_FILE,
        closed - begin,
        written - begin,
        closed - written,
        making.as_secs_f64(),
        wall.elapsed().as_secs_f64(),
        ratio,
    );
    io::stdout().write_all(report.as_bytes())?;

    let mut store = Store::open(&path)?;
    let again = make(0..files.min(100));
    let started = cpu_seconds();
    store.replace_files(&Replacement {
        files: &[again.file_data],
        symbols: &[again.symbols],
        identifiers: &[again.identifiers],
        relationships: &[again.relationships],
        pending_relationships: &[again.pending_relationships],
        stamps: None,
        state: &BTreeMap::new(),
        ..Replacement::default()
    })?;
    let report = format!(
        "replacing 100 files: CPU {:.3} s\n",
        cpu_seconds() - started
    );
    io::stdout().write_all(report.as_bytes())?;
    Ok(())
}

/// Rows of some files; the same for the same numbers.
fn make(files: std::ops::Range<usize>) -> Batches {
    let mut builder = BatchBuilder::default();
    let mut chance = (files.start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |limit: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance >> 11) % limit
    };
    let mut name = String::new();
    let mut id = String::new();
    for number in files {
        let path = format!("src/package_{}/module_{number}.py", number / 50);
        let hash = blake3::hash(path.as_bytes()).to_hex();
        builder.file_data(&FileDataRow {
            path: &path,
            language: "python",
            content: "",
            hash: &hash,
            size: 8000,
            status: "ok",
            detail: None,
        });
        let symbols: Vec<String> = (0..SYMBOLS_A_FILE)
            .map(|symbol| {
                blake3::hash(format!("{path}{symbol}").as_bytes()).to_hex()[..32].to_owned()
            })
            .collect();
        for (position, symbol) in symbols.iter().enumerate() {
            let line = position as u32 * 20 + 1;
            builder.symbols(&SymbolRow {
                id: symbol,
                name: "do_something",
                kind: "function",
                language: "python",
                file_path: &path,
                start_line: line,
                end_line: line + 19,
                signature: Some("def do_something(self, first, second)"),
                doc_comment: None,
                parent_id: (position > 0).then(|| symbols[0].as_str()),
                code_context: None,
                start_column: 0,
                end_column: 20,
                start_byte: line * 40,
                end_byte: line * 40 + 800,
                visibility: Some("public"),
                qualified_name: "Something.do_something",
            });
        }
        for position in 0..IDENTIFIERS_A_FILE {
            // The square of an even chance: few names are frequent.
            let rare = next(NAMES) * next(NAMES) / NAMES * next(NAMES) / NAMES;
            name.clear();
            let _ = write!(name, "name_{rare}");
            let start_byte = position as u32 * 40 + 4;
            let end_byte = start_byte + name.len() as u32;
            id.clear();
            let _ = write!(id, "{}{start_byte:08x}{end_byte:08x}", &hash[..16]);
            let line = position as u32 + 1;
            let symbol = symbols[position * SYMBOLS_A_FILE / IDENTIFIERS_A_FILE].as_str();
            let target = symbols[next(SYMBOLS_A_FILE as u64) as usize].as_str();
            builder.identifiers(&IdentifierRow {
                qualifier: None,
                id: &id,
                name: &name,
                kind: ["call", "variable_ref", "member_access"][next(3) as usize],
                language: "python",
                file_path: &path,
                start_line: line,
                start_column: 4,
                end_line: line,
                end_column: 4 + name.len() as u32,
                containing_symbol_id: (next(10) > 0).then_some(symbol),
                target_symbol_id: (next(10) < 3).then_some(target),
                confidence: if next(4) == 0 { 0.9 } else { 1.0 },
                start_byte,
                end_byte,
            });
        }
        for edge in 0..6 {
            builder.relationships(&RelationshipRow {
                id: &blake3::hash(format!("{path}>{edge}").as_bytes()).to_hex()[..32],
                from_symbol_id: &symbols[edge],
                to_symbol_id: &symbols[edge + 1],
                kind: "calls",
                file_path: &path,
                line_number: edge as u32,
                confidence: 1.0,
            });
        }
    }
    builder.finish()
}

/// CPU time of the process, user and system.
fn cpu_seconds() -> f64 {
    // Fields 14 and 15 of /proc/self/stat, counted behind the name in parentheses; 100 ticks a second.
    let stat = std::fs::read("/proc/self/stat").unwrap_or_default();
    let stat = String::from_utf8_lossy(&stat);
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}
