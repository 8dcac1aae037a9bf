//! Components: files that are one, and tags that stand for one. Shared by Svelte and Vue.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::languages::html::hooks::{name_of, page_name, tag_of};
use crate::languages::html::raw_text::language_of_script;
use crate::remarks::dedent;
use crate::spec::Role;
use crate::walk::{NewUse, Sharing, Walker};

/// The file's component, and what its expressions are written in: what its scripts are.
pub(in crate::languages) fn component<'t>(walker: &mut Walker<'t>, root: Node<'t>) {
    let mut cursor = root.walk();
    let mut scripts = root
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "script_element");
    let language = scripts.find_map(|script| Some(language_of_script(walker, tag_of(script)?)));
    walker.set_expression_language(language.unwrap_or("javascript"));
    // In a text about something else it is an example without a name.
    let Some(name) = page_name(walker.path()).filter(|_| !walker.is_embedded()) else {
        return;
    };
    if root.start_byte() < root.end_byte() {
        let mut symbol = walker.import(root, name);
        symbol.kind = SymbolKind::Class;
        symbol.visibility = Some(Visibility::Public);
        symbol.signature = Vec::new();
        symbol.doc = doc(walker, root);
        walker.define(symbol);
    }
}

/// The text of the comment that says that it is about the component.
fn doc(walker: &Walker<'_>, root: Node<'_>) -> Option<String> {
    let mut cursor = root.walk();
    let mut comments = root
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "comment");
    comments.find_map(|comment| {
        let text = walker.text(comment).strip_prefix("<!--")?.trim_start();
        let text = text.strip_prefix("@component")?;
        Some(dedent(text.strip_suffix("-->").unwrap_or(text)))
    })
}

/// A tag that stands for a component is a use of it: `<Card>`, `<ui.Card>`, which the script knows, or
/// `<my-card>`, which is known as `MyCard` where `camel` says so.
pub(in crate::languages) fn use_of_component<'t>(
    walker: &mut Walker<'t>,
    tag: Node<'t>,
    built_in: &[&str],
    camel: bool,
) {
    let Some(name) = name_of(tag) else { return };
    let text = walker.text(name);
    let is_name = text.starts_with(|c: char| c.is_ascii_uppercase()) || text.contains('.');
    if text.contains(':') || built_in.contains(&text) {
        return;
    }
    if text.contains('-') {
        let edge = Some(RelationshipKind::Instantiates);
        let mut new = NewUse::of(name, IdentifierKind::Call).edge(edge);
        if camel {
            new = new.spelled(camel_case(text));
        }
        walker.add(new);
    } else if is_name {
        let language = walker.expression_language();
        walker.embed_ranges(language, vec![name.range()], Sharing::File);
        walker.set_role_of_embedded(Role::Construct);
    }
}

/// `my-card` as a component is called: `MyCard`.
fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for part in name.split('-') {
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
