//! Python. Grammar: the crate `tree-sitter-python` (MIT).

mod bodies;
mod hooks;
#[cfg(test)]
pub(crate) mod oracle;
mod patterns;
mod types;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, DocStyle, FileSymbol, Hook, LanguageSpec, Leaf, Role, ScopeKind, Scoping, Wrapper,
    member, role,
};

/// The table of Python.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "python",
        extensions: &["py", "pyi", "pyw"],
        file_names: &["SConstruct", "SConscript", "wscript"],
        interpreters: &["python", "pypy"],
    },
    grammar: || tree_sitter_python::LANGUAGE.into(),
    separator: ".",
    self_names: &["self", "cls"],
    super_names: &["super()"],
    members_in_scope: false,
    hoisted: true,
    comments: &["comment"],
    // Python documents by docstrings, which the hooks find.
    doc_style: DocStyle::NONE,
    attributes: &[],
    wrappers: &[
        Wrapper { node: "decorated_definition", in_signature: false },
        Wrapper { node: "expression_statement", in_signature: false },
    ],
    definitions: &[
        Definition::new("function_definition", SymbolKind::Function)
            .in_type(SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::function),
        Definition::new("class_definition", SymbolKind::Class)
            .scope(ScopeKind::Type)
            .refine(hooks::class),
        Definition::new("type_alias_statement", SymbolKind::Type)
            .name("left")
            .body(&[])
            .scope(ScopeKind::Function)
            .refine(hooks::type_alias),
    ],
    scopes: &[
        Scoping { node: "lambda", kind: ScopeKind::Function },
        Scoping { node: "list_comprehension", kind: ScopeKind::Function },
        Scoping { node: "set_comprehension", kind: ScopeKind::Function },
        Scoping { node: "dictionary_comprehension", kind: ScopeKind::Function },
        Scoping { node: "generator_expression", kind: ScopeKind::Function },
    ],
    roles: &[
        role("call", "function", Role::Call),
        member("attribute", "attribute", "object"),
        role("subscript", "value", Role::InheritUse),
        role("decorator", "", Role::Call),
        role("parenthesized_expression", "", Role::InheritUse),
        // `[*make()]` is read as a call of `*make`.
        role("list_splat", "", Role::InheritUse),
        // Types.
        role("type", "", Role::Type),
        role("generic_type", "", Role::Type),
        role("union_type", "", Role::Type),
        role("member_type", "", Role::Type),
        role("constrained_type", "", Role::Type),
        role("splat_type", "", Role::Type),
        role("binary_operator", "left", Role::InheritUse),
        role("binary_operator", "right", Role::InheritUse),
        role("class_definition", "superclasses", Role::Extends),
        role("class_definition", "type_parameters", Role::Bind),
        role("function_definition", "type_parameters", Role::Bind),
        role("type_parameter", "", Role::Inherit),
        role("argument_list", "", Role::Inherit),
        role("keyword_argument", "name", Role::Ignore),
        role("except_clause", "value", Role::Type),
        // `except (KeyError, OSError)`, `Callable[[int], str]`, `with pair() as (left, right)`.
        role("as_pattern", "alias", Role::Value),
        role("as_pattern", "", Role::Inherit),
        role("tuple", "", Role::Inherit),
        role("list", "", Role::Inherit),
        // Patterns of `match`.
        role("class_pattern", "", Role::Value),
        role("keyword_pattern", "", Role::Member),
        role("splat_pattern", "", Role::Bind),
        // Local names.
        role("parameters", "", Role::Bind),
        role("lambda_parameters", "", Role::Bind),
        role("default_parameter", "name", Role::Bind),
        role("typed_parameter", "type", Role::Type),
        role("typed_parameter", "", Role::Bind),
        role("typed_default_parameter", "name", Role::Bind),
        role("typed_default_parameter", "type", Role::Type),
        role("list_splat_pattern", "", Role::Inherit),
        role("dictionary_splat_pattern", "", Role::Inherit),
        role("pattern_list", "", Role::Inherit),
        role("tuple_pattern", "", Role::Inherit),
        role("list_pattern", "", Role::Inherit),
        role("assignment", "left", Role::Bind),
        role("assignment", "type", Role::Type),
        role("named_expression", "name", Role::Bind),
        role("for_statement", "left", Role::Bind),
        role("for_in_clause", "left", Role::Bind),
        role("as_pattern_target", "", Role::Bind),
        role("global_statement", "", Role::Ignore),
        role("nonlocal_statement", "", Role::Ignore),
        // Imports.
        role("import_statement", "name", Role::Import),
        role("import_from_statement", "module_name", Role::Import),
        role("import_from_statement", "name", Role::Import),
        role("future_import_statement", "name", Role::Import),
        role("aliased_import", "name", Role::Inherit),
        role("aliased_import", "alias", Role::Ignore),
        role("relative_import", "", Role::Inherit),
        role("dotted_name", "", Role::Inherit),
    ],
    leaves: &[Leaf { node: "identifier", kind: IdentifierKind::VariableRef }],
    hooks: &[
        Hook { node: "module", run: hooks::module },
        Hook { node: "block", run: hooks::block },
        Hook { node: "list_splat", run: hooks::list_splat },
        Hook { node: "type_parameter", run: hooks::type_parameter },
        Hook { node: "assignment", run: hooks::assignment },
        Hook { node: "typed_parameter", run: types::typed_parameter },
        Hook { node: "typed_default_parameter", run: types::typed_parameter },
        Hook { node: "binary_operator", run: hooks::of_parts },
        Hook { node: "tuple", run: hooks::of_parts },
        Hook { node: "list", run: hooks::of_parts },
        Hook { node: "subscript", run: patterns::subscript },
        Hook { node: "dotted_name", run: patterns::dotted_name },
        Hook { node: "as_pattern", run: patterns::as_pattern },
        Hook { node: "import_statement", run: hooks::import_statement },
        Hook { node: "import_from_statement", run: hooks::import_from_statement },
        Hook { node: "global_statement", run: hooks::global_statement },
        Hook { node: "nonlocal_statement", run: hooks::nonlocal_statement },
    ],
    skipped: &[],
    file_symbol: Some(FileSymbol { name: hooks::module_name, qualifies: true }),
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
