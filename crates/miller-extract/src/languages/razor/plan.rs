//! Where in a page the code stands.

use super::code::{
    bracket_end, character_end, comment_end, expression_end, is_letter, line_end, name_end,
    past_space, string_end,
};

/// Statements that `@` may stand in front of.
const STATEMENTS: &[&str] = &[
    "do", "for", "foreach", "if", "lock", "switch", "try", "while",
];
/// Lines that say something of the page.
const DIRECTIVES: &[&str] = &[
    "addTagHelper",
    "attribute",
    "implements",
    "inherits",
    "layout",
    "model",
    "namespace",
    "page",
    "preservewhitespace",
    "removeTagHelper",
    "rendermode",
    "tagHelperPrefix",
    "typeparam",
];
/// What begins the class that a block of code becomes, where there is room for it.
pub(super) const CLASS: &[u8] = b"class";

/// A stretch of code, and what is to be written around it.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Where the page's own text ends.
    pub from: usize,
    /// Where the code starts …
    pub start: usize,
    /// … and where it ends.
    pub end: usize,
    /// Written from `from` on.
    pub opening: &'static [u8],
    /// Written after the end, where there is room.
    pub ending: &'static [u8],
}

/// What a page is made of.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The code, in the order of the source. Directives are empty pieces.
    pub pieces: Vec<Piece>,
    /// The places of the directives among the pieces.
    pub directives: Vec<usize>,
}

/// What the text at an offset is part of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Frame {
    /// Tags, to the end of the file.
    Page,
    /// Tags in a section, to its brace; how many are open.
    Section(usize),
    /// Tags in code, until all are closed; how many are open.
    Element(usize),
    /// Tags in code, to the end of the line.
    Line,
    /// Code, until its brace is closed; how many are open.
    Block {
        braces: usize,
        is_class: bool,
        is_loop: bool,
    },
}

/// The state of the search for code.
pub(super) struct Planner<'t> {
    pub text: &'t [u8],
    /// How far it has come.
    pub at: usize,
    plan: Plan,
    pub frames: Vec<Frame>,
    /// Where the code starts that is being read.
    code: Piece,
    /// Whether a statement may start here.
    at_statement: bool,
}

/// Finds the code in a page.
pub(super) fn plan(text: &[u8]) -> Plan {
    let mut planner = Planner {
        text,
        at: 0,
        plan: Plan::default(),
        frames: vec![Frame::Page],
        code: Piece::default(),
        at_statement: false,
    };
    while planner.at < text.len() {
        match planner.frames.last().copied() {
            Some(Frame::Block {
                braces,
                is_class,
                is_loop,
            }) => {
                planner.code(braces, is_class, is_loop);
            }
            Some(frame) => planner.markup(frame),
            None => break,
        }
    }
    if matches!(planner.frames.last(), Some(Frame::Block { .. })) {
        planner.end_code();
    }
    planner.plan
}

impl Planner<'_> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(b'\n')
    }

    pub(super) fn word(&self, start: usize) -> &str {
        let word = &self.text[start..name_end(self.text, start)];
        std::str::from_utf8(word).unwrap_or_default()
    }

    /// One step in the text of the page.
    fn markup(&mut self, frame: Frame) {
        match (self.byte(self.at), frame) {
            (b'\n', Frame::Line) => self.leave(),
            (b'}', Frame::Section(0)) => {
                self.add(self.at, self.at, self.at + 1, b"", b"");
                self.at += 1;
                self.frames.pop();
            }
            (b'@', _) => self.transition(),
            (b'<', _) => self.tag(),
            _ => self.at += 1,
        }
    }

    /// Goes back to the code around.
    pub(super) fn leave(&mut self) {
        self.frames.pop();
        self.begin_code(self.at);
        self.at_statement = true;
    }

    pub(super) fn begin_code(&mut self, start: usize) {
        self.code = Piece {
            from: start,
            start,
            ..Piece::default()
        };
    }

    pub(super) fn end_code(&mut self) {
        let piece = std::mem::take(&mut self.code);
        self.plan.pieces.push(Piece {
            end: self.at,
            ..piece
        });
    }

    pub(super) fn add(
        &mut self,
        from: usize,
        start: usize,
        end: usize,
        opening: &'static [u8],
        ending: &'static [u8],
    ) {
        self.plan.pieces.push(Piece {
            from,
            start,
            end,
            opening,
            ending,
        });
    }

    /// `@` where no statement can stand.
    pub(super) fn expression_or_text(&mut self) {
        let next = self.byte(self.at + 1);
        match next {
            b'(' => self.explicit(),
            _ if is_letter(next) && !self.is_address() => self.implicit(),
            b'@' => self.at += 2,
            _ => self.at += 1,
        }
    }

    /// Whether the `@` is that of an address of mail.
    fn is_address(&self) -> bool {
        self.at > 0 && self.text[self.at - 1].is_ascii_alphanumeric()
    }

    /// `@(expression)`.
    fn explicit(&mut self) {
        let end = bracket_end(self.text, self.at + 1);
        // In brackets alone it might be taken for a cast.
        self.add(self.at, self.at + 1, end, b"!", b";");
        self.at = end;
    }

    /// `@expression`.
    fn implicit(&mut self) {
        let start = self.at + 1;
        let first = if self.word(start) == "await" {
            past_space(self.text, start + "await".len())
        } else {
            start
        };
        let end = expression_end(self.text, first).max(start);
        // Only calls are statements; `!name` is taken for one.
        let opening: &[u8] = if self.byte(end - 1) == b')' {
            b""
        } else {
            b"!"
        };
        self.add(self.at, start, end, opening, b";");
        self.at = end;
    }

    /// `@` in the text of the page.
    pub(super) fn transition(&mut self) {
        if let Some(end) = comment_end(self.text, self.at) {
            self.at = end;
            return;
        }
        let start = self.at + 1;
        if self.byte(start) == b'{' {
            self.block(start, start, false);
            return;
        }
        if !is_letter(self.byte(start)) || self.is_address() {
            self.expression_or_text();
            return;
        }
        let word = self.word(start).to_owned();
        let after = start + word.len();
        let next = past_space(self.text, after);
        match word.as_str() {
            "code" | "functions" if self.byte(next) == b'{' => self.block(next, next, true),
            "section" if self.byte(after).is_ascii_whitespace() => self.section(after),
            "using" if self.byte(next) == b'(' => self.block(start, after, false),
            "using" => self.line(start),
            "inject" => self.line(next),
            word if DIRECTIVES.contains(&word) && self.byte(after).is_ascii_whitespace() => {
                self.plan.directives.push(self.plan.pieces.len());
                let end = line_end(self.text, start);
                self.add(self.at, end, end, b"", b"");
                self.at = end;
            }
            word if STATEMENTS.contains(&word) => self.block(start, after, false),
            _ => self.implicit(),
        }
    }

    /// A statement of one line.
    fn line(&mut self, start: usize) {
        let end = line_end(self.text, start);
        let line = self.text[start..end].trim_ascii_end();
        let end = start + line.len();
        let ending: &[u8] = if line.ends_with(b";") { b"" } else { b";" };
        self.add(self.at, start, end, b"", ending);
        self.at = end;
    }

    /// `@section Name {`.
    fn section(&mut self, after: usize) {
        let name = past_space(self.text, after);
        let brace = past_space(self.text, name_end(self.text, name));
        let end = if self.byte(brace) == b'{' { brace + 1 } else { brace };
        self.add(self.at, brace, end, b"", b"");
        self.at = end;
        if brace < end {
            self.frames.push(Frame::Section(0));
        }
    }

    /// Code that starts at `start` and is read from `next` on.
    fn block(&mut self, start: usize, next: usize, is_class: bool) {
        let opening: &[u8] = if is_class { CLASS } else { b"" };
        self.code = Piece {
            from: self.at,
            start,
            opening,
            ..Piece::default()
        };
        let is_loop = self.text[start..].starts_with(b"do") && next == start + 2;
        self.frames.push(Frame::Block {
            braces: 0,
            is_class,
            is_loop,
        });
        self.at = next;
        self.at_statement = false;
    }

    /// One step in code.
    fn code(&mut self, braces: usize, is_class: bool, is_loop: bool) {
        let byte = self.byte(self.at);
        let set = |braces| Frame::Block {
            braces,
            is_class,
            is_loop,
        };
        let was_at_statement = self.at_statement;
        self.at_statement = was_at_statement && byte.is_ascii_whitespace();
        match byte {
            b'"' => self.at = string_end(self.text, self.at),
            b'\'' => self.at = character_end(self.text, self.at),
            b'/' => match comment_end(self.text, self.at) {
                Some(end) => {
                    self.at = end;
                    self.at_statement = was_at_statement;
                }
                None => self.at += 1,
            },
            b'{' | b'}' | b';' | b':' => {
                self.at += 1;
                self.at_statement = true;
                let open = match byte {
                    b'{' => braces + 1,
                    b'}' => braces.saturating_sub(1),
                    _ => braces,
                };
                if let Some(frame) = self.frames.last_mut() {
                    *frame = set(open);
                }
                if byte == b'}' && open == 0 {
                    self.end_of_block(is_loop);
                }
            }
            b'<' if was_at_statement && !is_class && is_letter(self.byte(self.at + 1)) => {
                self.end_code();
                self.frames.push(Frame::Element(0));
            }
            b'@' => self.transition_in_code(was_at_statement),
            _ => self.at += 1,
        }
    }

    /// After the last brace of a block, which `else` and the like continue.
    fn end_of_block(&mut self, is_loop: bool) {
        let next = past_space(self.text, self.at);
        match self.word(next) {
            "else" | "catch" | "finally" => {
                self.at = next;
                self.at_statement = false;
                return;
            }
            "while" if is_loop => {
                let end = memchr::memchr(b';', &self.text[next..]);
                self.at = end.map_or(self.text.len(), |end| next + end + 1);
            }
            _ => {}
        }
        self.end_code();
        self.frames.pop();
        if matches!(self.frames.last(), Some(Frame::Block { .. })) {
            self.begin_code(self.at);
            self.at_statement = true;
        }
    }

    /// `@` in code: a line of text, a comment, an expression that is shown.
    fn transition_in_code(&mut self, at_statement: bool) {
        let next = self.byte(self.at + 1);
        match next {
            b':' if at_statement => {
                self.end_code();
                self.at += 2;
                self.frames.push(Frame::Line);
            }
            b'*' => {
                self.end_code();
                self.at = comment_end(self.text, self.at).unwrap_or(self.text.len());
                self.begin_code(self.at);
                self.at_statement = at_statement;
            }
            b'"' | b'$' => self.at += 1,
            b'<' if is_letter(self.byte(self.at + 2)) => self.template(),
            _ if at_statement && (is_letter(next) || matches!(next, b'(' | b'{')) => {
                let word = self.word(self.at + 1);
                let is_expression = next == b'(' || is_letter(next) && !STATEMENTS.contains(&word);
                self.end_code();
                if is_expression {
                    self.expression_or_text();
                    // There is to be room for a semicolon.
                    self.at = past_space(self.text, self.at);
                    self.at_statement = true;
                } else {
                    self.at += 1;
                }
                self.begin_code(self.at);
            }
            _ => self.at += 1,
        }
    }
}
