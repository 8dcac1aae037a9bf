//! What the table of C# cannot say of expressions: names that are members by where they stand.

use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// The last name of a type or path, and what it is looked up in.
pub(super) fn name_and_object(node: Node<'_>) -> Option<(Node<'_>, Option<Node<'_>>)> {
    let node = match node.kind() {
        "primary_constructor_base_type" => node.field("type")?,
        _ => node,
    };
    let (name, object) = match node.kind() {
        "qualified_name" => {
            (node.field("name")?, node.field("qualifier"))
        }
        "alias_qualified_name" => {
            (node.field("name")?, node.field("alias"))
        }
        _ => (node, None),
    };
    let name = if name.kind() == "generic_name" { name.named_child(0)? } else { name };
    (name.kind() == "identifier").then_some((name, object))
}

/// `nameof(x)` calls nothing.
pub(super) fn invocation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(function) = node.child(0)
        && walker.text(function) == "nameof"
    {
        walker.claim(function);
    }
}

/// `_ = …` names nothing.
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(left) = node.child(0)
        && walker.text(left) == "_"
    {
        walker.claim(left);
    }
}

/// `new Type { Member = … }`
pub(super) fn initializer<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let object = walker
        .ancestor(1)
        .filter(|creation| creation.kind() == "object_creation_expression")
        .and_then(|creation| creation.field("type"))
        .and_then(name_and_object)
        .map(|(name, _)| name);
    let mut cursor = node.walk();
    for assignment in
        node.named_children(&mut cursor).filter(|child| child.kind() == "assignment_expression")
    {
        let left = assignment.child(0).filter(|left| left.kind() == "identifier");
        if let Some(left) = left {
            walker.add_use_as(left, Role::Member, object);
        }
    }
}

/// `new { Name = … }` names members of a type without a name.
pub(super) fn anonymous_object<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut before = None;
    for child in node.children(&mut cursor) {
        if child.kind() == "="
            && let Some(name) = before
        {
            walker.claim(name);
        }
        before = Some(child);
    }
}

/// `value with { Member = … }`
pub(super) fn with_initializer<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.child(0).filter(|name| name.kind() == "identifier") {
        walker.add_use_as(name, Role::Member, None);
    }
}

/// `Type { Member: … }` and `Type(name: …)` in a pattern.
pub(super) fn subpattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(_)) =
        (node.child(0), node.child(1).filter(|second| second.kind() == ":"))
    else {
        return;
    };
    // `Lid.Open: …` starts with a member as well.
    let name = first_of_path(name);
    if name.kind() != "identifier" {
        return;
    }
    if walker.ancestor(1).is_some_and(|around| around.kind() == "positional_pattern_clause") {
        return walker.claim(name);
    }
    let object = walker
        .ancestor(2)
        .and_then(|pattern| pattern.field("type"))
        .and_then(name_and_object)
        .map(|(name, _)| name);
    walker.add_use_as(name, Role::Member, object);
}

/// What a path of members starts with.
fn first_of_path(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == "member_access_expression"
        && let Some(object) = node.field("expression")
    {
        node = object;
    }
    node
}

/// `let name = …` and `join name in …`
pub(super) fn range_variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    bind_next_to(walker, node, |before, after| {
        matches!(after.kind(), "in" | "=").then_some(before)
    });
}

/// `… into name …` continues a query, whose variables are its own.
pub(super) fn continuation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    bind_next_to(walker, node, |before, after| (before.kind() == "into").then_some(after));
}

/// Binds the one of two neighbouring children that is chosen.
fn bind_next_to<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    choose: impl Fn(Node<'t>, Node<'t>) -> Option<Node<'t>>,
) {
    let mut cursor = node.walk();
    let mut before = None;
    for child in node.children(&mut cursor) {
        let chosen = before.and_then(|before| choose(before, child));
        if let Some(name) = chosen.filter(|name| name.kind() == "identifier") {
            walker.claim(name);
            walker.bind_local(name, name.start_byte() as u32);
        }
        before = Some(child);
    }
}

/// `goto label;`, but not `goto case Value;`
pub(super) fn goto_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(label) = node.child(1).filter(|label| label.kind() == "identifier") {
        walker.claim(label);
    }
}

/// `global::Name`: `global` is no name.
pub(super) fn alias_qualified_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(alias) = node.child(0)
        && walker.text(alias) == "global"
    {
        walker.claim(alias);
    }
}
