//! Forms that bind local names.

use tree_sitter::Node;

use super::forms;
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// `(let [name value …] …)`: every other form of the vector is a pattern.
pub(super) fn pairs<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    let Some(vector) = forms::argument(node, 0).filter(|vector| vector.kind() == "vec_lit") else { return };
    let mut cursor = vector.walk();
    let mut after_let = false;
    for (place, form) in vector.children_by_field_name("value", &mut cursor).enumerate() {
        // `:let [name value]` in a comprehension.
        if after_let && form.kind() == "vec_lit" {
            let mut cursor = form.walk();
            for pattern in form.children_by_field_name("value", &mut cursor).step_by(2) {
                bind(walker, pattern);
            }
        } else if place % 2 == 0 {
            bind(walker, form);
        }
        after_let = walker.text(form) == ":let";
    }
}

/// Binds the names in a pattern: `[a & rest]`, `{:keys [a] :as b}`.
pub(super) fn bind<'t>(walker: &mut Walker<'t>, pattern: Node<'t>) {
    if pattern.kind() == "sym_lit" {
        bind_symbol(walker, pattern);
        return;
    }
    let mut cursor = pattern.walk();
    let mut defaults_follow = false;
    loop {
        let node = cursor.node();
        let enters = match node.kind() {
            "kwd_lit" => {
                defaults_follow = walker.text(node) == ":or";
                false
            }
            "map_lit" if defaults_follow => {
                defaults_follow = false;
                claim_keys(walker, node);
                false
            }
            "sym_lit" => {
                bind_symbol(walker, node);
                false
            }
            "vec_lit" | "map_lit" => true,
            _ => false,
        };
        if enters && cursor.goto_first_child() {
            continue;
        }
        loop {
            if cursor.node() == pattern {
                return;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

fn bind_symbol<'t>(walker: &mut Walker<'t>, symbol: Node<'t>) {
    if let Some(name) = forms::name_in(symbol).filter(|name| walker.text(*name) != "&") {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// `:or {name value}`: the names are bound elsewhere in the pattern.
fn claim_keys<'t>(walker: &mut Walker<'t>, defaults: Node<'t>) {
    let mut cursor = defaults.walk();
    for key in defaults.children_by_field_name("value", &mut cursor).step_by(2) {
        if let Some(name) = forms::name_of(key) {
            walker.claim(name);
        }
    }
}

/// The vectors of parameters of a function with one arity or several.
pub(super) fn parameters<'t>(forms: &[Node<'t>]) -> Vec<Node<'t>> {
    if let Some(vector) = forms.iter().find(|form| form.kind() == "vec_lit") {
        let before = forms.iter().take_while(|form| *form != vector);
        if !before.into_iter().any(|form| form.kind() == "list_lit") {
            return vec![*vector];
        }
    }
    forms
        .iter()
        .filter(|form| form.kind() == "list_lit")
        .filter_map(|arity| arity.field("value"))
        .filter(|first| first.kind() == "vec_lit")
        .collect()
}

/// `(fn name [a b] …)`.
pub(super) fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Function);
    let rest = forms::arguments(node);
    if let Some(name) = rest.first().filter(|name| name.kind() == "sym_lit") {
        bind(walker, *name);
    }
    for vector in parameters(&rest) {
        bind(walker, vector);
    }
}

/// `(catch Type name …)`.
pub(super) fn caught<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    let rest = forms::arguments(node);
    if let Some(caught) = rest.first().copied().and_then(forms::name_of) {
        walker.add_use_as(caught, Role::Type, None);
    }
    if let Some(name) = rest.get(1) {
        bind(walker, *name);
    }
}

/// `(as-> value name …)`.
pub(super) fn threaded_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    if let Some(name) = forms::argument(node, 1) {
        bind(walker, name);
    }
}
