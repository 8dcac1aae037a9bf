//! What the table of Makefiles cannot say: targets, and what names mean where they stand.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::{NewSymbol, NewUse, Walker};

/// So many lines of a condition are looked at.
const CHILDREN_EXAMINED: usize = 16;

/// A rule is the symbol of its first target; each further one is a symbol as well.
pub(super) fn rule<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    // The grammar takes what a condition after a recipe holds for a part of the recipe.
    walker.stands_outside();
    let (mut targets, mut recipe) = (None, None);
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "targets" => targets = Some(child),
            "recipe" => recipe = Some(child),
            _ => {}
        }
    }
    let Some(targets) = targets else { return false };
    let signature = walker.signature_of(node, recipe);
    let mut cursor = targets.walk();
    let mut names =
        targets.named_children(&mut cursor).filter(|name| !is_special(walker.text(*name)));
    let Some(first) = names.next() else { return false };
    let others: Vec<Node<'t>> = names.collect();
    for name in others {
        let mut other = walker.symbol(symbol.kind, name, name);
        other.signature.clone_from(&signature);
        walker.define(other);
    }
    // After an error, a target may have swallowed the lines above it.
    let name = walker.text(first);
    symbol.name = Cow::Borrowed(name.lines().last().unwrap_or(name));
    symbol.signature = signature;
    symbol.ends_with(recipe.and_then(last_line));
    true
}

/// Targets that tell the program how to work: `.PHONY`.
pub(super) fn is_special(name: &str) -> bool {
    name.strip_prefix('.').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    })
}

/// The last line of a recipe, before what the grammar wrongly counts to it.
fn last_line(recipe: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = recipe.walk();
    recipe
        .named_children(&mut cursor)
        .filter(|child| match child.kind() {
            "conditional" => holds_recipe(*child),
            kind => kind == "recipe_line",
        })
        .last()
}

/// Whether a condition holds lines of a recipe, and not what only follows the recipe.
fn holds_recipe(condition: Node<'_>) -> bool {
    let mut cursor = condition.walk();
    condition
        .children_by_field_name("consequence", &mut cursor)
        .take(CHILDREN_EXAMINED)
        .any(|inner| matches!(inner.kind(), "recipe" | "recipe_line"))
}

/// `ifeq (…)` after a recipe is no part of the rule above it.
pub(super) fn condition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !holds_recipe(node) {
        walker.stands_outside();
    }
}

/// The first assignment of a variable; later ones, and those for one target alone, use it.
pub(super) fn assignment<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    walker.stands_outside();
    let Some(name) = node.field("name") else { return false };
    let for_target = node.field("target_or_pattern").is_some();
    if for_target || walker.scope_defines(&symbol.name) {
        walker.add_use(name, IdentifierKind::VariableRef, None);
        return false;
    }
    true
}

/// `include file.mk` brings in what stands there.
pub(super) fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(names) = node.field("filenames") else { return };
    let mut cursor = names.walk();
    for name in names.named_children(&mut cursor).filter(|name| name.kind() == "word") {
        let text = walker.text(name);
        let mut symbol = walker.import(name, text);
        symbol.signature = walker.signature_of(node, None);
        symbol.binds = false;
        let symbol = walker.define(symbol);
        walker.add_use(name, IdentifierKind::Import, None);
        walker.add_import(symbol, name, text, None, false);
    }
}

/// What a target waits for.
pub(super) fn prerequisites<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor).filter(|name| name.kind() == "word") {
        walker.add_use(name, IdentifierKind::VariableRef, Some(RelationshipKind::Uses));
    }
}

/// `$(NAME)`.
pub(super) fn reference<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_word(walker, node.named_child(0));
}

/// `$(NAME:.c=.o)`.
pub(super) fn substitution<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_word(walker, node.field("text"));
}

/// `ifdef NAME`, `undefine NAME`.
pub(super) fn named_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_word(walker, node.field("variable"));
}

/// `export NAME …`.
pub(super) fn listed_variables<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(names) = node.field("variables") else { return };
    let mut cursor = names.walk();
    for name in names.named_children(&mut cursor) {
        use_word(walker, Some(name));
    }
}

fn use_word<'t>(walker: &mut Walker<'t>, word: Option<Node<'t>>) {
    if let Some(word) = word.filter(|word| word.kind() == "word") {
        walker.add_use(word, IdentifierKind::VariableRef, None);
    }
}

/// `$(call name,…)` calls what `define` has defined.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let function = node.field("function");
    if function.is_none_or(|function| walker.text(function) != "call") {
        return;
    }
    let mut cursor = node.walk();
    let arguments = node.named_children(&mut cursor).find(|child| child.kind() == "arguments");
    let Some(first) = arguments.and_then(|arguments| arguments.field("argument"))
    else {
        return;
    };
    let text = walker.text(first);
    let name = text.split(',').next().unwrap_or(text);
    let bare = name.trim();
    if !bare.is_empty() && !bare.contains(['$', '\n']) {
        walker.claim(first);
        let called = NewUse::at(walker.range_in(first, bare), IdentifierKind::Call);
        walker.add(called.edge(Some(RelationshipKind::Calls)));
    }
}
