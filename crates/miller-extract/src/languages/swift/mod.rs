//! Swift. Grammar: the crate `tree-sitter-swift` (MIT).

mod conditions;
mod declarations;
#[cfg(test)]
pub(crate) mod oracle;
mod properties;
mod uses;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, role,
};

/// The table of Swift.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "swift",
        extensions: &["swift"],
        file_names: &[],
        interpreters: &["swift"],
    },
    grammar: || tree_sitter_swift::LANGUAGE.into(),
    separator: ".",
    self_names: &["self", "Self"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    // The nameless parameters of closures and what `[weak self]` binds.
    keywords: &["$0", "$1", "$2", "$3", "_", "fallthrough", "self"],
    quote: Some(b'`'),
    comments: &["comment", "multiline_comment"],
    doc_style: DocStyle {
        openings: &["///", "/**"],
        exceptions: &["////", "/**/", "/***"],
        file_openings: &[],
        clean: None,
    },
    definitions: &[
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(declarations::class_declaration),
        Definition::new("protocol_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("function_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::function_declaration),
        Definition::new("protocol_function_declaration", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::function_declaration),
        Definition::new("init_declaration", SymbolKind::Constructor)
            .scope(ScopeKind::Function)
            .refine(declarations::declaration),
        Definition::new("deinit_declaration", SymbolKind::Destructor)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::deinit_declaration),
        Definition::new("subscript_declaration", SymbolKind::Property)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::subscript_declaration),
        Definition::new("macro_declaration", SymbolKind::Macro)
            .name("")
            .scope(ScopeKind::Function)
            .refine(declarations::macro_declaration),
        Definition::new("typealias_declaration", SymbolKind::Type)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("associatedtype_declaration", SymbolKind::Type)
            .body(&[])
            .refine(declarations::declaration),
        Definition::new("operator_declaration", SymbolKind::Operator)
            .name("")
            .body(&[])
            .refine(declarations::operator_declaration),
        Definition::new("precedence_group_declaration", SymbolKind::Type)
            .name("")
            .body(&[])
            .refine(declarations::precedence_group_declaration),
        Definition::new("protocol_property_declaration", SymbolKind::Property)
            .name("")
            .body(&[])
            .refine(properties::protocol_property_declaration),
    ],
    scopes: &[
        Scoping { node: "computed_property", kind: ScopeKind::Function },
        Scoping { node: "lambda_literal", kind: ScopeKind::Function },
        Scoping { node: "statements", kind: ScopeKind::Block },
        Scoping { node: "for_statement", kind: ScopeKind::Block },
        Scoping { node: "switch_entry", kind: ScopeKind::Block },
    ],
    roles: &[
        // Types. Their names are `type_identifier`s, which stand for types by default.
        role("inheritance_constraint", "constrained_type", Role::Type),
        role("equality_constraint", "constrained_type", Role::Type),
        role("identifier", "", Role::Inherit),
        role("operator_declaration", "", Role::Type),
        // Local names.
        role("type_parameter", "", Role::Bind),
        role("parameter", "name", Role::Bind),
        role("parameter", "external_name", Role::Ignore),
        role("lambda_parameter", "name", Role::Bind),
        role("lambda_parameter", "external_name", Role::Ignore),
        role("capture_list_item", "name", Role::Bind),
        role("computed_setter", "", Role::Bind),
        role("willset_clause", "", Role::Bind),
        role("didset_clause", "", Role::Bind),
        role("for_statement", "item", Role::Bind),
        // The hook tells patterns that bind from those that compare.
        role("pattern", "bound_identifier", Role::Bind),
        role("pattern", "", Role::Inherit),
        // Labels of what is handed over, and of statements.
        role("tuple_expression", "name", Role::Ignore),
        role("tuple_type_item", "name", Role::Ignore),
        role("enum_type_parameters", "name", Role::Value),
        role("enum_type_parameters", "", Role::Ignore),
        role("call_suffix", "name", Role::Ignore),
        role("precedence_group_attribute", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "simple_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "import_declaration", run: uses::import_declaration },
        Hook { node: "property_declaration", run: properties::property_declaration },
        Hook { node: "computed_setter", run: properties::computed_setter },
        Hook { node: "willset_clause", run: properties::willset_clause },
        Hook { node: "didset_clause", run: properties::didset_clause },
        Hook { node: "enum_entry", run: declarations::enum_entry },
        Hook { node: "inheritance_specifier", run: uses::inheritance_specifier },
        Hook { node: "user_type", run: uses::user_type },
        Hook { node: "attribute", run: uses::attribute },
        Hook { node: "call_expression", run: uses::call_expression },
        Hook { node: "comparison_expression", run: uses::comparison_expression },
        Hook { node: "constructor_expression", run: uses::constructor_expression },
        Hook { node: "macro_invocation", run: uses::macro_invocation },
        Hook { node: "navigation_expression", run: uses::navigation_expression },
        Hook { node: "prefix_expression", run: uses::prefix_expression },
        Hook { node: "key_path_expression", run: uses::key_path_expression },
        Hook { node: "control_transfer_statement", run: uses::control_transfer_statement },
        Hook { node: "capture_list_item", run: conditions::capture_list_item },
        Hook { node: "if_statement", run: conditions::condition },
        Hook { node: "guard_statement", run: conditions::condition },
        Hook { node: "while_statement", run: conditions::condition },
        Hook { node: "pattern", run: conditions::pattern },
        Hook { node: "catch_block", run: conditions::catch_block },
    ],
    skipped: &["value_argument_label", "availability_condition", "directive"],
    visibility: declarations::visibility,
    ..LanguageSpec::NOTHING
};
