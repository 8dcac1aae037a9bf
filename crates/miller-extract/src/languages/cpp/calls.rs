//! Calls of what is written unlike a function of C++.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// `typeid(…)` and `unsigned(…)` call nothing; `pointer->~Name()` calls a destructor.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(function) = node.field("function") else {
        return;
    };
    let name = walker.text(function);
    if function.kind() == "field_expression" {
        destructor(walker, function);
    } else if matches!(name, "typeid" | "unsigned" | "signed" | "short" | "long") {
        walker.claim(function);
    }
}

fn destructor<'t>(walker: &mut Walker<'t>, member: Node<'t>) {
    let Some(name) = member
        .field("field")
        .filter(|name| name.kind() == "destructor_name")
    else {
        return;
    };
    walker.add_use(name, IdentifierKind::Call, Some(RelationshipKind::Calls));
    if let Some(class) = name.named_child(0) {
        walker.claim(class);
    }
}
