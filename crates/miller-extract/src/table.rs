//! A spec made ready for the walk: dense arrays by kind id.

use tree_sitter::Language;

use crate::spec::{Definition, Hook, LanguageSpec, Leaf, Role, RoleRule, ScopeKind, Wrapper};

/// A spec resolved against its grammar. Built once per language and process.
#[derive(Debug)]
pub(crate) struct Table {
    /// The grammar, loaded.
    pub grammar: Language,
    entries: Vec<Entry>,
}

/// Everything that a spec says about one node kind.
#[derive(Debug, Default, Clone)]
pub(crate) struct Entry {
    pub definition: Option<ResolvedDefinition>,
    pub hooks: Vec<Hook>,
    pub leaf: Option<Leaf>,
    pub scope: Option<ScopeKind>,
    pub wrapper: Option<Wrapper>,
    pub class: Class,
    /// Whether a node without children means nothing: no rule is about the node itself.
    pub silent: bool,
    /// Whether nodes of the kind count among the named children of their parents.
    pub named: bool,
    /// Roles of children by field id; the last one, if any, has field 0 and stands for all others.
    pub roles: Vec<ResolvedRole>,
}

/// What the walk does with a node before it looks at its rules.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It is entered.
    #[default]
    Plain,
    /// It may stand between a doc comment and its definition, and is entered.
    Attribute,
    /// It holds nothing of interest.
    Skipped,
    /// It may document something, and holds nothing else of interest.
    Comment,
}

/// A definition with its fields looked up.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedDefinition {
    pub rule: Definition,
    pub name: Option<u16>,
    pub body: Vec<u16>,
}

/// A role rule with its fields looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ResolvedRole {
    pub field: u16,
    pub role: Role,
    pub object: u16,
}

/// What an unknown or unlisted kind gets. `ERROR` has kind id 65,535 and lands here too.
static NOTHING: Entry = Entry {
    definition: None,
    hooks: Vec::new(),
    leaf: None,
    scope: None,
    wrapper: None,
    class: Class::Plain,
    silent: true,
    named: true,
    roles: Vec::new(),
};

impl Entry {
    fn says_nothing(&self) -> bool {
        self.definition.is_none()
            && self.hooks.is_empty()
            && self.leaf.is_none()
            && self.scope.is_none()
            && self.wrapper.is_none()
            && self.class == Class::Plain
    }
}

impl Table {
    /// What the spec says about a node kind.
    pub fn entry(&self, kind: u16) -> &Entry {
        self.entries.get(usize::from(kind)).unwrap_or(&NOTHING)
    }

    /// Resolves a spec. Names that the grammar does not know are returned beside the table: the
    /// tests refuse them, and at run time the rules of the other names still hold.
    pub fn build(spec: &LanguageSpec) -> (Table, Vec<String>) {
        let grammar = (spec.grammar)();
        let mut builder = Builder {
            entries: vec![Entry::default(); grammar.node_kind_count()],
            unknown: Vec::new(),
            language: spec.names.name,
            grammar: &grammar,
        };
        for rule in spec.definitions {
            let name = if rule.name.is_empty() {
                None
            } else {
                builder.field(rule.name)
            };
            let body = rule
                .body
                .iter()
                .filter_map(|field| builder.field(field))
                .collect();
            let resolved = ResolvedDefinition {
                rule: *rule,
                name,
                body,
            };
            builder.each(rule.node, |entry| entry.definition = Some(resolved.clone()));
        }
        for rule in spec.scopes {
            builder.each(rule.node, |entry| entry.scope = Some(rule.kind));
        }
        for rule in spec.wrappers {
            builder.each(rule.node, |entry| entry.wrapper = Some(*rule));
        }
        for rule in spec.leaves {
            builder.each(rule.node, |entry| entry.leaf = Some(*rule));
        }
        for rule in spec.hooks {
            builder.each(rule.node, |entry| entry.hooks.push(*rule));
        }
        // Of a kind in several lists, the last one holds.
        let classes = [
            (spec.attributes, Class::Attribute),
            (spec.skipped, Class::Skipped),
            (spec.comments, Class::Comment),
        ];
        for (kinds, class) in classes {
            for kind in kinds {
                builder.each(kind, |entry| entry.class = class);
            }
        }
        for rule in spec.roles {
            builder.role(rule);
        }
        let Builder {
            mut entries,
            unknown,
            ..
        } = builder;
        for (kind, entry) in entries.iter_mut().enumerate() {
            entry.silent = entry.says_nothing();
            entry.named = grammar.node_kind_is_named(kind as u16);
            // The rule for all other children comes last, so that the first match is the right one.
            entry.roles.sort_by_key(|role| {
                if role.field == 0 {
                    u16::MAX
                } else {
                    role.field
                }
            });
        }
        (Table { grammar, entries }, unknown)
    }
}

struct Builder<'a> {
    entries: Vec<Entry>,
    unknown: Vec<String>,
    language: &'static str,
    grammar: &'a Language,
}

impl Builder<'_> {
    /// Changes the entry of every kind id with this name: a grammar may have several.
    fn each(&mut self, node: &str, mut change: impl FnMut(&mut Entry)) {
        let mut found = false;
        for id in 0..self.entries.len() as u16 {
            if self.grammar.node_kind_is_named(id)
                && self.grammar.node_kind_for_id(id) == Some(node)
            {
                found = true;
                change(&mut self.entries[usize::from(id)]);
            }
        }
        if !found {
            self.unknown
                .push(format!("{}: no node kind `{node}`", self.language));
        }
    }

    fn field(&mut self, field: &str) -> Option<u16> {
        let id = self
            .grammar
            .field_id_for_name(field)
            .map(std::num::NonZero::get);
        if id.is_none() {
            self.unknown
                .push(format!("{}: no field `{field}`", self.language));
        }
        id
    }

    fn role(&mut self, rule: &RoleRule) {
        let mut lookup = |name: &str| {
            if name.is_empty() {
                Some(0)
            } else {
                self.field(name)
            }
        };
        let (Some(field), Some(object)) = (lookup(rule.field), lookup(rule.object)) else {
            return;
        };
        let resolved = ResolvedRole {
            field,
            role: rule.role,
            object,
        };
        self.each(rule.parent, |entry| entry.roles.push(resolved));
    }
}
