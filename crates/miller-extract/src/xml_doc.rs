//! XML documentation comments as plain text, for the languages of .NET.

/// Entities longer than this are not looked for.
const ENTITY_LIMIT: usize = 8;

/// Takes the tags out: summaries and remarks become text, parameters `name: text`, references the
/// name they refer to.
pub(crate) fn clean(text: String) -> String {
    if !text.contains(['<', '&']) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '&']) {
        append(&mut out, &rest[..at]);
        rest = &rest[at..];
        if let Some((character, length)) = entity(rest) {
            out.push(character);
            rest = &rest[length..];
        } else if let Some(tag) = Tag::read(rest) {
            tag.write(&mut out);
            rest = &rest[tag.length..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    append(&mut out, rest);
    tidy(&out)
}

/// Appends text; white space at its start is left out after a label such as `Returns: `.
fn append(out: &mut String, text: &str) {
    out.push_str(if out.ends_with(": ") {
        text.trim_start()
    } else {
        text
    });
}

/// Lines without trailing white space and without blank lines, which the tags leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
    {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    let end = name
        .bytes()
        .take(ENTITY_LIMIT)
        .position(|byte| byte == b';')?;
    let character = match &name[..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "#160" => ' ',
        _ => return None,
    };
    Some((character, end + 2))
}

/// A tag at the start of a text.
struct Tag<'t> {
    name: &'t str,
    attributes: &'t str,
    closes: bool,
    length: usize,
}

impl<'t> Tag<'t> {
    fn read(text: &'t str) -> Option<Tag<'t>> {
        let inner = text.strip_prefix('<')?;
        let end = inner
            .find(['<', '>'])
            .filter(|end| inner.as_bytes()[*end] == b'>')?;
        let (closes, inside) = match inner[..end].strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, &inner[..end]),
        };
        let inside = inside.trim_end_matches('/').trim_end();
        let (name, attributes) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        let is_name = name.starts_with(|character: char| character.is_ascii_alphabetic())
            && name
                .chars()
                .all(|character| character.is_ascii_alphanumeric());
        is_name.then_some(Tag {
            name,
            attributes,
            closes,
            length: end + 2,
        })
    }

    fn write(&self, out: &mut String) {
        if self.closes {
            if matches!(
                self.name,
                "para" | "item" | "summary" | "remarks" | "returns"
            ) {
                out.push('\n');
            }
            return;
        }
        match self.name {
            "see" | "seealso" | "paramref" | "typeparamref" => out.push_str(self.reference()),
            "param" | "typeparam" => label(out, self.reference()),
            "exception" | "permission" => label(out, &format!("Throws {}", self.reference())),
            "returns" => label(out, "Returns"),
            "value" => label(out, "Value"),
            "para" | "br" | "item" => out.push('\n'),
            _ => {}
        }
    }

    /// What a reference names: `cref="T:Acme.Item"` and `name="item"`.
    fn reference(&self) -> &'t str {
        let quoted = self
            .attributes
            .split_once('=')
            .map_or("", |(_, quoted)| quoted.trim_start());
        let quote = quoted
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''));
        let value = quote
            .and_then(|quote| quoted[1..].split(quote).next())
            .unwrap_or("");
        match value.as_bytes() {
            [_, b':', ..] => &value[2..],
            _ => value,
        }
    }
}

fn label(out: &mut String, label: &str) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(label);
    out.push_str(": ");
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn cleaned(text: &str) -> String {
        clean(text.to_owned())
    }

    #[test]
    fn tags_become_text() {
        let text = "<summary>\nFinds an item.\n</summary>\n<param name=\"key\">What it is <c>called</c>.</param>\n<returns>\nThe <see cref=\"T:Acme.Item\"/> or <see langword=\"null\" />.\n</returns>\n<exception cref=\"KeyError\">None.</exception>";
        assert_eq!(
            cleaned(text),
            "Finds an item.\nkey: What it is called.\nReturns: The Acme.Item or null.\nThrows KeyError: None."
        );
    }

    #[test]
    fn what_is_no_tag_stays() {
        assert_eq!(
            cleaned("a < b && b &gt; c, List&lt;T&gt;"),
            "a < b && b > c, List<T>"
        );
        assert_eq!(cleaned("1 <2> x <"), "1 <2> x <");
        assert_eq!(cleaned("<summary>é<ü></summary>"), "é<ü>");
    }

    #[test]
    fn paragraphs_start_new_lines() {
        assert_eq!(
            cleaned("<summary>One.<para>Two.</para>Three.</summary>"),
            "One.\nTwo.\nThree."
        );
        assert_eq!(cleaned("<inheritdoc/>"), "");
    }
}
