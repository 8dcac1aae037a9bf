//! Names brought in: `import` statements, `require` and `import()`.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::declarations::define_names_of_pattern;
use super::hooks::{unquoted, unwrapped};
use crate::fields::Fields;
use crate::walk::Walker;

/// What an import names where it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Imported<'t> {
    /// The module itself: `import * as name`, `require("module")`.
    Module(&'t str),
    /// A name in the module.
    Name(&'t str, &'t str),
}

impl<'t> Imported<'t> {
    /// Adds the edge from the symbol of an import, or of an export that passes on.
    pub(super) fn add_edge(self, walker: &mut Walker<'t>, symbol: u32, node: Node<'t>) {
        let (name, qualifier) = match self {
            Imported::Module(module) => (module, None),
            Imported::Name(name, module) => (name, Some(Cow::Borrowed(module))),
        };
        walker.add_import(symbol, node, name, qualifier, true);
    }
}

/// Makes the symbol of an imported name, and its edge.
fn define<'t>(
    walker: &mut Walker<'t>,
    statement: Node<'t>,
    node: Node<'t>,
    name: &'t str,
    imported: Imported<'t>,
) {
    let mut symbol = walker.import(node, name);
    symbol.signature = walker.signature_of(statement, None);
    let symbol = walker.define(symbol);
    imported.add_edge(walker, symbol, node);
}

/// The same for the default export of a module. It is called `default` there; a definition that it
/// stands for has the name that its file gives it, which importers use as a rule.
fn define_default<'t>(
    walker: &mut Walker<'t>,
    statement: Node<'t>,
    node: Node<'t>,
    name: &'t str,
    module: &'t str,
) {
    let mut symbol = walker.import(node, name);
    symbol.signature = walker.signature_of(statement, None);
    let symbol = walker.define(symbol);
    walker.add_import(symbol, node, "default", Some(Cow::Borrowed(module)), false);
    Imported::Name(name, module).add_edge(walker, symbol, node);
}

/// The use of a name that means something in another module, whatever it means in this one.
pub(super) fn use_in_module<'t>(walker: &mut Walker<'t>, name: Node<'t>, module: Node<'t>) {
    if walker.text(name) == "default" {
        return walker.claim(name);
    }
    if name.kind() != "string" {
        let place = Some((module.start_byte() as u32, module.end_byte() as u32));
        walker.add_use_of(name, IdentifierKind::Import, None, place);
    }
}

/// `import name, { other as alias } from "module"`, `import * as name from "module"`,
/// `import "module"`, `import name = require("module")`.
pub(in crate::languages) fn import_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let clause = node
        .named_children(&mut cursor)
        .find(|child| matches!(child.kind(), "import_clause" | "import_require_clause"));
    let source = node
        .field("source")
        .or_else(|| clause.and_then(|clause| clause.field("source")));
    let Some(source) = source else { return };
    let module = unquoted(walker.text(source));
    let Some(clause) = clause else {
        // Imported for what it does: no name is bound.
        let mut symbol = walker.import(node, module);
        symbol.binds = false;
        let symbol = walker.define(symbol);
        return Imported::Module(module).add_edge(walker, symbol, source);
    };
    let required = clause.kind() == "import_require_clause";
    let mut cursor = clause.walk();
    for child in clause.named_children(&mut cursor) {
        match child.kind() {
            "identifier" => {
                let name = walker.text(child);
                if required {
                    define(walker, node, child, name, Imported::Module(module));
                } else {
                    define_default(walker, node, child, name, module);
                }
            }
            "namespace_import" => {
                if let Some(name) = child.named_child(0) {
                    let name = walker.text(name);
                    define(walker, node, child, name, Imported::Module(module));
                }
            }
            "named_imports" => {
                let mut names = child.walk();
                for specifier in child.named_children(&mut names) {
                    import_specifier(walker, node, specifier, source);
                }
            }
            _ => {}
        }
    }
}

fn import_specifier<'t>(
    walker: &mut Walker<'t>,
    statement: Node<'t>,
    specifier: Node<'t>,
    source: Node<'t>,
) {
    let Some(name) = specifier.field("name") else { return };
    let alias = specifier.field("alias").unwrap_or(name);
    let module = unquoted(walker.text(source));
    let outside = unquoted(walker.text(name));
    let local = walker.text(alias);
    if alias != name {
        use_in_module(walker, name, source);
    }
    if outside == "default" {
        return define_default(walker, statement, specifier, local, module);
    }
    define(walker, statement, specifier, local, Imported::Name(outside, module));
}

/// What an expression brings in: `require("module")`, `require("module").name`,
/// `await import("module")`.
pub(super) fn imported_by<'t>(walker: &Walker<'t>, value: Node<'t>) -> Option<Imported<'t>> {
    let value = unwrapped(value);
    if value.kind() == "member_expression" {
        let name = value.field("property")?;
        let module = required(walker, unwrapped(value.field("object")?))?;
        return Some(Imported::Name(walker.text(name), module));
    }
    required(walker, value).map(Imported::Module)
}

fn required<'t>(walker: &Walker<'t>, call: Node<'t>) -> Option<&'t str> {
    if call.kind() != "call_expression" {
        return None;
    }
    let function = call.field("function")?;
    let brings_in = match function.kind() {
        "import" => true,
        "identifier" => walker.text(function) == "require",
        _ => false,
    };
    let argument = call.field("arguments").filter(|_| brings_in)?.named_child(0)?;
    (argument.kind() == "string").then(|| unquoted(walker.text(argument)))
}

/// So far above a call is looked for what it stands in.
const LEVELS: usize = 4;

/// A module that is brought in without a name: `require("module");` for what it does, and
/// `() => import("module")` when the time has come.
pub(super) fn imported_in_place<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(module) = required(walker, call) else { return };
    let waits = |kind: &str| {
        matches!(kind, "await_expression" | "parenthesized_expression" | "member_expression")
    };
    let mut kinds = (1..=LEVELS).map_while(|level| walker.ancestor(level)).map(|above| above.kind());
    let above = kinds.find(|kind| !waits(kind)).unwrap_or_default();
    let is_dynamic = call.field("function").is_some_and(|function| function.kind() == "import");
    match (above, walker.enclosing_symbol()) {
        // A declaration has made a symbol for its name.
        ("variable_declarator", _) => {}
        ("expression_statement", _) => {
            // The call itself belongs to what is around.
            let mut symbol = walker.import(call.field("arguments").unwrap_or(call), module);
            symbol.starts_with(call);
            symbol.signature = vec![(call.start_byte() as u32, call.end_byte() as u32)];
            symbol.binds = false;
            let symbol = walker.define(symbol);
            Imported::Module(module).add_edge(walker, symbol, call);
        }
        (_, Some(symbol)) if is_dynamic => {
            walker.add_import(symbol, call, module, None, false);
        }
        _ => {}
    }
}

/// `const name = require("module")`, `const { name, other: alias } = require("module")`.
pub(super) fn define_required<'t>(
    walker: &mut Walker<'t>,
    declarator: Node<'t>,
    name: Node<'t>,
    imported: Imported<'t>,
) {
    if name.kind() == "identifier" {
        walker.claim(name);
        // In a function the name is local: what is called here, the function calls.
        let node = if walker.in_function() { name } else { declarator };
        return define(walker, declarator, node, walker.text(name), imported);
    }
    let ("object_pattern", Imported::Module(module)) = (name.kind(), imported) else {
        return define_names_of_pattern(walker, declarator, name, SymbolKind::Constant);
    };
    let mut cursor = name.walk();
    let properties: Vec<Node<'t>> = name.named_children(&mut cursor).collect();
    for property in properties {
        let (outside, local) = match property.kind() {
            "shorthand_property_identifier_pattern" => (property, property),
            "object_assignment_pattern" => match property.field("left") {
                Some(left) if left.kind() == "shorthand_property_identifier_pattern" => {
                    (left, left)
                }
                _ => continue,
            },
            "pair_pattern" => {
                let fields = ["key", "value"].map(|field| property.child_by_field_name(field));
                match fields {
                    [Some(key), Some(value)] if value.kind() == "identifier" => (key, value),
                    [_, Some(value)] => {
                        define_names_of_pattern(walker, declarator, value, SymbolKind::Constant);
                        continue;
                    }
                    _ => continue,
                }
            }
            _ => continue,
        };
        let outside_name = unquoted(walker.text(outside));
        let imported = Imported::Name(outside_name, module);
        define(walker, declarator, property, walker.text(local), imported);
        walker.claim(local);
        match declarator.field("value") {
            Some(value) if outside != local => use_in_module(walker, outside, value),
            _ => walker.add_use(outside, IdentifierKind::Import, None),
        }
    }
}

/// `import alias = Namespace.name` of TypeScript.
pub(in crate::languages) fn import_alias<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(name), Some(path)) = (node.named_child(0), node.named_child(1)) else { return };
    let text = walker.text(path);
    let mut symbol = walker.symbol(SymbolKind::Import, node, name);
    symbol.signature = walker.signature_of(node, None);
    let symbol = walker.define(symbol);
    let imported = match text.rsplit_once('.') {
        Some((qualifier, last)) => Imported::Name(last, qualifier),
        None => Imported::Module(text),
    };
    imported.add_edge(walker, symbol, path);
}
