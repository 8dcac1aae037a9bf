//! Protocol Buffers. Grammar: the crate `tree-sitter-proto` (MIT).
//!
//! A message is a struct, a service an interface, and what is called remotely one of its methods.

mod hooks;
#[cfg(test)]
pub(crate) mod oracle;

use miller_schema::{SymbolKind, Visibility};

use crate::detect::LanguageNames;
use crate::spec::{Definition, DocStyle, Hook, LanguageSpec, ScopeKind};

/// The table of Protocol Buffers.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "protobuf",
        extensions: &["proto", "proto3", "protodevel"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_proto::LANGUAGE.into(),
    members_in_scope: true,
    comments: &["comment"],
    doc_style: DocStyle { openings: &["//", "/*"], ..DocStyle::NONE },
    definitions: &[
        Definition::new("message", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("group", SymbolKind::Struct)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("enum", SymbolKind::Enum)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("service", SymbolKind::Interface)
            .name("")
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::named),
        Definition::new("oneof", SymbolKind::Union).name("").body(&[]).refine(hooks::named),
        Definition::new("rpc", SymbolKind::Method).name("").body(&[]).refine(hooks::named),
        Definition::new("field", SymbolKind::Field).name("").body(&[]).refine(hooks::named),
        Definition::new("map_field", SymbolKind::Field).name("").body(&[]).refine(hooks::named),
        Definition::new("oneof_field", SymbolKind::Field).name("").body(&[]).refine(hooks::named),
        Definition::new("enum_field", SymbolKind::EnumMember)
            .name("")
            .body(&[])
            .refine(hooks::named),
    ],
    hooks: &[
        Hook { node: "package", run: hooks::package },
        Hook { node: "import", run: hooks::import },
        Hook { node: "extend", run: hooks::extend },
        Hook { node: "message_or_enum_type", run: hooks::type_name },
    ],
    skipped: &["option", "field_options", "enum_value_option", "reserved", "extensions"],
    // `local` keeps a name in its file, since the edition of 2024.
    visibility: |walker, node, _| {
        let local = node.child(0).is_some_and(|first| walker.text(first) == "local");
        Some(if local { Visibility::Private } else { Visibility::Public })
    },
    ..LanguageSpec::NOTHING
};
