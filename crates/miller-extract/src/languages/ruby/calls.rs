//! Calls: those of the language's own words that define something, and the others.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use super::hooks::{in_type, name_and_owner, visibility_named};
use super::macros;
use crate::facts::{BINDINGS_CONSIDERED, Bound, SCOPES_SEARCHED};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewUse, Walker};

/// A name alone: a section such as `private`, a local variable or a call.
pub(super) fn identifier<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    let is_word = matches!(text, "__FILE__" | "__LINE__" | "__ENCODING__");
    if walker.role() == Role::Ignore || is_word || is_numbered(text) {
        return;
    }
    // In `def object.name`, the object is a variable of what is around the method.
    if walker.ancestor(1).is_some_and(|around| around.kind() == "singleton_method") {
        return;
    }
    call_unless_local(walker, node);
    if !matches!(text, "private" | "protected" | "public" | "module_function") {
        return;
    }
    let alone = walker
        .ancestor(1)
        .is_some_and(|around| matches!(around.kind(), "body_statement" | "block_body"));
    if let Some(visibility) = visibility_named(text).filter(|_| alone && in_type(walker)) {
        walker.set_section(visibility);
    }
}

/// `_1` to `_9` are the parameters of a block that names none.
fn is_numbered(name: &str) -> bool {
    matches!(name.as_bytes(), [b'_', b'1'..=b'9'])
}

/// `super`, with or without arguments: the method of the same name in the class above. It makes
/// nothing, so that a call of its constructor is no edge of a new instance.
pub(super) fn super_call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let place = (node.start_byte() as u32, node.end_byte() as u32);
    let method = walker.enclosing_name().unwrap_or_default().to_owned();
    walker.add(NewUse::of(node, IdentifierKind::Call).within(Some(place)).known_as(method));
}

/// `new` of a class inside the class itself.
fn new_of_self<'t>(walker: &mut Walker<'t>, method: Node<'t>) {
    let made = NewUse::of(method, IdentifierKind::Call).edge(Some(RelationshipKind::Calls));
    walker.add(made.known_as("self".to_owned()));
}

/// `{ name: }` uses the variable or method of that name.
pub(super) fn pair<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let key = node.field("key").filter(|key| key.kind() == "hash_key_symbol");
    if let (Some(key), None) = (key, node.field("value")) {
        walker.add_use_as(key, Role::Value, None);
        call_unless_local(walker, key);
    }
}

/// A call with a receiver or arguments.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(method) = node.field("method") else { return };
    if let Some(receiver) = node.field("receiver") {
        return call_of(walker, node, method, receiver);
    }
    if method.kind() != "identifier" {
        return;
    }
    let name = walker.text(method);
    if in_type(walker) {
        if name == "new" {
            return new_of_self(walker, method);
        }
        macros::in_type(walker, node, name);
    }
    macros::anywhere(walker, node, name);
}

fn call_of<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    method: Node<'t>,
    receiver: Node<'t>,
) {
    if walker.role() == Role::Bind {
        // `object.name = value`
        walker.add_use_as(method, Role::Member, Some(receiver));
        return;
    }
    let is_type = matches!(receiver.kind(), "constant" | "scope_resolution");
    match walker.text(method) {
        "new" if is_type => {
            walker.add_use(method, IdentifierKind::Call, None);
            let scope = receiver.field("scope");
            let (name, _) = name_and_owner(walker, receiver);
            walker.add_use_as(name, Role::Literal, scope);
        }
        "new" if in_type(walker) && matches!(walker.text(receiver), "self" | "self.class") => {
            new_of_self(walker, method);
        }
        "require" | "require_relative" | "load" if walker.text(receiver) == "Kernel" => {
            macros::require(walker, node);
        }
        "define_method" | "define_singleton_method" | "attr_accessor" | "attr_reader"
        | "attr_writer"
            if receiver.kind() == "self" && in_type(walker) =>
        {
            macros::in_type(walker, node, walker.text(method));
        }
        _ => {}
    }
}

/// The names among the arguments of a call that are written as symbols or strings.
pub(super) fn literal_names<'t>(walker: &Walker<'t>, call: Node<'t>) -> Vec<(Node<'t>, &'t str)> {
    let Some(arguments) = call.field("arguments") else { return Vec::new() };
    let mut cursor = arguments.walk();
    let found = arguments.named_children(&mut cursor);
    found.filter_map(|argument| Some((argument, literal_name(walker, argument)?))).collect()
}

/// The name that `:name`, `"name"` or `:"name"` stands for.
pub(super) fn literal_name<'t>(walker: &Walker<'t>, node: Node<'t>) -> Option<&'t str> {
    let name = match node.kind() {
        "simple_symbol" => walker.text(node).strip_prefix(':')?,
        "string" | "delimited_symbol" => {
            let content = node.named_child(0).filter(|child| child.kind() == "string_content")?;
            if node.named_child_count() > 1 {
                return None;
            }
            walker.text(content)
        }
        _ => return None,
    };
    (!name.is_empty()).then_some(name)
}

/// Whether a kind is that of something that is called, or of an attribute.
pub(super) fn is_method(kind: SymbolKind) -> bool {
    matches!(
        kind,
        SymbolKind::Method
            | SymbolKind::Constructor
            | SymbolKind::Operator
            | SymbolKind::Property
            | SymbolKind::Function
    )
}

/// Whether a kind is that of what a constant holds.
pub(super) fn is_constant(kind: SymbolKind) -> bool {
    matches!(kind, SymbolKind::Constant | SymbolKind::Class | SymbolKind::Module)
}

/// Makes the use of the name being visited a call, or that of a variable where a local one of this
/// name is known here.
pub(super) fn call_unless_local<'t>(walker: &mut Walker<'t>, name: Node<'t>) {
    let text = walker.text(name);
    let is_local = is_local_variable(walker, text, walker.scope());
    let start = name.start_byte() as u32;
    let fact = walker.facts.uses.last_mut();
    let Some(fact) = fact.filter(|fact| fact.span.start == start && fact.edge.is_none()) else {
        return;
    };
    match fact.kind {
        IdentifierKind::VariableRef | IdentifierKind::TypeUsage if is_local => {
            fact.kind = IdentifierKind::VariableRef;
        }
        IdentifierKind::VariableRef | IdentifierKind::TypeUsage => {
            fact.kind = IdentifierKind::Call;
            fact.edge = Some(RelationshipKind::Calls);
        }
        _ => {}
    }
}

/// Whether a name is bound in a scope or in the blocks around it, up to those of the function,
/// other than to something that is called.
fn is_local_variable(walker: &Walker<'_>, name: &str, mut scope: u32) -> bool {
    for _ in 0..SCOPES_SEARCHED {
        let mut bindings = walker.facts.bound(scope, name).take(BINDINGS_CONSIDERED);
        let is_local = bindings.any(|binding| match binding.bound {
            Bound::Symbol(symbol) => {
                walker.facts.symbols[symbol as usize].kind == SymbolKind::Variable
            }
            _ => true,
        });
        let here = &walker.facts.scopes[scope as usize];
        let (false, ScopeKind::Block, Some(parent)) = (is_local, here.kind, here.parent) else {
            return is_local;
        };
        scope = parent;
    }
    false
}
