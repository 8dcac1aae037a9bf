//! Comments as documentation.

use crate::spec::DocStyle;

/// Every comment above documents, except for those that checkers read.
pub(super) const STYLE: DocStyle = DocStyle {
    openings: &["--"],
    exceptions: &["-- luacheck:", "--luacheck:", "---@diagnostic", "-- luacov:", "-- selene:"],
    file_openings: &[],
    clean: Some(clean),
};

/// Takes the brackets of a long comment away: `--[[ … ]]`, `--[==[ … ]==]`.
fn clean(text: String) -> String {
    let Some(level) = opening_level(text.trim_start()) else { return text };
    let close = format!("]{}]", "=".repeat(level));
    let inner = &text.trim_start()[level + 2..];
    let inner = inner.trim_start_matches(['-', '*']);
    let mut out = String::with_capacity(inner.len());
    for line in inner.lines() {
        let line = line.trim_end();
        let line = line.strip_suffix(close.as_str()).unwrap_or(line);
        out.push_str(line.trim_end_matches('-').trim_end());
        out.push('\n');
    }
    out
}

/// How many equals signs stand in the opening bracket of a long comment.
fn opening_level(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('[')?;
    let level = rest.len() - rest.trim_start_matches('=').len();
    rest[level..].starts_with('[').then_some(level)
}
