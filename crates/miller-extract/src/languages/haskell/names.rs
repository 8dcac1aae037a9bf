//! What names mean: heads of applications are called, operators are called, names in patterns are
//! bound, variables of types are nothing.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::modules;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// The name itself in `(<+>)` and `` `name` ``.
pub(super) fn bare(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "prefix_id" | "infix_id" => node.named_child(0).unwrap_or(node),
        _ => node,
    }
}

fn binds(role: Role) -> bool {
    matches!(role, Role::Bind | Role::BindAfter | Role::BindInFunction)
}

/// An application: what stands at its head is called.
pub(super) fn apply<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match walker.role() {
        Role::Call | Role::Value => {
            walker.set_role(Role::Value);
            let inner = walker.ancestor(1).is_some_and(|above| {
                above.kind() == "apply" && above.field("function") == Some(node)
            });
            if !inner {
                call_head(walker, node);
            }
        }
        Role::Extends | Role::Implements => {
            // The arguments of a class are types.
            let argument = node.field("argument");
            if let Some(argument) = argument.filter(|argument| argument.kind() == "name") {
                walker.add_use(argument, IdentifierKind::TypeUsage, None);
            }
        }
        _ => {}
    }
}

fn call_head<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut head = node;
    while let Some(function) = head
        .field("function")
        .filter(|_| head.kind() == "apply")
    {
        head = function;
    }
    call(walker, head);
}

/// Adds the use of a name that is called.
fn call<'t>(walker: &mut Walker<'t>, head: Node<'t>) {
    match head.kind() {
        "variable" => walker.add_use_as(head, Role::Call, None),
        "constructor" if modules::is_alias(walker, walker.text(head)) => {
            let start = head.start_byte() as u32;
            let edge = Some(RelationshipKind::Instantiates);
            walker.add_use_of(head, IdentifierKind::Call, edge, Some((start, start)));
        }
        "constructor" => walker.add_use_as(head, Role::Construct, None),
        "qualified" => use_qualified(walker, head, Role::Call),
        "prefix_id" => {
            if let Some(operator) = head.named_child(0).filter(|name| name.kind() == "operator") {
                walker.add_use_as(operator, Role::Call, None);
            }
        }
        _ => {}
    }
}

/// Operators that apply what stands on one side to what stands on the other.
pub(super) fn infix<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    // `type left + right = …` defines the operator and binds the parameters.
    if node.field("bind").is_some() {
        return walker.set_role(Role::Ignore);
    }
    if !matches!(walker.role(), Role::Call | Role::Value) {
        return;
    }
    walker.set_role(Role::Value);
    let operator = node.field("operator").map(|operator| walker.text(operator));
    let applied = match operator {
        Some("$" | "$!") => "left_operand",
        Some("&") => "right_operand",
        _ => return,
    };
    if let Some(function) = node.child_by_field_name(applied) {
        call(walker, function);
    }
}

/// `Article { listPrice }` binds a local name that is called as the field.
pub(super) fn field_pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.field("pattern").is_some() || !binds(walker.role()) || !walker.in_function() {
        return;
    }
    let field = node.field("field");
    let field = field.map(|field| field.field("id").unwrap_or(field));
    if let Some(name) = field.and_then(|field| field.named_child(0)) {
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// `Map.insert`: a name looked up in a module.
pub(super) fn qualified<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let role = walker.role();
    let role = match role {
        _ if binds(role) => Role::Member,
        Role::Value if is_operand(walker, node) => Role::Call,
        Role::Value => Role::Member,
        role => role,
    };
    use_qualified(walker, node, role);
}

fn use_qualified<'t>(walker: &mut Walker<'t>, node: Node<'t>, role: Role) {
    let (Some(module), Some(name)) =
        (node.field("module"), node.field("id"))
    else {
        return;
    };
    let is_constructor = matches!(name.kind(), "constructor" | "constructor_operator");
    let (kind, edge) = match role {
        Role::Call | Role::Construct if is_constructor => {
            (IdentifierKind::Call, Some(RelationshipKind::Instantiates))
        }
        Role::Call => (IdentifierKind::Call, Some(RelationshipKind::Calls)),
        Role::Construct => (IdentifierKind::Call, Some(RelationshipKind::Instantiates)),
        Role::Type => (IdentifierKind::TypeUsage, None),
        Role::Extends | Role::Implements => return use_class(walker, module, name, role),
        Role::Import => (IdentifierKind::Import, None),
        _ => (IdentifierKind::MemberAccess, None),
    };
    // The module's text ends with the dot.
    let dot = usize::from(walker.text(module).ends_with('.'));
    let stretch = (module.start_byte() as u32, (module.end_byte() - dot) as u32);
    walker.add_use_of(name, kind, edge, Some(stretch));
    use_module(walker, module);
}

fn use_class<'t>(walker: &mut Walker<'t>, module: Node<'t>, name: Node<'t>, role: Role) {
    walker.add_use_as(name, role, module.named_child(0));
    use_module(walker, module);
}

/// An alias of one part is a name that an import brings in.
fn use_module<'t>(walker: &mut Walker<'t>, module: Node<'t>) {
    if let Some(alias) = module.named_child(0).filter(|_| module.named_child_count() == 1) {
        walker.add_use(alias, IdentifierKind::VariableRef, None);
    }
}

/// Whether the name being visited is an operator with its operands, or stands in one.
fn is_operand(walker: &Walker<'_>, node: Node<'_>) -> bool {
    let Some(above) = walker.ancestor(1) else { return false };
    match above.kind() {
        "infix" => above.field("operator") == Some(node),
        "infix_id" => true,
        "left_section" | "right_section" => {
            matches!(node.kind(), "operator" | "constructor_operator")
        }
        _ => false,
    }
}

/// Whether the name being visited is the operator that a definition defines.
fn is_defined(walker: &Walker<'_>, node: Node<'_>, role: Role) -> bool {
    let Some(mut above) = walker.ancestor(1) else { return false };
    let mut distance = 2;
    let mut operator = node;
    if above.kind() == "infix_id" {
        let Some(infix) = walker.ancestor(2) else { return false };
        (operator, above, distance) = (above, infix, 3);
    }
    above.kind() == "infix"
        && above.field("operator") == Some(operator)
        && walker.ancestor(distance).is_some_and(|definition| {
            matches!(
                definition.kind(),
                "data_constructor" | "data_type" | "newtype" | "class"
            ) || binds(role) && matches!(definition.kind(), "function" | "function_head_parens")
        })
}

/// A name of a type, which cannot mean a module: one that is spelled like the alias of a module is
/// looked up in an empty receiver, where nothing is found.
pub(super) fn type_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    match walker.role() {
        Role::Ignore => {}
        role @ (Role::Extends | Role::Implements) => walker.add_use_as(node, role, None),
        role if modules::is_alias(walker, walker.text(node)) => {
            let kind = match role {
                Role::Import => IdentifierKind::Import,
                _ => IdentifierKind::TypeUsage,
            };
            let start = node.start_byte() as u32;
            walker.add_use_of(node, kind, None, Some((start, start)));
        }
        Role::Import => walker.add_use_as(node, Role::Import, None),
        _ => walker.add_use_as(node, Role::Type, None),
    }
}

/// A constructor that is spelled like the alias of a module, which it cannot mean either.
fn constructor_like_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) -> bool {
    let role = walker.role();
    if node.kind() != "constructor"
        || matches!(role, Role::Ignore | Role::Import)
        || !modules::is_alias(walker, walker.text(node))
        || names_enclosing(walker, node)
    {
        return false;
    }
    let constructs = role == Role::Construct
        || role == Role::Call
        || role == Role::Value && is_operand(walker, node);
    let (kind, edge) = if constructs {
        (IdentifierKind::Call, Some(RelationshipKind::Instantiates))
    } else {
        (IdentifierKind::VariableRef, None)
    };
    let start = node.start_byte() as u32;
    walker.add_use_of(node, kind, edge, Some((start, start)));
    true
}

/// A name of a value, a constructor or an operator.
pub(super) fn name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.is_claimed(node) || constructor_like_alias(walker, node) {
        return;
    }
    let is_variable = node.kind() == "variable";
    match walker.role() {
        Role::Ignore => {}
        Role::Type if matches!(walker.text(node), "->" | "~") => {}
        // Those of a pattern at the top of a module are symbols.
        role if binds(role) && !walker.in_function() => {}
        role if binds(role) && names_enclosing(walker, node) => {}
        Role::Construct if is_variable => walker.add_use_as(node, Role::Value, None),
        // Variables of types stand for any type.
        Role::Type | Role::Extends | Role::Implements if is_variable => {}
        role if role != Role::Value && !is_variable && is_defined(walker, node, role) => {}
        role if binds(role) && is_variable => walker.bind_local(node, node.start_byte() as u32),
        role if binds(role) => walker.add_use_as(node, Role::Value, None),
        Role::Value if is_operand(walker, node) => call_operator(walker, node),
        Role::Call if node.kind() == "constructor" => {
            walker.add_use_as(node, Role::Construct, None);
        }
        role => walker.add_use_as(node, role, None),
    }
}

/// Whether the constructor being visited is the one that the pattern synonym around it defines.
fn names_enclosing(walker: &Walker<'_>, node: Node<'_>) -> bool {
    walker.enclosing_kind() == Some(SymbolKind::Constructor)
        && walker.enclosing_name() == walker.source().get(node.byte_range())
}

fn call_operator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let constructs = matches!(node.kind(), "constructor" | "constructor_operator");
    walker.add_use_as(node, if constructs { Role::Construct } else { Role::Call }, None);
}
