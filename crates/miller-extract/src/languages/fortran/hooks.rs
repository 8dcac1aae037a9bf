//! What the table of Fortran cannot say of modules, procedures and calls.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::fixed_form;
use crate::fields::Fields;
use crate::spec::{DocStyle, Role, ScopeKind};
use crate::walk::{NewSymbol, Walker};

/// Comments with the marks of the usual tools document what is below them.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &["!>", "!!", "*>", "C>", "c>"],
    exceptions: &["!!!", "!<"],
    file_openings: &[],
    clean: Some(clean),
};

/// Takes the marks away, and the words that only say what kind of text follows.
#[expect(clippy::needless_pass_by_value, reason = "the type of all steps that clean")]
fn clean(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_start();
        let line = line.strip_prefix(['!', '*', 'C', 'c']).unwrap_or(line);
        let line = line.strip_prefix(['>', '!', '<']).unwrap_or(line);
        let line = line.strip_prefix("> ").unwrap_or(line);
        let bare = line.trim_start();
        let bare = ["\\brief \\b", "\\brief", "@brief"].iter().find_map(|tag| bare.strip_prefix(tag));
        out.push_str(bare.unwrap_or(line).trim_end());
        out.push('\n');
    }
    crate::remarks::dedent(&out)
}

/// The first child of a kind.
pub(super) fn child_of_kind<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).find(|child| child.kind() == kind)
}

/// `module name … end module`, `program name … end program`.
pub(super) fn module<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (statement, scope) = match node.kind() {
        "module" => ("module_statement", ScopeKind::Namespace),
        "submodule" => ("submodule_statement", ScopeKind::Namespace),
        "block_data" => ("block_data_statement", ScopeKind::Function),
        _ => ("program_statement", ScopeKind::Function),
    };
    let head = child_of_kind(node, statement);
    let named = head.and_then(|head| Some((head, child_of_kind(head, "name")?)));
    let Some((head, name)) = named else { return walker.open_scope(ScopeKind::Function) };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.signature = line_of(walker, head);
    symbol.scope = Some(scope);
    symbol.visibility = Some(Visibility::Public);
    walker.define(symbol);
    let ancestor = head.field("ancestor").and_then(|path| path.named_child(0));
    if let Some(ancestor) = ancestor {
        walker.add_use_as(ancestor, Role::Extends, None);
    }
}

/// A statement as a signature, without the marks that join its lines.
fn line_of(walker: &Walker<'_>, statement: Node<'_>) -> Vec<(u32, u32)> {
    let mut stretches = Vec::new();
    let mut start = statement.start_byte();
    let mut joined = false;
    for (number, line) in walker.text(statement).split('\n').enumerate() {
        let code = line.trim_end();
        let ended = code.strip_suffix('&');
        let skipped = match fixed_form::continued_at(line.as_bytes()) {
            Some(column) if number > 0 && !joined => column + 1,
            _ if joined && code.trim_start().starts_with('&') => line.find('&').map_or(0, |at| at + 1),
            _ => 0,
        };
        let end = start + ended.unwrap_or(code).len();
        if start + skipped < end {
            stretches.push(((start + skipped) as u32, end as u32));
        }
        joined = ended.is_some();
        start += line.len() + 1;
    }
    stretches
}

/// `function name(x) result(y) … end function`, `subroutine name(x) … end subroutine`. In an
/// interface it is only declared.
pub(super) fn procedure<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let head = node.named_children(&mut cursor).find(|child| child.kind().ends_with("_statement"));
    let named = head.and_then(|head| Some((head, head.field("name")?)));
    let Some((head, name)) = named else { return walker.open_scope(ScopeKind::Function) };
    let declared = walker.ancestor(1).is_some_and(|around| around.kind() == "interface");
    let mut symbol = walker.symbol(SymbolKind::Function, node, name);
    symbol.signature = line_of(walker, head);
    symbol.scope = Some(ScopeKind::Function);
    let index = walker.define(symbol);
    if declared {
        walker.only_declares(index);
    }
}

/// `interface name … end interface`: one name for several procedures, or what an operator does.
pub(super) fn interface<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(head) = child_of_kind(node, "interface_statement") else { return };
    let mut cursor = head.walk();
    let named = head.named_children(&mut cursor).find_map(|child| match child.kind() {
        "name" => Some((child, SymbolKind::Interface)),
        "operator" | "assignment" => Some((child, SymbolKind::Operator)),
        _ => None,
    });
    let Some((name, kind)) = named else { return };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(operator_name(walker, name));
    symbol.signature = line_of(walker, head);
    walker.define(symbol);
}

/// The operator in `operator(+)`; other names as they stand.
pub(super) fn operator_name<'t>(walker: &Walker<'t>, name: Node<'t>) -> &'t str {
    child_of_kind(name, "operator_name").map_or(walker.text(name), |operator| walker.text(operator))
}

/// `private`, `public :: a, b`.
pub(super) fn access_statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let public = node.kind() == "public_statement";
    let mut cursor = node.walk();
    let mut all = true;
    for name in node.named_children(&mut cursor).filter(|child| child.kind() != "comment") {
        all = false;
        let text = operator_name(walker, name);
        if public {
            walker.hand_out(text);
        } else {
            walker.remember(private(text), 0);
        }
    }
    if all {
        walker.set_section(if public { Visibility::Public } else { Visibility::Private });
    }
}

/// `name(arguments)`: a call, or a part of an array.
pub(super) fn call<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0).filter(|name| name.kind() == "identifier") else { return };
    if walker.is_variable(walker.text(name)) {
        walker.add_use(name, IdentifierKind::VariableRef, None);
    } else {
        walker.add_use_as(name, Role::Call, None);
    }
}

/// `object%name`.
pub(super) fn member<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(object), Some(name)) = (node.named_child(0), child_of_kind(node, "type_member"))
    else {
        return;
    };
    let role = if walker.role() == Role::Call { Role::Call } else { Role::Member };
    walker.add_use_as(name, role, Some(object));
}

/// What the statements for access say, for names or for all that follows.
#[expect(clippy::unnecessary_wraps, reason = "the type of all visibility rules")]
pub(super) fn visibility<'t>(
    walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    Some(match () {
        () if walker.in_function() || symbol.kind == SymbolKind::Import => Visibility::Private,
        () if walker.is_handed_out(&symbol.name) => Visibility::Public,
        () if walker.remembered(&private(&symbol.name)).is_some() => Visibility::Private,
        () => walker.section().unwrap_or(Visibility::Public),
    })
}

/// The key under which a name is kept that a list makes private, before its definition or after it.
fn private(name: &str) -> String {
    format!("private {name}")
}
