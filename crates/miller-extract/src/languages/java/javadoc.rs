//! Javadoc as plain text: inline tags are replaced by what they show, block tags stay.

/// Inline tags longer than this, in bytes, are left as they are.
const TAG_LIMIT: usize = 2000;

/// Takes out the marks of inline tags such as `{@code …}` and `{@link …}`, and paragraph marks.
pub(super) fn clean(text: String) -> String {
    if !text.contains("{@") && !text.contains("<p>") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("{@") {
        out.push_str(&rest[..at]);
        let Some((shown, end)) = inline_tag(&rest[at..]) else {
            out.push_str("{@");
            rest = &rest[at + 2..];
            continue;
        };
        out.push_str(&shown);
        rest = &rest[at + end..];
    }
    out.push_str(rest);
    out.replace("<p>", "").replace("</p>", "")
}

/// What an inline tag at the start of a text shows, and where it ends. `None` for one that is left
/// as it is.
fn inline_tag(text: &str) -> Option<(String, usize)> {
    let end = closing_brace(text)?;
    let inner = &text[2..end - 1];
    let (tag, content) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let content = content.trim();
    let shown = match tag {
        "code" | "literal" | "index" | "summary" | "return" => content.to_owned(),
        "link" | "linkplain" | "value" => {
            let (target, label) = split_reference(content);
            if label.is_empty() {
                target.trim_start_matches('#').replace('#', ".")
            } else {
                label.to_owned()
            }
        }
        _ => return None,
    };
    Some((shown, end))
}

/// Splits `Type#method(int, int) label` behind the reference.
fn split_reference(content: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    for (at, character) in content.char_indices() {
        match character {
            '(' | '<' => depth += 1,
            ')' | '>' => depth = depth.saturating_sub(1),
            _ if character.is_whitespace() && depth == 0 => {
                return (&content[..at], content[at..].trim());
            }
            _ => {}
        }
    }
    (content, "")
}

/// Where the brace that a text starts with is closed.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate().take(TAG_LIMIT) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn cleaned(text: &str) -> String {
        clean(text.to_owned())
    }

    #[test]
    fn inline_tags_show_their_content() {
        assert_eq!(cleaned("Gives {@code a < {b}}, or {@literal <x>}."), "Gives a < {b}, or <x>.");
        assert_eq!(cleaned("{@link Item#price(int, int)}"), "Item.price(int, int)");
        assert_eq!(cleaned("{@link #close() closing} {@linkplain Item}"), "closing Item");
    }

    #[test]
    fn what_is_no_inline_tag_stays() {
        assert_eq!(cleaned("{@inheritDoc} @param x {y}"), "{@inheritDoc} @param x {y}");
        assert_eq!(cleaned("open {@code x"), "open {@code x");
        assert_eq!(cleaned("First.\n<p>Second."), "First.\nSecond.");
    }
}
