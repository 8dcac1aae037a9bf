//! Tells C++ headers from C headers, which share the extension `.h`.
//!
//! One pass over the lines. A header is C++ when a line outside comments begins with something
//! that C does not have (`class Name`, `namespace`, `template <`, `public:`, `using`, …), names
//! `std::`, or includes a header of the C++ library (`<vector>`: C's own all end in `.h`). What
//! stands between `#ifdef __cplusplus` and its `#else` or `#endif` does not count: a header that
//! hides its C++ from C compilers is meant for both.

use memchr::memmem;

/// Whether the content of a `.h` file is C++.
pub(super) fn is_cpp(content: &str) -> bool {
    let mut in_comment = false;
    let mut conditionals = Conditionals::default();
    for line in content.lines() {
        let line = line.trim_start_matches('\u{feff}');
        let code = code_of(line, &mut in_comment);
        if let Some(directive) = code.strip_prefix('#') {
            let directive = directive.trim_start();
            conditionals.read(directive);
            if !conditionals.hidden_from_c() && includes_cpp_library(directive) {
                return true;
            }
        } else if !conditionals.hidden_from_c() && shows_cpp(code) {
            return true;
        }
    }
    false
}

/// The part of a line before a comment and behind the comments it begins with.
fn code_of<'a>(line: &'a str, in_comment: &mut bool) -> &'a str {
    let mut rest = line;
    loop {
        if *in_comment {
            let Some(end) = rest.find("*/") else {
                return "";
            };
            *in_comment = false;
            rest = &rest[end + 2..];
        }
        rest = rest.trim_start();
        let Some(inside) = rest.strip_prefix("/*") else {
            break;
        };
        *in_comment = true;
        rest = inside;
    }
    let code = &rest[..rest.find("//").unwrap_or(rest.len())];
    let Some(start) = code.find("/*") else {
        return code;
    };
    // What follows a comment in the middle of a line is given up; whether the comment ends
    // matters for the next line. The last opening decides.
    let last = code.rfind("/*").unwrap_or(start);
    *in_comment = !rest[last + 2..].contains("*/");
    &code[..start]
}

/// The nesting of `#if`, as far as it concerns `__cplusplus`.
#[derive(Default)]
struct Conditionals {
    depth: u32,
    hidden_since: Option<u32>,
}

impl Conditionals {
    fn read(&mut self, directive: &str) {
        let word_end = directive
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(directive.len());
        let (word, condition) = directive.split_at(word_end);
        match word {
            "if" | "ifdef" | "ifndef" => {
                self.depth += 1;
                let asks_for_cpp = word != "ifndef"
                    && condition.contains("__cplusplus")
                    && !condition.contains('!');
                if asks_for_cpp && self.hidden_since.is_none() {
                    self.hidden_since = Some(self.depth);
                }
            }
            "else" | "elif" if self.hidden_since == Some(self.depth) => self.hidden_since = None,
            "endif" => {
                if self.hidden_since == Some(self.depth) {
                    self.hidden_since = None;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn hidden_from_c(&self) -> bool {
        self.hidden_since.is_some()
    }
}

fn includes_cpp_library(directive: &str) -> bool {
    directive
        .strip_prefix("include")
        .and_then(|rest| rest.trim_start().strip_prefix('<'))
        .and_then(|rest| rest.split_once('>'))
        .is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
}

fn shows_cpp(code: &str) -> bool {
    let word_end = code
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(code.len());
    let (word, rest) = code.split_at(word_end);
    let follows = rest.trim_start();
    let shown = match word {
        "class" | "using" | "typename" | "friend" | "explicit" | "virtual" => begins_name(follows),
        "namespace" => begins_name(follows) || follows.starts_with('{') || follows.is_empty(),
        "template" => follows.starts_with('<'),
        "public" | "private" | "protected" => {
            follows.starts_with(':') || follows.starts_with("slots")
        }
        "enum" => follows
            .strip_prefix("class")
            .is_some_and(|rest| rest.starts_with(' ')),
        "inline" => follows.starts_with("namespace "),
        _ => false,
    };
    shown || memmem::find(code.as_bytes(), b"std::").is_some()
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':')
}

#[cfg(test)]
mod tests {
    use super::is_cpp;

    #[test]
    fn cpp_at_line_starts_is_seen() {
        for content in [
            "#pragma once\nclass Point {\n};\n",
            "  namespace a {\n",
            "namespace\n{\n",
            "inline namespace v1 {\n",
            "template<typename T> T f(T);\n",
            "template <class T>\n",
            "struct A {\npublic:\n  int x;\n};\n",
            "protected slots:\n",
            "using std::string;\n",
            "using Name = int;\n",
            "enum class Colour : int;\n",
            "#include <vector>\n",
            "# include <cstdint>\n",
            "inline std::size_t f();\n",
            "/* a comment */ class Point;\n",
            "/* one\n two */ class Point;\n",
            "int x; /* a */ int y; /* b */\nclass Point;\n",
            "#ifndef __cplusplus\n#error C++ only\n#endif\nclass Point;\n",
            "#ifdef __cplusplus\n#if X\n#endif\n#endif\nclass Point;\n",
            "\u{feff}class Point;\n",
        ] {
            assert!(is_cpp(content), "{content}");
        }
    }

    #[test]
    fn c_is_not_taken_for_cpp() {
        for content in [
            "",
            "struct point { int x; };\n",
            "// class Point\n",
            "/*\nclass Point {\nnamespace a {\n*/\nint x;\n",
            "int x; /* opens\nclass Point\n*/\n",
            "/* a */ /* b\nclass Point\n*/ int x;\n",
            "int x; // not /* opened\nint y;\n",
            "#include <stdint.h>\n#include \"vector\"\n",
            "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif\n",
            "#if defined(__cplusplus)\nclass Point;\n#include <vector>\n#endif\nint x;\n",
            "#if X\n#ifdef __cplusplus\n#if Y\n#endif\nnamespace a {}\n#else\nint x;\n#endif\n#endif\n",
            "int class;\nclass = 3;\nclassify(x);\n",
            "unsigned private : 1;\ntemplate = 1;\n",
            "using(x);\n",
        ] {
            assert!(!is_cpp(content), "{content}");
        }
    }
}
