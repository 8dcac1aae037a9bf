//! Digests of what the views hold, file by file, so that no table is ever held as a whole.

use arrow_array::cast::AsArray;
use miller_schema::digest::FileDigest;
use miller_schema::{Digests, replay};
use rusqlite::Connection;

use crate::error::{Failure, StoreError};
use crate::layout::VIEWS;
use crate::read::{Filter, read_table};
use crate::state;

/// The digests of all files, in the order of the contract's tables and then by path.
/// Of rows as the extraction gave them, if `as_extracted`.
pub(crate) fn digests(
    connection: &Connection,
    as_extracted: bool,
) -> Result<Vec<FileDigest>, Failure> {
    let known = state::known_files(connection)?;
    let paths = known.column(0).as_string::<i32>();
    let mut sink = Digests::default();
    for path in paths.iter().flatten() {
        let filter = Filter {
            file_path: Some(path),
            as_extracted,
            ..Filter::default()
        };
        for view in VIEWS {
            let rows = read_table(connection, view.table, &filter)?;
            replay(view.table, &rows, &mut sink).map_err(StoreError::from)?;
        }
    }
    // Every path is read once, so that its rows stand together.
    Ok(sink.finish().expect("a file is known once"))
}
