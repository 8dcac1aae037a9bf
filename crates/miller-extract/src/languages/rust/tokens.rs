//! Attributes and the arguments of macros, which the grammar leaves as runs of tokens.

use std::iter::Peekable;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

use super::turbofish::Turbofish;

/// What stands before a name among tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// `.`
    Dot,
    /// `::`
    Colons,
    /// `fn`, `struct` and the like: a definition of the name.
    Keyword,
    /// `let`, `mut` and the like: a declaration of the name.
    Declaration,
    /// `'`: a lifetime or a label.
    Quote,
    /// `{`: the name may be that of a field.
    Brace,
    /// `(`: the name may be that of an argument.
    Parenthesis,
    /// `,`: either.
    Comma,
}

/// `#[derive(Debug, Clone)]` names traits; `#[tokio::main]` calls a macro. The arguments of other
/// attributes are words of their own.
pub(super) fn attribute<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(path) = node.named_child(0) else { return };
    let name = walker.text(path);
    if name == "derive" {
        if let Some(arguments) = node.field("arguments") {
            derive(walker, arguments);
        }
        return;
    }
    // On fields and variants stand only words that the macro of the type reads.
    let of_member = matches!(
        walker.enclosing_kind(),
        Some(SymbolKind::Struct | SymbolKind::Enum | SymbolKind::Union | SymbolKind::EnumMember)
    );
    if of_member || BUILT_IN.contains(&name) {
        return;
    }
    let inner = path.field("name").unwrap_or(path);
    if inner.kind() == "identifier" {
        let qualifier = path.field("path").map(span);
        let edge = Some(RelationshipKind::Calls);
        walker.add_use_of(inner, IdentifierKind::Call, edge, qualifier);
    }
}

/// Attributes of the language and of its tools, which no macro stands behind.
const BUILT_IN: &[&str] = &[
    "allow", "automatically_derived", "bench", "cfg", "cfg_attr", "clippy::msrv", "cold",
    "crate_name", "crate_type", "deny", "deprecated", "doc", "expect", "export_name", "feature",
    "forbid", "global_allocator", "ignore", "inline", "instruction_set", "link", "link_name",
    "link_ordinal", "link_section", "macro_export", "macro_use", "must_use", "naked", "no_builtins",
    "no_core", "no_implicit_prelude", "no_link", "no_main", "no_mangle", "no_std", "non_exhaustive",
    "panic_handler", "path", "proc_macro", "proc_macro_attribute", "proc_macro_derive",
    "recursion_limit", "repr", "rustfmt::skip", "should_panic", "target_feature", "test",
    "track_caller", "type_length_limit", "unsafe", "used", "warn", "windows_subsystem",
];

fn derive<'t>(walker: &mut Walker<'t>, arguments: Node<'t>) {
    let mut start = None;
    let mut before = None;
    let mut cursor = arguments.walk();
    for token in arguments.children(&mut cursor) {
        match token.kind() {
            "identifier" => {
                let start = *start.get_or_insert(token.start_byte() as u32);
                let qualifier = before.map(|end| (start, end));
                walker.add_use_of(token, IdentifierKind::TypeUsage, None, qualifier);
            }
            "::" => before = Some(token.start_byte() as u32),
            _ => (start, before) = (None, None),
        }
    }
}

/// Reads the tokens between brackets as far as they tell what a name is: `name(`, `name!`,
/// `value.name`, `path::name`.
pub(super) fn tokens<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // In an attribute.
    if walker.role() == Role::Ignore {
        return;
    }
    let mut cursor = node.walk();
    let mut children = node.children(&mut cursor).peekable();
    if children.peek().is_some_and(|first| first.kind() == "{") {
        walker.open_scope(ScopeKind::Block);
    }
    let mut before = Before::Nothing;
    // Where the chain of names that is being read starts, and where its last separator stands.
    let (mut start, mut separator) = (0, 0);
    let mut turbofish = Turbofish::default();
    while let Some(token) = children.next() {
        let kind = token.kind();
        if kind == "#" {
            // What an attribute says to a macro is a matter of that macro.
            let attribute = children.peek().filter(|next| walker.text(**next).starts_with('['));
            if let Some(attribute) = attribute {
                walker.set_role_of(*attribute, Role::Ignore);
            }
        }
        if let Some(called) = turbofish.next(walker.text(token)) {
            let called = &mut walker.facts.uses[called];
            called.kind = IdentifierKind::Call;
            called.edge = Some(RelationshipKind::Calls);
        }
        let chained = matches!(before, Before::Dot | Before::Colons);
        let called = children.peek().is_some_and(|next| walker.text(*next).starts_with('('));
        let is_name = kind == "identifier" || called && is_word(kind, chained);
        if !is_name && !matches!(kind, "self" | "super" | "crate" | "metavariable") {
            let continues = matches!(kind, "." | "::");
            if continues {
                separator = token.start_byte() as u32;
            }
            before = before_next(kind);
            continue;
        }
        if !chained {
            start = token.start_byte() as u32;
        }
        if is_name {
            let qualifier = (start < separator && chained).then_some((start, separator));
            let uses = walker.facts.uses.len();
            name(walker, token, before, qualifier, &mut children);
            turbofish.after_name((walker.facts.uses.len() > uses).then_some(uses));
        }
        before = Before::Nothing;
    }
}

/// Whether a token that is no identifier to the grammar may be a name all the same: `str(input)` of a
/// parser, `Config::default()`.
fn is_word(kind: &str, chained: bool) -> bool {
    kind == "primitive_type" || chained && matches!(kind, "default" | "gen" | "raw" | "union" | "use")
}

fn before_next(token: &str) -> Before {
    match token {
        "." => Before::Dot,
        "::" => Before::Colons,
        "fn" | "struct" | "enum" | "trait" | "mod" | "type" | "union" => Before::Keyword,
        "let" | "mutable_specifier" | "ref" | "for" | "static" | "const" => Before::Declaration,
        "'" => Before::Quote,
        "{" => Before::Brace,
        "(" => Before::Parenthesis,
        "," => Before::Comma,
        _ => Before::Nothing,
    }
}

/// Adds what one name among tokens is.
fn name<'t>(
    walker: &mut Walker<'t>,
    token: Node<'t>,
    before: Before,
    qualifier: Option<(u32, u32)>,
    rest: &mut Peekable<impl Iterator<Item = Node<'t>>>,
) {
    if walker.is_claimed(token) {
        return;
    }
    match before {
        Before::Keyword | Before::Quote => return walker.claim(token),
        Before::Declaration if !walker.text(token).starts_with(char::is_uppercase) => {
            walker.claim(token);
            return walker.bind_local(token, token.end_byte() as u32);
        }
        _ => {}
    }
    let next = rest.peek().copied();
    let opens = |opening: &str| {
        next.is_some_and(|next| {
            next.kind() == "token_tree" && walker.text(next).starts_with(opening)
        })
    };
    let followed_by = |kind: &str| next.is_some_and(|next| next.kind() == kind);
    if followed_by("!") || opens("(") {
        let edge = Some(RelationshipKind::Calls);
        return walker.add_use_of(token, IdentifierKind::Call, edge, qualifier);
    }
    if matches!(before, Before::Parenthesis | Before::Comma) && followed_by("=") {
        // The name of an argument: `info!(count = 3)`.
        return walker.claim(token);
    }
    let kind = if followed_by("::") || opens("{") && is_camel_case(walker.text(token)) {
        IdentifierKind::TypeUsage
    } else if matches!(before, Before::Dot | Before::Colons)
        || matches!(before, Before::Brace | Before::Comma) && followed_by(":")
    {
        IdentifierKind::MemberAccess
    } else {
        IdentifierKind::VariableRef
    };
    walker.add_use_of(token, kind, None, qualifier);
}

fn is_camel_case(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

fn span(node: Node<'_>) -> (u32, u32) {
    (node.start_byte() as u32, node.end_byte() as u32)
}
