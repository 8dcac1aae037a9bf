//! The table of signature files: the same language without expressions.

use std::borrow::Cow;

use miller_schema::{IdentifierKind, SymbolKind, Visibility};
use tree_sitter::Node;

use super::{SPEC, docs, members, modules, names, types, values};
use crate::detect::LanguageNames;
use crate::spec::{Hook, LanguageSpec, Leaf, Role, Wrapper, role};
use crate::walk::Walker;

/// The table of F# for the grammar of signature files.
pub static SIGNATURE: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: SPEC.names.name,
        extensions: &["fsi"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_fsharp::LANGUAGE_SIGNATURE.into(),
    separator: ".",
    members_in_scope: true,
    comments: &["line_comment", "block_comment", "xml_doc"],
    doc_style: docs::DOC_STYLE,
    wrappers: &[Wrapper { node: "type_definition", in_signature: false }],
    roles: &[
        role("long_identifier", "", Role::Inherit),
        role("long_identifier_or_op", "", Role::Inherit),
        role("import_decl", "", Role::Import),
        role("named_module", "name", Role::Ignore),
        role("namespace", "name", Role::Ignore),
        role("module_defn", "", Role::Ignore),
        role("module_defn", "block", Role::Value),
        role("class_inherits_decl", "block", Role::Extends),
        role("interface_implementation", "", Role::Implements),
        role("type_argument", "", Role::Ignore),
        role("type_name", "", Role::Ignore),
        role("exception_definition", "exception_name", Role::Ignore),
        role("union_type_case", "", Role::Ignore),
        role("union_type_field", "", Role::Ignore),
        role("enum_type_case", "", Role::Ignore),
        role("record_field", "", Role::Ignore),
        role("argument_name_spec", "name", Role::Ignore),
        role("member_signature", "", Role::Ignore),
        role("value_declaration_left", "", Role::Ignore),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "named_module", run: modules::named_module },
        Hook { node: "namespace", run: modules::namespace },
        Hook { node: "module_defn", run: modules::module },
        Hook { node: "import_decl", run: modules::import },
        Hook { node: "union_type_defn", run: types::union },
        Hook { node: "record_type_defn", run: types::record },
        Hook { node: "enum_type_defn", run: types::enumeration },
        Hook { node: "anon_type_defn", run: types::class },
        Hook { node: "delegate_type_defn", run: types::delegate },
        Hook { node: "type_abbrev_defn", run: types::other },
        Hook { node: "type_declaration", run: types::other },
        Hook { node: "type_extension", run: types::extension },
        Hook { node: "exception_definition", run: types::exception },
        Hook { node: "union_type_case", run: types::case },
        Hook { node: "enum_type_case", run: types::case },
        Hook { node: "record_field", run: types::field },
        Hook { node: "member_defn", run: members::member },
        Hook { node: "value_definition", run: value },
        Hook { node: "long_identifier", run: names::path },
        Hook { node: "simple_type", run: names::named_type },
        Hook { node: "generic_type", run: names::named_type },
        Hook { node: "postfix_type", run: names::named_type },
        Hook { node: "atomic_type", run: names::named_type },
    ],
    visibility: modules::visibility,
    ..LanguageSpec::NOTHING
};

/// `val name: type`: a function where the type has arguments.
fn value<'t>(walker: &mut Walker<'t>, node: Node<'t>) {
    let mut cursor = node.walk();
    let mut left = None;
    let mut takes_arguments = false;
    for child in node.named_children(&mut cursor) {
        match child.kind() {
            "value_declaration_left" | "function_declaration_left" => left = Some(child),
            "curried_spec" => {
                let first = child.named_child(0);
                takes_arguments = first.is_some_and(|first| first.kind() == "arguments_spec");
            }
            "function_type" => takes_arguments = true,
            _ => {}
        }
    }
    let Some(name) = left.and_then(last_name) else { return };
    let kind = match name.kind() {
        "op_identifier" => SymbolKind::Operator,
        _ if takes_arguments => SymbolKind::Function,
        _ => SymbolKind::Constant,
    };
    let mut symbol = walker.symbol(kind, node, name);
    symbol.name = Cow::Borrowed(values::bare(walker.text(name)));
    symbol.visibility =
        left.map(|left| values::access(walker, left).unwrap_or(Visibility::Public));
    let symbol = walker.define(symbol);
    docs::end_before_comments(walker, symbol);
}

/// The name in the pattern that declares it.
fn last_name(mut left: Node<'_>) -> Option<Node<'_>> {
    loop {
        let mut cursor = left.walk();
        let next = left
            .named_children(&mut cursor)
            .find(|child| !matches!(child.kind(), "access_modifier" | "type_arguments"))?;
        if matches!(next.kind(), "identifier" | "op_identifier" | "active_pattern") {
            return Some(next);
        }
        left = next;
    }
}
