//! The words and marks of C and C++, as far as the search for macros needs them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A mark of one byte.
    Mark(u8),
    /// A number, a character or a string.
    Literal,
    /// A line for the preprocessor, with those that continue it.
    Directive,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// Reads tokens; comments and white space are passed over.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Whether nothing but white space precedes on the line.
    starts_line: bool,
}

impl<'b> Tokens<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> Tokens<'b> {
        Tokens { bytes, at, starts_line: at == 0 }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Where the line that holds an offset ends, with the lines that a backslash adds.
    fn line_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(newline) = memchr::memchr(b'\n', self.bytes.get(at..).unwrap_or_default()) {
            let end = at + newline;
            let line = self.bytes[at..end].strip_suffix(b"\r").unwrap_or(&self.bytes[at..end]);
            if !line.ends_with(b"\\") {
                return end;
            }
            at = end + 1;
        }
        self.bytes.len()
    }

    /// Passes over white space and comments.
    fn skip(&mut self) {
        loop {
            match self.byte(self.at) {
                b'\n' => {
                    self.starts_line = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' | 0x0c | b'\\' => self.at += 1,
                b'/' if self.byte(self.at + 1) == b'/' => self.at = self.line_end(self.at),
                b'/' if self.byte(self.at + 1) == b'*' => {
                    let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
                    let length = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |end| end + 2);
                    self.at += 2 + length;
                }
                _ => return,
            }
        }
    }

    /// Where a string or a character ends that starts at an offset.
    fn quoted_end(&self, from: usize) -> usize {
        let quote = self.byte(from);
        let mut at = from + 1;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'\n' => return at,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// Where `R"mark(…)mark"` ends whose quote stands at an offset.
    fn raw_end(&self, quote: usize) -> usize {
        let rest = self.bytes.get(quote + 1..).unwrap_or_default();
        let Some(open) = memchr::memchr(b'(', &rest[..rest.len().min(20)]) else {
            return self.quoted_end(quote);
        };
        let closing = [b")", &rest[..open], b"\""].concat();
        let found = memchr::memmem::find(&rest[open..], &closing);
        found.map_or(self.bytes.len(), |at| quote + 1 + open + at + closing.len())
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let starts_line = std::mem::replace(&mut self.starts_line, false);
        let (kind, end) = match first {
            b'#' if starts_line => (Kind::Directive, self.line_end(start)),
            b'"' | b'\'' => (Kind::Literal, self.quoted_end(start)),
            b'0'..=b'9' => {
                let rest = &self.bytes[start..];
                let length = rest.iter().take_while(|byte| is_word(**byte) || matches!(byte, b'\'' | b'.'));
                (Kind::Literal, start + length.count())
            }
            _ if is_word(first) => {
                let rest = &self.bytes[start..];
                let end = start + rest.iter().take_while(|byte| is_word(**byte)).count();
                match self.byte(end) {
                    b'"' if first == b'R' || self.byte(end - 1) == b'R' && end - start < 4 => {
                        (Kind::Literal, self.raw_end(end))
                    }
                    _ => (Kind::Word, end),
                }
            }
            _ => (Kind::Mark(first), start + 1),
        };
        self.at = end;
        Some(Token { kind, start, end })
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}
