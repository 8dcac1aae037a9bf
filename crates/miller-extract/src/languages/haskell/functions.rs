//! Signatures, the clauses below them, and other bindings: each name is one symbol.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::{docs, names};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// What a name defines that stands where the node being visited does.
fn kind_of(walker: &Walker<'_>, name: Node<'_>, is_function: bool) -> SymbolKind {
    let is_operator = matches!(name.kind(), "operator" | "constructor_operator");
    match (is_operator, walker.in_type()) {
        (true, _) => SymbolKind::Operator,
        (_, true) => SymbolKind::Method,
        _ if is_function => SymbolKind::Function,
        _ => SymbolKind::Constant,
    }
}

/// Whether a type is that of a function, or of an action, which is run as a function is called.
fn is_function_type(walker: &Walker<'_>, mut written: Node<'_>) -> bool {
    loop {
        let inner = match written.kind() {
            "function" | "linear_function" => return true,
            "context" | "forall" => written.field("type"),
            "apply" => written.field("constructor"),
            _ => return written.kind() == "name" && &walker.source()[written.byte_range()] == "IO",
        };
        let Some(inner) = inner else { return false };
        written = inner;
    }
}

/// `name :: type` declares a name; so does each of several. Locally, only functions are symbols.
pub(super) fn signature<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let above = walker.ancestor(1).map_or("", |above| above.kind());
    let of_something_else =
        ["default_signature", "foreign_import", "foreign_export", "pattern_synonym"];
    if of_something_else.contains(&above) {
        return;
    }
    let Some(written) = node.field("type") else { return };
    let is_function = is_function_type(walker, written);
    if walker.in_function() && !is_function {
        return;
    }
    if let Some(list) = node.field("names") {
        declare_each(walker, node, list, is_function);
    } else if let Some(name) = node.field("name") {
        declare(walker, node, names::bare(name), is_function);
    }
}

fn declare<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, is_function: bool) {
    if walker.text(name).is_empty() || clause_of(walker, walker.text(name)).is_some() {
        return;
    }
    let kind = kind_of(walker, name, is_function);
    let symbol = walker.symbol(kind, node, name);
    let symbol = walker.define(symbol);
    // Behind the last of several lines stands what documents a result.
    let is_short = node.start_position().row == node.end_position().row;
    if is_short && walker.facts.symbols[symbol as usize].doc.is_none() {
        walker.facts.symbols[symbol as usize].doc = docs::after(walker, node.end_byte());
    }
    known_outside(walker, symbol);
}

/// The methods of a class are called without it.
fn known_outside(walker: &mut Walker<'_>, symbol: u32) {
    let parent = walker.facts.symbols[symbol as usize].parent;
    let parent = parent.map(|parent| walker.facts.symbols[parent as usize].kind);
    if parent == Some(SymbolKind::Trait) {
        walker.bind_around(symbol, true);
    }
}

fn declare_each<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    list: Node<'t>,
    is_function: bool,
) {
    let stays = walker.in_type();
    let mut cursor = list.walk();
    for name in list.children_by_field_name("name", &mut cursor) {
        let bare = names::bare(name);
        let kind = kind_of(walker, bare, is_function);
        let mut symbol = walker.symbol(kind, name, bare);
        let end = |node: Node<'_>| node.end_byte() as u32;
        symbol.signature =
            vec![(name.start_byte() as u32, end(name)), (end(list), end(node))];
        let symbol = walker.define(symbol);
        known_outside(walker, symbol);
        if !stays {
            walker.only_declares(symbol);
        }
    }
}

/// The symbol that a clause of this name goes on with.
fn clause_of(walker: &Walker<'_>, name: &str) -> Option<u32> {
    walker.symbol_here(name).filter(|symbol| {
        matches!(
            walker.facts.symbols[*symbol as usize].kind,
            SymbolKind::Function
                | SymbolKind::Method
                | SymbolKind::Operator
                | SymbolKind::Constant
                | SymbolKind::Constructor
        )
    })
}

/// A clause with patterns, in front or on both sides of an operator.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.field("arrow").is_some() {
        return;
    }
    match defined_name(node) {
        Some(name) => clause(walker, node, name, true),
        None => walker.open_scope(ScopeKind::Function),
    }
}

/// The name that a clause defines: `f a`, ``a `f` b``, `a + b`, `(a + b) c`.
fn defined_name(mut head: Node<'_>) -> Option<Node<'_>> {
    loop {
        if let Some(name) = head.field("name") {
            return Some(names::bare(name));
        }
        if let Some(inner) = head.field("parens") {
            head = inner;
            continue;
        }
        let mut cursor = head.walk();
        let infix = head.named_children(&mut cursor).find(|child| child.kind() == "infix")?;
        return infix.field("operator").map(names::bare);
    }
}

fn clause<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: Node<'t>, is_function: bool) {
    let text = walker.text(name);
    walker.claim(name);
    if let Some(symbol) = clause_of(walker, text) {
        let kind = &mut walker.facts.symbols[symbol as usize].kind;
        if *kind == SymbolKind::Constant && is_function {
            *kind = SymbolKind::Function;
        }
        walker.continue_symbol(symbol, ScopeKind::Function);
        return;
    }
    let kind = kind_of(walker, name, is_function);
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = walker.signature_of(node, node.field("match"));
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
}

/// A name or a pattern without arguments: a symbol at the top of a module, in classes and in
/// instances; a local name elsewhere, unless it is a function.
pub(super) fn bind<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(matched) = node.field("match") else { return };
    let Some(name) = node.field("name").map(names::bare) else {
        if !walker.in_function() {
            constants(walker, node);
        }
        return;
    };
    let value = matched.field("expression").map_or("", |value| value.kind());
    let is_function = matches!(value, "lambda" | "lambda_case" | "lambda_cases");
    let declared = clause_of(walker, walker.text(name)).is_some();
    if !walker.in_function() || is_function || declared {
        clause(walker, node, name, is_function);
        return;
    }
    walker.bind_local(name, name.start_byte() as u32);
    if node.field("binds").is_some() {
        walker.open_scope(ScopeKind::Block);
    }
}

/// `(low, high) = …`: the names directly in the pattern.
fn constants<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(pattern) = node.field("pattern") else { return };
    let mut cursor = pattern.walk();
    for name in pattern.named_children(&mut cursor).filter(|child| child.kind() == "variable") {
        let mut symbol = walker.symbol(SymbolKind::Constant, name, name);
        symbol.signature = walker.signature_of(node, node.field("match"));
        walker.define(symbol);
    }
}

/// A function of another language.
pub(super) fn foreign_import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let signature = node.field("signature");
    let Some(name) = signature.and_then(|signature| signature.field("name")) else {
        return;
    };
    let symbol = walker.symbol(SymbolKind::Function, node, names::bare(name));
    walker.define(symbol);
}

/// `pattern Pair a b = (a, b)`: a name that takes apart and puts together. Its signature comes first.
pub(super) fn pattern_synonym<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(inner) = node.named_child(0) else { return };
    let Some(name) = inner.field("synonym").and_then(synonym_name) else { return };
    if clause_of(walker, walker.text(name)).is_some() {
        clause(walker, node, name, true);
        return;
    }
    let mut symbol = walker.symbol(SymbolKind::Constructor, node, name);
    if let Some(constructors) = inner.field("constructors") {
        let before = constructors.start_byte();
        let end = walker.source()[..before].trim_end().trim_end_matches("where").len();
        symbol.signature = vec![(node.start_byte() as u32, end as u32)];
    }
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
}

/// The name at the head of the left side.
fn synonym_name(mut head: Node<'_>) -> Option<Node<'_>> {
    while let Some(function) = head.field("function") {
        head = function;
    }
    match head.kind() {
        "infix" => head.field("operator").map(names::bare),
        "record" => head.field("constructor"),
        "binding_list" => head.field("name"),
        _ => Some(head),
    }
}
