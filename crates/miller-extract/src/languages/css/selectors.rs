//! Rules and their selectors. Shared by CSS and SCSS.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::spec::Role;
use crate::walk::{NewSymbol, Walker};

/// Longer selectors and conditions are cut where they name a symbol, in bytes.
const NAME_LIMIT: usize = 160;

/// Each selector of a rule is a symbol. The first one stands for the rule and what is nested in it; the
/// others have the place of the selector.
pub(in crate::languages) fn rule_set<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(selectors) = child_of_kind(node, "selectors") else {
        return;
    };
    let signature = vec![(selectors.start_byte() as u32, selectors.end_byte() as u32)];
    let mut cursor = selectors.walk();
    let mut list = selectors
        .named_children(&mut cursor)
        .filter(|child| !is_comment(*child));
    let Some(first) = list.next() else { return };
    // The first one comes last: what is defined after it would belong to it.
    let others: Vec<Node<'t>> = list.collect();
    for selector in others {
        let symbol = symbol_of(walker, selector, selector, &signature);
        let symbol = walker.define(symbol);
        walker.give_to(symbol, selector);
    }
    let mut symbol = symbol_of(walker, first, node, &signature);
    if ends_with_outer_rule(walker, node, selectors) {
        let block = child_of_kind(node, "block").map_or(selectors.end_byte(), |it| it.start_byte());
        let header = walker.source()[node.start_byte()..block].trim_end();
        symbol.kind = of_outer_rule(walker);
        symbol.name = one_line(header);
        symbol.binds = false;
        let start = node.start_byte();
        symbol.signature = vec![(start as u32, (start + header.len()) as u32)];
        walker.define(symbol);
        // What would have been a plain name is a part of the selector.
        if let Some(name) = plain_name(walker, first) {
            let is_class = first.kind() == "class_selector";
            let role = if is_class { Role::Type } else { Role::Value };
            walker.add_use_as(name, role, None);
        }
        return;
    }
    walker.define(symbol);
}

/// Whether `&` ends the only selector of a rule, as in `.dark & { }`: the grammar does not know it there.
fn ends_with_outer_rule(walker: &Walker<'_>, rule: Node<'_>, selectors: Node<'_>) -> bool {
    let rest = &walker.source()[selectors.end_byte()..rule.end_byte()];
    let is_one = selectors.named_child_count() == 1;
    is_one && rest.trim_start().strip_prefix('&').is_some_and(|rest| rest.trim_start().starts_with('{'))
}

fn symbol_of<'t>(
    walker: &mut Walker<'t>,
    selector: Node<'t>,
    node: Node<'t>,
    signature: &[(u32, u32)],
) -> NewSymbol<'t> {
    let (kind, name, plain) = meaning(walker, selector);
    let mut symbol = walker.import(node, name);
    symbol.kind = kind;
    symbol.signature = signature.to_vec();
    // Names of elements are not the stylesheet's, and longer selectors are no names.
    symbol.binds = plain && kind != SymbolKind::Type;
    symbol
}

/// The kind and the name of what a selector defines, and whether it is a plain name.
fn meaning<'t>(walker: &mut Walker<'t>, selector: Node<'t>) -> (SymbolKind, Cow<'t, str>, bool) {
    let kind = subject(walker, selector);
    if let Some(name) = plain_name(walker, selector) {
        walker.claim(name);
        return (kind, Cow::Borrowed(walker.text(name)), true);
    }
    match appended(walker, selector) {
        Some(name) => (kind, Cow::Owned(name), true),
        None => (kind, one_line(walker.text(selector)), false),
    }
}

/// The name in `.card`, `#main`, `body` and `%card`: of a selector that is nothing else.
fn plain_name<'t>(walker: &Walker<'t>, selector: Node<'t>) -> Option<Node<'t>> {
    let is_plain = match selector.kind() {
        "class_selector" | "id_selector" => {
            let text = walker.text(selector);
            selector.named_child_count() == 1 && !text.contains("#{") && !text.starts_with('&')
        }
        "tag_name" => return Some(selector),
        _ => false,
    };
    selector.named_child(0).filter(|_| is_plain)
}

/// The class that `&__title` adds to in a rule for a plain class: `card__title`.
fn appended(walker: &Walker<'_>, selector: Node<'_>) -> Option<String> {
    let suffix = walker.text(selector).strip_prefix('&')?;
    let is_name = |text: &str| {
        let mut bytes = text.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if walker.enclosing_kind() != Some(SymbolKind::Class) || suffix.is_empty() || !is_name(suffix) {
        return None;
    }
    let outer = walker.enclosing_name()?;
    if outer.len() > NAME_LIMIT || !is_name(outer) {
        return None;
    }
    Some(format!("{outer}{suffix}"))
}

/// What the last part of a selector is: a class, an identifier of an element, or a kind of element.
fn subject(walker: &Walker<'_>, selector: Node<'_>) -> SymbolKind {
    let mut part = selector;
    loop {
        let next = match part.kind() {
            "class_selector" => return SymbolKind::Class,
            "id_selector" => return SymbolKind::Constant,
            "nesting_selector" => return of_outer_rule(walker),
            "universal_selector" if walker.text(part) == "&" => return of_outer_rule(walker),
            "descendant_selector"
            | "child_selector"
            | "sibling_selector"
            | "adjacent_sibling_selector"
            | "namespace_selector" => last_named_child(part),
            "pseudo_class_selector" | "pseudo_element_selector" | "attribute_selector" => part
                .named_child(0)
                .filter(|child| child.kind().ends_with("_selector")),
            _ => None,
        };
        match next {
            Some(next) => part = next,
            None => return SymbolKind::Type,
        }
    }
}

/// What `&` stands for.
fn of_outer_rule(walker: &Walker<'_>) -> SymbolKind {
    match walker.enclosing_kind() {
        Some(kind @ (SymbolKind::Class | SymbolKind::Constant)) => kind,
        _ => SymbolKind::Type,
    }
}

fn last_named_child(node: Node<'_>) -> Option<Node<'_>> {
    let count = u32::try_from(node.named_child_count()).ok()?;
    node.named_child(count.checked_sub(1)?)
}

/// The first child of a kind. Most are among the first two, for which a cursor is not worth its price.
pub(in crate::languages) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let is_wanted = |child: &Node<'t>| child.kind() == kind;
    let near = (0..2).find_map(|place| node.named_child(place).filter(is_wanted));
    near.or_else(|| {
        node.named_children(&mut node.walk())
            .skip(2)
            .find(is_wanted)
    })
}

pub(super) fn is_comment(node: Node<'_>) -> bool {
    matches!(node.kind(), "comment" | "js_comment")
}

/// A text on one line, fit to be a name.
pub(in crate::languages) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_one_line = memchr::memchr3(b'\n', b'\t', b'\r', bytes).is_none();
    let mut spaces = memchr::memchr_iter(b' ', bytes);
    if text.len() <= NAME_LIMIT && is_one_line && spaces.all(|at| bytes[at + 1] != b' ') {
        return Cow::Borrowed(text);
    }
    let near = &text[..text.floor_char_boundary(NAME_LIMIT * 8)];
    let mut folded = String::new();
    for word in near.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    if folded.len() > NAME_LIMIT {
        folded.truncate(folded.floor_char_boundary(NAME_LIMIT));
        folded.push('…');
    }
    Cow::Owned(folded)
}
