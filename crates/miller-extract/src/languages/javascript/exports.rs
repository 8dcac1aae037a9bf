//! Names handed out: `export` statements, and which names the file exports in lists.

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::hooks::{is_function, signature_end, unquoted, unwrapped};
use super::imports::{Imported, use_in_module};
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// Handed out by a declaration file that is no module: all that it declares.
pub(super) const EVERYTHING: &str = "*";

/// Finds the names that the file exports apart from their definitions: `export { name }`,
/// `export default name`, `module.exports = { name }`.
pub(super) fn list_exported_names<'t>(walker: &mut Walker<'t>, program: Node<'t>) {
    let mut is_module = false;
    let mut cursor = program.walk();
    for child in program.named_children(&mut cursor) {
        match child.kind() {
            "import_statement" => is_module = true,
            "export_statement" => {
                is_module = true;
                if child.field("source").is_none() {
                    list_of_statement(walker, child);
                }
            }
            "expression_statement" => {
                if let Some(assignment) = child.named_child(0) {
                    list_of_assignment(walker, assignment);
                }
            }
            _ => {}
        }
    }
    if !is_module {
        walker.hand_out(EVERYTHING);
    }
}

fn list_of_statement<'t>(walker: &mut Walker<'t>, statement: Node<'t>) {
    let mut cursor = statement.walk();
    for child in statement.named_children(&mut cursor) {
        match child.kind() {
            "identifier" => walker.hand_out(walker.text(child)),
            "export_clause" => {
                let mut names = child.walk();
                for specifier in child.named_children(&mut names) {
                    if let Some(name) = specifier.field("name") {
                        walker.hand_out(walker.text(name));
                    }
                }
            }
            _ => {}
        }
    }
}

fn list_of_assignment<'t>(walker: &mut Walker<'t>, assignment: Node<'t>) {
    let mut next = Some(assignment).filter(|node| node.kind() == "assignment_expression");
    let (mut exports, mut whole) = (false, false);
    while let Some(node) = next {
        let (Some(left), Some(right)) =
            (node.field("left"), node.field("right"))
        else {
            return;
        };
        let left = walker.text(left);
        exports |= ["exports", "module.exports"].iter().any(|name| {
            left.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        whole |= left == "module.exports";
        next = (right.kind() == "assignment_expression").then_some(right);
        if next.is_some() || !exports {
            continue;
        }
        match right.kind() {
            "identifier" => walker.hand_out(walker.text(right)),
            "object" => list_of_object(walker, right),
            // `module.exports = class Name { }`: the definition has this name, not that of the place.
            "class" | "function_expression" | "generator_function" if whole => {
                if let Some(name) = right.field("name") {
                    walker.hand_out(walker.text(name));
                }
            }
            _ => {}
        }
    }
}

fn list_of_object<'t>(walker: &mut Walker<'t>, object: Node<'t>) {
    let mut cursor = object.walk();
    for child in object.named_children(&mut cursor) {
        let name = match child.kind() {
            "shorthand_property_identifier" => Some(child),
            "pair" => {
                child.field("value").filter(|value| value.kind() == "identifier")
            }
            _ => None,
        };
        if let Some(name) = name {
            walker.hand_out(walker.text(name));
        }
    }
}

/// What an `export` hands out under a name that no definition has.
pub(in crate::languages) fn export_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let from = node.field("source");
    let source = from.map(|source| unquoted(walker.text(source)));
    if let Some(value) = node.field("value") {
        return export_default(walker, node, value);
    }
    if node.field("declaration").is_some() {
        return;
    }
    let mut cursor = node.walk();
    let mut star = None;
    let mut assigned = false;
    for child in node.children(&mut cursor) {
        match child.kind() {
            "*" => star = Some(child),
            "=" => assigned = true,
            "export_clause" => export_names(walker, node, child, from),
            "namespace_export" => {
                if let (Some(name), Some(module)) = (child.named_child(0), source) {
                    let imported = Some(Imported::Module(module));
                    export(walker, node, child, unquoted(walker.text(name)), imported);
                }
            }
            // `export = name`, `export as namespace Name` of TypeScript.
            "identifier" if assigned => export(walker, node, node, "export=", None),
            "identifier" => {
                walker.claim(child);
                export(walker, node, node, walker.text(child), None);
            }
            _ => {}
        }
    }
    if let (Some(star), Some(module)) = (star, source) {
        export(walker, node, star, "*", Some(Imported::Name("*", module)));
    }
}

/// `export { name as alias }`, with or without `from "module"`.
fn export_names<'t>(
    walker: &mut Walker<'t>,
    statement: Node<'t>,
    clause: Node<'t>,
    source: Option<Node<'t>>,
) {
    let module = source.map(|source| unquoted(walker.text(source)));
    let mut cursor = clause.walk();
    for specifier in clause.named_children(&mut cursor) {
        let Some(name) = specifier.field("name") else { continue };
        let alias = specifier.field("alias");
        let outside = unquoted(walker.text(name));
        let handed_out = alias.map_or(outside, |alias| unquoted(walker.text(alias)));
        if let Some((source, module)) = source.zip(module) {
            let imported = Some(Imported::Name(outside, module));
            export(walker, statement, specifier, handed_out, imported);
            use_in_module(walker, name, source);
        } else if alias.is_some() {
            export(walker, statement, specifier, handed_out, None);
        }
    }
}

fn export<'t>(
    walker: &mut Walker<'t>,
    statement: Node<'t>,
    node: Node<'t>,
    name: &'t str,
    imported: Option<Imported<'t>>,
) {
    let mut symbol = walker.import(node, name);
    symbol.kind = SymbolKind::Export;
    symbol.signature = walker.signature_of(statement, None);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    if let Some(imported) = imported {
        imported.add_edge(walker, symbol, node);
    }
}

/// `export default value`. Functions and classes are symbols of their own.
fn export_default<'t>(walker: &mut Walker<'t>, node: Node<'t>, value: Node<'t>) {
    let inner = unwrapped(value);
    let kind = match inner.kind() {
        "class" => return,
        _ if is_function(inner) => return,
        "identifier" | "member_expression" => SymbolKind::Export,
        _ => SymbolKind::Constant,
    };
    let mut symbol = walker.import(node, "default");
    symbol.kind = kind;
    symbol.signature = walker.signature_of(node, signature_end(value));
    symbol.scope = (inner.kind() == "object").then_some(ScopeKind::Type);
    symbol.binds = false;
    walker.define(symbol);
}
