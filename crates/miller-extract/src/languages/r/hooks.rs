//! What the table of R cannot say of assignments, and what hooks share.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::classes;
use crate::fields::Fields;
use crate::spec::{DocStyle, Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Comments of roxygen document what is below them.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["#'"],
    exceptions: &[],
    file_openings: &[],
    clean: Some(clean),
};

/// Tags that say something to tools, not to readers.
const FOR_TOOLS: &[&str] = &[
    "@aliases", "@docType", "@encoding", "@export", "@exportClass", "@exportMethod",
    "@exportPattern", "@family", "@import", "@importFrom", "@importClassesFrom",
    "@importMethodsFrom", "@include", "@inherit", "@inheritParams", "@inheritDotParams",
    "@inheritSection", "@keywords", "@md", "@method", "@name", "@noMd", "@noRd", "@order",
    "@rawNamespace", "@rdname", "@template", "@templateVar", "@usage", "@useDynLib",
];

/// Takes the quote of each line and the tags away.
#[expect(clippy::needless_pass_by_value, reason = "the type of all steps that clean")]
fn clean(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start();
        let line = line.strip_prefix('\'').unwrap_or(line);
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if let Some((tag, rest)) = tag(line) {
            match tag {
                _ if FOR_TOOLS.contains(&tag) => continue,
                "@title" | "@description" | "@details" => out.push_str(rest),
                "@param" | "@slot" | "@field" => match rest.split_once(char::is_whitespace) {
                    Some((name, about)) => {
                        out.push_str(name);
                        out.push_str(": ");
                        out.push_str(about.trim_start());
                    }
                    None => out.push_str(rest),
                },
                "@return" | "@returns" => {
                    out.push_str("Returns: ");
                    out.push_str(rest);
                }
                "@examples" => {
                    out.push_str("Examples:");
                    if !rest.is_empty() {
                        out.push(' ');
                        out.push_str(rest);
                    }
                }
                "@seealso" => {
                    out.push_str("See also: ");
                    out.push_str(rest);
                }
                _ => out.push_str(line),
            }
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn tag(line: &str) -> Option<(&str, &str)> {
    line.starts_with('@').then(|| {
        let (tag, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        (tag, rest.trim())
    })
}

/// The file's name without its extension.
pub(super) fn file_name(path: &str) -> Option<String> {
    let file = path.rsplit('/').next()?;
    let stem = file.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty());
    Some(stem.unwrap_or(file).to_owned())
}

/// The text of an identifier without the quotes that odd names need.
pub(super) fn bare<'t>(walker: &Walker<'t>, name: Node<'t>) -> &'t str {
    walker.text(name).trim_matches(['`', '"', '\''])
}

/// A use of an odd name is that of what stands between its backticks.
pub(super) fn identifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let inner = walker.text(node).strip_prefix('`').and_then(|text| text.strip_suffix('`'));
    if inner.is_none_or(str::is_empty) {
        return;
    }
    let start = node.start_byte() as u32;
    if let Some(added) = walker.facts.uses.last_mut().filter(|added| added.span.start == start) {
        added.span.start += 1;
        added.span.start_point.column += 1;
        added.span.end -= 1;
        added.span.end_point.column -= 1;
    }
}

/// `name <- value`, `name = value`, `value -> name`.
pub(super) fn binary_operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(operator) = node.field("operator") else { return };
    let (target, value) = match operator.kind() {
        // `left %+% right` calls the function of that name; three are arithmetic of the language.
        "special" if matches!(walker.text(operator), "%%" | "%/%" | "%*%") => return,
        "special" => return walker.add_use_as(operator, Role::Call, None),
        "<-" | "=" | "<<-" | ":=" => ("lhs", "rhs"),
        "->" | "->>" => ("rhs", "lhs"),
        _ => return,
    };
    let (Some(target), Some(value)) =
        (node.child_by_field_name(target), node.child_by_field_name(value))
    else {
        return;
    };
    if !matches!(target.kind(), "identifier" | "string") || bare(walker, target).is_empty() {
        return;
    }
    let outwards = matches!(operator.kind(), "<<-" | "->>");
    match value.kind() {
        "function_definition" => function(walker, node, target, value),
        "call" if classes::makes_class(walker, value) => class(walker, node, target, value),
        _ if outwards && walker.in_function() => {}
        _ if walker.in_function() => {
            if target.kind() == "identifier" {
                walker.claim(target);
                walker.bind_local(target, node.end_byte() as u32);
            }
        }
        _ => variable(walker, node, target),
    }
}

fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, value: Node<'t>) {
    let name = bare(walker, target);
    // `%in%`, and the functions behind the operators of the language.
    let operator = !name.starts_with(|first: char| first.is_alphanumeric() || "._".contains(first));
    let kind = if operator { SymbolKind::Operator } else { SymbolKind::Function };
    let mut symbol = walker.symbol(kind, node, target);
    symbol.name = Cow::Borrowed(name);
    symbol.signature = walker.signature_of(node, value.field("body"));
    walker.define(symbol);
}

fn class<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, value: Node<'t>) {
    let mut symbol = walker.symbol(SymbolKind::Class, node, target);
    symbol.name = Cow::Borrowed(bare(walker, target));
    symbol.signature = classes::signature(node, value);
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
}

/// A name assigned again is the symbol that its first assignment made.
fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>) {
    let name = bare(walker, target);
    if walker.file_defines(name) {
        return;
    }
    let shouts = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let kind = if shouts { SymbolKind::Constant } else { SymbolKind::Variable };
    // In `first <- second <- 1` no name contains the other.
    let value = ["lhs", "rhs"].into_iter().find_map(|side| {
        node.child_by_field_name(side).filter(|side| *side != target)
    });
    let chained = assigns(value) || assigns(walker.ancestor(1));
    let mut symbol = walker.symbol(kind, if chained { target } else { node }, target);
    symbol.name = Cow::Borrowed(name);
    symbol.signature = walker.signature_of(node, None);
    walker.define(symbol);
}

fn assigns(node: Option<Node<'_>>) -> bool {
    let operator = node
        .filter(|node| node.kind() == "binary_operator")
        .and_then(|node| node.field("operator"));
    operator.is_some_and(|operator| matches!(operator.kind(), "<-" | "=" | "->"))
}

/// Names that start with a dot are hidden, by convention.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let hidden = symbol.kind == SymbolKind::Import
        || symbol.name.starts_with('.')
        || walker.in_function();
    Some(if hidden { Visibility::Private } else { Visibility::Public })
}
