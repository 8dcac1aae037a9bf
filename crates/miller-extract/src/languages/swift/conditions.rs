//! What the table of Swift cannot say of names that conditions, patterns and closures bind.

use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::{Role, ScopeKind};
use crate::walk::Walker;

/// How many parts of a pattern are looked at in a condition.
const PARTS_CONSIDERED: usize = 64;

/// `if let name = value, case .storm(let wind) = sea`: the grammar gives the parts of a condition as
/// one flat list. A name is known behind the value that it is bound to.
pub(super) fn condition<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if node.kind() != "guard_statement" {
        walker.open_scope(ScopeKind::Block);
    }
    let mut parts = Parts::default();
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        let child = cursor.node();
        if cursor.field_name() == Some("bound_identifier") {
            parts.bound.push(child);
        } else if parts.see(walker, child) {
            break;
        }
        if !cursor.goto_next_sibling() {
            break;
        }
    }
    parts.bind(walker, node.end_byte());
}

/// What the names in the pattern of a `case` are.
#[derive(Default, PartialEq, Eq)]
enum Pattern {
    /// None is being seen.
    #[default]
    Absent,
    /// Names that `let` binds one by one.
    Plain,
    /// All are bound: `case let .mixed(first, second)`.
    Binding,
}

/// The parts of a condition that have been seen.
#[derive(Default)]
struct Parts<'t> {
    /// Names that are bound, but not known yet.
    bound: Vec<Node<'t>>,
    /// The pattern of a `case` that is being seen.
    pattern: Pattern,
    /// Whether a value has been given to the names.
    has_value: bool,
    /// Whether a dot came before.
    behind_dot: bool,
    /// The name that came before in a pattern.
    name_before: Option<Node<'t>>,
}

impl<'t> Parts<'t> {
    /// Takes in the next part; `true` where the condition ends.
    fn see(&mut self, walker: &mut Walker<'t>, child: Node<'t>) -> bool {
        let behind_dot = std::mem::replace(&mut self.behind_dot, child.kind() == ".");
        let in_pattern = self.pattern != Pattern::Absent;
        let name_before = self.name_before.take();
        match child.kind() {
            // The label of a part: `.point(x: let width)`.
            ":" => name_before.into_iter().for_each(|label| walker.claim(label)),
            "case" => self.pattern = Pattern::Plain,
            "value_binding_pattern" if in_pattern => self.pattern = Pattern::Binding,
            "=" => (self.pattern, self.has_value) = (Pattern::Absent, true),
            "simple_identifier" if in_pattern && behind_dot => {
                walker.add_use_as(child, Role::Member, None);
            }
            "simple_identifier" if in_pattern => self.name_before = Some(child),
            "pattern" if self.pattern == Pattern::Binding => self.bound.extend(names_in(child)),
            "," if !in_pattern => self.bind(walker, child.start_byte()),
            "{" | "statements" | "else" => {
                self.bind(walker, child.start_byte());
                return true;
            }
            _ => {}
        }
        false
    }

    /// Makes the names known from an offset on.
    fn bind(&mut self, walker: &mut Walker<'t>, visible_from: usize) {
        for name in self.bound.drain(..) {
            if !self.has_value && walker.text(name) != "self" {
                // `if let name {` uses the name that it binds anew.
                walker.add_use_as(name, Role::Value, None);
            }
            walker.claim(name);
            walker.bind_local(name, visible_from as u32);
        }
        self.has_value = false;
    }
}

/// The names in a pattern all of whose names are bound.
fn names_in(pattern: Node<'_>) -> Vec<Node<'_>> {
    let mut names = Vec::new();
    let mut patterns = vec![pattern];
    let mut next = 0;
    while next < patterns.len() && next < PARTS_CONSIDERED {
        let mut cursor = patterns[next].walk();
        next += 1;
        let mut behind_dot = false;
        for child in pattern_children(patterns[next - 1], &mut cursor) {
            match child.kind() {
                "pattern" => patterns.push(child),
                "simple_identifier" if !behind_dot => names.push(child),
                // What stands before is a label.
                ":" => drop(names.pop()),
                _ => {}
            }
            behind_dot = child.kind() == ".";
        }
    }
    names
}

fn pattern_children<'t>(
    pattern: Node<'t>,
    cursor: &mut tree_sitter::TreeCursor<'t>,
) -> Vec<Node<'t>> {
    pattern.children(cursor).take(PARTS_CONSIDERED).collect()
}

/// `.storm(let wind)`, `let .mixed(first, second)`: what stands behind a dot is a member; the other
/// names are bound where the pattern says `let`, or one around it does.
pub(super) fn pattern<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut behind_dot = false;
    let mut name_before = None;
    let mut of_type = None;
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        let before = name_before.replace(child).filter(|name| name.kind() == "simple_identifier");
        match child.kind() {
            // The label of a part: `.point(x: let width)`.
            ":" => before.into_iter().for_each(|label| walker.claim(label)),
            "value_binding_pattern" => walker.set_role(Role::Bind),
            "user_type" => of_type = Some(child),
            "simple_identifier" if behind_dot => walker.add_use_as(child, Role::Member, of_type),
            _ => {}
        }
        behind_dot = child.kind() == ".";
    }
}

/// `[count = items.count]` binds a name; `[owner]` uses the one outside.
pub(super) fn capture_list_item<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let name = node.field("name");
    if let (Some(name), None) = (name, node.field("value"))
        && walker.text(name) != "self"
    {
        walker.add_use_as(name, Role::Value, None);
    }
}

/// `catch { … }` knows a local `error`.
pub(super) fn catch_block<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.open_scope(ScopeKind::Block);
    if node.field("error").is_none() {
        walker.bind_implicit("error");
    }
}
