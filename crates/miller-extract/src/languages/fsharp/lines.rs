//! What the grammar takes for parts of an expression: rules of a `match` on one line, indexes, and
//! arguments by name.

use tree_sitter::Node;

use crate::walk::Walker;

/// The single name that an expression is.
fn single_name(node: Node<'_>) -> Option<Node<'_>> {
    let name = node.named_child(0).filter(|_| node.kind() == "long_identifier_or_op")?;
    (name.kind() == "identifier").then_some(name)
}

/// The operator of `left operator right`.
fn operator_of(node: Node<'_>) -> Option<Node<'_>> {
    node.named_child(1).filter(|child| {
        node.kind() == "infix_expression" && child.kind() == "infix_op"
    })
}

/// Whether an expression ends in `| Case`: what is taken for its arguments is a pattern.
pub(super) fn is_case<'t>(walker: &Walker<'t>, head: Node<'t>) -> bool {
    operator_of(head).is_some_and(|operator| walker.text(operator) == "|")
}

/// How many arguments of a case or a method are looked at.
const ARGUMENTS: usize = 32;

/// The parts of a tuple, which the grammar nests, or what stands in its place alone.
fn parts_of(node: Node<'_>) -> Vec<Node<'_>> {
    let mut parts = vec![node];
    while let Some(at) = parts.iter().position(|part| part.kind() == "tuple_expression") {
        let tuple = parts.swap_remove(at);
        let mut cursor = tuple.walk();
        parts.extend(tuple.named_children(&mut cursor).take(ARGUMENTS));
        if parts.len() > ARGUMENTS {
            parts.truncate(ARGUMENTS);
            parts.retain(|part| part.kind() != "tuple_expression");
        }
    }
    parts
}

/// Binds the names in what is taken for the arguments of a case.
pub(super) fn bind_arguments<'t>(walker: &mut Walker<'t>, application: Node<'t>) {
    let mut cursor = application.walk();
    let arguments: Vec<Node<'t>> =
        application.named_children(&mut cursor).skip(1).take(ARGUMENTS).collect();
    for argument in arguments {
        let mut inner = argument;
        if inner.kind() == "paren_expression" {
            inner = inner.named_child(0).unwrap_or(inner);
        }
        if single_name(inner).is_some_and(|name| walker.text(name) == "when") {
            break;
        }
        for part in parts_of(inner) {
            bind(walker, part);
        }
    }
}

/// Binds the name that a pattern consists of, unless it is that of a case.
pub(super) fn bind<'t>(walker: &mut Walker<'t>, pattern: Node<'t>) {
    let Some(name) = single_name(pattern) else { return };
    let text = walker.text(name);
    if text == "_" {
        walker.claim(name);
    } else if !text.starts_with(char::is_uppercase) {
        walker.claim(name);
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// `items[0]`: a list right behind a name is an index.
pub(super) fn is_index(application: Node<'_>) -> bool {
    let argument = application.named_child(1).filter(|list| list.kind() == "list_expression");
    let head = application.named_child(0);
    head.zip(argument).is_some_and(|(head, list)| head.end_byte() == list.start_byte())
}

/// `Till(5, owner = "Ann")`: methods and constructors take arguments by name, functions do not.
pub(super) fn named_arguments<'t>(walker: &mut Walker<'t>, application: Node<'t>) {
    let head = application.named_child(0).filter(|head| {
        matches!(head.kind(), "long_identifier_or_op" | "dot_expression" | "typed_expression")
    });
    let Some(head) = head else { return };
    let called = walker.text(head).rsplit('.').next().unwrap_or("");
    if !called.starts_with(char::is_uppercase) {
        return;
    }
    let Some(argument) = application.named_child(1) else { return };
    let opens = walker.source()[head.end_byte()..argument.start_byte()].starts_with('(');
    let argument = match argument.kind() {
        "paren_expression" if head.end_byte() == argument.start_byte() => {
            argument.named_child(0).unwrap_or(argument)
        }
        _ if opens => argument,
        _ => return,
    };
    for part in parts_of(argument) {
        named_argument(walker, part);
    }
}

/// How many operators the value of an argument may have.
const OPERATORS: usize = 32;

fn named_argument<'t>(walker: &mut Walker<'t>, argument: Node<'t>) {
    let mut first = argument;
    for _ in 0..OPERATORS {
        match first.named_child(0).filter(|inner| inner.kind() == "infix_expression") {
            Some(inner) if first.kind() == "infix_expression" => first = inner,
            _ => break,
        }
    }
    let Some(operator) = operator_of(first).filter(|found| walker.text(*found) == "=") else {
        return;
    };
    if let Some(name) = first.named_child(0).and_then(single_name) {
        walker.claim(name);
        walker.claim(operator);
    }
}
