//! Declarators: what a declaration of C names, inside out.
//!
//! `int (*table[4])(void)` names `table`; what stands around a name, from the inside outwards, says
//! what it is: here an array of pointers to functions. Shared by C and C++.

use std::borrow::Cow;

use tree_sitter::Node;

use crate::fields::Fields;
use crate::walk::Walker;

/// Declarators nest deeper only in hostile input.
const NESTING_FOLLOWED: usize = 64;

/// What stands directly around a declared name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::languages) enum Shape {
    /// The name alone, or an array of it.
    Plain,
    /// A pointer or a reference.
    Pointer,
    /// A function.
    Function,
}

/// A name and what its declarator says of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::languages) struct Declared<'t> {
    /// The node of the name, without what qualifies it.
    pub name: Node<'t>,
    /// The stretch of source that qualifies the name: `A::B` of `A::B::f`.
    pub owner: Option<(usize, usize)>,
    /// What stands directly around the name.
    pub shape: Shape,
    /// Whether the innermost pointer is constant; `None` without a pointer.
    pub constant_pointer: Option<bool>,
    /// The value that an initialiser gives.
    pub value: Option<Node<'t>>,
}

/// Follows a declarator to its name. `None` where it has none, as in broken source.
pub(in crate::languages) fn declared(declarator: Node<'_>) -> Option<Declared<'_>> {
    let mut found = Declared {
        name: declarator,
        owner: None,
        shape: Shape::Plain,
        constant_pointer: None,
        value: None,
    };
    let mut node = declarator;
    for _ in 0..NESTING_FOLLOWED {
        if let Some(name) = name_behind(node) {
            found.name = name;
            found.shape = if node.kind() == "function_declarator" { Shape::Function } else { found.shape };
            return Some(found);
        }
        node = match node.kind() {
            "identifier" | "field_identifier" | "type_identifier" | "operator_name"
            | "destructor_name" | "primitive_type" => {
                found.name = node;
                // The parser makes up names where it misses one.
                return (node.start_byte() < node.end_byte()).then_some(found);
            }
            "operator_cast" => {
                found.name = node;
                found.shape = Shape::Function;
                return Some(found);
            }
            "init_declarator" => {
                found.value = node.field("value");
                node.field("declarator")?
            }
            "pointer_declarator" | "pointer_type_declarator" | "block_pointer_declarator" => {
                found.shape = Shape::Pointer;
                found.constant_pointer = Some(is_constant_pointer(node));
                node.field("declarator")?
            }
            "function_declarator" => {
                found.shape = Shape::Function;
                node.field("declarator")?
            }
            "array_declarator" => {
                found.shape = Shape::Plain;
                node.field("declarator")?
            }
            "reference_declarator" => {
                found.shape = Shape::Pointer;
                inner_declarator(node)?
            }
            "parenthesized_declarator"
            | "attributed_declarator"
            | "variadic_declarator"
            | "dependent_name" => inner_declarator(node)?,
            "qualified_identifier" => {
                if let Some(scope) = node.field("scope") {
                    let start = found.owner.map_or(scope.start_byte(), |(start, _)| start);
                    found.owner = Some((start, scope.end_byte()));
                }
                node.field("name")?
            }
            "template_function" | "template_method" | "template_type" => {
                node.field("name")?
            }
            _ => return None,
        };
    }
    None
}

/// The name in `MACRO type name(…)`, where the parser takes the macro for the type and the type for
/// the name: the true one is left over behind that.
fn name_behind(declarator: Node<'_>) -> Option<Node<'_>> {
    if !matches!(declarator.kind(), "function_declarator" | "array_declarator") {
        return None;
    }
    let taken = declarator.child(0)?;
    let rest = declarator.child(1)?;
    let left_over = taken.kind() == "identifier" && rest.is_error() && rest.child_count() == 1;
    rest.child(0).filter(|name| left_over && name.kind() == "identifier")
}

fn is_constant_pointer(pointer: Node<'_>) -> bool {
    let mut cursor = pointer.walk();
    pointer
        .children(&mut cursor)
        .take_while(|child| !child.kind().ends_with("declarator"))
        .any(|child| {
            child.kind() == "type_qualifier"
                && child.child(0).is_some_and(|word| word.kind() == "const")
        })
}

/// The declarator in a node that has no field for it.
fn inner_declarator(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| !matches!(child.kind(), "ms_call_modifier" | "comment") && !child.is_error())
}

/// The words around the type of a declaration that matter here.
#[derive(Debug, Default, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each word is there or not, in any combination"
)]
pub(in crate::languages) struct Specifiers {
    pub is_static: bool,
    pub is_extern: bool,
    pub is_const: bool,
    pub is_constexpr: bool,
}

/// Reads the words around the type of a declaration or function definition.
pub(in crate::languages) fn specifiers(declaration: Node<'_>) -> Specifiers {
    let mut found = Specifiers::default();
    let mut cursor = declaration.walk();
    for child in declaration.children(&mut cursor) {
        if !matches!(child.kind(), "storage_class_specifier" | "type_qualifier") {
            continue;
        }
        match child.child(0).map(|word| word.kind()) {
            Some("static") => found.is_static = true,
            Some("extern") => found.is_extern = true,
            Some("const") => found.is_const = true,
            Some("constexpr" | "consteval" | "constinit") => found.is_constexpr = true,
            _ => {}
        }
    }
    found
}

impl Declared<'_> {
    /// Whether a variable of this declarator cannot change.
    pub fn is_constant(&self, specifiers: Specifiers) -> bool {
        specifiers.is_constexpr || self.constant_pointer.unwrap_or(specifiers.is_const)
    }
}

/// The number of declarators of a declaration.
pub(in crate::languages) fn count(declaration: Node<'_>) -> usize {
    let mut cursor = declaration.walk();
    declaration
        .children_by_field_name("declarator", &mut cursor)
        .count()
}

/// The body of the type that a declaration defines on the way: `struct { … } name;`.
pub(in crate::languages) fn type_with_body(declaration: Node<'_>) -> Option<Node<'_>> {
    declaration
        .field("type")
        .filter(|kind| kind.field("body").is_some())
}

/// Whether a declaration of one declarator and no other type stands for what it declares, so that
/// the symbol takes its span. The others' symbols take those of their declarators.
pub(in crate::languages) fn stands_alone(declaration: Node<'_>) -> bool {
    count(declaration) == 1
        && type_with_body(declaration).is_none_or(|kind| kind.field("name").is_none())
}

/// The signature of one declarator: the words and the type before the first declarator, without
/// the type's body, and the declarator up to a long value.
pub(in crate::languages) fn signature<'t>(
    walker: &Walker<'t>,
    declaration: Node<'t>,
    declarator: Node<'t>,
    found: &Declared<'t>,
) -> Vec<(u32, u32)> {
    let start = walker.signature_of(declaration, None)[0].0;
    let first = declaration
        .field("declarator")
        .map_or(declarator.start_byte(), |first| first.start_byte()) as u32;
    let mut stretches = match type_with_body(declaration)
        .and_then(|kind| kind.field("body"))
        .filter(|body| body.end_byte() as u32 <= first)
    {
        Some(body) => vec![
            (start, body.start_byte() as u32),
            (body.end_byte() as u32, first),
        ],
        None => vec![(start, first)],
    };
    let alone = count(declaration) == 1;
    let end = match found.value.map(|value| (value, value.kind())) {
        Some((value, "initializer_list")) => value.start_byte(),
        Some((value, "lambda_expression")) => value
            .field("body")
            .map_or(value.end_byte(), |body| body.start_byte()),
        // What follows a lone declarator belongs to it: `= 0`, `: 3`, `override`.
        _ if alone => end_of(walker, declaration),
        _ => declarator.end_byte(),
    } as u32;
    let from = declarator.start_byte() as u32;
    match stretches.last_mut() {
        // What stands together is shown so: `Type& name`.
        Some(last) if last.1 == from => last.1 = end.max(from),
        _ => stretches.push((from, end.max(from))),
    }
    stretches
}

/// Where a declaration ends without its semicolon.
pub(in crate::languages) fn end_of<'t>(walker: &Walker<'t>, declaration: Node<'t>) -> usize {
    let semicolon = usize::from(walker.text(declaration).ends_with(';'));
    declaration.end_byte() - semicolon
}

/// The names of an owner without template arguments and white space: `A::B` of `A<T> :: B`.
pub(in crate::languages) fn owner_name<'t>(
    walker: &Walker<'t>,
    owner: (usize, usize),
) -> Cow<'t, str> {
    let text = &walker.source()[owner.0..owner.1];
    if !text.contains(['<', ' ', '\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0_u32;
    let mut name = String::new();
    for character in text.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 && !character.is_whitespace() => name.push(character),
            _ => {}
        }
    }
    Cow::Owned(name)
}
