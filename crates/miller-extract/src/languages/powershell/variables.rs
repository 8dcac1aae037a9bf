//! Variables: where they are assigned, declared and read.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::hooks::innermost;
use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::{NewUse, Walker};

/// Variables of the language itself, which mean something else at every place.
const AUTOMATIC: &[&str] = &["_", "?", "^", "$", "true", "false", "null", "this", "args", "input"];

/// The name in `$name`, `@name`, `${name}`, `$script:name`.
struct Name<'t> {
    text: &'t str,
    scope: &'t str,
}

fn read<'t>(walker: &Walker<'t>, node: Node<'t>) -> Name<'t> {
    let whole = walker.text(node);
    let inner = whole.trim_start_matches(['$', '@']);
    let inner = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(inner);
    let (scope, text) = inner.split_once(':').unwrap_or(("", inner));
    Name { text, scope }
}

impl Name<'_> {
    /// Whether it belongs to the file: it stands for itself or says so.
    fn is_of_file(&self) -> bool {
        ["script", "global"].iter().any(|scope| self.scope.eq_ignore_ascii_case(scope))
    }

    /// Whether it is no variable of the script: an automatic one, or one of the environment.
    fn is_foreign(&self) -> bool {
        let scopes = ["", "script", "global", "local", "private", "using", "variable"];
        let known = scopes.iter().any(|scope| self.scope.eq_ignore_ascii_case(scope));
        !known || self.text.is_empty() || self.text.contains('\n')
            || AUTOMATIC.iter().any(|name| self.text.eq_ignore_ascii_case(name))
    }
}

/// A variable where it is read, or declared as a parameter or by a loop.
pub(super) fn variable<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = read(walker, node);
    if name.is_foreign() || walker.is_claimed(node) {
        return;
    }
    if walker.role() != Role::Bind {
        walker.claim(node);
        let range = walker.range_in(node, name.text);
        return walker.add(NewUse::at(range, IdentifierKind::VariableRef));
    }
    let parameter = walker.ancestor(1).filter(|parent| parent.kind() == "script_parameter");
    match parameter.filter(|_| !walker.in_function()) {
        // What a script is started with is known in all of it.
        Some(parameter) => define(walker, parameter, node, SymbolKind::Variable),
        None => walker.bind_text(name.text, node.start_byte() as u32),
    }
}

/// `$name = value`: a symbol where it is the first outside of functions, or says that it belongs to
/// the script; in a function a local name.
pub(super) fn assignment<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(left) = node.named_child(0) else { return };
    let value = node.field("value").map(innermost);
    let block = value.filter(|value| value.kind() == "script_block_expression");
    let target = innermost(left);
    if target.kind() == "array_literal_expression" {
        let mut cursor = target.walk();
        for part in target.named_children(&mut cursor) {
            if let Some(name) = assigned_name(part) {
                assign(walker, name, name, SymbolKind::Variable);
            }
        }
    } else if let Some(name) = assigned_name(target) {
        let kind = if block.is_some() { SymbolKind::Function } else { SymbolKind::Variable };
        assign(walker, node, name, kind);
    }
}

/// The variable in `$name` and `[int] $name`.
fn assigned_name(target: Node<'_>) -> Option<Node<'_>> {
    let mut inner = innermost(target);
    while inner.kind() == "cast_expression" {
        inner = innermost(inner.named_child(1)?);
    }
    (inner.kind() == "variable").then_some(inner)
}

fn assign<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, kind: SymbolKind) {
    let name = read(walker, target);
    if name.is_foreign() {
        return;
    }
    let local = walker.in_function() && !name.is_of_file();
    if local && kind == SymbolKind::Variable {
        walker.claim(target);
        walker.bind_text(name.text, node.end_byte() as u32);
    } else if local || !walker.file_defines(name.text) {
        define(walker, node, target, kind);
    }
}

fn define<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, kind: SymbolKind) {
    let name = read(walker, target);
    let (local, of_file) = (walker.in_function(), name.is_of_file());
    let mut symbol = walker.symbol(kind, node, target);
    symbol.name = Cow::Borrowed(name.text);
    symbol.visibility = Some(match () {
        () if name.scope.eq_ignore_ascii_case("global") => Visibility::Public,
        () if local && !of_file => Visibility::Private,
        () if node.kind() == "script_parameter" => Visibility::Public,
        () => Visibility::Internal,
    });
    let index = walker.define(symbol);
    if local && of_file {
        walker.bind_in_file(index);
    }
}

/// The outermost keys of a data file are what it says.
pub(super) fn hash_entry<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let in_data = walker.path().rsplit('.').next() == Some("psd1");
    let outermost = walker.enclosing_kind() == Some(SymbolKind::Module);
    let key = node.named_child(0).filter(|key| key.kind() == "key_expression");
    let Some(key) = key.filter(|_| in_data && outermost) else { return };
    let mut symbol = walker.symbol(SymbolKind::Property, node, innermost(key));
    symbol.name = Cow::Borrowed(walker.text(key).trim_matches(['\'', '"']));
    symbol.binds = false;
    walker.define(symbol);
}
