//! Comments as `RDoc` and YARD read them.

use crate::spec::DocStyle;

/// Every comment above a definition documents it, except for those that tools read.
pub(super) const STYLE: DocStyle = DocStyle {
    openings: &["#", "=begin"],
    exceptions: &[
        "#!", "# -*-", "#-*-", "# frozen_string_literal:", "# frozen-string-literal:",
        "# encoding:", "#encoding:", "# coding:", "#coding:", "# warn_indent:",
        "# shareable_constant_value:", "# typed:", "# rubocop:", "#rubocop:",
    ],
    file_openings: &[],
    clean: Some(clean),
};

/// Takes out what only tools read: the lines around a block comment, directives of `RDoc`, the
/// marks around text that it hides and around code that `SimpleCov` leaves out.
fn clean(text: String) -> String {
    let is_mark = |line: &str| {
        let line = line.trim();
        matches!(line, "=begin" | "=begin rdoc" | "=begin RDoc" | "=end" | "++")
            || is_directive(line)
    };
    if !text.lines().any(is_mark) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !is_mark(line)) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// `:nodoc:` and the like, alone on a line.
fn is_directive(line: &str) -> bool {
    let Some(word) = line.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')) else {
        return false;
    };
    let word = word.trim_end_matches(": all").trim_end_matches(':');
    matches!(
        word,
        "nodoc" | "doc" | "startdoc" | "stopdoc" | "enddoc" | "main" | "section" | "notnew"
            | "not-new" | "not_new" | "stopdoc:" | "call-seq" | "markup" | "nocov"
    )
}
