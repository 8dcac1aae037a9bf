//! What the table of Dockerfiles cannot say: stages, which reach to the next one, and where files
//! come from.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, RelationshipKind, SymbolKind};
use tree_sitter::Node;

use crate::facts::Span;
use crate::fields::Fields;
use crate::walk::{NewSymbol, NewUse, Walker};

/// The key under which the stage is kept that has been started last.
const STAGE: &str = "stage";

/// `FROM image AS name` starts a stage, which is named by its image where it has no name.
pub(super) fn stage<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    walker.stands_outside();
    let mut cursor = node.walk();
    let image = node.named_children(&mut cursor).find(|child| child.kind() == "image_spec");
    let alias = node.field("as");
    let Some(name) = alias.or(image) else { return };
    let mut symbol = walker.symbol(SymbolKind::Module, node, name);
    symbol.binds = alias.is_some();
    let symbol = walker.define(symbol);
    walker.contains_rest_of_file(symbol);
    walker.remember(STAGE, symbol);
    let base = image.and_then(|image| image.field("name"));
    // An image that a variable names is known at the time of the build.
    if let Some(base) = base.filter(|base| base.named_child_count() == 0) {
        walker.add_use(base, IdentifierKind::TypeUsage, Some(RelationshipKind::Extends));
    }
}

/// What follows the start of a stage belongs to it.
pub(super) fn instruction<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    if let Some(stage) = walker.remembered(STAGE) {
        let end = Span::of(node).without_space_at_end(walker.source());
        let span = &mut walker.facts.symbols[stage as usize].span;
        (span.end, span.end_point) = (end.end, end.end_point);
    }
}

/// What a container runs, under the word that says so.
pub(super) fn command<'t>(
    walker: &mut Walker<'t>,
    node: Node<'t>,
    symbol: &mut NewSymbol<'t>,
) -> bool {
    let nested = walker.ancestor(1).is_some_and(|above| above.kind() != "source_file");
    symbol.name = Cow::Borrowed(match node.kind() {
        "cmd_instruction" => "CMD",
        _ => "ENTRYPOINT",
    });
    symbol.binds = false;
    symbol.signature = walker.signature_of(node, None);
    !nested
}

/// `--from=stage`, also among the parameters of a mount: a stage, or an image from elsewhere.
pub(super) fn parameter<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let text = walker.text(node);
    let Some((key, value)) = text.split_once('=') else { return };
    // A number counts stages.
    let counts = value.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(key, "--from" | "from") || counts || value.contains('$') {
        return;
    }
    if value.is_empty() || value.contains('\n') {
        return;
    }
    walker.claim(node);
    let stage = NewUse::at(walker.range_in(node, value), IdentifierKind::TypeUsage);
    walker.add(stage.edge(Some(RelationshipKind::Uses)));
}
