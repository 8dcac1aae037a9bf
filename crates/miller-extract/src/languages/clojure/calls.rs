//! What symbols mean where nothing is defined.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use super::forms;
use crate::spec::Role;
use crate::walk::Walker;

/// A symbol that is not at the head of a list.
pub(super) fn symbol<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name_node) = forms::name_in(node) else { return };
    let (text, name) = (walker.text(node), walker.text(name_node));
    let bare = forms::namespace_of(node).is_none();
    let role = match walker.role() {
        // The arguments of a function literal.
        _ if name.starts_with('%') => Role::Ignore,
        Role::Value if !bare => Role::Member,
        Role::Value if text == "&" => Role::Ignore,
        role => role,
    };
    walker.set_role(role);
    // One that is bound there is claimed.
    if role == Role::Value && bare && walker.is_handed_out(name) && !walker.is_claimed(name_node) {
        use_apart(walker, name_node, IdentifierKind::VariableRef, None);
    }
    // Most symbols are a name and nothing else.
    if name_node == node {
        walker.take_for_name(IdentifierKind::VariableRef);
    }
}

/// The head of a list: `(f …)`, `(space/f …)`, `(.method object)`, `(.-field object)`, `(Type. …)`.
pub(super) fn call<'t>(walker: &mut Walker<'t>, head: Node<'t>) {
    let Some(name) = forms::name_in(head) else { return };
    let text = walker.text(name);
    let namespace = forms::namespace_of(head);
    if text.starts_with('%') {
        walker.claim(name);
    } else if let Some(field) = text.strip_prefix(".-").filter(|field| !field.is_empty()) {
        walker.add_use_as(name, Role::Member, None);
        trim_use(walker, text.len() - field.len(), 0);
    } else if let Some(method) = text.strip_prefix('.').filter(|method| !method.is_empty()) {
        walker.add_use_as(name, Role::CallMethod, None);
        trim_use(walker, text.len() - method.len(), 0);
    } else if text.len() > 1 && text.ends_with('.') && !text.ends_with("..") {
        walker.add_use_as(name, Role::Construct, namespace);
        trim_use(walker, 0, 1);
    } else if namespace.is_none() && walker.is_handed_out(text) {
        use_apart(walker, name, IdentifierKind::Call, Some(RelationshipKind::Calls));
    } else {
        walker.add_use_as(name, Role::Call, namespace);
    }
}

/// Adds the use of a bare name that is spelled like the alias of a namespace, which it cannot mean: it
/// is looked up in an empty receiver, where nothing is found.
fn use_apart<'t>(
    walker: &mut Walker<'t>,
    name: Node<'t>,
    kind: IdentifierKind,
    edge: Option<RelationshipKind>,
) {
    let start = name.start_byte() as u32;
    walker.add_use_of(name, kind, edge, Some((start, start)));
}

/// Takes the dots off the name that was added last.
fn trim_use(walker: &mut Walker<'_>, before: usize, after: usize) {
    if let Some(added) = walker.facts.uses.last_mut() {
        added.span.start += before as u32;
        added.span.start_point.column += before;
        added.span.end -= after as u32;
        added.span.end_point.column -= after;
    }
}

/// `(new Type …)`.
pub(super) fn construct<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let made = forms::argument(node, 0).and_then(forms::name_of);
    if let Some(name) = made {
        walker.add_use_as(name, Role::Construct, None);
    }
}

/// `(-> value f g)` calls what stands bare behind the value.
pub(super) fn threaded<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    for step in forms::arguments(node).into_iter().skip(1) {
        if step.kind() == "sym_lit" {
            call(walker, step);
        }
    }
}
