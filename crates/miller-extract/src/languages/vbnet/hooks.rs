//! What the table of Visual Basic .NET cannot say of types and procedures.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::DocStyle;
use crate::walk::{NewSymbol, Walker};
use crate::xml_doc;

/// Comments with three marks document what is below them.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["'''"],
    exceptions: &["''''"],
    file_openings: &[],
    clean: Some(clean),
};

#[expect(clippy::needless_pass_by_value, reason = "the type of all steps that clean")]
fn clean(text: String) -> String {
    let bare = |line: &str| {
        let line = line.trim_start().trim_start_matches('\'');
        line.strip_prefix(' ').unwrap_or(line).to_owned()
    };
    let lines: Vec<String> = text.lines().map(bare).collect();
    xml_doc::clean(lines.join("\n"))
}

/// Types, delegates, properties and events: their signature is their first statement.
pub(super) fn block<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = head(walker, node);
    true
}

/// From the modifiers to the last of what stands before the body.
fn head(walker: &Walker<'_>, node: Node<'_>) -> Vec<(u32, u32)> {
    let mut end = node.field("name").map_or(0, |name| name.end_byte());
    let mut cursor = node.walk();
    let last_row = node
        .field("name")
        .map_or(node.start_position().row, |name| name.start_position().row);
    for child in node.children(&mut cursor) {
        let of_head = matches!(
            child.kind(),
            "parameter_list" | "type_parameters" | "as_clause" | "type" | "expression"
        );
        if of_head && child.start_position().row <= last_row.max(row_of(node, end)) {
            end = end.max(child.end_byte());
        }
        if matches!(child.kind(), "statement" | "get_accessor" | "set_accessor" | "blank_line") {
            break;
        }
    }
    if end == 0 {
        end = node.end_byte();
    }
    let start = start(node);
    vec![(start as u32, closed(walker, start, end) as u32)]
}

/// Where a stretch ends with the bracket that the parser leaves out behind `(Of Type`.
pub(super) fn closed(walker: &Walker<'_>, start: usize, end: usize) -> usize {
    let text = &walker.source()[start..end];
    let rest = walker.source()[end..].trim_start_matches(' ');
    if text.matches('(').count() > text.matches(')').count() && rest.starts_with(')') {
        walker.source().len() - rest.len() + 1
    } else {
        end
    }
}

/// Parameters may go on for several lines: what follows them stands on the last of these.
fn row_of(node: Node<'_>, end: usize) -> usize {
    let parameters = node.field("parameters");
    parameters
        .filter(|parameters| parameters.end_byte() == end)
        .map_or(0, |parameters| parameters.end_position().row)
}

/// Where a declaration starts without its attributes.
fn start(node: Node<'_>) -> usize {
    node.field("modifiers").unwrap_or(node).start_byte()
}

/// `Sub Name(…)`, `Function Name(…) As Type`.
pub(super) fn method<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.signature = head(walker, node);
    if symbol.name.eq_ignore_ascii_case("Finalize") {
        symbol.kind = SymbolKind::Destructor;
    }
    // `Declare Function Name Lib "library" Alias "Other" (…)`: the parser takes the last for the name.
    let name = node.field("name").map_or(0, |name| name.start_byte());
    let before = walker.source().get(start(node)..name).unwrap_or("");
    if before.contains(" Lib ") {
        let mut words = before.split_whitespace();
        let keyword = |word: &&str| {
            word.eq_ignore_ascii_case("Function") || word.eq_ignore_ascii_case("Sub")
        };
        if words.any(|word| keyword(&word))
            && let Some(word) = words.next()
        {
            symbol.name = Cow::Borrowed(word);
            walker.claim_offset(word.as_ptr() as usize - walker.source().as_ptr() as usize);
        }
    }
    true
}

/// `Sub New(…)`.
pub(super) fn constructor<'t>(
    _walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    symbol.name = Cow::Borrowed("New");
    let end = node.field("parameters").map_or(node.end_byte(), |list| list.end_byte());
    symbol.signature = vec![(start(node) as u32, end as u32)];
    true
}

/// What the modifiers say, or else what the language takes for granted.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let declaration = match node.kind() {
        "variable_declarator" | "identifier" => walker.ancestor(0).unwrap_or(node),
        _ => node,
    };
    let modifiers = declaration.field("modifiers");
    let modifiers = modifiers.map_or("", |modifiers| walker.text(modifiers)).to_ascii_lowercase();
    let has = |word: &str| modifiers.split_whitespace().any(|modifier| modifier == word);
    Some(match (symbol.kind, walker.enclosing_kind()) {
        (SymbolKind::Import, _) => Visibility::Private,
        _ if has("public") => Visibility::Public,
        _ if has("protected") => Visibility::Protected,
        _ if has("private") => Visibility::Private,
        _ if has("friend") => Visibility::Internal,
        (SymbolKind::Field | SymbolKind::Constant, Some(SymbolKind::Struct)) if has("dim") => {
            Visibility::Public
        }
        (SymbolKind::Field | SymbolKind::Constant, _) => Visibility::Private,
        // Types are for their assembly, their members for everybody.
        (
            SymbolKind::Class
            | SymbolKind::Module
            | SymbolKind::Struct
            | SymbolKind::Interface
            | SymbolKind::Enum
            | SymbolKind::Delegate,
            None | Some(SymbolKind::Namespace),
        ) => Visibility::Internal,
        _ => Visibility::Public,
    })
}
