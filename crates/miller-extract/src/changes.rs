//! What has changed since the index was written.
//!
//! A file with the size and the stamp that are on record is unchanged, unread. One with the same
//! size and another stamp is compared by its hash. A stamp of 0 means "look at the content" (see
//! [`Discovery::stamp`]); a file that had failed is always read again.

use std::cmp::Ordering;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use miller_schema::FileStatus;
use rayon::prelude::*;

use crate::discover::Discovery;
use crate::error::ExtractError;
use crate::source::SourceRoot;

/// What an index has to do to catch up with a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// New files and files with new content, in the order of the scan.
    pub changed: Vec<String>,
    /// Files with the content on record and another stamp, in the order of the scan: their rows
    /// stay, their stamps are to be renewed by [`Discovery::stamps`].
    pub touched: Vec<String>,
    /// Files on record that the scan has not found, sorted.
    pub deleted: Vec<String>,
    /// How many files are as they were.
    pub unchanged: u64,
}

/// Compares a scan with the files on record: `path` Utf8, `size` Int64, `stamp` Int64,
/// `hash` Utf8?, `status` Utf8, in any order.
///
/// # Errors
///
/// If the root cannot be opened, or a column of `known` is missing or of another type.
pub fn compare_with_known(
    root: &Path,
    discovery: &Discovery,
    known: &RecordBatch,
) -> Result<Changes, ExtractError> {
    let root = SourceRoot::open(root)?;
    let known = Known::new(known)?;
    let order = known.order();
    let paths = discovery.paths();

    let mut changes = Changes::default();
    let mut verdicts = Vec::with_capacity(paths.len());
    let mut on_record = order.iter().copied().peekable();
    for row in 0..paths.len() {
        let path = paths.value(row);
        let mut verdict = Verdict::Changed;
        while let Some(&record) = on_record.peek() {
            match compare_paths(known.paths.value(record), path) {
                Ordering::Less => changes.deleted.push(known.paths.value(record).to_owned()),
                Ordering::Equal => verdict = known.judge(record, discovery, row),
                Ordering::Greater => break,
            }
            on_record.next();
        }
        verdicts.push(verdict);
    }
    changes
        .deleted
        .extend(on_record.map(|record| known.paths.value(record).to_owned()));

    settle_by_content(&root, discovery, &known, &mut verdicts);
    for (row, verdict) in verdicts.into_iter().enumerate() {
        match verdict {
            Verdict::Unchanged => changes.unchanged += 1,
            Verdict::Touched => changes.touched.push(paths.value(row).to_owned()),
            Verdict::Changed | Verdict::LookAtContent(_) => {
                changes.changed.push(paths.value(row).to_owned());
            }
        }
    }
    Ok(changes)
}

/// What becomes of one file of the scan.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    Unchanged,
    Touched,
    Changed,
    /// The hash decides; the row on record is given.
    LookAtContent(usize),
}

/// Hashes, on all threads, the files whose content has to be looked at.
fn settle_by_content(
    root: &SourceRoot,
    discovery: &Discovery,
    known: &Known<'_>,
    verdicts: &mut [Verdict],
) {
    verdicts
        .par_iter_mut()
        .enumerate()
        .with_max_len(64)
        .for_each(|(row, verdict)| {
            let Verdict::LookAtContent(record) = *verdict else {
                return;
            };
            let path = discovery.paths().value(row);
            // A file that cannot be read counts as changed: reading it again tells why.
            let is_same = root
                .hash(path)
                .is_ok_and(|(hash, _)| hash == known.hash(record));
            *verdict = if !is_same {
                Verdict::Changed
            } else if discovery.stamp(row) == known.stamps.value(record) {
                Verdict::Unchanged
            } else {
                Verdict::Touched
            };
        });
}

/// The columns of the files on record.
struct Known<'a> {
    paths: &'a StringArray,
    sizes: &'a Int64Array,
    stamps: &'a Int64Array,
    hashes: &'a StringArray,
    statuses: &'a StringArray,
}

impl<'a> Known<'a> {
    fn new(batch: &'a RecordBatch) -> Result<Self, ExtractError> {
        let text =
            |name, nulls| column(batch, name, &DataType::Utf8, nulls).map(AsArray::as_string);
        let number = |name| {
            column(batch, name, &DataType::Int64, Nulls::Refused)
                .map(AsArray::as_primitive::<Int64Type>)
        };
        Ok(Self {
            paths: text("path", Nulls::Refused)?,
            sizes: number("size")?,
            stamps: number("stamp")?,
            hashes: text("hash", Nulls::Allowed)?,
            statuses: text("status", Nulls::Refused)?,
        })
    }

    /// The rows in the order of the scan.
    fn order(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.paths.len()).collect();
        let compare = |left: &usize, right: &usize| {
            compare_paths(self.paths.value(*left), self.paths.value(*right))
        };
        if !rows.is_sorted_by(|left, right| compare(left, right).is_le()) {
            rows.sort_by(compare);
        }
        rows
    }

    fn hash(&self, record: usize) -> &str {
        if self.hashes.is_null(record) {
            ""
        } else {
            self.hashes.value(record)
        }
    }

    /// What can be said of a file without reading it.
    fn judge(&self, record: usize, discovery: &Discovery, row: usize) -> Verdict {
        let stored = self.stamps.value(record);
        let same_size = u64::try_from(self.sizes.value(record)) == Ok(discovery.sizes().value(row));
        let has_failed = self.statuses.value(record) == FileStatus::Failed.as_str();
        if has_failed || !same_size {
            Verdict::Changed
        } else if stored != 0 && stored == discovery.mark(row) {
            Verdict::Unchanged
        } else if self.hash(record).is_empty() {
            Verdict::Changed
        } else {
            Verdict::LookAtContent(record)
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Allowed,
    Refused,
}

fn column<'a>(
    batch: &'a RecordBatch,
    name: &'static str,
    expected: &DataType,
    nulls: Nulls,
) -> Result<&'a dyn Array, ExtractError> {
    let mismatch = |found: String| ExtractError::KnownFiles {
        column: name,
        expected: expected.clone(),
        found,
    };
    let array = batch
        .column_by_name(name)
        .ok_or_else(|| mismatch("no such column".to_owned()))?;
    if array.data_type() != expected {
        return Err(mismatch(array.data_type().to_string()));
    }
    if nulls == Nulls::Refused && array.null_count() > 0 {
        return Err(mismatch(format!("{} nulls", array.null_count())));
    }
    Ok(array)
}

fn compare_paths(left: &str, right: &str) -> Ordering {
    left.as_bytes().cmp(right.as_bytes())
}
