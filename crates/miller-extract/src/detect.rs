//! Which language a file is written in.
//!
//! What decides, in this order: the file's name (`Makefile`), its extension, the interpreter on
//! its first line (`#!`). Extensions that several languages share ask the content (`shared`).
//! What nothing claims is [`TEXT`].

mod header;
mod shared;
mod shebang;

use rustc_hash::{FxHashMap, FxHashSet};
use shared::Verdict;

/// The language of files that no language claims.
pub const TEXT: &str = "text";

/// The names by which the files of one language are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageNames {
    /// The name in the `language` columns.
    pub name: &'static str,
    /// Extensions without the dot, the longest of a file name first to match: `d.ts`, `ts`.
    /// One in lower case matches in any case; one with capitals (`C`) only as it stands.
    pub extensions: &'static [&'static str],
    /// Whole file names, as they stand: `Makefile`. One that ends with `.*` stands for all that go on
    /// after the dot, whatever extension that is: `Dockerfile.*`.
    pub file_names: &'static [&'static str],
    /// Interpreters on a `#!` line, without version digits: `python`.
    pub interpreters: &'static [&'static str],
}

/// Finds languages by name, extension and interpreter. Built once from the table of languages.
#[derive(Debug)]
pub struct LanguageLookup {
    file_names: FxHashMap<&'static str, &'static str>,
    beginnings: FxHashMap<&'static str, &'static str>,
    extensions: FxHashMap<&'static str, &'static str>,
    interpreters: FxHashMap<&'static str, &'static str>,
    languages: FxHashSet<&'static str>,
}

impl LanguageLookup {
    /// Builds the lookup. Where two languages claim one name, the first in the table has it.
    pub fn new<'a>(languages: impl IntoIterator<Item = &'a LanguageNames>) -> Self {
        let mut lookup = Self {
            file_names: FxHashMap::default(),
            beginnings: FxHashMap::default(),
            extensions: FxHashMap::default(),
            interpreters: FxHashMap::default(),
            languages: FxHashSet::default(),
        };
        for language in languages {
            lookup.languages.insert(language.name);
            claim(&mut lookup.file_names, language.file_names, language.name);
            let beginnings = language.file_names.iter();
            for beginning in beginnings.filter_map(|name| name.strip_suffix(".*")) {
                lookup.beginnings.entry(beginning).or_insert(language.name);
            }
            claim(&mut lookup.extensions, language.extensions, language.name);
            claim(
                &mut lookup.interpreters,
                language.interpreters,
                language.name,
            );
        }
        lookup
    }

    /// The language of a path whose content is unknown. One whose extension several languages share
    /// counts as that of the language which claims it: a `.h` as C.
    #[must_use]
    pub fn detect_by_path(&self, path: &str) -> &'static str {
        self.find_by_path(path)
            .map_or(TEXT, |(_, language)| language)
    }

    /// The language of a file whose content is at hand.
    #[must_use]
    pub fn detect(&self, path: &str, content: &str) -> &'static str {
        let Some((extension, claimant)) = self.find_by_path(path) else {
            return shebang::interpreter(content)
                .and_then(|name| self.find_interpreter(name))
                .unwrap_or(TEXT);
        };
        let rule = shared::RULES
            .iter()
            .find(|(shared, _)| *shared == extension);
        match rule.map(|(_, rule)| rule(content)) {
            // A slim build may not have the other language.
            Some(Verdict::Other(other)) if other == TEXT || self.languages.contains(other) => other,
            _ => claimant,
        }
    }

    /// The language whose extension or interpreter a word is.
    pub(crate) fn detect_by_hint(&self, hint: &str) -> Option<&'static str> {
        let extension = self.extensions.get(hint).copied();
        extension.or_else(|| self.find_interpreter(hint))
    }

    /// The name or extension that was found, and its language.
    fn find_by_path(&self, path: &str) -> Option<(&'static str, &'static str)> {
        let file_name = path.rsplit('/').next().unwrap_or(path);
        // A leading dot begins a hidden name, not an extension.
        let dots = file_name.match_indices('.').filter(|(at, _)| *at > 0);
        let start = dots.clone().next().map(|(at, _)| &file_name[..at]);
        let named = find(&self.file_names, file_name).or_else(|| {
            find(
                &self.beginnings,
                start.filter(|_| !file_name.ends_with('.'))?,
            )
        });
        if named.is_some() {
            return named;
        }
        let mut endings = dots.map(|(at, _)| &file_name[at + 1..]);
        endings.find_map(|ending| {
            find(&self.extensions, ending)
                .or_else(|| find(&self.extensions, &ending.to_ascii_lowercase()))
        })
    }

    fn find_interpreter(&self, name: &str) -> Option<&'static str> {
        let without_version = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        [name, without_version, without_version.trim_end_matches('-')]
            .into_iter()
            .find_map(|name| self.interpreters.get(name).copied())
    }
}

fn claim(
    names: &mut FxHashMap<&'static str, &'static str>,
    claimed: &[&'static str],
    language: &'static str,
) {
    for name in claimed {
        names.entry(name).or_insert(language);
    }
}

fn find(
    names: &FxHashMap<&'static str, &'static str>,
    name: &str,
) -> Option<(&'static str, &'static str)> {
    names
        .get_key_value(name)
        .map(|(name, language)| (*name, *language))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[LanguageNames] = &[
        LanguageNames {
            name: "c",
            extensions: &["c", "h"],
            file_names: &[],
            interpreters: &[],
        },
        LanguageNames {
            name: "cpp",
            extensions: &["cpp", "hpp", "h", "C"],
            file_names: &[],
            interpreters: &[],
        },
        LanguageNames {
            name: "python",
            extensions: &["py", "pyi"],
            file_names: &["SConstruct", "SConfig.*"],
            interpreters: &["python", "pypy"],
        },
        LanguageNames {
            name: "javascript",
            extensions: &["js"],
            file_names: &[],
            interpreters: &["node"],
        },
        LanguageNames {
            name: "declarations",
            extensions: &["d.ts"],
            file_names: &[],
            interpreters: &[],
        },
        LanguageNames {
            name: "typescript",
            extensions: &["ts"],
            file_names: &[],
            interpreters: &[],
        },
    ];

    fn by_path(path: &str) -> &'static str {
        LanguageLookup::new(TABLE).detect_by_path(path)
    }

    fn by_content(path: &str, content: &str) -> &'static str {
        LanguageLookup::new(TABLE).detect(path, content)
    }

    #[test]
    fn names_and_extensions_decide() {
        for (path, language) in [
            ("a.py", "python"),
            ("deep/folder.js/a.PY", "python"),
            ("SConstruct", "python"),
            ("sconstruct", "text"),
            ("SConfig.js", "python"),
            ("folder/SConfig.unheard.of", "python"),
            ("SConfig", "text"),
            ("SConfig.", "text"),
            ("a.min.js", "javascript"),
            ("a.d.ts", "declarations"),
            ("a.x.ts", "typescript"),
            ("a.c", "c"),
            ("a.C", "cpp"),
            (".py", "text"),
            (".hidden.py", "python"),
            ("py", "text"),
            ("a.", "text"),
            ("", "text"),
            ("folder.py/", "text"),
            ("é.py", "python"),
            ("a.pyé", "text"),
        ] {
            assert_eq!(by_path(path), language, "{path}");
        }
    }

    #[test]
    fn a_header_is_c_until_its_content_says_otherwise() {
        assert_eq!(by_path("a.h"), "c");
        assert_eq!(by_path("a.H"), "c");
        assert_eq!(by_content("a.h", "struct point { int x; };\n"), "c");
        assert_eq!(by_content("a.H", "class Point { };\n"), "cpp");
        assert_eq!(by_content("a.hpp", "struct point { int x; };\n"), "cpp");
        assert_eq!(by_content("a.c", "class Point { };\n"), "c");
    }

    #[test]
    fn a_header_goes_to_the_only_language_that_claims_it() {
        let lookup = LanguageLookup::new(&TABLE[1..]);
        assert_eq!(lookup.detect_by_path("a.h"), "cpp");
        assert_eq!(lookup.detect("a.h", "int x;\n"), "cpp");
    }

    #[test]
    fn a_first_line_names_an_interpreter() {
        for (line, language) in [
            ("#!/usr/bin/python", "python"),
            ("#!/usr/bin/python3.11", "python"),
            ("#! /usr/bin/env python3", "python"),
            ("#!/usr/bin/env -S python3 -u", "python"),
            (
                "#!/usr/bin/env -i PATH=/bin -u HOME node --harmony",
                "javascript",
            ),
            ("#!/opt/pypy-3.10/bin/pypy3", "python"),
            ("#!/usr/bin/python-3", "python"),
            ("#!/usr/bin/env", "text"),
            ("#!", "text"),
            ("#!/bin/unheard-of", "text"),
            ("# /usr/bin/python", "text"),
        ] {
            assert_eq!(
                by_content("script", &format!("{line}\nx\n")),
                language,
                "{line}"
            );
            assert_eq!(
                by_content("script", &format!("\u{feff}{line}\r\n")),
                language,
                "{line}"
            );
        }
        assert_eq!(by_content("script.js", "#!/usr/bin/python\n"), "javascript");
    }
}
