//! Comments and `-doc` as documentation.

use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks::dedent;
use crate::spec::DocStyle;
use crate::walk::Walker;

/// Every comment above documents, except for those that editors read.
pub(super) const STYLE: DocStyle = DocStyle {
    openings: &["%"],
    exceptions: &["%% -*-", "%%! ", "% -*-", "%%% -*-", "%% elvis", "%% erlfmt", "% @format"],
    file_openings: &[],
    clean: Some(clean),
};

/// Takes out rulers and what only marks a text for `EDoc`: `@doc`, `@end`, `@private`.
#[expect(clippy::needless_pass_by_value, reason = "the shape of a last step over a text")]
fn clean(text: String) -> String {
    // What is above a module is its licence as often as its description.
    let text = match text.find("@doc") {
        Some(at) => &text[at..],
        None if text.contains("Copyright") => "",
        None => &text,
    };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = line.trim();
        let is_ruler = bare.len() > 2 && bare.chars().all(|it| matches!(it, '=' | '-' | '*' | '~' | '%'));
        if is_ruler || matches!(bare, "@end" | "@private" | "@hidden") {
            continue;
        }
        let line = match bare.strip_prefix("@doc") {
            Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim_start(),
            _ => line,
        };
        out.push_str(line);
        out.push('\n');
    }
    dedent(&out)
}

/// The keys under which the text of `-doc` is kept until its function comes.
const START: &str = "doc";
const END: &str = "doc end";

/// `-doc "text".`, `-moduledoc """ … """.`
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(value)) =
        (node.field("name"), node.field("value"))
    else {
        return;
    };
    let word = walker.text(name).trim_start_matches('-').trim();
    match (word, value.kind()) {
        ("doc", "string") => {
            walker.remember(START, value.start_byte() as u32);
            walker.remember(END, value.end_byte() as u32);
        }
        ("moduledoc", "string") => {
            let doc = unquoted(walker.text(value));
            if let (Some(doc), Some(module)) = (doc, walker.enclosing_symbol()) {
                walker.document(module, doc);
            }
        }
        _ => {}
    }
}

/// The text that was kept for the function being visited.
pub(super) fn take(walker: &mut Walker<'_>) -> Option<String> {
    let start = walker.forget(START)? as usize;
    let end = walker.forget(END)? as usize;
    unquoted(&walker.source()[start..end])
}

fn unquoted(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['~', 'b', 'B', 's', 'S']).trim_matches('"');
    let text = dedent(text);
    (!text.is_empty()).then_some(text)
}
