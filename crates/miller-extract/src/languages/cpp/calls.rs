//! Calls of what is written unlike a function of C++, and what looks like one.

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

/// `name(value)` before the body of a constructor names a member or a base class.
pub(super) fn field_initializer<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(first) = node.named_child(0) else {
        return;
    };
    match (first.kind(), first.field("name")) {
        ("field_identifier", _) => walker.add_use(first, IdentifierKind::VariableRef, None),
        // Only a base class has arguments of a template.
        ("template_method", Some(name)) => walker.add_use(name, IdentifierKind::TypeUsage, None),
        _ => {}
    }
}

/// `static_cast<…>` is no template.
pub(super) fn template_function<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name")
        && matches!(
            walker.text(name),
            "static_cast" | "dynamic_cast" | "const_cast" | "reinterpret_cast"
        )
    {
        walker.claim(name);
    }
}
