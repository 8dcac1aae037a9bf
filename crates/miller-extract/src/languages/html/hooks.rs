//! Elements. Shared by HTML and the languages of components.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::attributes::{find, value_of};
use super::raw_text;
use crate::spec::Role;
use crate::walk::{Sharing, Walker};

/// The page's name: the file's.
pub(in crate::languages) fn page_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// The text of comments without their marks.
pub(in crate::languages) fn clean_comment(text: String) -> String {
    if !text.contains("<!--") {
        return text;
    }
    let lines = text.lines().map(|line| line.trim().trim_start_matches("<!--"));
    let lines: Vec<&str> = lines.map(|line| line.trim_end_matches("-->").trim()).collect();
    lines.join("\n")
}

/// The start tag of an element, or all there is of it.
pub(in crate::languages) fn tag_of(element: Node<'_>) -> Option<Node<'_>> {
    element.named_child(0).filter(|tag| matches!(tag.kind(), "start_tag" | "self_closing_tag"))
}

/// The name of a tag.
pub(in crate::languages) fn name_of(tag: Node<'_>) -> Option<Node<'_>> {
    tag.named_child(0).filter(|name| name.kind() == "tag_name")
}

/// An element: a symbol where it has an identifier, a use where its tag is a custom one.
pub(in crate::languages) fn element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(tag) = tag_of(node) else { return };
    let Some(name) = name_of(tag) else { return };
    define_identifier(walker, node, tag);
    let name_text = walker.text(name);
    if name_text.eq_ignore_ascii_case("link") {
        linked_file(walker, tag);
    } else if is_custom(name_text) {
        walker.add_use_as(name, Role::Construct, None);
    }
}

/// A tag whose element does not end, which the parser takes for an error.
pub(in crate::languages) fn lonely_tag<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.ancestor(1).is_some_and(|above| above.is_error()) {
        define_identifier(walker, node, node);
    }
}

/// Whether a tag is that of a custom element: HTML's own have no dash.
fn is_custom(name: &str) -> bool {
    name.contains('-') && !name.starts_with('-') && !name.contains(':')
}

/// The symbol for the `id` of an element, or for the name of an anchor.
pub(in crate::languages) fn define_identifier<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    tag: Node<'t>,
) {
    let is_anchor = name_of(tag).is_some_and(|name| walker.text(name).eq_ignore_ascii_case("a"));
    let identifier = find(tag, |name, value| {
        let name = walker.text(name);
        let names_it = name.eq_ignore_ascii_case("id") || is_anchor && name == "name";
        value.filter(|value| names_it && is_name(walker.text(*value)))
    });
    if let Some(identifier) = identifier {
        let mut symbol = walker.symbol(SymbolKind::Constant, node, identifier);
        symbol.signature = vec![(tag.start_byte() as u32, tag.end_byte() as u32)];
        walker.define(symbol);
    }
}

/// Whether a text is a name, not a template of one such as `{{ id }}`.
pub(in crate::languages) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '<' | '$' | '%'))
}

/// `<link rel="stylesheet" href="…">` brings a file in.
fn linked_file<'t>(walker: &mut Walker<'t>, tag: Node<'t>) {
    let is_code = value_of(walker, tag, "rel").is_some_and(|relation| {
        let mut words = walker.text(relation).split_ascii_whitespace();
        words.any(|word| matches!(word, "stylesheet" | "modulepreload" | "import" | "manifest"))
    });
    if let Some(path) = value_of(walker, tag, "href").filter(|_| is_code) {
        raw_text::import(walker, tag, path);
    }
}

/// A script: code of the page, or a file that is brought in.
pub(in crate::languages) fn script_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(tag) = tag_of(node) else { return };
    define_identifier(walker, node, tag);
    if let Some(path) = value_of(walker, tag, "src") {
        raw_text::import(walker, tag, path);
    }
    let language = raw_text::language_of_script(walker, tag);
    raw_text::embed(walker, node, language, Sharing::File);
}

/// A style sheet in the page.
pub(in crate::languages) fn style_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(tag) = tag_of(node) else { return };
    define_identifier(walker, node, tag);
    let language = raw_text::language_of_style(walker, tag);
    raw_text::embed(walker, node, language, Sharing::File);
}
