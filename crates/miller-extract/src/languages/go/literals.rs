//! Composite literals: the keys of structures are names of fields.

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use super::hooks::without_pointers;
use crate::fields::Fields;
use crate::walk::Walker;

/// Literals nested deeper have keys that are taken for variables.
const LEVELS: usize = 12;

/// `Point{X: 1}` names a field where `map[string]int{key: 1}` reads a variable. The types of inner
/// literals may be left out: they follow from the outer one.
pub(super) fn keyed_element<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let key = node.field("key").and_then(|key| key.named_child(0));
    let Some(key) = key.filter(|key| key.kind() == "identifier") else { return };
    let Some(of_type) = literal_type(walker) else { return };
    let qualifier = match of_type.kind() {
        "generic_type" => of_type.field("type"),
        "type_identifier" | "qualified_type" => Some(of_type),
        "struct_type" => None,
        _ => return,
    };
    let qualifier = qualifier.map(|name| (name.start_byte() as u32, name.end_byte() as u32));
    walker.add_use_of(key, IdentifierKind::MemberAccess, None, qualifier);
}

/// The type of the literal that the element being visited stands in.
fn literal_type<'t>(walker: &Walker<'t>) -> Option<Node<'t>> {
    let mut levels = 0;
    for distance in 1..LEVELS {
        let ancestor = walker.ancestor(distance)?;
        match ancestor.kind() {
            "literal_value" => levels += 1,
            "composite_literal" => {
                let mut of_type = ancestor.field("type")?;
                for _ in 1..levels {
                    let element = if of_type.kind() == "map_type" { "value" } else { "element" };
                    of_type = without_pointers(of_type.child_by_field_name(element)?);
                }
                return Some(of_type);
            }
            "literal_element" | "keyed_element" => {}
            _ => return None,
        }
    }
    None
}
