//! Tasks and namespaces of Rakefiles.

use std::borrow::Cow;

use miller_schema::SymbolKind;
use tree_sitter::Node;

use super::calls::literal_name;
use crate::fields::Fields;
use crate::spec::ScopeKind;
use crate::walk::Walker;

/// The keys under which a description is kept until its task comes.
const START: &str = "desc";
const END: &str = "desc end";

/// `desc "…"`, `task :name => :other do … end`, `namespace :name do … end`
pub(super) fn call<'t>(walker: &mut Walker<'t>, call: Node<'t>, word: &str) {
    if !is_rakefile(walker.path()) {
        return;
    }
    let Some(arguments) = call.field("arguments") else { return };
    let Some(first) = arguments.named_child(0) else { return };
    if word == "desc" {
        if let Some(text) = first.named_child(0).filter(|_| first.kind() == "string") {
            walker.remember(START, text.start_byte() as u32);
            walker.remember(END, first.end_byte() as u32 - 1);
        }
        return;
    }
    let Some((node, name)) = name_of(walker, first) else { return };
    let kind = if word == "namespace" { SymbolKind::Namespace } else { SymbolKind::Function };
    let mut symbol = walker.symbol(kind, call, node);
    symbol.name = Cow::Borrowed(name);
    symbol.doc = if word == "namespace" { None } else { description(walker) };
    symbol.scope = Some(ScopeKind::Block);
    // Tasks are run by their names, not called.
    symbol.binds = false;
    symbol.signature = vec![(call.start_byte() as u32, arguments.end_byte() as u32)];
    walker.define(symbol);
}

fn is_rakefile(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let is_task = file.rsplit_once('.').is_some_and(|(_, extension)| extension == "rake");
    is_task || file.eq_ignore_ascii_case("rakefile") || file == "Rakefile.rb"
}

/// `:name`, `"name"`, `name: …`, `:name => …`
fn name_of<'t>(walker: &Walker<'t>, first: Node<'t>) -> Option<(Node<'t>, &'t str)> {
    let node = match first.kind() {
        "pair" => first.field("key")?,
        _ => first,
    };
    let name = match node.kind() {
        "hash_key_symbol" => walker.text(node),
        _ => literal_name(walker, node)?,
    };
    Some((node, name))
}

fn description(walker: &mut Walker<'_>) -> Option<String> {
    let start = walker.forget(START)? as usize;
    let end = walker.forget(END)? as usize;
    walker.source().get(start..end).map(str::to_owned)
}
