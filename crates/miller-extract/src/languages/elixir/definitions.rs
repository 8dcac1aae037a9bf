//! Modules, functions and structs: calls of the words that define them.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::attributes::definitions_arguments;
use super::{docs, expressions, imports};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Words of the language that are no calls of anybody's function.
pub(super) const WORDS: &[&str] = &[
    "alias", "case", "cond", "def", "defdelegate", "defexception", "defguard", "defguardp",
    "defimpl", "defmacro", "defmacrop", "defmodule", "defn", "defnp", "defoverridable", "defp",
    "defprotocol", "defstruct", "else", "for", "if", "import", "quote", "raise", "receive",
    "require", "reraise", "super", "throw", "try", "unless", "unquote", "unquote_splicing", "use",
    "with",
];

/// Every call: a definition, an import, a word of the language or a call indeed.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(target) = node.field("target") else { return };
    let arguments = definitions_arguments(node);
    if walker.role() == Role::Ignore {
        // The head of a definition, which is accounted for.
        return;
    }
    let word = if target.kind() == "identifier" { walker.text(target) } else { "" };
    // A function may be named like a word that takes a head and a body.
    let defines = !(word.starts_with("def") && expressions::arity(arguments) > 2);
    if walker.role() == Role::Type || !defines || !WORDS.contains(&word) {
        return expressions::call(walker, node, target, arguments);
    }
    walker.claim(target);
    let Some(arguments) = arguments else { return };
    match word {
        "defmodule" => module(walker, node, arguments, SymbolKind::Module),
        "defprotocol" => module(walker, node, arguments, SymbolKind::Interface),
        "defimpl" => implementation(walker, node, arguments),
        "def" | "defn" | "defdelegate" => function(walker, node, arguments, Place::new(true, false)),
        "defp" | "defnp" => function(walker, node, arguments, Place::new(false, false)),
        "defmacro" | "defguard" => function(walker, node, arguments, Place::new(true, true)),
        "defmacrop" | "defguardp" => function(walker, node, arguments, Place::new(false, true)),
        "defstruct" | "defexception" => structure(walker, node, arguments),
        "alias" | "import" | "require" | "use" => imports::import(walker, node, arguments, word),
        _ => {}
    }
}

/// Who may call a function, and whether it is a macro.
#[derive(Clone, Copy)]
struct Place {
    public: bool,
    is_macro: bool,
}

impl Place {
    fn new(public: bool, is_macro: bool) -> Place {
        Place { public, is_macro }
    }
}

/// `defmodule Shop.Item do … end`
fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>, kind: SymbolKind) {
    let Some(name) = arguments.named_child(0).filter(|name| name.kind() == "alias") else {
        return walker.open_scope(ScopeKind::Type);
    };
    walker.set_role_of(name, Role::Ignore);
    let mut symbol = walker.symbol(kind, node, name);
    symbol.scope = Some(ScopeKind::Type);
    symbol.signature = vec![(node.start_byte() as u32, name.end_byte() as u32)];
    walker.define(symbol);
}

/// `defimpl Label, for: Item do … end`: a module named by both.
fn implementation<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>) {
    let Some(protocol) = arguments.named_child(0).filter(|it| it.kind() == "alias") else {
        return walker.open_scope(ScopeKind::Type);
    };
    let of_type = arguments.named_child(1).and_then(|options| {
        let pair = options.named_child(0).filter(|pair| pair.kind() == "pair")?;
        pair.field("value")
    });
    let of_type = match of_type {
        Some(of_type) => walker.text(of_type),
        None => walker.enclosing_name().unwrap_or_default(),
    };
    let name = format!("{}.{of_type}", walker.text(protocol));
    walker.set_role_of(protocol, Role::Ignore);
    let mut symbol = walker.symbol(SymbolKind::Module, node, protocol);
    symbol.name = Cow::Owned(name);
    symbol.scope = Some(ScopeKind::Type);
    symbol.signature = vec![(node.start_byte() as u32, arguments.end_byte() as u32)];
    walker.define(symbol);
    walker.add_use_as(protocol, Role::Implements, None);
}

/// `def name(first, second \\ 1) when guard`: a clause of a function.
fn function<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>, place: Place) {
    let Some(whole) = arguments.named_child(0) else {
        return walker.open_scope(ScopeKind::Function);
    };
    let head = match operator_of(whole) {
        "when" => whole.field("left").unwrap_or(whole),
        _ => whole,
    };
    // A macro may compute the name: `def unquote(name)(value)`.
    let Some((name, parameters, (least, most))) = read_head(head) else {
        return walker.open_scope(ScopeKind::Function);
    };
    walker.claim(name);
    walker.set_role_of(head, Role::Ignore);
    if let Some(parameters) = parameters {
        walker.set_role_of(parameters, Role::Bind);
    }
    let text = walker.text(name);
    let around = walker.enclosing_symbol().unwrap_or(u32::MAX);
    let last = format!("last {around}");
    let clause = format!("clause {around} {text}/{most}");
    let doc = docs::take(walker, "doc");
    let known = walker.remembered(&clause);
    if let Some(known) = known.filter(|known| walker.remembered(&last) == Some(*known)) {
        return walker.extend_symbol(known, ScopeKind::Function);
    }
    let kind = match (place.is_macro, name.kind()) {
        (true, _) => SymbolKind::Macro,
        (false, "identifier") => SymbolKind::Function,
        (false, _) => SymbolKind::Operator,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.doc = doc;
    symbol.scope = Some(ScopeKind::Function);
    symbol.visibility = (!place.public).then_some(Visibility::Private);
    symbol.signature = vec![(node.start_byte() as u32, whole.end_byte() as u32)];
    let names = (least..=most).map(|arity| format!("{text}/{arity}")).collect();
    let symbol = walker.define_bound_as(symbol, names);
    walker.remember(clause, symbol);
    walker.remember(last, symbol);
}

fn operator_of(node: Node<'_>) -> &str {
    if node.kind() != "binary_operator" {
        return "";
    }
    node.field("operator").map_or("", |operator| operator.kind())
}

/// The name, the parameters, and the least and the greatest number of arguments.
type Head<'t> = (Node<'t>, Option<Node<'t>>, (u32, u32));

fn read_head(head: Node<'_>) -> Option<Head<'_>> {
    match head.kind() {
        "identifier" => Some((head, None, (0, 0))),
        "call" => {
            let name = head.field("target")?;
            if name.kind() != "identifier" {
                return None;
            }
            let parameters = definitions_arguments(head);
            let most = expressions::arity(parameters);
            Some((name, parameters, (most - optional(parameters), most)))
        }
        // `def left + right`
        "binary_operator" => {
            let name = head.field("operator")?;
            Some((name, Some(head), (2, 2)))
        }
        "unary_operator" => Some((head.field("operator")?, Some(head), (1, 1))),
        _ => None,
    }
}

/// How many parameters have a default.
fn optional(parameters: Option<Node<'_>>) -> u32 {
    let Some(parameters) = parameters else { return 0 };
    let mut cursor = parameters.walk();
    let found = parameters.named_children(&mut cursor);
    found.filter(|parameter| operator_of(*parameter) == "\\\\").count() as u32
}

/// `defstruct [:name, price: 0]`: a struct named like its module, and its fields.
fn structure<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>) {
    let module = walker.enclosing_name().unwrap_or("struct");
    let name = module.rsplit('.').next().unwrap_or(module).to_owned();
    let mut symbol = walker.symbol(SymbolKind::Struct, node, node);
    symbol.name = Cow::Owned(name);
    symbol.scope = Some(ScopeKind::Type);
    // Its name means the module.
    symbol.binds = false;
    walker.define(symbol);
    fields(walker, arguments);
    let list = arguments.named_child(0);
    if let Some(list) = list.filter(|list| list.kind() == "list") {
        fields(walker, list);
        if let Some(last) = last_child(list).filter(|last| last.kind() == "keywords") {
            fields(walker, last);
        }
    } else if let Some(keywords) = list.filter(|list| list.kind() == "keywords") {
        fields(walker, keywords);
    }
}

fn last_child(list: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = list.walk();
    list.named_children(&mut cursor).last()
}

/// `:name` and `name: value` directly in a list.
fn fields<'t>(walker: &mut Walker<'t>, list: Node<'t>) {
    let mut cursor = list.walk();
    for field in list.named_children(&mut cursor) {
        let name = match field.kind() {
            "atom" => walker.text(field).trim_start_matches(':'),
            "pair" => {
                let key = field.field("key");
                key.map_or("", |key| walker.text(key).trim_end().trim_end_matches(':'))
            }
            _ => continue,
        };
        if name.is_empty() {
            continue;
        }
        let mut symbol = walker.symbol(SymbolKind::Field, field, field);
        symbol.name = Cow::Borrowed(name);
        walker.define(symbol);
    }
}

/// What is not said to be private is public; variables of a function are its own.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a visibility rule")]
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    node: Node<'t>,
    _symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let variable = node.kind() == "binary_operator";
    Some(if variable { Visibility::Private } else { Visibility::Public })
}
