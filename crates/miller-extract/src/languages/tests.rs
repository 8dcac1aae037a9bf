//! What every language must be, whoever adds it: these tests read the list and need no further code.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tree_sitter::{Node, Tree};

use super::*;
use crate::parse::Allowance;

/// The features of this crate and their defaults, as its manifest writes them.
const MANIFEST: &str = include_str!("../../Cargo.toml");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/languages")
}

#[test]
fn specs_name_only_what_their_grammars_know() {
    let unknown: Vec<String> = specs_with_variants()
        .flat_map(|spec| Table::build(spec).1)
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn languages_have_the_names_and_extensions_of_their_variants() {
    for listed in SPECS {
        for variant in listed.variants {
            assert_eq!(variant.names.name, listed.names.name);
            assert!(
                variant.variants.is_empty(),
                "variants have none of their own"
            );
            for extension in variant.names.extensions {
                assert!(listed.names.extensions.contains(extension), "{extension}");
                let found = spec_for(listed.names.name, &format!("a.{extension}"));
                assert!(found.is_some_and(|found| std::ptr::eq(found, *variant)));
            }
        }
    }
}

#[test]
fn folders_features_and_defaults_are_those_of_the_list() {
    let listed: BTreeSet<&str> = LISTED.iter().copied().collect();
    assert!(LISTED.is_sorted(), "the list is sorted");
    let folders: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder of languages is there")
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        folders,
        listed.iter().map(|&name| name.to_owned()).collect()
    );
    for name in &listed {
        let feature = format!("\n{name} = [");
        let default = format!("\n    \"{name}\",\n");
        assert!(MANIFEST.contains(&feature), "no feature `{name}`");
        assert!(
            MANIFEST.contains(&default),
            "`{name}` is not in the default"
        );
    }
    for spec in SPECS {
        let name = spec.names.name;
        assert!(
            listed.contains(name),
            "{name}: folder and language share their name"
        );
    }
}

/// A rule that no fixture exercises is a rule that nobody has seen work.
#[test]
fn every_rule_is_exercised_by_a_fixture() {
    let fixtures = fixtures();
    let mut idle = Vec::new();
    for spec in SPECS {
        let mut seen = Seen::default();
        let own_family = family(spec.names.name);
        for (language, name, content) in &fixtures {
            // Languages that share a grammar share fixtures, each read as its own language reads it;
            // so do a language and its variants.
            let own = spec_for(language, name).filter(|own| {
                own.names.name == spec.names.name || table(own).grammar == table(spec).grammar
            });
            let is_relative = own.is_some();
            let allowance = Allowance::new(Duration::from_mins(1));
            let tree = allowance.parse(own.unwrap_or(spec), content, &[]);
            let tree = tree.expect("a minute is enough for what no language refuses");
            // So do languages of which one's feature brings in the other, where the grammar agrees.
            let is_related = own_family
                .iter()
                .any(|name| family(language).contains(name));
            let is_extended = is_related && !tree.root_node().has_error();
            if is_relative || is_extended {
                seen.collect(&tree);
            }
        }
        idle.extend(idle_rules(spec, &seen));
    }
    assert!(
        idle.is_empty(),
        "{} rules are idle:\n{}",
        idle.len(),
        idle.join("\n")
    );
}

/// The walk leaves a node when its named children are done with, see `Walker::more_to_visit`.
#[test]
fn nothing_to_visit_follows_the_last_named_child() {
    for (language, name, content) in &fixtures() {
        let Some(spec) = spec_for(language, name) else {
            continue;
        };
        let allowance = Allowance::new(Duration::from_mins(1));
        let tree = allowance.parse(spec, content, &[]);
        let tree = tree.expect("a minute is enough for what no language refuses");
        let table = table(spec);
        let mut nodes = vec![tree.root_node()];
        while let Some(node) = nodes.pop() {
            let children: Vec<_> = node.children(&mut node.walk()).collect();
            let is_named = |child: &Node<'_>| table.entry(child.kind_id()).named;
            let place = format!(
                "{language}: `{}` in line {} of {name}",
                node.kind(),
                node.start_position().row + 1
            );
            let named = children.iter().filter(|child| is_named(child)).count();
            assert_eq!(named, node.named_child_count(), "{place}");
            let behind = children.iter().rev().take_while(|child| !is_named(child));
            for child in behind.filter(|_| named > 0) {
                let is_passed_over = table.entry(child.kind_id()).silent;
                let holds_nothing = child.named_child_count() == 0;
                assert!(is_passed_over && holds_nothing, "{place} ends with {child}");
            }
            nodes.extend(children);
        }
    }
}

/// A language and those that its feature brings in, and theirs.
fn family(name: &str) -> Vec<&'static str> {
    let mut found: Vec<&str> = LISTED
        .iter()
        .copied()
        .filter(|listed| *listed == name)
        .collect();
    let mut next = 0;
    while let Some(name) = found.get(next) {
        next += 1;
        let start = format!("{name} = [");
        let mut lines = MANIFEST.lines().filter(|line| line.starts_with(&start));
        let line = lines.next().unwrap_or_default();
        let brought = LISTED
            .iter()
            .filter(|listed| line.contains(&format!("\"{listed}\"")));
        found.extend(brought);
    }
    found
}

/// The languages, names and contents of all fixtures.
fn fixtures() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for name in LISTED {
        let Ok(files) = fs::read_dir(folder().join(name)) else {
            continue;
        };
        for path in files.filter_map(|file| Some(file.ok()?.path())) {
            let file_name = path.file_name().unwrap_or_default().to_string_lossy();
            if file_name.starts_with("fixture") && !file_name.ends_with(".expected.txt") {
                let content = String::from_utf8(fs::read(&path).expect("it can be read"));
                let content = content.expect("fixtures are UTF-8");
                found.push(((*name).to_owned(), file_name.into_owned(), content));
            }
        }
    }
    found
}

/// The kinds of nodes in some trees, and which of their fields were there.
#[derive(Default)]
struct Seen {
    kinds: HashSet<String>,
    fields: HashSet<(String, String)>,
    /// Kinds of nodes with a child that has no field or any: rules for all others.
    parents: HashSet<String>,
}

impl Seen {
    fn collect(&mut self, tree: &Tree) {
        let mut cursor = tree.walk();
        let mut above: Vec<Node<'_>> = Vec::new();
        loop {
            let node = cursor.node();
            if node.is_named() {
                self.kinds.insert(node.kind().to_owned());
            }
            if let Some(parent) = above.last() {
                self.parents.insert(parent.kind().to_owned());
                if let Some(field) = cursor.field_name() {
                    self.fields
                        .insert((parent.kind().to_owned(), field.to_owned()));
                }
            }
            if cursor.goto_first_child() {
                above.push(node);
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                above.pop();
            }
        }
    }
}

fn idle_rules(spec: &LanguageSpec, seen: &Seen) -> Vec<String> {
    let mut kinds: Vec<(&str, &str)> = Vec::new();
    kinds.extend(spec.comments.iter().map(|node| ("comment", *node)));
    kinds.extend(spec.attributes.iter().map(|node| ("attribute", *node)));
    kinds.extend(spec.skipped.iter().map(|node| ("skipped", *node)));
    kinds.extend(spec.wrappers.iter().map(|rule| ("wrapper", rule.node)));
    kinds.extend(
        spec.definitions
            .iter()
            .map(|rule| ("definition", rule.node)),
    );
    kinds.extend(spec.scopes.iter().map(|rule| ("scope", rule.node)));
    kinds.extend(spec.leaves.iter().map(|rule| ("leaf", rule.node)));
    kinds.extend(spec.hooks.iter().map(|rule| ("hook", rule.node)));
    let language = spec.names.name;
    let idle_kinds = kinds
        .into_iter()
        .filter(|(_, node)| !seen.kinds.contains(*node))
        .map(|(rule, node)| format!("{language}: {rule} `{node}`"));
    let idle_roles = spec
        .roles
        .iter()
        .filter(|rule| match rule.field {
            "" => !seen.parents.contains(rule.parent),
            field => !seen
                .fields
                .contains(&(rule.parent.to_owned(), field.to_owned())),
        })
        .map(|rule| format!("{language}: role `{}.{}`", rule.parent, rule.field));
    idle_kinds.chain(idle_roles).collect()
}
