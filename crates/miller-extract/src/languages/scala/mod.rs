//! Scala 2 and 3. Grammar: the crate `tree-sitter-scala` (MIT).

mod declarations;
mod imports;
#[cfg(test)]
pub(crate) mod oracle;
mod patterns;
mod types;
mod values;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// The table of Scala.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "scala",
        extensions: &["scala", "sc", "sbt"],
        file_names: &[],
        interpreters: &["scala", "scala-cli", "amm"],
    },
    grammar: || tree_sitter_scala::LANGUAGE.into(),
    separator: ".",
    self_names: &["this"],
    super_names: &["super"],
    members_in_scope: true,
    hoisted: false,
    // Operators of numbers, truth values and lists would be calls like any other.
    keywords: &[
        "this", "super", "_", "?", "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&",
        "||", "!", "&", "|", "^", "<<", ">>", "+=", "-=",
        "->", "::", "++", "++=", ":+", "+:",
    ],
    quote: Some(b'`'),
    comments: &["comment", "block_comment"],
    doc_style: DocStyle {
        openings: &["/**"],
        exceptions: &["/**/", "/***"],
        file_openings: &[],
        clean: None,
    },
    wrappers: &[Wrapper { node: "enum_case_definitions", in_signature: true }],
    definitions: &[
        Definition::new("enum_definition", SymbolKind::Enum)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("simple_enum_case", SymbolKind::EnumMember).body(&[]),
        Definition::new("full_enum_case", SymbolKind::EnumMember)
            .body(&[])
            .scope(ScopeKind::Type),
        Definition::new("package_object", SymbolKind::Module)
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
        Definition::new("function_definition", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::function),
        Definition::new("function_declaration", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(declarations::function),
        Definition::new("type_definition", SymbolKind::Type)
            .body(&[])
            .scope(ScopeKind::Type)
            .refine(declarations::declaration),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "indented_block", kind: ScopeKind::Block },
        Scoping { node: "case_clause", kind: ScopeKind::Block },
        Scoping { node: "catch_clause", kind: ScopeKind::Block },
        Scoping { node: "for_expression", kind: ScopeKind::Block },
        Scoping { node: "lambda_expression", kind: ScopeKind::Function },
        Scoping { node: "colon_argument", kind: ScopeKind::Function },
        Scoping { node: "early_defs", kind: ScopeKind::Type },
        Scoping { node: "structural_type", kind: ScopeKind::Type },
        Scoping { node: "refinement", kind: ScopeKind::Type },
    ],
    roles: &[
        // Calls and members.
        role("call_expression", "function", Role::Call),
        role("generic_function", "function", Role::InheritUse),
        member("field_expression", "field", "value"),
        RoleRule {
            parent: "infix_expression",
            field: "operator",
            role: Role::Call,
            object: "left",
        },
        role("interpolated_string_expression", "interpolator", Role::Ignore),
        // Types. Most of their names are `type_identifier`s, which stand for types by default.
        RoleRule { parent: "projected_type", field: "selector", role: Role::Type, object: "type" },
        role("infix_type", "operator", Role::Type),
        role("access_qualifier", "", Role::Ignore),
        role("name_and_type", "name", Role::Ignore),
        // Local names.
        role("type_parameters", "name", Role::Bind),
        role("covariant_type_parameter", "name", Role::Bind),
        role("contravariant_type_parameter", "name", Role::Bind),
        role("type_lambda", "name", Role::Bind),
        role("parameter", "name", Role::Bind),
        role("lambda_expression", "parameters", Role::Bind),
        role("colon_argument", "lambda_start", Role::Bind),
        role("bindings", "", Role::Inherit),
        role("binding", "name", Role::Bind),
        role("val_definition", "pattern", Role::BindAfter),
        role("var_definition", "pattern", Role::BindAfter),
        role("identifiers", "", Role::Inherit),
        // Patterns. The hooks tell what they name from what they bind.
        role("case_clause", "pattern", Role::Bind),
        role("catch_clause", "pattern", Role::Bind),
        role("enumerator", "", Role::Bind),
        role("tuple_pattern", "", Role::Inherit),
        role("case_class_pattern", "pattern", Role::Inherit),
        role("infix_pattern", "operator", Role::Ignore),
        role("infix_pattern", "", Role::Inherit),
        role("typed_pattern", "pattern", Role::Inherit),
        role("capture_pattern", "name", Role::Bind),
        role("capture_pattern", "pattern", Role::Inherit),
        role("named_pattern", "", Role::Inherit),
        role("repeat_pattern", "pattern", Role::Inherit),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "operator_identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "type_identifier", kind: IdentifierKind::TypeUsage },
    ],
    hooks: &[
        Hook { node: "package_clause", run: imports::package_clause },
        Hook { node: "import_declaration", run: imports::import_declaration },
        Hook { node: "export_declaration", run: imports::export_declaration },
        Hook { node: "class_definition", run: declarations::class_definition },
        Hook { node: "trait_definition", run: declarations::trait_definition },
        Hook { node: "object_definition", run: declarations::object_definition },
        Hook { node: "given_definition", run: declarations::given_definition },
        Hook { node: "extension_definition", run: declarations::extension_definition },
        Hook { node: "self_type", run: declarations::self_type },
        Hook { node: "template_body", run: declarations::template_body },
        Hook { node: "class_parameter", run: values::class_parameter },
        Hook { node: "val_definition", run: values::value_definition },
        Hook { node: "var_definition", run: values::value_definition },
        Hook { node: "val_declaration", run: values::value_declaration },
        Hook { node: "var_declaration", run: values::value_declaration },
        Hook { node: "assignment_expression", run: values::assignment_expression },
        Hook { node: "extends_clause", run: types::extends_clause },
        Hook { node: "instance_expression", run: types::instance_expression },
        Hook { node: "stable_type_identifier", run: types::stable_type_identifier },
        Hook { node: "stable_identifier", run: types::stable_identifier },
        Hook { node: "postfix_expression", run: types::postfix_expression },
        Hook { node: "singleton_type", run: types::singleton_type },
        Hook { node: "enumerator", run: patterns::enumerator },
        Hook { node: "case_clause", run: patterns::pattern },
        Hook { node: "catch_clause", run: patterns::pattern },
        Hook { node: "tuple_pattern", run: patterns::pattern },
        Hook { node: "case_class_pattern", run: patterns::pattern },
        Hook { node: "infix_pattern", run: patterns::pattern },
        Hook { node: "alternative_pattern", run: patterns::pattern },
        Hook { node: "typed_pattern", run: patterns::pattern },
        Hook { node: "capture_pattern", run: patterns::capture_pattern },
        Hook { node: "named_pattern", run: patterns::named_pattern },
    ],
    visibility: declarations::visibility,
    ..LanguageSpec::NOTHING
};
