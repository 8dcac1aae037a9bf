//! Which language a file is written in.
//!
//! What decides, in this order: the file's name (`Makefile`), its extension, the interpreter on
//! its first line (`#!`). Only the extension `.h` asks the content, because C and C++ share it.
//! What nothing claims is [`TEXT`].

mod header;
mod shebang;

use rustc_hash::FxHashMap;

/// The language of files that no language claims.
pub const TEXT: &str = "text";

const C: &str = "c";
const CPP: &str = "cpp";
const SHARED_HEADER: &str = "h";

/// The names by which the files of one language are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageNames {
    /// The name in the `language` columns.
    pub name: &'static str,
    /// Extensions without the dot, the longest of a file name first to match: `d.ts`, `ts`.
    /// One in lower case matches in any case; one with capitals (`C`) only as it stands.
    pub extensions: &'static [&'static str],
    /// Whole file names, as they stand: `Makefile`.
    pub file_names: &'static [&'static str],
    /// Interpreters on a `#!` line, without version digits: `python`.
    pub interpreters: &'static [&'static str],
}

/// Finds languages by name, extension and interpreter. Built once from the table of languages.
#[derive(Debug)]
pub struct LanguageLookup {
    file_names: FxHashMap<&'static str, &'static str>,
    extensions: FxHashMap<&'static str, &'static str>,
    interpreters: FxHashMap<&'static str, &'static str>,
    header_is_shared: bool,
}

impl LanguageLookup {
    /// Builds the lookup. Where two languages claim one name, the first in the table has it.
    pub fn new<'a>(languages: impl IntoIterator<Item = &'a LanguageNames>) -> Self {
        let mut lookup = Self {
            file_names: FxHashMap::default(),
            extensions: FxHashMap::default(),
            interpreters: FxHashMap::default(),
            header_is_shared: false,
        };
        let mut knows_c = false;
        let mut knows_cpp = false;
        for language in languages {
            knows_c |= language.name == C;
            knows_cpp |= language.name == CPP;
            claim(&mut lookup.file_names, language.file_names, language.name);
            claim(&mut lookup.extensions, language.extensions, language.name);
            claim(
                &mut lookup.interpreters,
                language.interpreters,
                language.name,
            );
        }
        lookup.header_is_shared = knows_c && knows_cpp;
        lookup
    }

    /// The language of a path whose content is unknown; a `.h` counts as C.
    #[must_use]
    pub fn detect_by_path(&self, path: &str) -> &'static str {
        match self.find_by_path(path) {
            Some((SHARED_HEADER, _)) if self.header_is_shared => C,
            Some((_, language)) => language,
            None => TEXT,
        }
    }

    /// The language of a file whose content is at hand.
    #[must_use]
    pub fn detect(&self, path: &str, content: &str) -> &'static str {
        match self.find_by_path(path) {
            Some((SHARED_HEADER, _)) if self.header_is_shared => {
                if header::is_cpp(content) {
                    CPP
                } else {
                    C
                }
            }
            Some((_, language)) => language,
            None => shebang::interpreter(content)
                .and_then(|name| self.find_interpreter(name))
                .unwrap_or(TEXT),
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
        if let Some(found) = find(&self.file_names, file_name) {
            return Some(found);
        }
        // A leading dot begins a hidden name, not an extension.
        let dots = file_name.match_indices('.').filter(|(at, _)| *at > 0);
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
            file_names: &["SConstruct"],
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
