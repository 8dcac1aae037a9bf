//! A sink may be anyone's, and parse by itself: what it keeps is its own.

#![cfg(feature = "python")]

use std::cell::RefCell;

use miller_extract::{ExtractOptions, SourceFile, extract_source, extract_text, parse_text};
use miller_schema::{
    FileDataRow, FileStatus, IdentifierRow, PendingRelationshipRow, RelationshipRow, Rows, Sink,
    SymbolRow,
};
use tree_sitter::Tree;

thread_local! {
    static KEPT: RefCell<Vec<Tree>> = const { RefCell::new(Vec::new()) };
}

#[derive(Default)]
struct Parses;

impl Sink for Parses {
    fn symbols(&mut self, _: &SymbolRow<'_>) {
        let rows = extract_text("class Inner: pass\n", "python", "inner.py").expect("known");
        assert_eq!(rows.symbols.len(), 2);
        let tree = parse_text("def kept(a): return a\n", "python").expect("known");
        KEPT.with(|kept| kept.borrow_mut().push(tree.expect("in time")));
    }
    fn identifiers(&mut self, _: &IdentifierRow<'_>) {}
    fn relationships(&mut self, _: &RelationshipRow<'_>) {}
    fn pending_relationships(&mut self, _: &PendingRelationshipRow<'_>) {}
    fn file_data(&mut self, _: &FileDataRow<'_>) {}
}

fn file(content: &str) -> SourceFile {
    SourceFile {
        language: "python",
        hash: String::new(),
        size: u32::try_from(content.len()).expect("a small file"),
        content: content.to_owned(),
        status: FileStatus::Ok,
        detail: None,
    }
}

#[test]
fn trees_of_a_sink_outlast_the_file() {
    let options = ExtractOptions::default();
    let _: Parses = extract_source(&file("def f(): pass\n"), "a.py", &options);
    let kept = || KEPT.with(|kept| kept.borrow()[0].root_node().to_sexp());
    let before = kept();
    let next = file(&"class C:\n    x = [1, 2, 3]\n".repeat(50));
    let _: Rows = extract_source(&next, "b.py", &options);
    assert_eq!(kept(), before);
    assert!(before.starts_with("(module (function_definition name: (identifier)"));
}
