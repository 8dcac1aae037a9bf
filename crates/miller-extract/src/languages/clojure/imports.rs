//! Namespaces and what they bring in.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::{definitions, forms};
use crate::fields::Fields;
use crate::walk::Walker;

/// `(ns name "doc" (:require …) (:import …))`: the rest of the file belongs to it.
pub(super) fn namespace<'t>(walker: &mut Walker<'t>, node: Node<'t>, head: Node<'t>) {
    walker.claim(head);
    let rest = forms::arguments(node);
    let Some(name) = rest.first().copied().and_then(forms::name_of) else { return };
    let mut symbol = walker.symbol(SymbolKind::Namespace, node, name);
    let stretch = |name: Node<'_>| (name.start_byte() as u32, name.end_byte() as u32);
    symbol.signature = vec![stretch(head), stretch(name)];
    symbol.doc = definitions::doc(walker, &rest, true);
    let symbol = walker.define(symbol);
    walker.contains_rest_of_file(symbol);
    for clause in rest.iter().filter(|form| form.kind() == "list_lit") {
        let keyword = clause.field("value").map_or("", |head| walker.text(head));
        for form in forms::arguments(*clause) {
            match keyword {
                ":import" => java_import(walker, form),
                ":require" | ":use" | ":require-macros" | ":use-macros" => {
                    library(walker, form, None);
                }
                _ => {}
            }
        }
    }
    // What a namespace brings in is seen to here.
    walker.leave_out_children();
}

/// `(require '[name :as alias])` outside of the namespace form.
pub(super) fn at_run_time<'t>(walker: &mut Walker<'t>, node: Node<'t>, text: &str) {
    for quoted in forms::arguments(node).iter().filter(|form| form.kind() == "quoting_lit") {
        if let Some(form) = quoted.field("value") {
            match text {
                "import" => java_import(walker, form),
                _ => library(walker, form, None),
            }
        }
    }
}

/// `name`, `[name :as alias :refer [a b]]`, `(prefix name name)`. A prefix holds no other.
fn library<'t>(walker: &mut Walker<'t>, form: Node<'t>, prefix: Option<&'t str>) {
    let mut cursor = form.walk();
    let parts: Vec<Node<'t>> = match form.kind() {
        "sym_lit" => vec![form],
        "vec_lit" | "list_lit" => form.children_by_field_name("value", &mut cursor).collect(),
        _ => return,
    };
    let Some(name) = parts.first().copied().and_then(forms::name_of) else { return };
    // Options start with a keyword.
    let is_prefix = parts.get(1).is_some_and(|second| second.kind() != "kwd_lit");
    if prefix.is_none() && form.kind() == "list_lit" && is_prefix {
        walker.add_use(name, IdentifierKind::Import, None);
        for part in &parts[1..] {
            library(walker, *part, Some(walker.text(name)));
        }
        return;
    }
    let path: Cow<'t, str> = match prefix {
        Some(prefix) => Cow::Owned(format!("{prefix}.{}", walker.text(name))),
        None => Cow::Borrowed(walker.text(name)),
    };
    walker.add_use(name, IdentifierKind::Import, None);
    let mut alias = None;
    let mut referred = Vec::new();
    for pair in parts[1..].chunks(2) {
        let [keyword, value] = pair else { continue };
        match walker.text(*keyword) {
            ":as" | ":as-alias" => alias = forms::name_of(*value),
            ":refer" | ":only" | ":refer-macros" => {
                let mut cursor = value.walk();
                referred.extend(
                    value.children_by_field_name("value", &mut cursor).filter_map(forms::name_of),
                );
            }
            _ => {}
        }
    }
    let known_as = alias.map_or(path.clone(), |alias| Cow::Borrowed(walker.text(alias)));
    // It stands before a slash only.
    if let Cow::Borrowed(written) = known_as {
        walker.hand_out(written);
    }
    let symbol = walker.import(form, known_as);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, name, path.clone(), None, true);
    for name in referred {
        import_name(walker, name, path.clone());
    }
}

fn import_name<'t>(walker: &mut Walker<'t>, name: Node<'t>, from: Cow<'t, str>) {
    let text = walker.text(name);
    walker.add_use(name, IdentifierKind::Import, None);
    let symbol = walker.import(name, text);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, name, text, Some(from), true);
}

/// `(java.util Date List)`, `[java.util Date]`, `java.io.File`.
fn java_import<'t>(walker: &mut Walker<'t>, form: Node<'t>) {
    if let Some(name) = forms::name_of(form) {
        let (qualifier, last) = split(walker.text(name));
        walker.add_use(name, IdentifierKind::Import, None);
        let symbol = walker.import(form, last);
        let symbol = walker.define(symbol);
        walker.add_import(symbol, name, last, qualifier, true);
        return;
    }
    let mut cursor = form.walk();
    let mut names = form.children_by_field_name("value", &mut cursor).filter_map(forms::name_of);
    let Some(package) = names.next() else { return };
    walker.add_use(package, IdentifierKind::Import, None);
    for name in names {
        import_name(walker, name, Cow::Borrowed(walker.text(package)));
    }
}

fn split(path: &str) -> (Option<Cow<'_, str>>, &str) {
    match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(Cow::Borrowed(qualifier)), last),
        None => (None, path),
    }
}
