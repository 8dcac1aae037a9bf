//! What names mean: what is applied is called, paths are looked up part by part.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use super::lines;
use super::values::bare;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// An application: what stands at its head is called.
pub(super) fn application<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_inner = walker.ancestor(1).is_some_and(|above| {
        above.kind() == "application_expression" && above.named_child(0) == Some(node)
    });
    let is_pattern = walker.ancestor(1).is_some_and(|above| {
        lines::is_case(walker, above) && above.named_child(2) == Some(node)
    });
    if is_pattern || node.named_child(0).is_some_and(|head| lines::is_case(walker, head)) {
        lines::bind_arguments(walker, node);
    }
    if is_pattern {
        return;
    }
    lines::named_arguments(walker, node);
    if !is_inner && !lines::is_index(node) {
        call_head(walker, node, Role::Call);
    }
}

/// `new Name(…)` makes an instance.
pub(super) fn prefixed<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.text(node).starts_with("new ")
        && let Some(made) = node.named_child(0)
    {
        call_head(walker, made, Role::Construct);
    }
}

/// Operators bind less than the grammar says: in `a |> f b` it takes `a |> f` for the head.
fn call_head<'t>(walker: &mut Walker<'t>, mut head: Node<'t>, role: Role) {
    loop {
        let next = match head.kind() {
            "application_expression" | "typed_expression" => head.named_child(0),
            "infix_expression" if lines::is_case(walker, head) => return,
            "infix_expression" => {
                let last = head.named_child_count().saturating_sub(1);
                head.named_child(last as u32)
            }
            _ => break,
        };
        let Some(next) = next else { return };
        head = next;
    }
    match head.kind() {
        "long_identifier_or_op" => {
            if let Some(name) = head.named_child(0) {
                use_name(walker, name, role);
            }
        }
        "dot_expression" => use_field(walker, head, role),
        _ => {}
    }
}

fn use_name<'t>(walker: &mut Walker<'t>, name: Node<'t>, role: Role) {
    match name.kind() {
        // `struct (1, 2)` looks like a call.
        "identifier" if walker.text(name) == "struct" => walker.claim(name),
        "identifier" if walker.text(name).starts_with('`') => use_bare(walker, name, role),
        "identifier" => walker.add_use_as(name, role, None),
        "op_identifier" => use_bare(walker, name, role),
        "long_identifier" => use_path(walker, name, role),
        _ => {}
    }
}

/// A name or an operator in what only marks it: ``a name``, `(+)`.
fn use_bare<'t>(walker: &mut Walker<'t>, name: Node<'t>, role: Role) {
    if walker.is_claimed(name) {
        return;
    }
    let (kind, edge) = meaning(role, true, true);
    let text = bare(walker.text(name));
    walker.claim(name);
    if text.is_empty() {
        return;
    }
    let range = walker.range_in(name, text);
    walker.add(NewUse::at(range, kind).edge(edge));
}

/// An operator as a value, or a name in backticks.
pub(super) fn marked<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    let is_marked = name.kind() == "op_identifier"
        || name.kind() == "identifier" && walker.text(name).starts_with('`');
    let is_pattern =
        walker.ancestor(1).is_some_and(|above| above.kind() == "identifier_pattern");
    if is_marked && !is_pattern && walker.role() == Role::Value {
        use_bare(walker, name, Role::Value);
    }
}

/// `value |> f` and `f <| value` call `f`.
pub(super) fn infix<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut parts = node.named_children(&mut cursor);
    let (Some(left), Some(operator), Some(right)) = (parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    match walker.text(operator) {
        "|>" | "||>" => call_head(walker, right, Role::Call),
        "<|" => call_head(walker, left, Role::Call),
        "|" => lines::bind(walker, right),
        _ => {}
    }
}

/// An operator is a call. The marks of a `match` on one line are none, though the grammar takes what
/// follows the first rule for a part of its value.
pub(super) fn operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if matches!(walker.text(node), "|" | "->") || walker.is_claimed(node) {
        return;
    }
    walker.add_use_as(node, Role::Call, None);
}

/// `expression.name`.
pub(super) fn dot<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    use_field(walker, node, Role::Member);
}

fn use_field<'t>(walker: &mut Walker<'t>, node: Node<'t>, role: Role) {
    let field = node.field("field").and_then(|field| field.named_child(0));
    let Some(field) = field else { return };
    if field.kind() == "identifier" {
        walker.add_use_as(field, role, node.field("base"));
    } else {
        use_path(walker, field, role);
    }
}

/// A path in an expression or pattern; one of a single name is left to the name's own role.
pub(super) fn path<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.named_child_count() > 1 {
        use_path(walker, node, walker.role());
    }
}

/// The last name of a path has the role; those before it are what it is looked up in.
fn use_path<'t>(walker: &mut Walker<'t>, path: Node<'t>, role: Role) {
    let start = path.start_byte() as u32;
    let mut cursor = path.walk();
    let mut names = path.named_children(&mut cursor).peekable();
    let mut before: Option<Node<'t>> = None;
    while let Some(name) = names.next() {
        let stretch = before.map(|before| (start, before.end_byte() as u32));
        let is_last = names.peek().is_none();
        match role {
            Role::Extends | Role::Implements if is_last => walker.add_use_as(name, role, before),
            _ => {
                let (kind, edge) = meaning(role, is_last, before.is_none());
                match role {
                    Role::Ignore => walker.claim(name),
                    _ => walker.add_use_of(name, kind, edge, stretch),
                }
            }
        }
        before = Some(name);
    }
}

fn meaning(
    role: Role,
    is_last: bool,
    is_first: bool,
) -> (IdentifierKind, Option<RelationshipKind>) {
    match role {
        Role::Import => (IdentifierKind::Import, None),
        Role::Call if is_last => (IdentifierKind::Call, Some(RelationshipKind::Calls)),
        Role::Construct if is_last => (IdentifierKind::Call, Some(RelationshipKind::Instantiates)),
        Role::Type | Role::Extends | Role::Implements if is_last => {
            (IdentifierKind::TypeUsage, None)
        }
        _ if is_first => (IdentifierKind::VariableRef, None),
        _ => (IdentifierKind::MemberAccess, None),
    }
}

/// The name of a type: it is extended or implemented where the role says so.
pub(super) fn named_type<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = match walker.role() {
        role @ (Role::Extends | Role::Implements) => role,
        _ => Role::Type,
    };
    let mut cursor = node.walk();
    let named = node
        .named_children(&mut cursor)
        .filter(|child| matches!(child.kind(), "identifier" | "long_identifier"))
        .last();
    let Some(name) = named else { return };
    let single = name.named_child(0).filter(|_| name.named_child_count() == 1);
    use_name(walker, single.unwrap_or(name), role);
}
