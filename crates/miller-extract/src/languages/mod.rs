//! The languages, one folder each.
//!
//! A language is a folder with its spec, a fixture and the snapshot of what the fixture gives; one
//! line in the list below; and its grammar's crate among the dependencies.

use std::sync::{LazyLock, OnceLock};

use crate::detect::LanguageLookup;
use crate::spec::LanguageSpec;
use crate::table::Table;

/// Declares the folders and lists their specs. A folder may hold several specs of one grammar
/// crate: `folder: SPEC, OTHER`.
macro_rules! languages {
    ($( $folder:ident : $($spec:ident),+ ; )+) => {
        $( mod $folder; )+

        /// All specs, in the order of the list.
        pub(crate) static SPECS: &[&LanguageSpec] = &[$( $( &$folder::$spec, )+ )+];

        /// The oracles of each folder.
        #[cfg(test)]
        pub(crate) static ORACLES: &[&[crate::oracle::Oracle]] = &[$( $folder::oracle::ORACLES, )+];
    };
}

languages! {
    c: SPEC;
    cpp: SPEC;
    csharp: SPEC;
    go: SPEC;
    java: SPEC;
    javascript: SPEC;
    python: SPEC;
    rust: SPEC;
    tsx: SPEC;
    typescript: SPEC;
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

/// The table of a spec, built once per process.
pub(crate) fn table(spec: &'static LanguageSpec) -> &'static Table {
    static TABLES: LazyLock<Vec<OnceLock<Table>>> =
        LazyLock::new(|| SPECS.iter().map(|_| OnceLock::new()).collect());
    let position = SPECS.iter().position(|listed| std::ptr::eq(*listed, spec));
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
mod tests {
    use super::*;

    #[test]
    fn specs_name_only_what_their_grammars_know() {
        let unknown: Vec<String> = SPECS.iter().flat_map(|spec| Table::build(spec).1).collect();
        assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    }
}
