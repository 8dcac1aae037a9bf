//! What scripts and styles are written in. Shared by HTML and the languages of components.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::attributes::value_of;
use crate::walk::{Sharing, Walker};

/// The language of a script: its `lang`, or else its `type`.
pub(in crate::languages) fn language_of_script<'t>(walker: &Walker<'t>, tag: Node<'t>) -> &'t str {
    if let Some(language) = value_of(walker, tag, "lang") {
        return walker.text(language);
    }
    let Some(kind) = value_of(walker, tag, "type") else {
        return "javascript";
    };
    let kind = walker
        .text(kind)
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    match kind {
        "" | "module" => "javascript",
        "importmap" | "speculationrules" => "json",
        // What the script holds is for another script to make use of.
        "text/template" | "text/x-template" | "text/ng-template" => "html",
        "text/babel" => "jsx",
        "x-shader/x-vertex" | "x-shader/x-fragment" => "glsl",
        _ => {
            let language = kind.rsplit('/').next().unwrap_or(kind);
            let language = language.rsplit('+').next().unwrap_or(language);
            let language = language.strip_prefix("x-").unwrap_or(language);
            if language == "ecmascript" {
                "javascript"
            } else {
                language
            }
        }
    }
}

/// The language of a style: its `lang`, or else its `type`.
pub(in crate::languages) fn language_of_style<'t>(walker: &Walker<'t>, tag: Node<'t>) -> &'t str {
    let Some(kind) = value_of(walker, tag, "lang").or_else(|| value_of(walker, tag, "type")) else {
        return "css";
    };
    match walker.text(kind).rsplit('/').next().unwrap_or_default() {
        // What this tool adds is read as rules that are not known.
        "" | "postcss" | "pcss" => "css",
        language => language,
    }
}

/// Reads the text of an element as a language.
pub(in crate::languages) fn embed<'t>(
    walker: &mut Walker<'t>,
    element: Node<'t>,
    language: &str,
    sharing: Sharing,
) {
    let mut cursor = element.walk();
    let text = element
        .named_children(&mut cursor)
        .find(|child| child.kind() == "raw_text");
    let Some(text) = text else { return };
    let extension = walker.path().rsplit('.').next();
    if !matches!(extension, Some("cshtml" | "razor")) || language == "css" {
        return walker.embed(language, &[text], sharing);
    }
    let parts = without_razor_marks(walker.text(text));
    let ranges = walker.ranges_in(text, &parts);
    walker.embed_ranges(language, ranges, sharing);
}

/// A script of Razor without the `@` before expressions, which read like the script's own.
fn without_razor_marks(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@');
        let begins = after.is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '('));
        if begins && !before.is_some_and(is_letter) {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A symbol for a file that is brought in, with its path as the name.
pub(in crate::languages) fn import<'t>(walker: &mut Walker<'t>, tag: Node<'t>, path: Node<'t>) {
    let name = walker.text(path);
    if name.is_empty() || name.starts_with("data:") || name.contains(['{', '<']) {
        return;
    }
    let mut symbol = walker.import(tag, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_use(path, IdentifierKind::Import, None);
    walker.add_import(symbol, path, name, None, false);
}
