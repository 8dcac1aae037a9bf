//! What a language says of names in other files: which languages share their names, how they lead from
//! one file to another, and what a member calls its own type.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Languages whose definitions know of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    Python,
    EcmaScript,
    Go,
    Rust,
    Jvm,
    DotNet,
    Php,
    C,
    Ruby,
    /// A language by itself, by its place in [`OTHERS`].
    Other(u8),
}

/// How names lead from one file to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// A dotted path leads to a file below one of several roots.
    Python,
    /// A path leads to a file beside the importing one, the name of a package to its folder.
    EcmaScript,
    /// The path of a package leads to a folder, all files of which share their names.
    Go,
    /// Modules are a tree of files below the root of a crate.
    Rust,
    /// Qualified names are the same in all files.
    Namespaces,
    /// A file sees what the files say that it includes.
    Includes,
    /// Names are the same in all files, and nothing says where they come from.
    Global,
}

/// The rules of a language.
#[derive(Debug)]
pub(crate) struct Rules {
    pub family: Family,
    pub scheme: Scheme,
    /// What stands between the parts of a path.
    pub separator: &'static str,
    /// What stands between a type and its member in a qualified name.
    pub member_separator: &'static str,
    /// What a member calls the instance or type it belongs to.
    pub self_names: &'static [&'static str],
    /// What a member calls the type that its own type extends.
    pub super_names: &'static [&'static str],
    /// Whether members are named without a receiver.
    pub members_in_scope: bool,
    /// Whether a name that nothing is in front of may be defined in any file.
    pub is_global: bool,
}

const DOTTED: Rules = Rules {
    family: Family::Python,
    scheme: Scheme::Global,
    separator: ".",
    member_separator: ".",
    self_names: &["self", "this"],
    super_names: &["super"],
    members_in_scope: true,
    is_global: true,
};

const PYTHON: Rules = Rules {
    scheme: Scheme::Python,
    self_names: &["self", "cls"],
    super_names: &["super()"],
    members_in_scope: false,
    is_global: false,
    ..DOTTED
};

const ECMASCRIPT: Rules = Rules {
    family: Family::EcmaScript,
    scheme: Scheme::EcmaScript,
    self_names: &["this"],
    members_in_scope: false,
    is_global: false,
    ..DOTTED
};

const GO: Rules = Rules {
    family: Family::Go,
    scheme: Scheme::Go,
    self_names: &[],
    super_names: &[],
    members_in_scope: false,
    is_global: false,
    ..DOTTED
};

const RUST: Rules = Rules {
    family: Family::Rust,
    scheme: Scheme::Rust,
    separator: "::",
    member_separator: "::",
    self_names: &["self", "Self"],
    super_names: &[],
    members_in_scope: false,
    is_global: false,
};

const JVM: Rules = Rules {
    family: Family::Jvm,
    scheme: Scheme::Namespaces,
    self_names: &["this"],
    is_global: false,
    ..DOTTED
};

const DOT_NET: Rules = Rules {
    family: Family::DotNet,
    self_names: &["this", "me"],
    super_names: &["base", "mybase"],
    ..JVM
};

const PHP: Rules = Rules {
    family: Family::Php,
    separator: "\\",
    member_separator: "::",
    self_names: &["$this", "self", "static"],
    super_names: &["parent"],
    members_in_scope: false,
    ..JVM
};

const C: Rules = Rules {
    family: Family::C,
    scheme: Scheme::Includes,
    separator: "::",
    member_separator: "::",
    self_names: &["this", "self"],
    super_names: &["super"],
    ..DOTTED
};

const RUBY: Rules = Rules {
    family: Family::Ruby,
    separator: "::",
    member_separator: "::",
    self_names: &["self"],
    ..DOTTED
};

/// Languages that share their names with no other one, and have no rules of their own.
pub(crate) const OTHERS: &[&str] = &[
    "ada",
    "bash",
    "clojure",
    "dart",
    "elixir",
    "elm",
    "erlang",
    "fortran",
    "gdscript",
    "glsl",
    "graphql",
    "haskell",
    "julia",
    "lua",
    "nix",
    "ocaml",
    "powershell",
    "protobuf",
    "qml",
    "r",
    "solidity",
    "sql",
    "swift",
    "terraform",
    "zig",
];

const fn others() -> [Rules; OTHERS.len()] {
    let mut all = [const { DOTTED }; OTHERS.len()];
    let mut at = 0;
    while at < OTHERS.len() {
        all[at].family = Family::Other(at as u8);
        at += 1;
    }
    all
}

static OTHER_RULES: [Rules; OTHERS.len()] = others();

/// The names of the members of a language's standard types: that a workspace defines one of them only once
/// says nothing of what a value of unknown type has.
pub(crate) fn library_names(family: Family) -> &'static FxHashSet<&'static str> {
    static NAMES: LazyLock<FxHashMap<Family, FxHashSet<&'static str>>> = LazyLock::new(|| {
        let of = |text: &'static str| text.lines().filter(|line| !line.starts_with('#')).collect();
        [
            (Family::Python, of(include_str!("library_names/python.txt"))),
            (
                Family::EcmaScript,
                of(include_str!("library_names/ecmascript.txt")),
            ),
            (Family::Go, of(include_str!("library_names/go.txt"))),
            (Family::Rust, of(include_str!("library_names/rust.txt"))),
            (Family::Jvm, of(include_str!("library_names/jvm.txt"))),
            (Family::DotNet, of(include_str!("library_names/dotnet.txt"))),
            (Family::Php, of(include_str!("library_names/php.txt"))),
            (Family::C, of(include_str!("library_names/c.txt"))),
            (Family::Ruby, of(include_str!("library_names/ruby.txt"))),
        ]
        .into_iter()
        .collect()
    });
    static NONE: LazyLock<FxHashSet<&'static str>> = LazyLock::new(FxHashSet::default);
    NAMES.get(&family).unwrap_or(&NONE)
}

/// The names of the functions of C's library, which need no declaration in the workspace.
pub(crate) fn is_function_of_c(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let text = include_str!("library_names/c_functions.txt");
        text.lines().filter(|line| !line.starts_with('#')).collect()
    });
    NAMES.contains(name)
}

/// The rules of a language; `None` for those of data and text, whose names mean nothing elsewhere.
pub(crate) fn rules_of(language: &str) -> Option<&'static Rules> {
    Some(match language {
        "python" => &PYTHON,
        "javascript" | "jsx" | "typescript" | "tsx" | "vue" | "svelte" => &ECMASCRIPT,
        "go" => &GO,
        "rust" => &RUST,
        "java" | "kotlin" | "scala" | "groovy" => &JVM,
        "csharp" | "vbnet" | "fsharp" | "razor" => &DOT_NET,
        "php" => &PHP,
        "c" | "cpp" | "cuda" | "objc" | "objcpp" => &C,
        "ruby" => &RUBY,
        other => &OTHER_RULES[OTHERS.iter().position(|name| *name == other)?],
    })
}

/// Whether a name in one language can mean a definition in the other.
#[must_use]
pub fn share_names(one: &str, other: &str) -> bool {
    let family = |language| rules_of(language).map(|rules| rules.family);
    one == other || family(one).is_some_and(|of_one| family(other) == Some(of_one))
}

#[cfg(test)]
mod tests {
    use super::share_names;

    #[test]
    fn languages_share_names_within_their_family() {
        for (one, other) in [
            ("typescript", "javascript"),
            ("cpp", "c"),
            ("kotlin", "java"),
        ] {
            assert!(share_names(one, other));
            assert!(share_names(other, one));
        }
        assert!(share_names("yaml", "yaml"));
        for (one, other) in [
            ("python", "ruby"),
            ("yaml", "json"),
            ("sql", "lua"),
            ("c", "yaml"),
        ] {
            assert!(!share_names(one, other), "{one} and {other}");
        }
    }
}
