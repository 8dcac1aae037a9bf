//! PHP. Grammar: the crate `tree-sitter-php` (MIT), with HTML around.
//!
//! Properties are named without their `$`, as `$this->name` writes them; other variables with it. A
//! class without a name is a symbol under the name that PHP itself gives it, `class@anonymous`.

mod declarations;
mod docs;
mod expressions;
mod imports;
#[cfg(test)]
pub(crate) mod oracle;
mod variables;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper, member, role,
};

/// The table of PHP.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "php",
        extensions: &["php", "phtml", "php3", "php4", "php5", "php7", "php8", "phpt", "phps"],
        file_names: &[],
        interpreters: &["php"],
    },
    grammar: || tree_sitter_php::LANGUAGE_PHP.into(),
    separator: "\\",
    self_names: &["$this", "self", "static"],
    super_names: &["parent"],
    hoisted: true,
    comments: &["comment"],
    doc_style: docs::STYLE,
    // A comment above a declaration is about all its names.
    wrappers: &[
        Wrapper { node: "const_declaration", in_signature: false },
        Wrapper { node: "property_declaration", in_signature: false },
    ],
    definitions: &[
        Definition::new("class_declaration", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("interface_declaration", SymbolKind::Interface)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("trait_declaration", SymbolKind::Trait)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("enum_declaration", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("anonymous_class", SymbolKind::Class)
            .name("")
            .scope(ScopeKind::Type)
            .refine(declarations::anonymous_class),
        Definition::new("enum_case", SymbolKind::EnumMember)
            .body(&[])
            .refine(declarations::declaration),
        Definition::new("function_definition", SymbolKind::Function)
            .scope(ScopeKind::Function)
            .refine(declarations::declaration),
        Definition::new("method_declaration", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::method),
    ],
    scopes: &[
        Scoping { node: "anonymous_function", kind: ScopeKind::Function },
        Scoping { node: "arrow_function", kind: ScopeKind::Function },
        Scoping { node: "property_hook", kind: ScopeKind::Function },
    ],
    roles: &[
        // Calls and members.
        role("function_call_expression", "function", Role::Call),
        RoleRule {
            parent: "member_call_expression",
            field: "name",
            role: Role::Call,
            object: "object",
        },
        RoleRule {
            parent: "nullsafe_member_call_expression",
            field: "name",
            role: Role::Call,
            object: "object",
        },
        RoleRule {
            parent: "scoped_call_expression",
            field: "name",
            role: Role::Call,
            object: "scope",
        },
        role("scoped_call_expression", "scope", Role::Type),
        role("object_creation_expression", "", Role::Construct),
        role("parenthesized_expression", "", Role::InheritUse),
        role("subscript_expression", "", Role::Value),
        member("member_access_expression", "name", "object"),
        member("nullsafe_member_access_expression", "name", "object"),
        member("scoped_property_access_expression", "name", "scope"),
        role("scoped_property_access_expression", "scope", Role::Type),
        role("class_constant_access_expression", "", Role::Type),
        // Types.
        role("named_type", "", Role::Type),
        role("attribute", "", Role::Type),
        role("base_clause", "", Role::Extends),
        role("class_interface_clause", "", Role::Implements),
        role("use_declaration", "", Role::Implements),
        // Local names.
        role("simple_parameter", "name", Role::Bind),
        role("variadic_parameter", "name", Role::Bind),
        role("catch_clause", "name", Role::Bind),
        role("static_variable_declaration", "name", Role::Bind),
        role("assignment_expression", "left", Role::Bind),
        role("reference_assignment_expression", "left", Role::Bind),
        role("list_literal", "", Role::Inherit),
        role("by_ref", "", Role::Inherit),
        // The hooks see to these.
        role("argument", "name", Role::Ignore),
        role("goto_statement", "", Role::Ignore),
        role("named_label_statement", "", Role::Ignore),
        role("property_hook", "", Role::Ignore),
        role("use_as_clause", "", Role::Ignore),
        role("use_instead_of_clause", "", Role::Type),
        role("namespace_use_clause", "", Role::Ignore),
        role("namespace_name", "", Role::Ignore),
        role("visibility_modifier", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "name", kind: IdentifierKind::VariableRef },
        Leaf { node: "variable_name", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "namespace_definition", run: imports::namespace },
        Hook { node: "namespace_use_clause", run: imports::use_clause },
        Hook { node: "include_expression", run: imports::include },
        Hook { node: "include_once_expression", run: imports::include },
        Hook { node: "require_expression", run: imports::include },
        Hook { node: "require_once_expression", run: imports::include },
        Hook { node: "const_declaration", run: declarations::constants },
        Hook { node: "property_declaration", run: declarations::properties },
        Hook { node: "property_promotion_parameter", run: declarations::promoted_property },
        Hook { node: "use_as_clause", run: declarations::use_as_clause },
        Hook { node: "use_instead_of_clause", run: declarations::use_instead_of_clause },
        Hook { node: "function_call_expression", run: expressions::call },
        Hook { node: "qualified_name", run: expressions::qualified_name },
        Hook { node: "relative_name", run: expressions::qualified_name },
        Hook { node: "scoped_call_expression", run: expressions::scoped },
        Hook { node: "scoped_property_access_expression", run: expressions::scoped },
        Hook { node: "class_constant_access_expression", run: expressions::class_constant },
        Hook { node: "binary_expression", run: expressions::binary },
        Hook { node: "assignment_expression", run: variables::assignment },
        Hook { node: "global_declaration", run: variables::global },
        Hook { node: "foreach_statement", run: variables::foreach },
        Hook { node: "pair", run: variables::foreach_pair },
        Hook { node: "list_literal", run: variables::list_literal },
    ],
    skipped: &["text", "string"],
    visibility: declarations::visibility,
    ..LanguageSpec::NOTHING
};
