//! What the table of Go cannot say of packages and functions, and what hooks share.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use crate::fields::Fields;
use crate::remarks;
use crate::spec::{DocStyle, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Every comment documents what is below it, except directives to tools.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &[""],
    exceptions: &["//go:", "//line ", "//export ", "//extern ", "//nolint", "//lint:", "// +build", "//+build"],
    file_openings: &[],
    clean: None,
};

/// All that follows the clause belongs to the package.
pub(super) fn package_clause<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.visibility = Some(Visibility::Public);
    symbol.binds = false;
    let index = walker.define(symbol);
    walker.contains_rest_of_file(index);
}

/// A method belongs to the type of its receiver, whose name is an instance of that type.
pub(super) fn method_declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(receiver)) =
        (node.field("name"), node.field("receiver"))
    else {
        return;
    };
    let mut cursor = receiver.walk();
    let receiver = receiver
        .named_children(&mut cursor)
        .find(|child| child.kind() == "parameter_declaration");
    let of_type = receiver.and_then(|receiver| receiver.field("type"));
    let mut symbol = walker.symbol(SymbolKind::Method, node, name);
    symbol.signature = walker.signature_of(node, node.field("body"));
    symbol.scope = Some(ScopeKind::Function);
    symbol.binds = false;
    symbol.owner = of_type.and_then(|of_type| type_name(walker, of_type)).map(Cow::Borrowed);
    walker.define(symbol);
    // `func (s *Stack[T])` declares `T` as well.
    let Some(generic) = of_type.map(without_pointers).filter(|of_type| of_type.kind() == "generic_type")
    else {
        return;
    };
    let Some(arguments) = generic.field("type_arguments") else { return };
    let mut cursor = arguments.walk();
    for argument in arguments.named_children(&mut cursor) {
        let parameter = argument.named_child(0).filter(|name| name.kind() == "type_identifier");
        if let Some(parameter) = parameter {
            walker.claim(parameter);
            walker.bind_local(parameter, node.start_byte() as u32);
        }
    }
}

/// A type without pointers and parentheses around it.
pub(super) fn without_pointers(of_type: Node<'_>) -> Node<'_> {
    let mut inner = of_type;
    while matches!(inner.kind(), "pointer_type" | "parenthesized_type") {
        match inner.named_child(0) {
            Some(next) => inner = next,
            None => break,
        }
    }
    inner
}

/// The name of a type without pointers and type arguments, if it has one.
pub(super) fn type_name<'t>(walker: &Walker<'t>, of_type: Node<'t>) -> Option<&'t str> {
    let inner = without_pointers(of_type);
    let named = match inner.kind() {
        "generic_type" => inner.field("type")?,
        _ => inner,
    };
    matches!(named.kind(), "type_identifier" | "qualified_type").then(|| walker.text(named))
}

/// The keyword of a declaration and one of its specs, which may stand in a group with others.
pub(super) fn spec_signature<'t>(
    walker: &Walker<'t>,
    spec: Node<'t>,
    end: usize,
) -> Vec<(u32, u32)> {
    let spec = (spec.start_byte() as u32, end as u32);
    match declaration(walker).and_then(|declaration| declaration.child(0)) {
        Some(keyword) => {
            vec![(keyword.start_byte() as u32, keyword.end_byte() as u32), spec]
        }
        None => vec![spec],
    }
}

/// The documentation of a spec: its own, or else that of its declaration.
pub(super) fn spec_doc<'t>(walker: &Walker<'t>, spec: Node<'t>) -> Option<String> {
    let doc = |node: Node<'t>| {
        let start = node.start_byte() as u32;
        remarks::doc_above(walker.source(), &walker.facts.remarks, start, &DOC_STYLE)
    };
    doc(spec).or_else(|| doc(declaration(walker)?))
}

/// The declaration around the spec being visited.
fn declaration<'t>(walker: &Walker<'t>) -> Option<Node<'t>> {
    (1..=2).filter_map(|distance| walker.ancestor(distance)).find(|ancestor| {
        matches!(ancestor.kind(), "type_declaration" | "const_declaration" | "var_declaration")
    })
}

/// A capital letter hands a name out of the package.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(if symbol.kind == SymbolKind::Import || walker.in_function() {
        Visibility::Private
    } else if symbol.name.starts_with(char::is_uppercase) {
        Visibility::Public
    } else {
        Visibility::Internal
    })
}
