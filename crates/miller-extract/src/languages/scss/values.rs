//! Variables, and the names in values.

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind, Visibility};
use tree_sitter::Node;

use crate::languages::css;
use crate::walk::{NewSymbol, NewUse, Walker};

/// Whether a function is of CSS itself, which no style sheet defines.
#[rustfmt::skip]
fn is_of_css(name: &str) -> bool {
    matches!(
        name,
        "acos" | "asin" | "atan" | "atan2" | "attr" | "blur" | "brightness" | "calc" | "circle"
        | "clamp" | "color" | "color-mix" | "conic-gradient" | "contrast" | "cos" | "counter" |
        "counters" | "cubic-bezier" | "drop-shadow" | "ellipse" | "env" | "exp" | "fit-content"
        | "format" | "grayscale" | "hsl" | "hsla" | "hue-rotate" | "hwb" | "hypot" | "image-set"
        | "inset" | "invert" | "lab" | "lch" | "light-dark" | "linear" | "linear-gradient" |
        "local" | "log" | "matrix" | "matrix3d" | "max" | "min" | "minmax" | "mod" | "oklab" |
        "oklch" | "opacity" | "path" | "perspective" | "polygon" | "pow" | "radial-gradient" |
        "rem" | "repeat" | "repeating-linear-gradient" | "repeating-radial-gradient" | "rgb" |
        "rgba" | "rotate" | "rotate3d" | "rotateX" | "rotateY" | "rotateZ" | "round" |
        "saturate" | "scale" | "scale3d" | "scaleX" | "scaleY" | "sepia" | "sign" | "sin" |
        "skew" | "skewX" | "skewY" | "sqrt" | "steps" | "tan" | "translate" | "translate3d" |
        "translateX" | "translateY" | "translateZ" | "url" | "var"
    )
}

/// Variables are symbols outside of all blocks, and local names inside.
pub(super) fn declaration<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let Some(name) = node.named_child(0) else { return };
    if !walker.text(name).starts_with('$') {
        css::values::declaration_of(walker, node, name);
        interpolated(walker, name);
        return;
    }
    let outside = walker
        .ancestor(1)
        .is_some_and(|above| above.kind() == "stylesheet");
    if !outside && !walker.text(node).contains("!global") {
        walker.bind_local(name, node.end_byte() as u32);
    } else if !walker.has_symbol(walker.text(name), SymbolKind::Variable) {
        let symbol = walker.symbol(SymbolKind::Variable, node, name);
        walker.define(symbol);
    }
}

/// The variables between `#{` and `}` in a selector or the name of a property.
pub(super) fn interpolated<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    // Hardly any has one.
    let hash = memchr::memchr(b'#', text.as_bytes());
    if !hash.is_some_and(|hash| text[hash..].contains("#{")) {
        return;
    }
    let variables = text.match_indices('$').map(|(at, _)| {
        let name = &text[at..];
        let end = name[1..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
        &name[..end.map_or(name.len(), |end| end + 1)]
    });
    let variables: Vec<&str> = variables.collect();
    for range in walker.ranges_in(node, &variables) {
        walker.add(NewUse::at(range, IdentifierKind::VariableRef));
    }
}

/// A word in a value.
pub(super) fn plain_value<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if !is_label(walker, node) {
        word(walker, node);
    }
}

/// So far before a word the start of its list is looked for, in bytes.
const LIST_LIMIT: usize = 400;

/// Whether a word is what a function calls the value behind it: `$key` in `get($key: 1)`, not in
/// `($key: 1)`.
fn is_label(walker: &Walker<'_>, word: Node<'_>) -> bool {
    let source = walker.source().as_bytes();
    let follows_colon = || source[word.end_byte()..].trim_ascii_start().starts_with(b":");
    if !walker.text(word).starts_with('$') || !follows_colon() {
        return false;
    }
    let before = &source[word.start_byte().saturating_sub(LIST_LIMIT)..word.start_byte()];
    let mut depth = 0_usize;
    for (at, byte) in before.iter().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' if depth == 0 => {
                let name = before[..at].last();
                return name.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte));
            }
            b'(' => depth -= 1,
            b'{' | b'}' | b';' => return false,
            _ => {}
        }
    }
    false
}

/// The name that a word ends with, and where the name of the module stands that it is looked up in:
/// `div` and `math` in `math.div`.
pub(super) fn in_module<'t>(
    walker: &Walker<'t>,
    word: Node<'t>,
) -> (Option<(u32, u32)>, &'t str) {
    let text = walker.text(word);
    let Some(dot) = memchr::memrchr(b'.', text.as_bytes()) else { return (None, text) };
    let start = word.start_byte();
    (Some((start as u32, (start + dot) as u32)), &text[dot + 1..])
}

/// A word is a use where it is a variable, a function or a custom property.
pub(super) fn word<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    let (module, last) = in_module(walker, node);
    if last.starts_with('$') {
        let range = walker.range_in(node, last);
        walker.add(NewUse::at(range, IdentifierKind::VariableRef).within(module));
    } else if walker.source()[node.end_byte()..].starts_with('(') {
        if !is_of_css(text) {
            let edge = Some(RelationshipKind::Calls);
            let range = walker.range_in(node, last);
            walker.add(NewUse::at(range, IdentifierKind::Call).edge(edge).within(module));
        }
    } else {
        css::values::plain_value(walker, node);
    }
}

/// What starts with `-` or `_` is private to its file.
pub(super) fn visibility<'t>(
    _walker: &Walker<'t>,
    _node: Node<'t>,
    symbol: &NewSymbol<'t>,
) -> Option<Visibility> {
    let of_sass = matches!(symbol.kind, SymbolKind::Macro | SymbolKind::Function)
        || symbol.kind == SymbolKind::Variable && symbol.name.starts_with('$');
    let is_private = symbol.name.trim_start_matches('$').starts_with(['-', '_']);
    of_sass.then_some(if is_private {
        Visibility::Private
    } else {
        Visibility::Public
    })
}
