//! Ruby. Grammar: the crate `tree-sitter-ruby` (MIT).
//!
//! A class or module that is opened again is a symbol again, and shares its members with the first.
//! What `attr_accessor` and the like declare is a property; `Struct.new`, `Data.define` and
//! `Class.new` make classes where a constant takes their value; instance variables are fields where
//! they are first assigned.

mod assignments;
mod calls;
mod docs;
mod hooks;
mod macros;
#[cfg(test)]
pub(crate) mod oracle;
mod patterns;

use miller_schema::{IdentifierKind, SymbolKind};

use crate::detect::LanguageNames;
use crate::spec::{
    Definition, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Scoping, Wrapper, member, role,
};

/// The table of Ruby.
pub static SPEC: LanguageSpec = LanguageSpec {
    names: LanguageNames {
        name: "ruby",
        extensions: &[
            "rb", "rake", "gemspec", "ru", "rbi", "podspec", "thor", "jbuilder", "rabl", "builder",
        ],
        file_names: &[
            "Rakefile", "rakefile", "Gemfile", "Guardfile", "Vagrantfile", "Capfile", "Podfile",
            "Berksfile", "Fastfile", "Appraisals", "Brewfile", "Dangerfile", "Puppetfile",
            "Thorfile", "Steepfile", ".irbrc", ".pryrc", ".simplecov",
        ],
        interpreters: &["ruby", "jruby", "macruby", "rake", "rbx"],
    },
    grammar: || tree_sitter_ruby::LANGUAGE.into(),
    separator: "::",
    self_names: &["self"],
    super_names: &[],
    members_in_scope: true,
    hoisted: false,
    comments: &["comment"],
    doc_style: docs::STYLE,
    // `private def name` and `memoize def name`.
    wrappers: &[
        Wrapper { node: "call", in_signature: false },
        Wrapper { node: "argument_list", in_signature: false },
    ],
    definitions: &[
        Definition::new("method", SymbolKind::Function)
            .scope(ScopeKind::Function)
            .refine(hooks::method),
        Definition::new("singleton_method", SymbolKind::Method)
            .scope(ScopeKind::Function)
            .refine(hooks::singleton_method),
    ],
    scopes: &[
        Scoping { node: "block", kind: ScopeKind::Block },
        Scoping { node: "do_block", kind: ScopeKind::Block },
        Scoping { node: "lambda", kind: ScopeKind::Block },
    ],
    roles: &[
        RoleRule { parent: "call", field: "method", role: Role::CallMethod, object: "receiver" },
        member("scope_resolution", "name", "scope"),
        role("element_reference", "object", Role::InheritUse),
        // Types.
        role("superclass", "", Role::Extends),
        role("exceptions", "", Role::Type),
        role("splat_argument", "", Role::Inherit),
        role("pattern", "", Role::Type),
        role("in_clause", "pattern", Role::Type),
        role("match_pattern", "pattern", Role::Type),
        role("test_pattern", "pattern", Role::Type),
        role("array_pattern", "", Role::Type),
        role("find_pattern", "", Role::Type),
        role("hash_pattern", "", Role::Type),
        role("keyword_pattern", "", Role::Type),
        role("alternative_pattern", "", Role::Type),
        role("parenthesized_pattern", "", Role::Type),
        role("as_pattern", "value", Role::Type),
        role("as_pattern", "name", Role::Bind),
        // Local names.
        role("method_parameters", "", Role::Bind),
        role("block_parameters", "", Role::Bind),
        role("lambda_parameters", "", Role::Bind),
        role("destructured_parameter", "", Role::Bind),
        role("optional_parameter", "name", Role::Bind),
        role("keyword_parameter", "name", Role::Bind),
        role("splat_parameter", "name", Role::Bind),
        role("hash_splat_parameter", "name", Role::Bind),
        role("block_parameter", "name", Role::Bind),
        role("assignment", "left", Role::Bind),
        role("operator_assignment", "left", Role::Bind),
        role("left_assignment_list", "", Role::Inherit),
        role("destructured_left_assignment", "", Role::Inherit),
        role("rest_assignment", "", Role::Inherit),
        role("for", "pattern", Role::Bind),
        role("exception_variable", "", Role::Bind),
        // The hooks see to these.
        role("alias", "", Role::Ignore),
        role("undef", "", Role::Ignore),
    ],
    leaves: &[
        Leaf { node: "identifier", kind: IdentifierKind::VariableRef },
        Leaf { node: "constant", kind: IdentifierKind::VariableRef },
        Leaf { node: "instance_variable", kind: IdentifierKind::VariableRef },
        Leaf { node: "class_variable", kind: IdentifierKind::VariableRef },
        Leaf { node: "global_variable", kind: IdentifierKind::VariableRef },
    ],
    hooks: &[
        Hook { node: "class", run: hooks::class },
        Hook { node: "module", run: hooks::module },
        Hook { node: "singleton_class", run: hooks::singleton_class },
        Hook { node: "alias", run: hooks::alias },
        Hook { node: "scope_resolution", run: hooks::scope_resolution },
        Hook { node: "identifier", run: calls::identifier },
        Hook { node: "super", run: calls::super_call },
        Hook { node: "call", run: calls::call },
        Hook { node: "pair", run: calls::pair },
        Hook { node: "assignment", run: assignments::assignment },
        Hook { node: "operator_assignment", run: assignments::assignment },
        Hook { node: "left_assignment_list", run: assignments::list },
        Hook { node: "destructured_left_assignment", run: assignments::list },
        Hook { node: "rest_assignment", run: assignments::list },
        Hook { node: "in_clause", run: patterns::pattern_of },
        Hook { node: "match_pattern", run: patterns::pattern_of },
        Hook { node: "test_pattern", run: patterns::pattern_of },
        Hook { node: "array_pattern", run: patterns::names_in },
        Hook { node: "find_pattern", run: patterns::names_in },
        Hook { node: "alternative_pattern", run: patterns::names_in },
        Hook { node: "parenthesized_pattern", run: patterns::names_in },
        Hook { node: "as_pattern", run: patterns::names_in },
        Hook { node: "keyword_pattern", run: patterns::keyword_pattern },
    ],
    skipped: &["uninterpreted", "string_content", "heredoc_content"],
    visibility: hooks::visibility,
    ..LanguageSpec::NOTHING
};
