//! How long references across files take to be resolved in an index that is there, all files anew:
//! `cargo run --release -p miller-store --example resolve_pace -- index.db`. Nothing changes in the index.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use miller_store::Store;

#[expect(clippy::print_stdout, reason = "that is what the program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which index?")?;
    let mut store = Store::open(Path::new(&path))?;
    let nothing = String::new();
    store.set_state(&BTreeMap::from([(
        "resolution_version".to_owned(),
        nothing,
    )]))?;
    let started = Instant::now();
    let resolved = store.resolve()?;
    println!("{resolved:?} in {:.2} s", started.elapsed().as_secs_f64());
    store.close()?;
    Ok(())
}
