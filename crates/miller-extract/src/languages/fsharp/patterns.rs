//! Names in patterns: those with a small letter are bound, others are cases that are looked for.

use tree_sitter::Node;

use crate::spec::Role;
use crate::walk::Walker;

/// `use name = …`, `for name = …`: a name without a pattern around it.
pub(super) fn resource<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.named_child(0).filter(|name| name.kind() == "identifier");
    if let Some(name) = name {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// A name with or without arguments: `name`, `Case`, `Case(a, b)`, `Type.Case`.
pub(super) fn identifier_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let declares = walker.role() == Role::Bind;
    let Some(head) = node.named_child(0).filter(|head| head.kind() == "long_identifier_or_op")
    else {
        return;
    };
    let Some(name) = head.named_child(0) else { return };
    let is_case = name.kind() != "identifier"
        || node.named_child_count() > 1
        || !declares && walker.text(name).starts_with(char::is_uppercase);
    walker.set_role(if is_case { Role::Value } else { Role::Bind });
    if is_case && name.kind() == "identifier" {
        walker.add_use_as(name, Role::Value, None);
    }
}
