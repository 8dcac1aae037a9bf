//! What the names in statements of SQL mean.

use miller_schema::{IdentifierKind, RelationshipKind};
use tree_sitter::Node;

use super::broken;
use crate::facts::FILE_SCOPE;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::{NewUse, Walker};

/// So many words stand between the start of a statement and what it names.
const CHILDREN_EXAMINED: usize = 12;

/// A name without the marks around it, and how many bytes they take in front.
pub(super) fn bare(text: &str) -> (usize, &str) {
    for (opening, closing) in [('"', '"'), ('`', '`'), ('[', ']'), ('\'', '\'')] {
        let inner = text.strip_prefix(opening).and_then(|text| text.strip_suffix(closing));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return (1, inner);
        }
    }
    (0, text)
}

/// The first name of a table, a type or a function among the children of a node.
pub(super) fn reference_in(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    children.find(|child| child.kind() == "object_reference")
}

/// A query knows the names that it gives to its tables; what a statement creates is known after it.
pub(super) fn statement<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let first = node.named_child(0).map_or("", |first| first.kind());
    let defines = ["create_", "alter_", "drop_", "comment_"];
    if !defines.iter().any(|prefix| first.starts_with(prefix)) {
        walker.open_scope(ScopeKind::Block);
    }
}

/// A name of a table, a type, a function or, before a column, of what a query calls a table.
pub(super) fn reference<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let (Some(above), Some(name)) = (walker.ancestor(1), node.field("name")) else {
        return;
    };
    if above.is_error() && broken::created_before(walker, node, name) {
        return;
    }
    let creates = above.kind().starts_with("create_") && above.kind() != "create_query";
    if creates && reference_in(above) == Some(node) {
        return;
    }
    let (kind, edge) = match above.kind() {
        "invocation" => (IdentifierKind::Call, Some(RelationshipKind::Calls)),
        "create_trigger" if runs(above, node) => {
            (IdentifierKind::Call, Some(RelationshipKind::Calls))
        }
        "field" | "all_fields" | "set_statement" => (IdentifierKind::VariableRef, None),
        "alter_table" | "comment_statement" => (IdentifierKind::TypeUsage, None),
        _ => (IdentifierKind::TypeUsage, Some(RelationshipKind::Uses)),
    };
    // Where the file does not create the schema, the name alone says what is meant.
    let schema = node.field("schema").filter(|schema| {
        let schema = bare(walker.text(*schema)).1;
        walker.facts.bound(FILE_SCOPE, schema).next().is_some()
    });
    if let Some(schema) = schema.filter(|_| bare(walker.text(name)).0 == 0) {
        walker.add_use(schema, IdentifierKind::VariableRef, None);
        let qualifier = Some((schema.start_byte() as u32, schema.end_byte() as u32));
        walker.add_use_of(name, kind, edge, qualifier);
    } else {
        add_bare(walker, name, kind, edge);
    }
}

/// Whether a trigger runs what a node names, rather than watching it.
fn runs(trigger: Node<'_>, reference: Node<'_>) -> bool {
    let mut cursor = trigger.walk();
    let mut before = trigger
        .named_children(&mut cursor)
        .take_while(|child| child.start_byte() < reference.start_byte());
    before.any(|child| child.kind() == "keyword_execute")
}

/// `table AS name`: the columns of the name are those of the table.
pub(super) fn relation<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(alias) = node.field("alias") else { return };
    match reference_in(node).and_then(|table| table.field("name")) {
        Some(table) => {
            let table = bare(walker.text(table)).1;
            walker.bind_instance(alias, table, 0);
        }
        None => walker.bind_local(alias, 0),
    }
}

/// `WITH name AS (…)` names a table of this statement.
pub(super) fn common_table<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor).take(CHILDREN_EXAMINED);
    if let Some(name) = children.find(|child| child.kind() == "identifier") {
        walker.bind_local(name, 0);
    }
}

/// A column, looked up in the table that is named before it.
pub(super) fn field<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").or_else(|| node.field("column"));
    let Some(name) = name.filter(|name| name.kind() == "identifier") else { return };
    let (marks, _) = bare(walker.text(name));
    let table = node.named_child(0).filter(|table| table.kind() == "object_reference");
    match table.filter(|_| marks == 0) {
        Some(table) => {
            let qualifier = Some((table.start_byte() as u32, table.end_byte() as u32));
            walker.add_use_of(name, IdentifierKind::MemberAccess, None, qualifier);
        }
        None => add_bare(walker, name, IdentifierKind::MemberAccess, None),
    }
}

/// A column in a list of names.
pub(super) fn column<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name").or_else(|| node.named_child(0));
    let Some(name) = name.filter(|name| name.kind() == "identifier") else { return };
    add_bare(walker, name, IdentifierKind::MemberAccess, None);
}

/// Adds a use of a name without the marks around it.
fn add_bare<'t>(
    walker: &mut Walker<'t>,
    name: Node<'t>,
    kind: IdentifierKind,
    edge: Option<RelationshipKind>,
) {
    let (_, text) = bare(walker.text(name));
    if text.is_empty() || text.contains('\n') {
        return;
    }
    walker.claim(name);
    let range = walker.range_in(name, text);
    walker.add(NewUse::at(range, kind).edge(edge));
}
