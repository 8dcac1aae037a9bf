//! What names mean by where they stand.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::{Frame, Walker, known_part};
use crate::spec::Role;

impl<'t> Walker<'t> {
    /// What a name in this field of the node above would mean.
    pub(super) fn role_of_child(
        &self,
        above: &Frame<'t>,
        field: u16,
    ) -> (Role, u32, Option<(u32, u32)>) {
        let Some(rule) = above
            .entry
            .roles
            .iter()
            .find(|rule| rule.field == field || rule.field == 0)
        else {
            return (Role::Value, 0, None);
        };
        let inherited = above.role;
        let role = match rule.role {
            Role::Inherit => inherited,
            Role::InheritOrMember => match inherited {
                Role::Value | Role::Bind | Role::BindAfter | Role::BindInFunction => Role::Member,
                other => other,
            },
            Role::InheritUse => match inherited {
                Role::Bind | Role::BindAfter | Role::BindInFunction => Role::Value,
                other => other,
            },
            own => own,
        };
        let role_end = match rule.role {
            Role::Inherit => above.role_end,
            _ => above.node.end_byte() as u32,
        };
        let qualifier = match (rule.object, rule.role) {
            (0, Role::Inherit | Role::InheritUse | Role::InheritOrMember) => above.qualifier,
            (0, _) => None,
            (object, _) if object == field => above.qualifier,
            (object, _) => above
                .node
                .child_by_field_id(object)
                .map(|object| (object.start_byte() as u32, object.end_byte() as u32))
                .map(|(start, end)| known_part(self.path_start(above.qualifier, start), end)),
        };
        (role, role_end, qualifier)
    }

    /// Where the path starts whose last part starts at `start`: paths that nest to the right come in
    /// pieces.
    fn path_start(&self, qualifier: Option<(u32, u32)>, start: u32) -> u32 {
        let between = qualifier.and_then(|(_, end)| self.source.get(end as usize..start as usize));
        match (qualifier, between) {
            (Some((path, _)), Some(between)) if between.trim() == self.spec.separator => path,
            _ => start,
        }
    }

    /// Takes the node being visited for a name in the role that it has; its children are left out.
    pub fn take_for_name(&mut self, default: IdentifierKind) {
        self.leave_out_children();
        if let Some(frame) = self.frames.last().copied() {
            let (node, role, role_end) = (frame.node, frame.role, frame.role_end);
            self.leaf(node, default, role, role_end, frame.qualifier, &frame);
        }
    }

    pub(super) fn leaf(
        &mut self,
        node: Node<'t>,
        default: IdentifierKind,
        role: Role,
        role_end: u32,
        qualifier: Option<(u32, u32)>,
        above: &Frame<'t>,
    ) {
        if node.start_byte() == node.end_byte() || self.claimed.remove(&(node.start_byte() as u32))
        {
            return;
        }
        match role {
            Role::Bind => self.bind_local(node, node.start_byte() as u32),
            Role::BindAfter => self.bind_local(node, role_end),
            Role::BindInFunction => self.bind_in_function(node),
            _ if self.is_keyword(node) => {}
            _ if above.in_error && self.starts_inside_word(node) => {}
            _ => {
                if let Some(new) = self.use_in_role(node, role, default) {
                    let new = match self.without_mark(node) {
                        Some(name) => new.known_as(name),
                        None => new,
                    };
                    self.push_use(new.within(qualifier), above);
                }
            }
        }
    }

    /// Whether the parser broke a word in two to go on after an error: `In` and `teger`.
    fn starts_inside_word(&self, node: Node<'t>) -> bool {
        let first = self.text(node).bytes().next();
        let before = node.start_byte().checked_sub(1);
        let before = before.and_then(|at| self.source.as_bytes().get(at));
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        before.is_some_and(is_of_word) && first.as_ref().is_some_and(is_of_word)
    }

    fn is_keyword(&self, node: Node<'t>) -> bool {
        let keywords = self.spec.keywords;
        !keywords.is_empty() && keywords.contains(&self.text(node))
    }
}
