//! Children by the names of their fields, without comparing strings each time.
//!
//! tree-sitter looks a field's name up among all of the grammar by comparing strings, which takes 4 per
//! cent of an extraction. The names in the hooks are constants: their place in memory finds the id that
//! was looked up before.

use std::cell::{Cell, RefCell};

use tree_sitter::{Language, Node};

/// Places of the small cache.
const PLACES: usize = 256;

thread_local! {
    static KNOWN: Known = const {
        Known {
            grammar: RefCell::new(None),
            ids: [const { Cell::new((0, 0, 0)) }; PLACES],
        }
    };
}

/// The small cache that each thread has, for one grammar at a time.
struct Known {
    grammar: RefCell<Option<Language>>,
    /// The place of a name in memory, its length, and its id.
    ids: [Cell<(usize, usize, u16)>; PLACES],
}

/// A node's children by field.
pub trait Fields<'t> {
    /// The first child in the field of this name.
    fn field(&self, name: &'static str) -> Option<Node<'t>>;
}

impl<'t> Fields<'t> for Node<'t> {
    fn field(&self, name: &'static str) -> Option<Node<'t>> {
        self.child_by_field_id(field_id(*self, name)?)
    }
}

fn field_id(node: Node<'_>, name: &'static str) -> Option<u16> {
    let (start, length) = (name.as_ptr() as usize, name.len());
    let place = (start ^ (start >> 8)) % PLACES;
    KNOWN.with(|known| {
        let grammar = node.language();
        if known.grammar.borrow().as_ref() != Some(&*grammar) {
            // In another grammar, other fields have these ids.
            *known.grammar.borrow_mut() = Some(Language::clone(&grammar));
            for id in &known.ids {
                id.set((0, 0, 0));
            }
        }
        let (known_start, known_length, id) = known.ids[place].get();
        if (known_start, known_length) == (start, length) {
            return Some(id);
        }
        let id = grammar.field_id_for_name(name)?.get();
        known.ids[place].set((start, length, id));
        Some(id)
    })
}

#[cfg(all(test, feature = "python", feature = "javascript"))]
mod tests {
    use tree_sitter::Parser;

    use super::*;

    #[test]
    fn fields_are_those_of_the_grammar_in_turn() {
        crate::arena::install();
        let mut parser = Parser::new();
        for _ in 0..3 {
            for (grammar, text) in [
                (tree_sitter_python::LANGUAGE, "def f(a): pass"),
                (tree_sitter_javascript::LANGUAGE, "function f(a) {}"),
            ] {
                parser
                    .set_language(&grammar.into())
                    .expect("the grammar loads");
                let tree = parser.parse(text, None).expect("no limit is set");
                let function = tree.root_node().named_child(0).expect("a function");
                for field in ["name", "parameters", "body", "left", "no such field"] {
                    let expected = function.child_by_field_name(field);
                    assert_eq!(function.field(field), expected, "{field} in {text}");
                }
            }
        }
    }
}
