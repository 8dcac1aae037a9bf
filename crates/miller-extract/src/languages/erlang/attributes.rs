//! Modules, exports, imports and macros.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind};
use tree_sitter::Node;

use super::expressions::{bare, use_of};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::{NewUse, Walker};

/// What stands for every function in the names that a file hands out.
pub(super) const EVERYTHING: &str = "export_all";

/// `-module(shop).`
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.field("name") else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.name = Cow::Borrowed(bare(walker.text(name)));
    let module = walker.define(symbol);
    walker.contains_rest_of_file(module);
    walker.hand_out("-module");
}

/// `-behaviour(gen_server).`
pub(super) fn behaviour<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        walker.add_use_as(name, Role::Implements, None);
    }
}

/// `-export([add/2]).`, `-export_type([item/0]).`
pub(super) fn export<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor).filter(|child| child.kind() == "fa") {
        walker.hand_out(walker.text(name));
        let fun = name.field("fun").filter(|fun| fun.kind() == "atom");
        let Some(fun) = fun else { continue };
        let text = bare(walker.text(fun));
        let (kind, known_as) = if node.kind() == "export_attribute" {
            (IdentifierKind::VariableRef, known_with_arity(walker, name, text))
        } else {
            (IdentifierKind::TypeUsage, type_key(text))
        };
        let new = use_of(walker, fun, kind);
        walker.add(new.known_as(known_as));
    }
}

/// `name/2` of a list, without quotes.
fn known_with_arity(walker: &Walker<'_>, item: Node<'_>, name: &str) -> String {
    let arity = item.field("arity").map_or("", |arity| walker.text(arity));
    format!("{name}{arity}")
}

/// The name under which a type is known: records, types and functions may share theirs.
pub(super) fn type_key(name: &str) -> String {
    format!("{name}()")
}

/// `-compile(export_all).`
pub(super) fn compile_options<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let options = node.field("options").map_or("", |options| walker.text(options));
    if options.contains(EVERYTHING) {
        walker.hand_out(EVERYTHING);
    }
}

/// `-import(lists, [map/2, foldl/3]).`
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(module) = node.field("module") else { return };
    walker.add_use(module, IdentifierKind::Import, None);
    let module = bare(walker.text(module));
    let mut cursor = node.walk();
    for name in node.named_children(&mut cursor).filter(|child| child.kind() == "fa") {
        let Some(fun) = name.field("fun") else { continue };
        let text = bare(walker.text(fun));
        let mut symbol = walker.import(name, text);
        symbol.signature = walker.signature_of(node, None);
        let known_as = known_with_arity(walker, name, text);
        let symbol = walker.define_bound_as(symbol, vec![known_as.clone()]);
        let new = use_of(walker, fun, IdentifierKind::Import);
        walker.add(new.known_as(known_as));
        walker.add_import(symbol, name, text, Some(Cow::Borrowed(module)), true);
    }
}

/// `-include("shop.hrl").`, `-include_lib("kernel/include/file.hrl").`
pub(super) fn include<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(file) = node.field("file").filter(|file| file.kind() == "string")
    else {
        return;
    };
    let path = walker.text(file).trim_matches('"');
    if path.is_empty() {
        return;
    }
    let mut symbol = walker.import(node, path);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, file, path, None, false);
}

/// `-define(LIMIT, 100).`, `-define(CHECK(Value), Value > 0).`
pub(super) fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.field("lhs") else { return };
    let Some(name) = left.field("name") else { return };
    let mut symbol = walker.symbol(SymbolKind::Macro, node, name);
    symbol.scope = Some(ScopeKind::Block);
    let known_as = format!("?{}", walker.text(name));
    walker.define_bound_as(symbol, vec![known_as]);
}

/// `-ifdef(TEST).`, `-undef(TEST).`
pub(super) fn macro_name<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(name) = node.field("name") {
        let known_as = format!("?{}", walker.text(name));
        walker.add(NewUse::of(name, IdentifierKind::VariableRef).known_as(known_as));
    }
}
