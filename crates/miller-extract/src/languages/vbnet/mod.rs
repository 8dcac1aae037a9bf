//! Visual Basic .NET. Grammar: the crate `tree-sitter-vb-dotnet` (MIT).
//!
//! The grammar knows a part of the language. Base types, which it takes for fields, are read from
//! their lines; so are operators and functions of libraries.

mod bases;
mod hooks;
mod members;
mod names;
#[cfg(test)]
pub(super) mod oracle;
mod prepare;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper, member, role,
};

/// The table of Visual Basic .NET.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "vbnet",
        extensions: &["vb"],
        file_names: &[],
        interpreters: &[],
    },
    grammar: || tree_sitter_vb_dotnet::LANGUAGE.into(),
    prepare: Some(prepare::prepare),
    self_names: &["me", "myclass"],
    super_names: &["mybase"],
    members_in_scope: true,
    ignores_case: true,
    keywords: &[
        "AddHandler", "Alias", "Ansi", "Auto", "Declare", "From", "Handles", "Lib", "Of", "RaiseEvent",
        "RemoveHandler", "TypeOf", "Unicode",
    ],
    comments: &["comment"],
    doc_style: hooks::DOC_STYLE,
    attributes: &["attribute_block"],
    wrappers: &[Wrapper { node: "type_declaration", in_signature: false }],
    definitions: &[
        Definition::new("namespace_block", SymbolKind::Namespace)
            .body(&[])
            .scope(ScopeKind::Namespace)
            .refine(hooks::block),
        Definition::new("class_block", SymbolKind::Class)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::block),
        Definition::new("module_block", SymbolKind::Module)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::block),
        Definition::new("structure_block", SymbolKind::Struct)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::block),
        Definition::new("interface_block", SymbolKind::Interface)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::block),
        Definition::new("enum_block", SymbolKind::Enum)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(hooks::block),
        Definition::new("enum_member", SymbolKind::EnumMember).body(&[]).refine(hooks::block),
        Definition::new("delegate_declaration", SymbolKind::Delegate)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::block),
        Definition::new("event_declaration", SymbolKind::Event)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::block),
        Definition::new("property_declaration", SymbolKind::Property)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::block),
        Definition::new("method_declaration", SymbolKind::Method)
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::method),
        Definition::new("constructor_declaration", SymbolKind::Constructor)
            .name("")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::constructor),
    ],
    scopes: &[
        Scoping { node: "lambda_expression", kind: ScopeKind::Function },
        Scoping { node: "get_accessor", kind: ScopeKind::Function },
        Scoping { node: "set_accessor", kind: ScopeKind::Function },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "for_each_statement", kind: ScopeKind::Block },
        Scoping { node: "using_statement", kind: ScopeKind::Block },
        Scoping { node: "catch_block", kind: ScopeKind::Block },
        Scoping { node: "if_statement", kind: ScopeKind::Block },
    ],
    roles: &[
        // Calls and members.
        role("invocation", "target", Role::Call),
        member("member_access", "member", "object"),
        role("new_expression", "type", Role::Construct),
        role("member_initializer", "member", Role::Member),
        role("argument", "name", Role::Ignore),
        // Types.
        role("type", "", Role::Inherit),
        role("generic_type", "", Role::Inherit),
        role("namespace_name", "", Role::Inherit),
        role("as_clause", "type", Role::Type),
        role("method_declaration", "return_type", Role::Type),
        role("delegate_declaration", "return_type", Role::Type),
        role("type_argument_list", "", Role::Type),
        role("catch_block", "type", Role::Type),
        role("attribute", "name", Role::Type),
        role("imports_statement", "namespace", Role::Import),
        // Local names.
        role("catch_block", "exception", Role::Bind),
        role("parameter", "name", Role::Bind),
        role("type_parameter", "name", Role::Bind),
        role("lambda_parameter", "name", Role::Bind),
        role("dim_statement", "name", Role::BindAfter),
        role("for_statement", "variable", Role::Bind),
        role("for_each_statement", "variable", Role::Bind),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "imports_statement", run: names::imports },
        Hook { node: "namespace_name", run: names::namespace_name },
        Hook { node: "field_declaration", run: members::fields },
        Hook { node: "const_declaration", run: members::constants },
        Hook { node: "parameter", run: members::parameter },
        Hook { node: "dim_statement", run: members::local },
        Hook { node: "for_each_statement", run: members::for_each },
        Hook { node: "using_statement", run: members::using },
        Hook { node: "argument_list", run: names::type_arguments },
        Hook { node: "invocation", run: names::invocation },
    ],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
