//! Views of the index that join tables of the contract: their columns, written down once.

/// A view that has no rows of its own.
#[derive(Debug)]
pub struct DerivedView {
    /// What a query calls it.
    pub name: &'static str,
    /// What it shows.
    pub doc: &'static str,
    /// Name, type and meaning of each column.
    pub columns: &'static [(&'static str, &'static str, &'static str)],
}

/// All edges between two symbols.
pub const EDGES: DerivedView = DerivedView {
    name: "edges",
    doc: "All edges between two symbols: a row for each of `relationships`, and one of the kind `references` \
          for each two symbols of which the first uses the second and has no such edge to it. Of SQLite \
          alone, and quick when asked for one of its ends, or joined to `symbols` by one.",
    columns: &[
        (
            "from_symbol_id",
            "Utf8",
            "Where the edge starts: the caller, the subclass, the symbol that the use stands in.",
        ),
        (
            "to_symbol_id",
            "Utf8",
            "Where the edge ends: the callee, the base class, what is used.",
        ),
        (
            "kind",
            "Utf8",
            "One of those of `relationships`, or `references`.",
        ),
        (
            "file_path",
            "Utf8",
            "The file that the edge was found in, relative to the workspace root, with `/`.",
        ),
        (
            "line_number",
            "UInt32",
            "The line that the edge was found on, counted from 1; that of the first use for `references`.",
        ),
        (
            "confidence",
            "Float32",
            "How sure the row is, from 0 to 1; that of the surest use for `references`.",
        ),
        (
            "uses",
            "UInt32",
            "How many uses the row stands for: 1, but for `references`.",
        ),
    ],
};
