//! Comment-based help.

use tree_sitter::Node;

use crate::remarks;
use crate::spec::DocStyle;
use crate::walk::Walker;

/// Every comment documents what is below it, except requirements and regions.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &[""],
    exceptions: &["[", "#!", "#Requires", "#requires", "#region", "#endregion"],
    // What stands at the top may be about the first function: a hook decides.
    file_openings: &[],
    clean: Some(clean),
};

/// The first block of help is about the script, unless it stands directly above a function.
pub(super) fn program<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor);
    let help = children.find(|child| {
        child.kind() != "comment" || walker.text(*child).starts_with("<#")
    });
    let Some(help) = help.filter(|help| help.kind() == "comment") else { return };
    let first = children.next().filter(|next| next.kind() == "statement_list");
    let function = first.and_then(|list| list.named_child(0)).filter(|first| {
        let directly = first.start_position().row == help.end_position().row + 1;
        directly && matches!(first.kind(), "function_statement" | "class_statement")
    });
    if function.is_some() {
        return;
    }
    if let Some(doc) = remarks::text_of_block(&[walker.text(help).trim_end()], &DOC_STYLE) {
        walker.document_file(doc);
    }
}

/// The help at the start of a function's body.
pub(super) fn help_inside(
    walker: &Walker<'_>,
    node: Node<'_>,
    block: Option<Node<'_>>,
) -> Option<String> {
    let mut cursor = node.walk();
    let mut inside = false;
    let mut comments = Vec::new();
    for child in node.children(&mut cursor) {
        match child.kind() {
            "{" => inside = true,
            "comment" if inside => comments.push(walker.text(child).trim_end()),
            _ if inside => break,
            _ => {}
        }
    }
    // Where the body has no parameters, its comments are the first of its own.
    if comments.is_empty() {
        let first = block.and_then(|block| block.child(0)).filter(|child| child.kind() == "comment");
        comments.extend(first.map(|comment| walker.text(comment).trim_end()));
    }
    let is_help = comments.iter().any(|text| has_keyword(text));
    comments.retain(|text| !text.starts_with("#region"));
    is_help.then(|| remarks::text_of_block(&comments, &DOC_STYLE)).flatten()
}

fn has_keyword(text: &str) -> bool {
    text.lines().any(|line| keyword(line.trim_start_matches(['<', '#', ' ', '\t'])).is_some())
}

/// The keyword that a line of help consists of, and what follows it: `.PARAMETER Path`.
fn keyword(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().strip_prefix('.')?;
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let is_word = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word.then(|| (word, rest.trim()))
}

/// Takes the marks of block comments away and makes the keywords of help readable.
#[expect(clippy::needless_pass_by_value, reason = "the type of all steps that clean")]
fn clean(text: String) -> String {
    let text = text.trim();
    let inner = text.strip_prefix("<#").unwrap_or(text);
    let inner = inner.strip_suffix("#>").or_else(|| inner.strip_suffix('>')).unwrap_or(inner);
    let mut out = String::with_capacity(inner.len());
    for line in remarks::dedent(inner).lines() {
        match keyword(line) {
            Some((word, _)) if matches!(&*word.to_ascii_uppercase(), "SYNOPSIS" | "DESCRIPTION") => {}
            Some((word, rest)) => {
                out.push_str(&word[..1].to_ascii_uppercase());
                out.push_str(&word[1..].to_ascii_lowercase());
                if !rest.is_empty() {
                    out.push(' ');
                    out.push_str(rest);
                }
                out.push_str(":\n");
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    remarks::dedent(&out)
}
