//! Tags in a page, and the code in their attributes.

use super::code::{comment_end, is_letter, name_end, past_space};
use super::plan::{Frame, Planner};

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
impl Planner<'_> {
    /// A tag, or a comment.
    pub(super) fn tag(&mut self) {
        if let Some(end) = comment_end(self.text, self.at) {
            self.at = end;
            return;
        }
        let next = self.byte(self.at + 1);
        if next == b'/' {
            self.at = tag_end(self.text, self.at);
            self.close_tag();
        } else if is_letter(next) {
            let is_open = self.start_tag();
            match self.frames.last_mut() {
                Some(Frame::Section(open) | Frame::Element(open)) if is_open => *open += 1,
                Some(Frame::Element(0)) => self.leave(),
                _ => {}
            }
        } else {
            self.at += 1;
        }
    }

    fn close_tag(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Section(open)) => *open = open.saturating_sub(1),
            Some(Frame::Element(open)) => {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    self.leave();
                }
            }
            _ => {}
        }
    }

    /// A start tag with its attributes; whether an end tag is to come.
    fn start_tag(&mut self) -> bool {
        let name = self.word(self.at + 1).to_owned();
        self.at += 1 + name.len();
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        let mut attribute = (self.at, self.at);
        while self.at < self.text.len() {
            match self.byte(self.at) {
                b'>' => {
                    self.at += 1;
                    if matches!(name.as_str(), "script" | "style") {
                        self.raw_text(&name);
                        return false;
                    }
                    return !VOID.contains(&name.as_str());
                }
                b'/' if self.byte(self.at + 1) == b'>' => {
                    self.at += 2;
                    return false;
                }
                b'@' if is_letter(self.byte(self.at + 1)) => self.directive_attribute(),
                b'@' => self.transition(),
                b'"' | b'\'' => {
                    let name = &self.text[attribute.0..attribute.1];
                    let is_handler = is_component && name.starts_with(b"On");
                    self.value(is_handler);
                }
                byte if is_letter(byte) => {
                    attribute = (self.at, name_end(self.text, self.at));
                    self.at = attribute.1;
                }
                b'<' => return !VOID.contains(&name.as_str()),
                _ => self.at += 1,
            }
        }
        false
    }

    /// What a script or a style holds, in which only expressions are code.
    fn raw_text(&mut self, name: &str) {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with(b"</") && rest[2..].starts_with(name.as_bytes()) {
                self.at = tag_end(self.text, self.at);
                return;
            }
            match rest[0] {
                b'@' => self.expression_or_text(),
                _ => self.at += 1,
            }
        }
    }

    /// `@onclick="code"`, `@bind-Value="code"`, `@key="code"`.
    fn directive_attribute(&mut self) {
        let from = self.at;
        let is_part = |byte: &u8| is_letter(*byte) || matches!(byte, b'-' | b':' | b'0'..=b'9');
        self.at += 1;
        self.at += self.text[self.at..]
            .iter()
            .take_while(|byte| is_part(byte))
            .count();
        let quote = past_space(self.text, self.at) + 1;
        let has_value = self.byte(quote - 1) == b'=' && matches!(self.byte(quote), b'"' | b'\'');
        let name = &self.text[from..self.at];
        if has_value {
            self.at = quote;
            // `@bind:event="oninput"` and `@bind:format="d"` are texts.
            self.value(!name.ends_with(b":event") && !name.ends_with(b":format"));
        } else if matches!(self.byte(self.at), b'.' | b'(' | b'[') {
            // An expression that makes attributes.
            self.at = from;
            self.expression_or_text();
        }
    }

    /// The value of an attribute, which is code or a text with expressions in it.
    fn value(&mut self, is_code: bool) {
        let quote = self.byte(self.at);
        let start = self.at + 1;
        if is_code && self.byte(start) != b'@' {
            let rest = &self.text[start..];
            let end = memchr::memchr(quote, rest).map_or(self.text.len(), |end| start + end);
            let is_path = |byte: &u8| is_letter(*byte) || matches!(byte, b'.' | b'0'..=b'9');
            if self.text[start..end].iter().all(is_path) {
                // In brackets it would be taken for a cast.
                self.add(self.at, start, end, b"!", b";");
            } else {
                self.add(self.at, start, end, b"(", b");");
            }
            self.at = (end + 1).min(self.text.len());
            return;
        }
        self.at = start;
        while self.at < self.text.len() {
            match self.byte(self.at) {
                b'@' => self.expression_or_text(),
                byte => {
                    self.at += 1;
                    if byte == quote {
                        return;
                    }
                }
            }
        }
    }

    /// Tags as a value: `@<li>@item.Name</li>`. For the code they are a number; what they show is left
    /// out, because no statement can stand there.
    pub(super) fn template(&mut self) {
        self.end_code();
        self.add(self.at, self.at + 1, self.at + 1, b"0", b"");
        self.at = element_end(self.text, self.at + 1);
        self.begin_code(self.at);
    }
}

/// The end of the element that starts at an offset.
fn element_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut open = 0_usize;
    while at < text.len() {
        let Some(next) = memchr::memchr(b'<', &text[at..]) else {
            break;
        };
        at += next;
        if let Some(end) = comment_end(text, at) {
            at = end;
            continue;
        }
        let tag = at + 1;
        let end = tag_end(text, at);
        let name_ends = name_end(text, tag.min(text.len()));
        let name = std::str::from_utf8(&text[tag.min(name_ends)..name_ends]).unwrap_or_default();
        at = end;
        if text.get(tag) == Some(&b'/') {
            open = open.saturating_sub(1);
        } else if !name.is_empty() && !text[..end].ends_with(b"/>") && !VOID.contains(&name) {
            open += 1;
        }
        if open == 0 {
            return at;
        }
    }
    text.len()
}

/// What follows the `>` of a tag.
fn tag_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'>', &text[start..]).map_or(text.len(), |end| start + end + 1)
}
