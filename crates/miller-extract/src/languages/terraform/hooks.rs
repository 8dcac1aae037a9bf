//! What the table of Terraform cannot say: the addresses of blocks, and where they are used.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::{Node, Range};

use crate::fields::Fields;
use crate::walk::{NewSymbol, NewUse, Walker};

/// So many labels stand between the word of a block and its body.
const LABELS_EXAMINED: usize = 6;
/// So many attributes of a block are looked at for what describes it.
const ATTRIBUTES_EXAMINED: usize = 12;
/// So many children of an expression are looked at for what follows a name.
const PARTS_EXAMINED: usize = 24;

/// So many operations around a name are looked at for its attributes.
const LEVELS: usize = 32;

/// A block of the file: `resource "aws_instance" "web" { … }`.
pub(super) fn block<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(word) = node.child(0).map(|word| walker.text(word)) else { return false };
    if !stands_in_file(walker) || word == "locals" {
        return false;
    }
    let mut labels = Vec::new();
    let mut opening = None;
    let mut body = None;
    let mut cursor = node.walk();
    for child in node.children(&mut cursor).skip(1).take(LABELS_EXAMINED) {
        match child.kind() {
            "identifier" | "string_lit" => labels.push(walker.text(child).trim_matches('"')),
            "block_start" => opening = Some(child),
            "body" => body = Some(child),
            _ => {}
        }
    }
    let alias =
        body.filter(|_| word == "provider").and_then(|body| value_of(walker, body, "alias"));
    labels.extend(alias);
    let (kind, prefix) = match word {
        "resource" => (SymbolKind::Struct, ""),
        "data" | "ephemeral" => (SymbolKind::Struct, word),
        "module" => (SymbolKind::Module, word),
        "variable" => (SymbolKind::Variable, "var"),
        "output" => (SymbolKind::Export, word),
        _ => (SymbolKind::Namespace, word),
    };
    let parts = [prefix].into_iter().chain(labels).filter(|part| !part.is_empty());
    symbol.name = Cow::Owned(parts.collect::<Vec<_>>().join("."));
    symbol.kind = kind;
    symbol.doc = body
        .filter(|_| matches!(word, "variable" | "output"))
        .and_then(|body| value_of(walker, body, "description"))
        .map(str::to_owned);
    symbol.signature = walker.signature_of(node, opening);
    true
}

/// What a local value, a value for a variable or a required provider is called.
pub(super) fn attribute<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let Some(name) = node.named_child(0).map(|name| walker.text(name)) else { return false };
    let Some(above) = walker.ancestor(2) else { return false };
    if above.kind() == "config_file" {
        symbol.name = Cow::Borrowed(name);
        symbol.binds = false;
        symbol.signature = walker.signature_of(node, None);
        return true;
    }
    match above.child(0).map(|word| walker.text(word)) {
        Some("locals") => {
            symbol.kind = SymbolKind::Constant;
            symbol.name = Cow::Owned(format!("local.{name}"));
            symbol.signature = walker.signature_of(node, None);
            true
        }
        Some("required_providers") => {
            provider(walker, node, name);
            false
        }
        Some("module") if name == "source" => {
            if let (Some(module), Some(value)) = (walker.enclosing_symbol(), node.named_child(1)) {
                let source = walker.text(value).trim_matches('"');
                walker.add_import(module, value, source, None, false);
            }
            false
        }
        _ => false,
    }
}

/// `aws = { source = "hashicorp/aws" }` brings in what others wrote.
fn provider<'t>(walker: &mut Walker<'t>, node: Node<'t>, name: &'t str) {
    let mut symbol = walker.import(node, name);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    // An expression holds a value, which holds the object.
    let object = node.named_child(1).and_then(|node| node.named_child(0)?.named_child(0));
    let mut source = None;
    if let Some(object) = object.filter(|object| object.kind() == "object") {
        let mut cursor = object.walk();
        source = object
            .named_children(&mut cursor)
            .take(ATTRIBUTES_EXAMINED)
            .filter(|element| element.kind() == "object_elem")
            .find(|element| {
                let key = element.field("key");
                key.is_some_and(|key| walker.text(key) == "source")
            })
            .and_then(|element| element.field("val"));
    }
    let to_name = source.map_or(name, |source| walker.text(source).trim_matches('"'));
    walker.add_import(symbol, source.unwrap_or(node), to_name, None, false);
}

/// A name in an expression, with the attributes that make an address of it.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let root = walker.text(node);
    let names_provider = is_provider(walker);
    let wanted = match root {
        "var" | "local" | "module" => 1,
        "data" | "ephemeral" => 2,
        _ if names_provider => 1,
        // The types of resources start with the name of their provider.
        _ if root.contains('_') && !walker.scope_has(root) => 1,
        _ => return,
    };
    let parts = attributes_after(walker, node);
    let last = match parts.get(wanted - 1) {
        Some(last) => *last,
        // `provider = aws`
        None if names_provider => node,
        None => return,
    };
    // The iterator of a `dynamic` block is named as the block is.
    let iterates = matches!(walker.text(last).trim_start_matches('.'), "value" | "key");
    if iterates && wanted == 1 && root.contains('_') {
        return;
    }
    let (end_byte, end_point) = (last.end_byte(), last.end_position());
    let address = Range { end_byte, end_point, ..node.range() };
    let new = NewUse::at(address, IdentifierKind::VariableRef);
    if names_provider {
        let written = &walker.source()[node.start_byte()..end_byte];
        walker.add(new.spelled(format!("provider.{written}")));
    } else {
        walker.add(new);
    }
}

/// The attributes behind a name. Those of the last name in an operation stand behind the operation.
fn attributes_after<'t>(walker: &Walker<'t>, node: Node<'t>) -> Vec<Node<'t>> {
    let mut inner = node;
    for level in 1..=LEVELS {
        let Some(above) = walker.ancestor(level) else { break };
        let mut cursor = above.walk();
        let parts: Vec<Node<'t>> = above
            .named_children(&mut cursor)
            .take(PARTS_EXAMINED)
            .skip_while(|part| part.id() != inner.id())
            .skip(1)
            .take_while(|part| part.kind() == "get_attr")
            .collect();
        let is_operation = matches!(
            above.kind(),
            "operation" | "unary_operation" | "binary_operation"
        );
        if !parts.is_empty() || !is_operation || above.end_byte() != inner.end_byte() {
            return parts;
        }
        inner = above;
    }
    Vec::new()
}

/// Whether the name being visited says which provider is meant: `provider = aws.north`,
/// `providers = { aws = aws.north }`.
fn is_provider(walker: &Walker<'_>) -> bool {
    let holds = |level: usize, wanted: &str| {
        walker.ancestor(level).is_some_and(|attribute| {
            attribute.kind() == "attribute"
                && attribute.named_child(0).is_some_and(|name| walker.text(name) == wanted)
        })
    };
    let of_element = walker.ancestor(2).is_some_and(|element| {
        element.kind() == "object_elem" && element.field("val") == walker.ancestor(1)
    });
    // An expression holds a value, which holds the object.
    holds(2, "provider") || of_element && holds(6, "providers")
}

/// A call of a function of the language.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier") {
        walker.add_use(name, IdentifierKind::Call, Some(RelationshipKind::Calls));
    }
}

/// `for key, ship in …` names what it goes through.
pub(super) fn for_names<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let names = node.named_children(&mut cursor).take(LABELS_EXAMINED);
    for name in names.filter(|child| child.kind() == "identifier") {
        walker.bind_local(name, name.start_byte() as u32);
    }
}

/// Whether the block being visited stands in the file itself.
fn stands_in_file(walker: &Walker<'_>) -> bool {
    let above = walker.ancestor(2).or_else(|| walker.ancestor(1));
    above.is_none_or(|above| above.kind() != "block")
}

/// The text of an attribute that holds a plain string on one line.
fn value_of<'t>(walker: &Walker<'t>, body: Node<'t>, name: &str) -> Option<&'t str> {
    let mut cursor = body.walk();
    let attribute = body
        .named_children(&mut cursor)
        .take(ATTRIBUTES_EXAMINED)
        .filter(|child| child.kind() == "attribute")
        .find(|child| child.named_child(0).is_some_and(|key| walker.text(key) == name))?;
    let text = walker.text(attribute.named_child(1)?);
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    (!text.is_empty() && !text.contains(['\n', '"'])).then_some(text)
}
