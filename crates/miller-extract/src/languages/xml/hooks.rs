//! What the table of XML cannot say: which elements are told, and under which names.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use crate::walk::{NewSymbol, Walker};

/// Elements without a name of their own are left out below this level.
const TAG_LEVELS: usize = 3;
/// Attributes that name an element, without their prefixes; the best one first.
const NAMING_ATTRIBUTES: &[&str] = &["id", "name", "key", "include", "update", "match"];
/// So many attributes of an element are looked at.
const ATTRIBUTES_EXAMINED: usize = 12;
/// A key of a property list and the white space after it are no longer than this.
const KEY_LENGTH: usize = 300;
/// So many children are looked at for the one that names an element.
const CHILDREN_EXAMINED: usize = 12;

/// An element, named by an attribute, by a child or by its tag.
pub(super) fn element<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(opening) = node.named_child(0) else { return false };
    let Some(tag) = opening.named_child(0).map(|name| walker.text(name)) else { return false };
    if tag == "key" {
        return false;
    }
    // Each level has an element and what it contains; the document is above them all.
    let near = walker.ancestor(2 * TAG_LEVELS).is_none();
    let name = attribute_name(walker, opening)
        .or_else(|| property_key(walker, node, tag))
        .or_else(|| artifact(walker, node, tag))
        .or_else(|| near.then_some(tag));
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { return false };
    symbol.kind = kind_of(tag);
    symbol.name = Cow::Borrowed(name);
    symbol.binds = false;
    let body = node.named_child(1).filter(|body| has_elements(*body));
    symbol.signature = walker.signature_of(node, body);
    true
}

/// `<!ENTITY name "text">` in the head of a document.
pub(super) fn entity<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = node.named_child(0).filter(|name| name.kind() == "Name") else { return false };
    symbol.name = Cow::Borrowed(walker.text(name));
    symbol.binds = false;
    symbol.signature = walker.signature_of(node, None);
    true
}

/// What the elements of well-known vocabularies define.
fn kind_of(tag: &str) -> SymbolKind {
    match tag {
        "Target" | "target" | "macrodef" | "xsl:function" | "xsl:template" => SymbolKind::Function,
        "xsl:param" | "xsl:variable" => SymbolKind::Variable,
        _ => match tag.rsplit(':').next() {
            Some("complexType" | "simpleType") => SymbolKind::Type,
            _ => SymbolKind::Property,
        },
    }
}

/// The value of the attribute that names an element.
fn attribute_name<'t>(walker: &Walker<'t>, opening: Node<'t>) -> Option<&'t str> {
    let mut cursor = opening.walk();
    let mut best: Option<(usize, &'t str)> = None;
    let attributes = opening.named_children(&mut cursor).take(ATTRIBUTES_EXAMINED);
    for attribute in attributes.filter(|child| child.kind() == "Attribute") {
        let (Some(name), Some(value)) = (attribute.named_child(0), attribute.named_child(1)) else {
            continue;
        };
        let name = walker.text(name);
        let bare = name.rsplit(':').next().unwrap_or(name);
        let rank = NAMING_ATTRIBUTES.iter().position(|known| bare.eq_ignore_ascii_case(known));
        let value = walker.text(value).trim_matches(['"', '\'']);
        let better = rank.filter(|rank| best.is_none_or(|(other, _)| *rank < other));
        if let (Some(rank), false) = (better, value.trim().is_empty()) {
            best = Some((rank, value));
        }
    }
    // Android writes `@+id/name`.
    best.map(|(_, value)| value.strip_prefix("@+id/").unwrap_or(value))
}

/// The key of a property list that stands before a value.
fn property_key<'t>(walker: &Walker<'t>, node: Node<'t>, tag: &str) -> Option<&'t str> {
    if !PROPERTY_VALUES.contains(&tag) {
        return None;
    }
    let (source, end) = (walker.source(), node.start_byte());
    let near = &source[source.floor_char_boundary(end.saturating_sub(KEY_LENGTH))..end];
    let before = near.trim_end().strip_suffix("</key>")?;
    let start = before.rfind("<key>")? + "<key>".len();
    Some(&before[start..])
}

/// The values of property lists.
const PROPERTY_VALUES: &[&str] =
    &["array", "data", "date", "dict", "false", "integer", "real", "string", "true"];

/// The `artifactId` in a dependency or a plug-in of Maven.
fn artifact<'t>(walker: &Walker<'t>, node: Node<'t>, tag: &str) -> Option<&'t str> {
    if !matches!(tag, "dependency" | "plugin" | "parent" | "extension" | "exclusion") {
        return None;
    }
    let content = node.named_child(1)?;
    let mut cursor = content.walk();
    let child = content
        .named_children(&mut cursor)
        .take(CHILDREN_EXAMINED)
        .filter(|child| child.kind() == "element")
        .find(|child| walker.text(*child).starts_with("<artifactId>"))?;
    let text = walker.text(child.named_child(1)?);
    (!text.contains('<')).then_some(text)
}

/// Whether the content of an element is made of elements rather than of text.
fn has_elements(content: Node<'_>) -> bool {
    let mut cursor = content.walk();
    let mut children = content.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    content.kind() == "content" && children.any(|child| child.kind() == "element")
}

/// The text of a comment without its marks.
pub(super) fn comment(text: String) -> String {
    if !text.contains("<!--") {
        return text;
    }
    let bare = text.replace("<!--", "").replace("-->", "");
    bare.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}
