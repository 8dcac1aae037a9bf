//! Methods of the language and its libraries that define something by their arguments.

use std::borrow::Cow;

use miller_schema::{SymbolKind, Visibility};
use tree_sitter::Node;

use super::calls::{is_constant, is_method, literal_name, literal_names};
use super::rake;
use super::hooks::{header, method_kind, modifier, name_and_owner, visibility_named};
use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// Calls that mean something in the body of a class or module.
pub(super) fn in_type<'t>(walker: &mut Walker<'t>, call: Node<'t>, name: &str) {
    match name {
        "attr_accessor" | "attr_reader" | "attr_writer" | "attr" | "cattr_accessor"
        | "cattr_reader" | "cattr_writer" | "mattr_accessor" | "mattr_reader" | "mattr_writer"
        | "thread_mattr_accessor" | "thread_cattr_accessor" | "class_attribute"
        | "attr_internal" | "attr_internal_accessor" | "attr_internal_reader"
        | "attr_internal_writer" => properties(walker, call),
        "include" | "extend" | "prepend" => mixins(walker, call),
        "private" | "protected" | "public" | "module_function" | "private_class_method"
        | "public_class_method" => {
            for (_, name_of) in literal_names(walker, call) {
                if let Some(visibility) = visibility_named(name) {
                    walker.set_visibility(name_of, visibility, is_method);
                }
            }
        }
        "private_constant" | "public_constant" => {
            for (_, name_of) in literal_names(walker, call) {
                if let Some(visibility) = visibility_named(name) {
                    walker.set_visibility(name_of, visibility, is_constant);
                }
            }
        }
        "alias_method" => alias_method(walker, call),
        "def_delegators" | "def_instance_delegators" => delegators(walker, call),
        "def_delegator" | "def_instance_delegator" => delegator(walker, call),
        "delegate" => delegate(walker, call),
        "define_method" | "define_singleton_method" => define_method(walker, call),
        _ => {}
    }
}

/// Calls that mean the same wherever they stand.
pub(super) fn anywhere<'t>(walker: &mut Walker<'t>, call: Node<'t>, name: &str) {
    match name {
        "require" | "require_relative" | "load" => require(walker, call),
        "autoload" => autoload(walker, call),
        "desc" | "task" | "multitask" | "namespace" => rake::call(walker, call, name),
        _ => {}
    }
}

/// A method or property of the class around that an argument names.
fn member<'t>(
    walker: &mut Walker<'t>,
    kind: SymbolKind,
    call: Node<'t>,
    (argument, name): (Node<'t>, &'t str),
) {
    let mut symbol = walker.symbol(kind, argument, argument);
    symbol.name = Cow::Borrowed(name);
    symbol.signature = vec![header(call, &["arguments"])];
    symbol.member_of_type = true;
    symbol.visibility = modifier(walker);
    walker.define(symbol);
}

/// `attr_accessor :name, :price`
fn properties<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    for argument in literal_names(walker, call) {
        member(walker, SymbolKind::Property, call, argument);
    }
}

/// `include Comparable, Enumerable`
fn mixins<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(arguments) = call.field("arguments") else { return };
    let mut cursor = arguments.walk();
    for argument in arguments.named_children(&mut cursor) {
        if matches!(argument.kind(), "constant" | "scope_resolution") {
            let (name, _) = name_and_owner(walker, argument);
            let scope = argument.field("scope");
            walker.add_use_as(name, Role::Implements, scope);
        }
    }
}

/// `alias_method :name, :old`
fn alias_method<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(arguments) = call.field("arguments") else { return };
    let Some(new) = arguments.named_child(0) else { return };
    let Some(name) = literal_name(walker, new) else { return };
    let mut symbol = walker.symbol(method_kind(name), call, new);
    symbol.name = Cow::Borrowed(name);
    symbol.member_of_type = true;
    walker.define(symbol);
}

/// `def_delegators :@items, :size, :each`
fn delegators<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    for argument in literal_names(walker, call).into_iter().skip(1) {
        member(walker, method_kind(argument.1), call, argument);
    }
}

/// `def_delegator :@items, :first, :top`
fn delegator<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    if let Some(argument) = literal_names(walker, call).into_iter().skip(1).last() {
        member(walker, method_kind(argument.1), call, argument);
    }
}

/// `delegate :size, :each, to: :items`, as Rails has it.
fn delegate<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(arguments) = call.field("arguments") else { return };
    let mut cursor = arguments.walk();
    let has_target = arguments.named_children(&mut cursor).any(|argument| {
        let key = argument.field("key").filter(|_| argument.kind() == "pair");
        key.is_some_and(|key| walker.text(key) == "to")
    });
    if has_target {
        for argument in literal_names(walker, call) {
            member(walker, method_kind(argument.1), call, argument);
        }
    }
}

/// `define_method(:name) { |value| … }`
fn define_method<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(arguments) = call.field("arguments") else { return };
    let Some(literal) = arguments.named_child(0) else { return };
    let Some(name) = literal_name(walker, literal) else { return };
    let mut symbol = walker.symbol(method_kind(name), call, literal);
    symbol.name = Cow::Borrowed(name);
    symbol.signature = vec![header(call, &["arguments"])];
    symbol.visibility = modifier(walker);
    symbol.member_of_type = true;
    // Its block knows the names around.
    symbol.scope = Some(ScopeKind::Block);
    walker.define(symbol);
}

/// `require "set"`, `require_relative "item"`
pub(super) fn require<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(arguments) = call.field("arguments") else { return };
    let Some(path) = arguments.named_child(0).filter(|path| path.kind() == "string") else {
        return;
    };
    let Some(text) = literal_name(walker, path) else { return };
    let mut symbol = walker.import(call, text);
    symbol.binds = false;
    let symbol = walker.define(symbol);
    walker.add_import(symbol, path, text, None, false);
}

/// `autoload :Item, "shop/item"`
fn autoload<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let names = literal_names(walker, call);
    let Some(&(_, name)) = names.first() else { return };
    let mut symbol = walker.import(call, name);
    symbol.visibility = Some(Visibility::Public);
    symbol.signature = vec![(call.start_byte() as u32, call.end_byte() as u32)];
    let symbol = walker.define(symbol);
    let path = names.get(1).map(|(_, path)| Cow::Borrowed(*path));
    walker.add_import(symbol, call, name, path, true);
}

/// What kind of type `Struct.new`, `Data.define`, `Class.new` or `Module.new` makes.
pub(super) fn type_made_by(walker: &Walker<'_>, call: Node<'_>) -> Option<SymbolKind> {
    if call.kind() != "call" {
        return None;
    }
    let receiver = walker.text(call.field("receiver")?);
    let method = walker.text(call.field("method")?);
    match (receiver.trim_start_matches("::"), method) {
        ("Struct" | "Class", "new") | ("Data", "define") => Some(SymbolKind::Class),
        ("Module", "new") => Some(SymbolKind::Module),
        _ => None,
    }
}

/// The attributes in `Struct.new(:name, :price)` and `Data.define(:name)`, as properties of the
/// class whose node is being visited.
pub(super) fn struct_members<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    if type_made_by(walker, call) != Some(SymbolKind::Class) {
        return;
    }
    for (argument, name) in literal_names(walker, call) {
        // `Struct.new("Name")` names the class.
        if argument.kind() == "simple_symbol" {
            member(walker, SymbolKind::Property, call, (argument, name));
        }
    }
}

/// The base in `Class.new(Base)`; `Struct` in `Struct.new(:name)`.
pub(super) fn base_of_class<'t>(walker: &mut Walker<'t>, call: Node<'t>) {
    let Some(receiver) = call.field("receiver") else { return };
    let base = match walker.text(receiver).trim_start_matches("::") {
        "Class" => call.field("arguments").and_then(|list| list.named_child(0)),
        "Module" => None,
        _ => Some(receiver),
    };
    if let Some(base) = base.filter(|base| matches!(base.kind(), "constant" | "scope_resolution")) {
        let (name, _) = name_and_owner(walker, base);
        walker.add_use_as(name, Role::Extends, base.field("scope"));
    }
}
