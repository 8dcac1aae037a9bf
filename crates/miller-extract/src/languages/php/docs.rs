//! PHPDoc as plain text.

use crate::spec::DocStyle;

/// Only comments that start with `/**` document something.
pub(super) const STYLE: DocStyle = DocStyle {
    openings: &["/**"],
    exceptions: &["/**/"],
    file_openings: &[],
    clean: Some(clean),
};

/// Inline tags longer than this, in bytes, are left as they are.
const TAG_LIMIT: usize = 1000;

/// Replaces inline tags by what they show: `{@see Item the item}` is `the item`. Block tags stay.
fn clean(text: String) -> String {
    if !text.contains("{@") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("{@") {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let near = &tag[..tag.floor_char_boundary(TAG_LIMIT)];
        match near.find('}') {
            Some(end) => {
                out.push_str(shown(&tag[2..end], &tag[..=end]));
                rest = &tag[end + 1..];
            }
            None => {
                out.push_str("{@");
                rest = &tag[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What an inline tag shows: the label of a link, or else its target; other tags as they are.
fn shown<'t>(inner: &'t str, whole: &'t str) -> &'t str {
    let Some((tag, content)) = inner.split_once(char::is_whitespace) else { return whole };
    if !matches!(tag, "see" | "link" | "linkplain" | "code" | "uses" | "used-by") {
        return whole;
    }
    let content = content.trim();
    match content.split_once(char::is_whitespace) {
        Some((_, label)) if tag != "code" => label.trim(),
        _ => content,
    }
}
