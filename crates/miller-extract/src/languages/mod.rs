//! The languages, one folder each.
//!
//! A language is a folder with its spec, a fixture and the snapshot of what the fixture gives; one
//! line in the list below; and its grammar's crate among the dependencies.

use std::sync::{LazyLock, OnceLock};

use crate::detect::{LanguageLookup, LanguageNames};
use crate::spec::LanguageSpec;
use crate::table::Table;

/// Declares the folders and lists their specs. The name of a folder is that of its language and of
/// the feature of this crate that brings it in.
macro_rules! languages {
    ($( $feature:literal => $folder:ident ; )+) => {
        $( #[cfg(feature = $feature)] mod $folder; )+

        /// All specs, in the order of the list.
        pub(crate) static SPECS: &[&LanguageSpec] =
            &[$( #[cfg(feature = $feature)] &$folder::SPEC, )+];

        /// The names in the list, those included that this build leaves out.
        #[cfg(test)]
        pub(crate) static LISTED: &[&str] = &[$( $feature, )+];

        /// The oracles of each folder.
        #[cfg(test)]
        pub(crate) static ORACLES: &[&[crate::oracle::Oracle]] =
            &[$( #[cfg(feature = $feature)] $folder::oracle::ORACLES, )+];
    };
}

languages! {
    "ada" => ada;
    "bash" => bash;
    "c" => c;
    "clojure" => clojure;
    "cmake" => cmake;
    "cpp" => cpp;
    "csharp" => csharp;
    "css" => css;
    "cuda" => cuda;
    "dart" => dart;
    "dockerfile" => dockerfile;
    "elixir" => elixir;
    "elm" => elm;
    "erlang" => erlang;
    "fortran" => fortran;
    "fsharp" => fsharp;
    "gdscript" => gdscript;
    "glsl" => glsl;
    "go" => go;
    "graphql" => graphql;
    "groovy" => groovy;
    "haskell" => haskell;
    "html" => html;
    "ini" => ini;
    "java" => java;
    "javascript" => javascript;
    "json" => json;
    "jsx" => jsx;
    "julia" => julia;
    "kotlin" => kotlin;
    "lua" => lua;
    "make" => make;
    "markdown" => markdown;
    "nix" => nix;
    "objc" => objc;
    "ocaml" => ocaml;
    "php" => php;
    "powershell" => powershell;
    "protobuf" => protobuf;
    "python" => python;
    "qml" => qml;
    "r" => r;
    "razor" => razor;
    "regex" => regex;
    "ruby" => ruby;
    "rust" => rust;
    "scala" => scala;
    "scss" => scss;
    "solidity" => solidity;
    "sql" => sql;
    "svelte" => svelte;
    "swift" => swift;
    "terraform" => terraform;
    "toml" => toml;
    "tsx" => tsx;
    "typescript" => typescript;
    "vbnet" => vbnet;
    "vue" => vue;
    "xml" => xml;
    "yaml" => yaml;
    "zig" => zig;
}

/// All specs, with those that read some files of a language by another grammar.
pub(crate) fn specs_with_variants() -> impl Iterator<Item = &'static LanguageSpec> {
    let variants = SPECS.iter().flat_map(|spec| spec.variants);
    SPECS.iter().chain(variants).copied()
}

/// What a language is known by, and the grammar that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageDetails {
    /// How its files are recognised.
    pub names: LanguageNames,
    /// The crate of its grammar.
    pub grammar: &'static str,
    /// The version of that crate.
    pub grammar_version: &'static str,
}

/// Feature, grammar crate and version, from the manifest and the lock file.
static GRAMMARS: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/grammars.rs"));

/// The details of all languages, sorted by name.
///
/// # Panics
///
/// When a language has no feature of its name, which a test rules out.
#[must_use]
pub fn language_details() -> Vec<LanguageDetails> {
    let mut details: Vec<LanguageDetails> = SPECS
        .iter()
        .map(|spec| {
            let mut grammars = GRAMMARS.iter();
            let (_, grammar, grammar_version) = grammars
                .find(|(feature, ..)| *feature == spec.names.name)
                .expect("every language has a feature of its name");
            LanguageDetails {
                names: spec.names,
                grammar,
                grammar_version,
            }
        })
        .collect();
    details.sort_by_key(|details| details.names.name);
    details
}

/// The names of all languages, that of files without one included.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SPECS
        .iter()
        .map(|spec| spec.names.name)
        .chain([crate::detect::TEXT])
}

/// Finds the spec of a language.
pub(crate) fn spec(language: &str) -> Option<&'static LanguageSpec> {
    SPECS
        .iter()
        .find(|spec| spec.names.name == language)
        .copied()
}

/// Finds the spec of a language for the file at a path.
pub(crate) fn spec_for(language: &str, path: &str) -> Option<&'static LanguageSpec> {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let reads = |variant: &&&LanguageSpec| {
        let mut extensions = variant.names.extensions.iter();
        extensions.any(|known| known.eq_ignore_ascii_case(extension))
    };
    let spec = spec(language)?;
    Some(spec.variants.iter().find(reads).copied().unwrap_or(spec))
}

/// Finds the spec that a text about source code means: a language's name, an extension or an
/// interpreter, in any case.
pub(crate) fn by_hint(hint: &str) -> Option<&'static LanguageSpec> {
    let hint = hint.to_ascii_lowercase();
    spec(&hint).or_else(|| spec(lookup().detect_by_hint(&hint)?))
}

/// The table of a spec, built once per process.
pub(crate) fn table(spec: &'static LanguageSpec) -> &'static Table {
    static TABLES: LazyLock<Vec<OnceLock<Table>>> =
        LazyLock::new(|| specs_with_variants().map(|_| OnceLock::new()).collect());
    let position = specs_with_variants().position(|listed| std::ptr::eq(listed, spec));
    let slot = &TABLES[position.expect("specs come from the list")];
    slot.get_or_init(|| Table::build(spec).0)
}

/// Finds languages by file name, extension, interpreter and content.
pub(crate) fn lookup() -> &'static LanguageLookup {
    static LOOKUP: LazyLock<LanguageLookup> =
        LazyLock::new(|| LanguageLookup::new(SPECS.iter().map(|spec| &spec.names)));
    &LOOKUP
}

#[cfg(test)]
mod tests;
