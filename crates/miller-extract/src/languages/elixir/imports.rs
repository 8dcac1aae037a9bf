//! `alias`, `import`, `require` and `use`.

use std::borrow::Cow;

use miller_schema::IdentifierKind;
use tree_sitter::Node;

use crate::fields::Fields;
use crate::spec::Role;
use crate::walk::Walker;

/// `alias Shop.Item, as: Thing`, `import Shop.Item, only: [price: 1]`, `use GenServer`
pub(super) fn import<'t>(walker: &mut Walker<'t>, node: Node<'t>, arguments: Node<'t>, word: &str) {
    let Some(target) = arguments.named_child(0) else { return };
    match target.kind() {
        "alias" => {
            let renamed = option_as(walker, arguments);
            let path = Cow::Borrowed(walker.text(target));
            one(walker, (node, node), target, path, word, renamed);
        }
        "dot" => several(walker, node, target, word),
        _ => {}
    }
}

/// `alias Shop.{Item, Basket}`
fn several<'t>(walker: &mut Walker<'t>, node: Node<'t>, target: Node<'t>, word: &str) {
    let (Some(prefix), Some(names)) =
        (target.field("left"), target.field("right"))
    else {
        return;
    };
    let mut cursor = names.walk();
    for name in names.named_children(&mut cursor).filter(|name| name.kind() == "alias") {
        let path = format!("{}.{}", walker.text(prefix), walker.text(name));
        one(walker, (node, name), name, Cow::Owned(path), word, None);
    }
}

fn one<'t>(
    walker: &mut Walker<'t>,
    (statement, span): (Node<'t>, Node<'t>),
    target: Node<'t>,
    path: Cow<'t, str>,
    word: &str,
    renamed: Option<&'t str>,
) {
    let (qualifier, last) = match path.rsplit_once('.') {
        Some((qualifier, last)) => (Some(qualifier.trim_end().to_owned()), last.trim().to_owned()),
        None => (None, path.trim().to_owned()),
    };
    // Only an alias gives a name; the others say the whole path.
    let name = match renamed {
        Some(name) => Cow::Borrowed(name),
        None if word == "alias" => Cow::Owned(last.clone()),
        None => path,
    };
    let mut symbol = walker.import(span, name);
    symbol.signature = vec![(statement.start_byte() as u32, statement.end_byte() as u32)];
    symbol.binds = word == "alias" || renamed.is_some();
    let symbol = walker.define(symbol);
    walker.set_role_of(target, Role::Ignore);
    walker.add_use(target, IdentifierKind::Import, None);
    let stands_for_it = matches!(word, "alias" | "require");
    walker.add_import(symbol, target, last, qualifier.map(Cow::Owned), stands_for_it);
}

/// The name in `as: Name`.
fn option_as<'t>(walker: &mut Walker<'t>, arguments: Node<'t>) -> Option<&'t str> {
    let options = arguments.named_child(1).filter(|options| options.kind() == "keywords")?;
    let mut cursor = options.walk();
    let pair = options.named_children(&mut cursor).find(|pair| {
        pair.field("key").is_some_and(|key| walker.text(key).trim_end() == "as:")
    })?;
    let value = pair.field("value").filter(|value| value.kind() == "alias")?;
    walker.set_role_of(value, Role::Ignore);
    Some(walker.text(value))
}
