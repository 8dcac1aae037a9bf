//! Functions, variables and members of C++.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::{names, types};
use crate::fields::Fields;
use crate::languages::c::declarators::{self, Shape, declared};
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Templates in templates that are followed to what they declare.
const TEMPLATES_FOLLOWED: usize = 16;

/// `template <…> …`: what it declares takes its span, so that the parameters are its local names.
pub(super) fn template<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if in_template(walker) {
        return;
    }
    let Some(content) = content_of_template(node) else {
        return;
    };
    match content.kind() {
        "function_definition" => define(walker, content, node),
        "class_specifier" | "struct_specifier" | "union_specifier" => {
            types::define(walker, content, node);
        }
        "declaration" | "field_declaration" => declare_all(walker, content, node),
        "alias_declaration" => types::define_alias(walker, content, node),
        "concept_definition" => types::define_concept(walker, content, node),
        _ => {}
    }
}

fn content_of_template(template: Node<'_>) -> Option<Node<'_>> {
    let mut node = template;
    for _ in 0..TEMPLATES_FOLLOWED {
        let mut cursor = node.walk();
        node = node
            .named_children(&mut cursor)
            .filter(|child| child.kind() != "comment" && !child.is_error())
            .last()?;
        if node.kind() != "template_declaration" {
            return Some(node);
        }
    }
    None
}

/// Whether the node being visited is what a template declares.
pub(super) fn in_template(walker: &Walker<'_>) -> bool {
    walker
        .ancestor(1)
        .is_some_and(|around| around.kind() == "template_declaration")
}

fn is_friend(walker: &Walker<'_>) -> bool {
    let around = |distance| walker.ancestor(distance).map(|around| around.kind());
    around(1) == Some("friend_declaration")
        || around(1) == Some("template_declaration") && around(2) == Some("friend_declaration")
}

/// `type name(parameters) { … }`, constructors, destructors, operators.
pub(super) fn definition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_template(walker) {
        define(walker, node, node);
    }
}

fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>) {
    let Some(found) = node.field("declarator").and_then(declared) else {
        return walker.open_scope(ScopeKind::Function);
    };
    if let Some(class) = class_behind_macro(node, &found) {
        return define_class_behind_macro(walker, node, span, class, found.name);
    }
    let mut symbol = names::symbol(walker, span, node, &found);
    let body = node.field("body");
    let end = first_of_kind(node, "field_initializer_list").or(body);
    // `try : field(value) { … } catch …`.
    let end = end.or_else(|| first_of_kind(node, "try_statement"));
    symbol.signature = walker.signature_of(node, end);
    symbol.signature[0].0 = symbol.signature[0].0.min(span.start_byte() as u32);
    symbol.scope = Some(ScopeKind::Function);
    if found.shape != Shape::Function {
        // A macro call that looks like a definition without a parameter list.
        symbol.kind = if walker.in_type() {
            SymbolKind::Method
        } else {
            SymbolKind::Function
        };
    }
    let friend = is_friend(walker);
    if friend && symbol.kind == SymbolKind::Method {
        symbol.kind = SymbolKind::Function;
    }
    let symbol = walker.define(symbol);
    if body.is_none() && first_of_kind(node, "try_statement").is_none() {
        // `= default` and `= delete` are the only definitions there are.
        return;
    }
    if friend {
        walker.bind_around(symbol, false);
    }
}

fn first_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| child.kind() == kind)
}

/// `class MACRO Name : public Base { … }` looks like a function `Name` that returns a `class MACRO`.
fn class_behind_macro<'t>(node: Node<'t>, found: &declarators::Declared<'t>) -> Option<Node<'t>> {
    node.field("type").filter(|kind| {
        found.shape == Shape::Plain
            && matches!(
                kind.kind(),
                "class_specifier" | "struct_specifier" | "union_specifier"
            )
            && kind.field("body").is_none()
    })
}

fn define_class_behind_macro<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    span: Node<'t>,
    class: Node<'t>,
    name: Node<'t>,
) {
    let kind = crate::languages::c::types::kind_of(class);
    let mut symbol = walker.symbol(kind, span, name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = Some(ScopeKind::Type);
    walker.define(symbol);
    // The grammar takes the base classes for an error.
    let mut cursor = node.walk();
    for error in node.children(&mut cursor).filter(Node::is_error) {
        let mut names = error.walk();
        for name in error.named_children(&mut names) {
            if matches!(name.kind(), "identifier" | "type_identifier") {
                let edge = Some(RelationshipKind::Extends);
                walker.add_use(name, IdentifierKind::TypeUsage, edge);
            }
        }
    }
}

/// Whether the node being visited stands in the body of a class that looks like a function.
fn in_class_behind_macro(walker: &Walker<'_>) -> bool {
    walker.in_type()
}

/// `public:` in the body of a class that looks like a function is a label there.
pub(super) fn label<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_class_behind_macro(walker) {
        return;
    }
    let label = node
        .field("label")
        .map(|label| walker.text(label));
    if let Some(visibility) = label.and_then(section) {
        walker.set_section(visibility);
    }
}

/// `public:` and the like.
pub(super) fn access<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(visibility) = section(walker.text(node).trim_end_matches(':').trim()) {
        walker.set_section(visibility);
    }
}

fn section(word: &str) -> Option<Visibility> {
    Some(match word {
        "public" => Visibility::Public,
        "protected" => Visibility::Protected,
        "private" => Visibility::Private,
        _ => return None,
    })
}

/// `Name(parameters);` in the body of a class that looks like a function declares a constructor.
pub(super) fn statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_class_behind_macro(walker) {
        return;
    }
    let Some(call) = node.named_child(0) else {
        return;
    };
    let (call, kind) = match call.kind() {
        "call_expression" => (call, SymbolKind::Constructor),
        "unary_expression" => match call.field("argument") {
            Some(call) => (call, SymbolKind::Destructor),
            None => return,
        },
        _ => return,
    };
    let Some(name) = call.field("function") else {
        return;
    };
    if Some(walker.text(name)) != walker.enclosing_name() {
        return;
    }
    let mut symbol = walker.symbol(kind, node, name);
    if kind == SymbolKind::Destructor {
        symbol.name = format!("~{}", symbol.name).into();
    }
    symbol.signature = vec![(node.start_byte() as u32, node.end_byte() as u32)];
    symbol.scope = Some(ScopeKind::Function);
    let symbol = walker.define(symbol);
    walker.only_declares(symbol);
}

/// `type name = value, other(parameters);`, at any place.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if in_template(walker) {
        return;
    }
    if is_friend(walker) {
        // What a friend declaration names is declared elsewhere.
        let mut cursor = node.walk();
        for declarator in node.children_by_field_name("declarator", &mut cursor) {
            if let Some(found) = declared(declarator) {
                names::claim(walker, &found);
            }
        }
    } else if walker.in_function() {
        local_declaration(walker, node);
    } else if !types::module(walker, node) {
        declare_all(walker, node, node);
    }
}

/// `type name;` in a type.
pub(super) fn field_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !in_template(walker) {
        declare_all(walker, node, node);
    }
}

fn declare_all<'t>(walker: &mut Walker<'t>, node: Node<'t>, span: Node<'t>) {
    let alone = declarators::stands_alone(node);
    let mut cursor = node.walk();
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        if alone || declarator.kind() != "init_declarator" {
            declare(
                walker,
                node,
                declarator,
                if alone { span } else { declarator },
            );
        }
    }
}

/// One of several declarators that gives a value, so that the value belongs to it.
pub(super) fn init_declarator<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if walker.in_function() {
        return;
    }
    let declaration = walker
        .ancestor(1)
        .filter(|around| around.kind() == "declaration");
    if let Some(declaration) = declaration.filter(|around| !declarators::stands_alone(*around)) {
        declare(walker, declaration, node, node);
    }
}

fn declare<'t>(
    walker: &mut Walker<'t>,
    declaration: Node<'t>,
    declarator: Node<'t>,
    span: Node<'t>,
) {
    if let Some(binding) = structured_binding(declarator) {
        return declare_parts(walker, declaration, binding);
    }
    let Some(mut found) = declared(declarator) else {
        return;
    };
    let body = pure_or_value(declaration, &mut found);
    if let Some(name) = names::pointer_to_member(declaration) {
        walker.add_use(found.name, IdentifierKind::TypeUsage, None);
        found.name = name;
    }
    let mut symbol = names::symbol(walker, span, declaration, &found);
    symbol.signature = declarators::signature(walker, declaration, declarator, &found);
    if let Some(first) = symbol.signature.first_mut() {
        first.0 = first.0.min(span.start_byte() as u32);
    }
    let of_type = declaration.field("type");
    let inferred = of_type.is_some_and(|of_type| of_type.kind() == "placeholder_type_specifier");
    // A member of a type that can hold any function may be given another one.
    if is_lambda(found.value) && (inferred || !walker.in_type()) {
        symbol.kind = if walker.in_type() {
            SymbolKind::Method
        } else {
            SymbolKind::Function
        };
    }
    let defines = found.value.is_some() && !body;
    if span.kind() == "template_declaration" {
        // The parameters of the template are local names.
        symbol.scope = Some(ScopeKind::Function);
    }
    let function = found.shape == Shape::Function;
    let symbol = walker.define(symbol);
    if function || !defines && found.owner.is_none() && !walker.in_type() {
        walker.only_declares(symbol);
    }
}

/// Whether the value of a declarator is the `= 0` of a pure virtual function.
fn pure_or_value<'t>(declaration: Node<'t>, found: &mut declarators::Declared<'t>) -> bool {
    if found.value.is_none() {
        found.value = declaration.field("default_value");
    }
    found.shape == Shape::Function
}

fn is_lambda(value: Option<Node<'_>>) -> bool {
    value.is_some_and(|value| value.kind() == "lambda_expression")
}

/// The binding of `auto [a, b] = pair;`.
fn structured_binding(declarator: Node<'_>) -> Option<Node<'_>> {
    let mut node = declarator;
    for _ in 0..4 {
        node = match node.kind() {
            "structured_binding_declarator" => return Some(node),
            "init_declarator" => node.field("declarator")?,
            "reference_declarator" => node.named_child(0)?,
            _ => return None,
        };
    }
    None
}

fn declare_parts<'t>(walker: &mut Walker<'t>, declaration: Node<'t>, binding: Node<'t>) {
    let mut cursor = binding.walk();
    for name in binding.named_children(&mut cursor) {
        if name.kind() == "identifier" {
            let mut symbol = walker.symbol(SymbolKind::Variable, name, name);
            symbol.signature = walker.signature_of(declaration, None);
            walker.define(symbol);
        }
    }
}

/// In a function, `extern` names stand for what the file or another one defines, and variables that
/// hold functions are functions. Everything else is a local name: `Type name(argument);` too, which
/// looks like a prototype.
fn local_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let is_extern = declarators::specifiers(node).is_extern;
    let mut cursor = node.walk();
    for declarator in node.children_by_field_name("declarator", &mut cursor) {
        let holds_function = is_lambda(declarator.field("value"));
        if !is_extern && !holds_function {
            continue;
        }
        let Some(found) = declared(declarator) else {
            continue;
        };
        walker.claim(found.name);
        if holds_function {
            let span = if declarators::count(node) == 1 {
                node
            } else {
                declarator
            };
            let mut symbol = walker.symbol(SymbolKind::Function, span, found.name);
            symbol.signature = declarators::signature(walker, node, declarator, &found);
            walker.define(symbol);
        }
    }
}

/// A block has names of its own; the outermost one of a function shares those of its parameters.
pub(super) fn block<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    let of_function = walker
        .ancestor(1)
        .is_some_and(|around| matches!(around.kind(), "function_definition" | "lambda_expression"));
    // What is left of a type in broken source keeps the scope of the type.
    if !of_function && !walker.in_type() {
        walker.open_scope(ScopeKind::Block);
    }
}
