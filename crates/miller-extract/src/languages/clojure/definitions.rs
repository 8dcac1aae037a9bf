//! Forms that define a name of the namespace.

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::{bindings, forms, types};
use crate::fields::Fields;
use crate::remarks::dedent;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// How far above a form the template of a macro is looked for.
const TEMPLATE_IS_WITHIN: usize = 8;

/// A definition, if the form is one.
pub(super) fn definition<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    text: &str,
) -> bool {
    if !text.starts_with("def") || text == "default" || text == "deftype*" {
        return false;
    }
    let rest = forms::arguments(node);
    let Some(symbol) = rest.first().filter(|symbol| symbol.kind() == "sym_lit") else {
        return false;
    };
    let Some(name) = forms::name_of(*symbol) else { return false };
    let in_template = (1..TEMPLATE_IS_WITHIN)
        .map_while(|distance| walker.ancestor(distance))
        .any(|above| above.kind() == "syn_quoting_lit");
    if in_template {
        return true;
    }
    match text {
        "defrecord" | "deftype" => types::record(walker, node, name, &rest),
        "defprotocol" | "definterface" => types::protocol(walker, node, name, &rest),
        "defmethod" => method(walker, node, *symbol, &rest),
        _ => {
            let kind = kind_of(walker, text, *symbol, &rest);
            let private = text.ends_with('-') || head_says_private(walker, *symbol);
            define(walker, kind, node, name, &rest, private);
        }
    }
    true
}

fn kind_of(
    walker: &Walker<'_>,
    text: &str,
    symbol: Node<'_>,
    rest: &[Node<'_>],
) -> SymbolKind {
    let value = rest.get(1..).and_then(<[_]>::last).copied();
    let is_literal = value.is_some_and(|value| value.kind() == "anon_fn_lit");
    let value = value.filter(|value| value.kind() == "list_lit");
    let value = value.and_then(forms::head_of).and_then(forms::name_of);
    let value = value.map_or("", |name| &walker.source()[name.byte_range()]);
    match text {
        _ if text.starts_with("defmacro") => SymbolKind::Macro,
        "defmulti" | "deftest" | "definline" | "deftest-" => SymbolKind::Function,
        _ if text.starts_with("defn") => SymbolKind::Function,
        "def" | "defonce" if value == "fn" || is_literal => SymbolKind::Function,
        _ if meta(walker, symbol).contains(":const") => SymbolKind::Constant,
        _ => SymbolKind::Variable,
    }
}

/// What is written about a symbol before it: `^:private`.
fn meta<'t>(walker: &Walker<'t>, symbol: Node<'t>) -> &'t str {
    let name = forms::name_of(symbol).map_or(symbol.start_byte(), |name| name.start_byte());
    &walker.source()[symbol.start_byte()..name]
}

fn head_says_private(walker: &Walker<'_>, symbol: Node<'_>) -> bool {
    meta(walker, symbol).contains(":private")
}

fn define<'t>(
    walker: &mut Walker<'t>,
    kind: SymbolKind,
    node: Node<'t>,
    name: Node<'t>,
    rest: &[Node<'t>],
    private: bool,
) {
    let is_function = matches!(kind, SymbolKind::Function | SymbolKind::Macro);
    let vectors = if is_function { bindings::parameters(&rest[1..]) } else { Vec::new() };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.signature = signature(node, name, &vectors);
    symbol.doc = doc(walker, rest, is_function)
        .or_else(|| doc_in_meta(walker, rest[0]))
        .or_else(|| doc_in_attributes(walker, rest, is_function));
    symbol.visibility = private.then_some(Visibility::Private);
    symbol.scope = Some(ScopeKind::Function);
    walker.define(symbol);
    for vector in vectors {
        bindings::bind(walker, vector);
    }
    if kind == SymbolKind::Macro {
        walker.bind_implicit("&env");
        walker.bind_implicit("&form");
    }
}

/// The head, the name and the parameters, without the parenthesis that opens the form and what is
/// written about the name before it.
pub(super) fn signature(node: Node<'_>, name: Node<'_>, vectors: &[Node<'_>]) -> Vec<(u32, u32)> {
    let head = forms::head_of(node).unwrap_or(name);
    let mut stretches = signature_up_to(node, head, &[name]);
    stretches.extend(vectors.iter().map(|vector| stretch(*vector)));
    stretches
}

/// All from behind the parenthesis that opens the form to the end of a part, and the parameters.
pub(super) fn signature_up_to(
    node: Node<'_>,
    last: Node<'_>,
    vectors: &[Node<'_>],
) -> Vec<(u32, u32)> {
    let mut stretches = vec![(node.start_byte() as u32 + 1, last.end_byte() as u32)];
    stretches.extend(vectors.iter().map(|vector| stretch(*vector)));
    stretches
}

fn stretch(node: Node<'_>) -> (u32, u32) {
    (node.start_byte() as u32, node.end_byte() as u32)
}

/// The string behind the name: that of a variable only where a value follows.
pub(super) fn doc(walker: &Walker<'_>, rest: &[Node<'_>], is_function: bool) -> Option<String> {
    let string = rest.get(1).filter(|string| string.kind() == "str_lit")?;
    (is_function || rest.len() > 2).then(|| text_of(walker, *string))?
}

/// `^{:doc "…"}` before the name.
fn doc_in_meta(walker: &Walker<'_>, symbol: Node<'_>) -> Option<String> {
    doc_in_map(walker, symbol.field("meta")?.field("value")?)
}

/// `(defn name {:doc "…"} …)`: the map behind the name of a function.
fn doc_in_attributes(
    walker: &Walker<'_>,
    rest: &[Node<'_>],
    is_function: bool,
) -> Option<String> {
    let map = rest.get(1).filter(|map| is_function && map.kind() == "map_lit")?;
    doc_in_map(walker, *map)
}

fn doc_in_map(walker: &Walker<'_>, map: Node<'_>) -> Option<String> {
    let mut cursor = map.walk();
    let mut values = map.children_by_field_name("value", &mut cursor);
    values.find(|key| &walker.source()[key.byte_range()] == ":doc")?;
    values.next().and_then(|string| text_of(walker, string))
}

/// The text of a string without quotes, with its escapes replaced by what they stand for.
pub(super) fn text_of(walker: &Walker<'_>, string: Node<'_>) -> Option<String> {
    let text = &walker.source()[string.byte_range()];
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some(escaped @ ('"' | '\\')) => plain.push(escaped),
            Some(other) => plain.extend(['\\', other]),
            None => {}
        }
    }
    let doc = dedent(&plain);
    (!doc.is_empty()).then_some(doc)
}

/// `(defmethod area :circle [shape] …)` adds to a function what to do with some values.
fn method<'t>(walker: &mut Walker<'t>, node: Node<'t>, symbol: Node<'t>, rest: &[Node<'t>]) {
    let Some(name) = forms::name_of(symbol) else { return };
    let namespace = forms::namespace_of(symbol);
    walker.add_use_as(name, if namespace.is_some() { Role::Member } else { Role::Value }, namespace);
    let vectors = rest.get(2..).map(bindings::parameters).unwrap_or_default();
    let mut new = walker.symbol(SymbolKind::Method, node, name);
    let value = rest.get(1).copied();
    new.signature = signature_up_to(node, value.unwrap_or(name), &vectors);
    new.scope = Some(ScopeKind::Function);
    // The name means the function that the method adds to.
    new.binds = false;
    walker.define(new);
    for vector in vectors {
        bindings::bind(walker, vector);
    }
}

/// What a namespace defines is for everybody unless it says otherwise; what it brings in is not.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of a visibility rule"
)]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match symbol.kind {
        SymbolKind::Import => Visibility::Private,
        _ => Visibility::Public,
    })
}
