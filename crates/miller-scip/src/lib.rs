//! An index in the format of SCIP, which other programs for finding one's way in code read:
//! <https://github.com/scip-code/scip>. The messages are those of its official schema.
//!
//! A file of SCIP is one message. Messages that stand behind each other are one as well, with the
//! lists of all: so it is written document by document, and no more than one is in memory.

mod definitions;
mod document;
mod rows;
mod symbols;

use std::io::{self, Write};

use miller_store::{Store, StoreError};
use protobuf::{EnumOrUnknown, Message, MessageField};
use scip::types::{Index, Metadata, ProtocolVersion, TextEncoding, ToolInfo};

use document::Documents;

/// Why an index cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ScipError {
    /// The index cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is written cannot be taken by where it goes.
    #[error("{0}")]
    Write(#[from] io::Error),
    /// A message is larger than the format allows: 2 GiB.
    #[error("{0}")]
    Message(#[from] protobuf::Error),
}

/// How much was written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files with a document each.
    pub documents: u64,
    /// Definitions with a description each.
    pub symbols: u64,
    /// Places of definitions and of uses whose definition is known.
    pub occurrences: u64,
}

/// Writes an index, whose workspace is at `root`, a `file:` address; all of it is of one commit if
/// the store is opened so.
///
/// # Errors
///
/// When the index cannot be read, or `out` cannot be written to.
pub fn write_index(store: &Store, root: &str, out: &mut impl Write) -> Result<Written, ScipError> {
    let metadata = Metadata {
        version: EnumOrUnknown::new(ProtocolVersion::UnspecifiedProtocolVersion),
        tool_info: MessageField::some(ToolInfo {
            name: "miller".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ..ToolInfo::default()
        }),
        project_root: root.to_owned(),
        text_document_encoding: EnumOrUnknown::new(TextEncoding::UTF8),
        ..Metadata::default()
    };
    let head = Index {
        metadata: MessageField::some(metadata),
        ..Index::default()
    };
    head.write_to_writer(out)?;
    let mut written = Written::default();
    let mut documents = Documents::new(store);
    for path in documents.paths()? {
        let document = documents.document(&path)?;
        written.documents += 1;
        written.symbols += document.symbols.len() as u64;
        written.occurrences += document.occurrences.len() as u64;
        let part = Index {
            documents: vec![document],
            ..Index::default()
        };
        part.write_to_writer(out)?;
    }
    out.flush()?;
    Ok(written)
}
