//! Rules, and the statements that Sass adds to those of CSS.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::values;
use crate::languages::css;
use crate::languages::css::selectors::child_of_kind;
use crate::spec::ScopeKind;
use crate::walk::{NewUse, Walker};

/// A rule, or the first part of nested declarations: `font: { family: serif; }`.
pub(super) fn rule_set<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(selectors) = child_of_kind(node, "selectors") else {
        return;
    };
    if walker.source()[selectors.end_byte()..]
        .trim_start()
        .starts_with(':')
    {
        return;
    }
    css::selectors::rule_set(walker, node);
    values::interpolated(walker, selectors);
}

/// Classes whose names are put together, `&-wide` and `.column-#{$width}`, are not those that stand
/// there.
pub(super) fn class_selector<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = child_of_kind(node, "class_name") else {
        return;
    };
    let is_whole = walker.source()[..name.start_byte()].ends_with(['.', '%']);
    if !is_whole || walker.text(name).contains('#') {
        walker.claim(name);
    }
}

/// A statement that starts with `@`, whose words are its children.
pub(super) fn at_rule<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(keyword) = node.named_child(0) else {
        return;
    };
    let words: Vec<Node<'t>> = words_of(node);
    match (walker.text(keyword), words.as_slice()) {
        ("@mixin", [name, rest @ ..]) => define(walker, node, *name, rest, SymbolKind::Macro),
        ("@function", [name, rest @ ..]) => {
            define(walker, node, *name, rest, SymbolKind::Function);
        }
        ("@include", [name, rest @ ..]) => {
            included(walker, *name);
            given(walker, rest);
        }
        ("@extend", names) => {
            for name in names {
                extended(walker, *name);
            }
        }
        ("@use", [path, rest @ ..]) => use_module(walker, node, *path, rest),
        ("@import" | "@forward", paths) => imports(walker, node, paths),
        ("@each" | "@for", words) => loop_over(walker, words),
        ("@apply", classes) => {
            for class in classes {
                walker.add_use(*class, IdentifierKind::TypeUsage, None);
            }
        }
        (
            "@if" | "@else" | "@while" | "@return" | "@content" | "@debug" | "@warn" | "@error",
            words,
        ) => given(walker, words),
        (_, words) => {
            css::statements::at_rule(walker, node);
            given(walker, words);
        }
    }
}

/// A word of `@extend .class, %placeholder;` is a use where it is the name of one of these.
fn extended<'t>(walker: &mut Walker<'t>, word: Node<'t>) {
    if walker.source()[..word.start_byte()].ends_with(['.', '%']) {
        let text = walker.text(word);
        let range = walker.range_in(word, text.rsplit('.').next().unwrap_or(text));
        let edge = Some(RelationshipKind::Extends);
        walker.add(NewUse::at(range, IdentifierKind::TypeUsage).edge(edge));
    }
}

fn words_of(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let words = node.named_children(&mut cursor);
    words
        .filter(|child| matches!(child.kind(), "keyword_query" | "plain_value"))
        .collect()
}

/// `@mixin name($parameter) { … }`, `@function name($parameter) { … }`.
fn define<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    name: Node<'t>,
    rest: &[Node<'t>],
    kind: SymbolKind,
) {
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, child_of_kind(node, "block"));
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
    let mut depth = 0_usize;
    let mut reached = name.end_byte();
    for word in rest.iter().copied() {
        let between = &walker.source()[reached..word.start_byte()];
        for byte in between.bytes() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        reached = word.end_byte();
        let is_first = between.trim_end().ends_with(['(', ',']);
        if depth == 1 && is_first && walker.text(word).starts_with('$') {
            walker.bind_local(word, word.start_byte() as u32);
        } else if !in_string(walker, word) {
            values::word(walker, word);
        }
    }
}

/// Values that are handed in, of which some are named: `$side: bottom`.
fn given<'t>(walker: &mut Walker<'t>, words: &[Node<'t>]) {
    for word in words {
        let after = walker.source()[word.end_byte()..].trim_start();
        let is_label = after.starts_with(':') && walker.text(*word).starts_with('$');
        if !is_label && !in_string(walker, *word) {
            values::word(walker, *word);
        }
    }
}

fn in_string(walker: &Walker<'_>, word: Node<'_>) -> bool {
    walker.source()[..word.start_byte()].ends_with(['"', '\''])
}

/// `@include name` and `@include module.name` call a mixin.
fn included<'t>(walker: &mut Walker<'t>, word: Node<'t>) {
    let (module, last) = values::in_module(walker, word);
    let range = walker.range_in(word, last);
    let edge = Some(RelationshipKind::Calls);
    walker.add(NewUse::at(range, IdentifierKind::Call).edge(edge).within(module));
}

/// `@use "path" as name with (…);`: the name that the file is known by.
fn use_module<'t>(walker: &mut Walker<'t>, node: Node<'t>, path: Node<'t>, rest: &[Node<'t>]) {
    let text = walker.text(path);
    let stem = text
        .rsplit(['/', ':'])
        .next()
        .unwrap_or(text)
        .trim_start_matches('_');
    let after = &walker.source()[path.end_byte()..node.end_byte()];
    let alias = after.split_once(" as ").map(|(_, alias)| {
        let end = alias.find([' ', ';', '\n']);
        alias[..end.unwrap_or(alias.len())].trim()
    });
    let all = alias == Some("*");
    let name = if all { text } else { alias.unwrap_or(stem) };
    import(walker, node, path, name);
    given(walker, rest);
}

/// `@import "first", "second";`, `@forward "path";`: the paths are the names.
fn imports<'t>(walker: &mut Walker<'t>, node: Node<'t>, paths: &[Node<'t>]) {
    let paths = paths.iter().filter(|path| in_string(walker, **path));
    let paths: Vec<Node<'t>> = paths.copied().collect();
    let (first, others) = match paths.split_first() {
        Some((first, others)) => (*first, others),
        None => return,
    };
    for path in others {
        import(walker, *path, *path, walker.text(*path));
    }
    import(walker, node, first, walker.text(first));
}

fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, path: Node<'t>, name: &'t str) {
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    walker.add_import(symbol, path, walker.text(path), None, false);
}

/// `@each $key, $value in $map`, `@for $number from 1 through $count`.
fn loop_over<'t>(walker: &mut Walker<'t>, words: &[Node<'t>]) {
    walker.open_scope(ScopeKind::Block);
    let is_keyword = |word: &Node<'t>| matches!(walker.text(*word), "in" | "from");
    let end = words.iter().position(is_keyword).unwrap_or(words.len());
    let (names, values) = words.split_at(end);
    for name in names {
        walker.bind_local(*name, name.start_byte() as u32);
    }
    given(walker, values);
}
