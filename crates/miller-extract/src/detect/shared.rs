//! Extensions that several languages share: what in the content decides.
//!
//! The language that claims such an extension in its table has it unless the content says otherwise.
//! What belongs to a language that Miller does not read, such as Matlab's `.m`, is [`TEXT`].

use memchr::memmem;

use super::{TEXT, header};

/// What the content of a file with a shared extension says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It belongs to the language that claims the extension.
    Claimant,
    /// It belongs to another language.
    Other(&'static str),
}

/// Reads the content of a file.
type Rule = fn(&str) -> Verdict;

/// The rules, by extension.
pub(super) static RULES: &[(&str, Rule)] = &[
    ("bb", clojure_or_other),
    ("builder", xml_or_other),
    ("cfg", settings),
    ("comp", shader_or_other),
    ("conf", settings),
    ("config", xml_or_other),
    ("fs", f_sharp_or_shader),
    ("h", c_header),
    ("launch", xml_or_other),
    ("m", objective_c_or_other),
    ("md", markdown_or_machine_description),
    ("mesh", shader_or_other),
    ("mm", objective_c_or_other),
    ("p8", lua_or_other),
    ("proj", xml_or_other),
    ("props", xml_or_other),
    ("sc", scala_or_other),
    ("targets", xml_or_other),
    ("ts", typescript_or_translation),
    ("ui", xml_or_other),
    ("vs", shader_or_other),
];

/// How much of a file is looked at: what tells languages apart stands at the top.
const LOOKED_AT: usize = 64 * 1024;

fn top(content: &str) -> &str {
    &content[..content.floor_char_boundary(LOOKED_AT)]
}

/// The lines that are neither blank nor comments that start with one of `marks`.
fn lines_of_code<'c>(
    content: &'c str,
    marks: &'c [&'c str],
) -> impl Iterator<Item = &'c str> + use<'c> {
    top(content.trim_start_matches('\u{feff}'))
        .lines()
        .map(str::trim_start)
        .filter(move |line| !line.is_empty() && !marks.iter().any(|mark| line.starts_with(mark)))
}

fn c_header(content: &str) -> Verdict {
    if shows_objective_c(content) {
        Verdict::Other("objc")
    } else if header::is_cpp(content) {
        Verdict::Other("cpp")
    } else {
        Verdict::Other("c")
    }
}

fn objective_c_or_other(content: &str) -> Verdict {
    // Matlab comments with `%`, Mathematica with `(*`, Mercury with `%`.
    let includes = lines_of_code(content, &["//", "/*", "*"])
        .any(|line| line.starts_with("#import") || line.starts_with("#include"));
    let nothing = content.trim().is_empty();
    if includes || nothing || shows_objective_c(content) {
        Verdict::Claimant
    } else {
        Verdict::Other(TEXT)
    }
}

fn shows_objective_c(content: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "@interface",
        "@implementation",
        "@protocol",
        "@class ",
        "@import ",
        "#import ",
    ];
    lines_of_code(content, &["//", "/*", "*"])
        .any(|line| KEYWORDS.iter().any(|keyword| line.starts_with(keyword)))
}

/// Qt keeps translations as XML in files that end in `.ts`.
fn typescript_or_translation(content: &str) -> Verdict {
    let start = content.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("<?xml") || start.starts_with("<!DOCTYPE TS") {
        Verdict::Other("xml")
    } else {
        Verdict::Claimant
    }
}

/// Classes of `SuperCollider` look much like Scala's, but name their base with a colon, their arguments
/// between bars and their variables `var <name`.
fn scala_or_other(content: &str) -> Verdict {
    const SIGNS: &[&str] = &[
        "+ ", "SynthDef", "s.boot", "classvar", "arg ", "var <", "*new", "^",
    ];
    // A line of Scala may begin with an operator, too.
    let shown = SIGNS.iter().filter(|sign| {
        let mut lines = lines_of_code(content, &["//", "/*"]).take(200);
        lines.any(|line| line.starts_with(**sign))
    });
    if shown.count() >= 2 {
        Verdict::Other(TEXT)
    } else {
        Verdict::Claimant
    }
}

/// Many programs have extensions of their own for files that are XML, and others that are not.
fn xml_or_other(content: &str) -> Verdict {
    claimed_if(
        content
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('<'),
    )
}

/// Babashka's scripts, against the recipes of `BitBake`.
fn clojure_or_other(content: &str) -> Verdict {
    let mut lines = lines_of_code(content, &["#!", ";"]);
    claimed_if(lines.next().is_none_or(|line| line.starts_with(['(', '['])))
}

/// The cartridges of Pico-8, against private keys.
fn lua_or_other(content: &str) -> Verdict {
    claimed_if(content.starts_with("pico-8 cartridge"))
}

fn claimed_if(claimed: bool) -> Verdict {
    if claimed {
        Verdict::Claimant
    } else {
        Verdict::Other(TEXT)
    }
}

fn f_sharp_or_shader(content: &str) -> Verdict {
    if shows_shader(content) {
        Verdict::Other("glsl")
    } else {
        Verdict::Claimant
    }
}

fn shader_or_other(content: &str) -> Verdict {
    if shows_shader(content) {
        Verdict::Claimant
    } else {
        Verdict::Other(TEXT)
    }
}

fn shows_shader(content: &str) -> bool {
    let content = top(content);
    let declares = lines_of_code(content, &["//", "/*", "*"]).any(|line| {
        line.starts_with("#version")
            || line.starts_with("uniform ")
            || line.starts_with("varying ")
            || line.starts_with("attribute ")
            || line.starts_with("precision ")
            || line.starts_with("void main")
    });
    declares || memmem::find(content.as_bytes(), b"gl_Position").is_some()
}

/// GCC describes machines in Lisp-like files that end in `.md`.
fn markdown_or_machine_description(content: &str) -> Verdict {
    let start = content.trim_start();
    let lisp = start.starts_with(";;") || start.starts_with("(define_");
    if lisp {
        Verdict::Other(TEXT)
    } else {
        Verdict::Claimant
    }
}

/// Settings in sections, against the many other formats that are called configuration.
fn settings(content: &str) -> Verdict {
    let mut lines = lines_of_code(content, &["#", ";", "//"]);
    match lines.next() {
        None => Verdict::Claimant,
        Some(line) if line.starts_with('[') && line.contains(']') => Verdict::Claimant,
        Some(line) => {
            let name = line.split('=').next().unwrap_or_default();
            let assigns = name.len() < line.len() && !name.contains(['{', '(', '<', '"']);
            if assigns {
                Verdict::Claimant
            } else {
                Verdict::Other(TEXT)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&str) -> Verdict, verdicts: &[(&str, Verdict)]) {
        for (content, verdict) in verdicts {
            assert_eq!(rule(content), *verdict, "{content}");
        }
    }

    #[test]
    fn rules_are_sorted_by_extension() {
        assert!(RULES.is_sorted_by_key(|(extension, _)| extension));
    }

    #[test]
    fn a_header_is_c_cpp_or_objective_c() {
        check(
            c_header,
            &[
                ("struct point { int x; };\n", Verdict::Other("c")),
                ("class Point;\n", Verdict::Other("cpp")),
                (
                    "#import <Foundation/Foundation.h>\n@interface A : NSObject\n@end\n",
                    Verdict::Other("objc"),
                ),
                ("// @interface\nint x;\n", Verdict::Other("c")),
            ],
        );
    }

    #[test]
    fn objective_c_is_told_from_matlab() {
        check(
            objective_c_or_other,
            &[
                ("#import \"A.h\"\n", Verdict::Claimant),
                ("@implementation A\n@end\n", Verdict::Claimant),
                ("", Verdict::Claimant),
                (
                    "% sums\nfunction y = f(x)\ny = sum(x);\nend\n",
                    Verdict::Other(TEXT),
                ),
                ("(* ::Package:: *)\nf[x_] := x\n", Verdict::Other(TEXT)),
            ],
        );
    }

    #[test]
    fn a_translation_is_told_from_typescript() {
        check(
            typescript_or_translation,
            &[
                (
                    "\u{feff}<?xml version=\"1.0\"?>\n<!DOCTYPE TS>\n<TS/>\n",
                    Verdict::Other("xml"),
                ),
                ("<!DOCTYPE TS><TS version=\"2.1\">\n", Verdict::Other("xml")),
                ("const x = <T>y;\n", Verdict::Claimant),
            ],
        );
    }

    #[test]
    fn scala_is_told_from_super_collider() {
        check(
            scala_or_other,
            &[
                ("import $ivy.`a::b:1`\nval x = 1\n", Verdict::Claimant),
                ("object A { def f = 1 }\n", Verdict::Claimant),
                ("val x = 1\n+ 2\n", Verdict::Claimant),
                (
                    "Klang : UGen {\n\tvar <freq;\n\t*new { arg x; ^super.new }\n}\n",
                    Verdict::Other(TEXT),
                ),
            ],
        );
    }

    #[test]
    fn shaders_are_told_from_others() {
        check(
            f_sharp_or_shader,
            &[
                ("module A\nlet x = 1\n", Verdict::Claimant),
                ("#version 330\nvoid main() {}\n", Verdict::Other("glsl")),
            ],
        );
        check(
            shader_or_other,
            &[
                (
                    "void main() { gl_Position = vec4(0); }\n",
                    Verdict::Claimant,
                ),
                ("anything\n", Verdict::Other(TEXT)),
            ],
        );
    }

    #[test]
    fn formats_with_extensions_of_many_programs_are_told_apart() {
        check(
            xml_or_other,
            &[
                ("\u{feff}\n<configuration/>\n", Verdict::Claimant),
                ("key = value\n", Verdict::Other(TEXT)),
            ],
        );
        check(
            clojure_or_other,
            &[
                ("#!/usr/bin/env bb\n(println 1)\n", Verdict::Claimant),
                (
                    "SUMMARY = \"A recipe\"\ninherit cmake\n",
                    Verdict::Other(TEXT),
                ),
            ],
        );
        check(
            lua_or_other,
            &[
                ("pico-8 cartridge // http\n__lua__\n", Verdict::Claimant),
                ("-----BEGIN PRIVATE KEY-----\n", Verdict::Other(TEXT)),
            ],
        );
    }

    #[test]
    fn prose_is_told_from_machine_descriptions() {
        check(
            markdown_or_machine_description,
            &[
                ("# Title\n", Verdict::Claimant),
                (
                    ";; GCC machine description\n(define_insn \"a\")\n",
                    Verdict::Other(TEXT),
                ),
            ],
        );
    }

    #[test]
    fn settings_have_sections_or_assign() {
        check(
            settings,
            &[
                ("# c\n[section]\na = 1\n", Verdict::Claimant),
                ("a=1\n", Verdict::Claimant),
                ("", Verdict::Claimant),
                ("server {\n  listen 80;\n}\n", Verdict::Other(TEXT)),
                ("<VirtualHost *:80>\n", Verdict::Other(TEXT)),
                ("Listen 80\n", Verdict::Other(TEXT)),
            ],
        );
    }
}
