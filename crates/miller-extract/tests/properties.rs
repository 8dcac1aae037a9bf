//! What holds for every input: fixtures, mutated fixtures, and noise.

mod fixtures;

use std::collections::HashSet;
use std::fs;

use miller_extract::{
    ExtractOptions, detect_language, extract_text, extract_to_batches, extract_to_rows,
    supported_languages,
};
use miller_schema::{
    BatchBuilder, IdentifierReader, PendingRelationshipReader, RelationshipReader, Rows, Sink,
    SymbolReader,
};
use proptest::prelude::*;

/// All fixtures: file name and content.
fn fixtures() -> Vec<(String, String)> {
    let all = fixtures::fixtures().into_iter();
    all.map(|fixture| (fixture.name, fixture.content)).collect()
}

/// Everything that the contract promises of one file's rows.
fn check(rows: &Rows, content: &str) {
    let symbols: HashSet<&str> = rows.symbols.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(symbols.len(), rows.symbols.len(), "symbol ids are unique");
    let identifiers: HashSet<&str> = rows.identifiers.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(
        identifiers.len(),
        rows.identifiers.len(),
        "identifier ids are unique"
    );
    let edges = rows.relationships.iter().map(|row| row.id.as_str());
    let pending = rows.pending_relationships.iter().map(|row| row.id.as_str());
    let count = rows.relationships.len() + rows.pending_relationships.len();
    assert_eq!(
        edges.chain(pending).collect::<HashSet<_>>().len(),
        count,
        "edge ids are unique"
    );

    let lines = content.split('\n').count() as u32;
    let mut last = (0, 0);
    for row in &rows.symbols {
        check_span(
            content,
            lines,
            row.start_byte,
            row.end_byte,
            row.start_line,
            row.end_line,
        );
        check_column(content, row.start_byte, row.start_line, row.start_column);
        check_column(content, row.end_byte, row.end_line, row.end_column);
        let here = (row.start_byte, u32::MAX - row.end_byte);
        assert!(
            last.0 <= here.0 && (last.0 < here.0 || last.1 <= here.1),
            "outer before inner"
        );
        last = here;
        check_excerpt(
            content,
            row.start_byte,
            row.end_byte,
            row.code_context.as_deref(),
        );
        assert!(
            row.parent_id
                .as_deref()
                .is_none_or(|id| symbols.contains(id))
        );
        assert!(!row.name.is_empty() && row.qualified_name.ends_with(&row.name));
        assert!(
            row.signature
                .as_deref()
                .is_none_or(|text| !text.contains('\n'))
        );
    }
    let mut last = 0;
    for row in &rows.identifiers {
        check_span(
            content,
            lines,
            row.start_byte,
            row.end_byte,
            row.start_line,
            row.end_line,
        );
        check_column(content, row.start_byte, row.start_line, row.start_column);
        check_column(content, row.end_byte, row.end_line, row.end_column);
        assert!(last <= row.start_byte, "identifiers are sorted by start");
        last = row.start_byte;
        assert_eq!(
            row.name,
            content[row.start_byte as usize..row.end_byte as usize]
        );
        for id in [&row.containing_symbol_id, &row.target_symbol_id]
            .into_iter()
            .flatten()
        {
            assert!(symbols.contains(id.as_str()));
        }
        assert!((0.0..=1.0).contains(&row.confidence));
    }
    for row in &rows.relationships {
        assert!(symbols.contains(row.from_symbol_id.as_str()));
        assert!(symbols.contains(row.to_symbol_id.as_str()));
        assert!((1..=lines).contains(&row.line_number));
    }
    for row in &rows.pending_relationships {
        assert!(symbols.contains(row.from_symbol_id.as_str()));
        assert!(!row.to_name.is_empty());
    }
    assert_eq!(rows.file_data.len(), 1);
}

fn check_span(content: &str, lines: u32, start: u32, end: u32, first: u32, last: u32) {
    assert!(start <= end && end as usize <= content.len());
    assert!(content.is_char_boundary(start as usize) && content.is_char_boundary(end as usize));
    assert!(1 <= first && first <= last && last <= lines);
}

/// The excerpt is what the definition starts with, but for indentation and the ends of lines.
fn check_excerpt(content: &str, start: u32, end: u32, excerpt: Option<&str>) {
    let definition = &content[start as usize..end as usize];
    let Some(excerpt) = excerpt else {
        assert!(definition.trim_end().is_empty());
        return;
    };
    assert!(!excerpt.is_empty() && excerpt.len() <= 1000 && excerpt.split('\n').count() <= 20);
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert!(squeezed(definition).starts_with(&squeezed(excerpt)));
    let short = definition.len() < 1000 && definition.split('\n').count() <= 20;
    assert!(!short || squeezed(definition) == squeezed(excerpt));
}

/// Line and column say the same as the offset.
fn check_column(content: &str, start: u32, line: u32, column: u32) {
    let before = &content.as_bytes()[..start as usize];
    let newlines = memchr::memchr_iter(b'\n', before).count();
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    assert_eq!(
        (line, column),
        (newlines as u32 + 1, (before.len() - line_start) as u32)
    );
}

/// The same rows through the other sink.
fn through_arrow(rows: &Rows) -> Rows {
    let mut builder = BatchBuilder::default();
    rows.symbols
        .iter()
        .for_each(|row| builder.symbols(&row.borrow()));
    rows.identifiers
        .iter()
        .for_each(|row| builder.identifiers(&row.borrow()));
    rows.relationships
        .iter()
        .for_each(|row| builder.relationships(&row.borrow()));
    rows.pending_relationships
        .iter()
        .for_each(|row| builder.pending_relationships(&row.borrow()));
    let batches = builder.finish();
    let symbols = SymbolReader::new(&batches.symbols).unwrap();
    let identifiers = IdentifierReader::new(&batches.identifiers).unwrap();
    let edges = RelationshipReader::new(&batches.relationships).unwrap();
    let pending = PendingRelationshipReader::new(&batches.pending_relationships).unwrap();
    Rows {
        symbols: (0..symbols.len())
            .map(|at| symbols.row(at).to_owned())
            .collect(),
        identifiers: (0..identifiers.len())
            .map(|at| identifiers.row(at).to_owned())
            .collect(),
        relationships: (0..edges.len())
            .map(|at| edges.row(at).to_owned())
            .collect(),
        pending_relationships: (0..pending.len())
            .map(|at| pending.row(at).to_owned())
            .collect(),
        file_data: rows.file_data.clone(),
    }
}

#[test]
fn every_language_has_a_fixture_and_its_rows_keep_the_contract() {
    let mut seen = HashSet::new();
    for (name, content) in fixtures() {
        let language = detect_language(&name);
        let rows = extract_text(&content, language, &name).unwrap();
        check(&rows, &content);
        assert_eq!(through_arrow(&rows), rows, "{name}");
        seen.insert(language);
    }
    let missing: Vec<_> = supported_languages()
        .into_iter()
        .filter(|name| !seen.contains(name))
        .collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn batches_and_objects_of_many_files_hold_the_same_rows_in_the_order_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, content) in fixtures() {
        fs::write(folder.path().join(&name), content).unwrap();
        paths.push(name);
    }
    paths.reverse();
    paths.push("absent.py".to_owned());
    for threads in [None, Some(1), Some(3)] {
        let options = ExtractOptions {
            threads,
            ..ExtractOptions::default()
        };
        let objects = extract_to_rows(folder.path(), &paths, &options).unwrap();
        let mut builder = BatchBuilder::default();
        for rows in &objects {
            rows.symbols
                .iter()
                .for_each(|row| builder.symbols(&row.borrow()));
            rows.identifiers
                .iter()
                .for_each(|row| builder.identifiers(&row.borrow()));
            rows.relationships
                .iter()
                .for_each(|row| builder.relationships(&row.borrow()));
            let pending = &rows.pending_relationships;
            for row in pending {
                builder.pending_relationships(&row.borrow());
            }
            rows.file_data
                .iter()
                .for_each(|row| builder.file_data(&row.borrow()));
        }
        let batches = extract_to_batches(folder.path(), &paths, &options).unwrap();
        assert_eq!(batches, builder.finish());
        let asked: Vec<&str> = objects
            .iter()
            .map(|rows| rows.file_data[0].path.as_str())
            .collect();
        assert_eq!(asked, paths);
    }
}

/// One way to damage a text.
#[derive(Debug, Clone)]
enum Damage {
    DropLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Truncate(usize),
    Insert(usize, String),
}

fn damage() -> impl Strategy<Value = Damage> {
    let noise = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("(".to_owned()),
        Just("\"".to_owned()),
        Just("/*".to_owned()),
        Just("\u{0}".to_owned()),
        Just("\r".to_owned()),
        Just("é\u{200b}名".to_owned()),
        Just("#if X\n".to_owned()),
        ".{0,12}",
    ];
    prop_oneof![
        any::<usize>().prop_map(Damage::DropLine),
        any::<usize>().prop_map(Damage::RepeatLine),
        (any::<usize>(), any::<usize>()).prop_map(|(left, right)| Damage::SwapLines(left, right)),
        any::<usize>().prop_map(Damage::Truncate),
        (any::<usize>(), noise).prop_map(|(at, text)| Damage::Insert(at, text)),
    ]
}

fn apply(content: &str, damage: &Damage) -> String {
    let mut lines: Vec<&str> = content.split_inclusive('\n').collect();
    let boundary = |at: usize| {
        let mut at = at % (content.len() + 1);
        while !content.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    match damage {
        _ if lines.is_empty() => return content.to_owned(),
        Damage::DropLine(at) => drop(lines.remove(at % lines.len())),
        Damage::RepeatLine(at) => lines.insert(at % lines.len(), lines[at % lines.len()]),
        Damage::SwapLines(left, right) => {
            let count = lines.len();
            lines.swap(left % count, right % count);
        }
        Damage::Truncate(at) => return content[..boundary(*at)].to_owned(),
        Damage::Insert(at, text) => {
            let at = boundary(*at);
            return format!("{}{text}{}", &content[..at], &content[at..]);
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_fixtures_keep_the_contract(
        which in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        let fixtures = fixtures();
        let (name, content) = which.get(&fixtures);
        let content = damages.iter().fold(content.clone(), |text, damage| apply(&text, damage));
        let rows = extract_text(&content, detect_language(name), name).unwrap();
        prop_assert_eq!(&rows.file_data[0].status, "ok");
        check(&rows, &content);
        prop_assert_eq!(&rows, &extract_text(&content, detect_language(name), name).unwrap());
    }

    #[test]
    fn noise_keeps_the_contract(which in any::<prop::sample::Index>(), content in "\\PC{0,200}") {
        let languages = supported_languages();
        let language = which.get(&languages);
        let rows = extract_text(&content, language, "noise").unwrap();
        prop_assert_eq!(&rows.file_data[0].status, "ok");
        check(&rows, &content);
    }
}

#[test]
fn ids_do_not_change_when_a_line_is_inserted_above() {
    for (name, content) in fixtures() {
        let language = detect_language(&name);
        let before = extract_text(&content, language, &name).unwrap();
        // What stands before the text of a page has to be the first there is.
        let at = ["---\n", "+++\n"].iter().find_map(|mark| {
            let rest = content.strip_prefix(mark)?;
            Some(content.len() - rest.len() + rest.find(mark)? + mark.len())
        });
        let (front, text) = content.split_at(at.unwrap_or(0));
        let after = extract_text(&format!("{front}\n{text}"), language, &name).unwrap();
        let ids = |rows: &Rows| {
            rows.symbols
                .iter()
                .map(|row| row.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&before), ids(&after), "{name}");
    }
}

#[test]
fn equal_files_in_two_places_have_different_ids() {
    let left = extract_text("def f(): f()\n", "python", "a.py").unwrap();
    let right = extract_text("def f(): f()\n", "python", "b.py").unwrap();
    let ids = |rows: &Rows| -> HashSet<String> {
        let symbols = rows.symbols.iter().map(|row| row.id.clone());
        symbols
            .chain(rows.identifiers.iter().map(|row| row.id.clone()))
            .collect()
    };
    assert!(ids(&left).is_disjoint(&ids(&right)));
}

#[test]
fn hostile_source_is_given_up_and_says_so() {
    // Quadratic for the grammar: a megabyte of it would take an hour.
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.cpp"),
        format!("x={}", "a<".repeat(20_000)),
    )
    .unwrap();
    let parse_limit = std::time::Duration::from_millis(100);
    let options = ExtractOptions {
        parse_limit,
        ..ExtractOptions::default()
    };
    let rows = &extract_to_rows(folder.path(), &["a.cpp".to_owned()], &options).unwrap()[0];
    let file = &rows.file_data[0];
    assert_eq!((file.status.as_str(), rows.symbols.len()), ("partial", 0));
    assert!(file.detail.as_deref().unwrap().contains("processor time"));
    assert!(!file.content.is_empty());
}

/// Extracts a source of some size and one of 8 times the size; the time must not grow with its square. The
/// best of three counts: whatever else the machine does makes a ratio worse.
fn assert_linear(language: &str, size: usize, source: impl Fn(usize) -> String) {
    let time_of = |size: usize| {
        let source = source(size);
        let started = cpu_time::ThreadTime::now();
        let rows = extract_text(&source, language, "a").unwrap();
        assert!(rows.identifiers.len() >= size);
        started.elapsed().as_secs_f64()
    };
    let ratio = (0..3)
        .map(|_| time_of(size * 8) / time_of(size))
        .fold(f64::INFINITY, f64::min);
    assert!(
        ratio < 24.0,
        "{language}: 8 times the source took {ratio} times as long"
    );
}

#[test]
fn many_members_of_one_type_take_linear_time() {
    assert_linear("go", 3_000, |methods| {
        let method = "func (a *A) f() { a.z() }\n";
        format!("package p\ntype A struct{{}}\n{}", method.repeat(methods))
    });
}

#[test]
fn a_long_head_is_not_read_again_for_each_part_of_its_form() {
    assert_linear("clojure", 2_000, |parts| {
        format!("({}{})", "a".repeat(parts * 4), " (x)".repeat(parts))
    });
    assert_linear("clojure", 2_000, |parts| {
        format!(
            "(extend-protocol P {}{})",
            "a".repeat(parts * 4),
            " (m [x] x)".repeat(parts)
        )
    });
}

#[test]
fn white_space_is_not_skipped_again_for_each_signature_around_it() {
    assert_linear("javascript", 500, |functions| {
        let open = (0..functions).map(|number| format!("function f{number}(a = g(), b = "));
        let (open, spaces) = (open.collect::<String>(), " ".repeat(functions * 100));
        format!("{open}/*c*/{spaces}1{}", ") {}".repeat(functions))
    });
}

#[test]
fn nesting_as_deep_as_the_file_is_walked() {
    for (language, open) in [("python", "("), ("python", "[")] {
        let content = open.repeat(200_000);
        let rows = extract_text(&content, language, "deep").unwrap();
        check(&rows, &content);
    }
}
