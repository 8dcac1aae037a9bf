//! Macros between the words of a declaration: `API_EXPORT Type name(…)`, `class API_EXPORT Name {`.
//!
//! The grammar reads source before the preprocessor, and takes such a word for the type and the type
//! for the name. No declaration has two names of types in a row, so the words that are too many are
//! macros: they are written over with spaces before the text is parsed. Shared by C and C++.

use miller_schema::IdentifierKind;
use tree_sitter::{Node, Point};

use super::head::{Class, Head, Item};
use super::tokens::{Kind, Token, Tokens};
use crate::facts::{FILE_SCOPE, Span, UseFact};
use crate::walk::Walker;

/// Words of one declaration up to its name that are looked at.
const WORDS: usize = 16;
/// Bytes that the arguments of a macro or of a template may have.
const ARGUMENTS: usize = 600;

/// Writes spaces over the macros of declarations.
pub(in crate::languages) fn blank(bytes: &mut [u8]) {
    for (start, end) in found(bytes) {
        for byte in &mut bytes[start..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
}

/// What was written over are uses of macros, and of what their arguments name.
pub(in crate::languages) fn uses<'t>(walker: &mut Walker<'t>, _node: Node<'t>) {
    // Elsewhere the text around is of another language. Relatives of C read such words themselves.
    if walker.is_embedded() || !walker.is_written_over() {
        return;
    }
    let bytes = walker.source().as_bytes();
    let mut place = Place::default();
    for (start, end) in found(bytes) {
        walker.note_written_over(start as u32, end as u32);
        let words = Tokens::new(bytes, start).take_while(|token| token.end <= end);
        for (number, token) in words.filter(|token| token.kind == Kind::Word).enumerate() {
            if super::KEYWORDS.iter().any(|word| word.as_bytes() == &bytes[token.start..token.end]) {
                continue;
            }
            let called = number == 0 && token.end < end;
            let span = Span {
                start: token.start as u32,
                end: token.end as u32,
                start_point: place.at(bytes, token.start),
                end_point: place.at(bytes, token.end),
            };
            let kind = if called { IdentifierKind::Call } else { IdentifierKind::VariableRef };
            walker.facts.uses.push(UseFact::new(kind, span, FILE_SCOPE));
        }
    }
}

/// Counts lines up to offsets that only grow.
#[derive(Default)]
struct Place {
    offset: usize,
    line_start: usize,
    row: usize,
}

impl Place {
    fn at(&mut self, bytes: &[u8], offset: usize) -> Point {
        for newline in memchr::memchr_iter(b'\n', &bytes[self.offset..offset]) {
            self.row += 1;
            self.line_start = self.offset + newline + 1;
        }
        self.offset = offset;
        Point { row: self.row, column: offset - self.line_start }
    }
}

/// Where macros of declarations stand, in order.
pub(super) fn found(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut search = Search { bytes, found: Vec::new(), head: Some(Head::default()) };
    let mut tokens = Tokens::new(bytes, 0);
    while let Some(token) = tokens.next() {
        if let Some(from) = search.read(token) {
            tokens = Tokens::new(bytes, from);
        }
    }
    search.found.sort_unstable();
    search.found
}

struct Search<'b> {
    bytes: &'b [u8],
    found: Vec<(usize, usize)>,
    /// The words of a declaration so far; `None` where none is read.
    head: Option<Head>,
}

impl Search<'_> {
    /// Reads a token; gives where to go on where that is not behind it.
    fn read(&mut self, token: Token) -> Option<usize> {
        match token.kind {
            Kind::Directive => self.head = Some(Head::default()),
            Kind::Literal => {
                // `extern "C"`.
                let kept = self.head.take().filter(|head| head.ends_with(self.bytes, b"extern"));
                self.head = kept;
            }
            Kind::Word => return self.word(token),
            Kind::Mark(mark) => return self.mark(mark, token),
        }
        None
    }

    fn word(&mut self, token: Token) -> Option<usize> {
        let head = self.head.as_mut()?;
        let word = &self.bytes[token.start..token.end];
        let class = Class::of(word);
        // A macro in front of what can only start a declaration.
        if class.starts_declaration() && head.is_macros() {
            self.found.extend(head.items.drain(..).map(|item| (item.start, item.end)));
        }
        match class {
            Class::Other => {
                let goes_on = matches!(word, b"else" | b"do");
                let head = std::mem::replace(&mut self.head, goes_on.then(Head::default));
                if word == b"template" {
                    // The grammar takes what follows `extern template …;` for a part of it.
                    let outer = head.filter(|head| head.ends_with(self.bytes, b"extern"));
                    let outer = outer.and_then(|head| head.items.last().copied());
                    self.found.extend(outer.map(|item| (item.start, item.end)));
                    let end = self.after_angles(token.end);
                    self.head = end.map(|_| Head::default());
                    return end;
                }
                if matches!(word, b"public" | b"private" | b"protected") {
                    // Behind the colon, see `mark`.
                    self.head = Some(Head::section());
                }
            }
            _ if head.joins => {
                head.joins = false;
                if let Some(last) = head.items.last_mut() {
                    last.end = token.end;
                    last.is_upper = false;
                }
            }
            _ if head.items.len() >= WORDS => self.head = None,
            _ => head.push(Item::new(word, class, token)),
        }
        None
    }

    fn mark(&mut self, mark: u8, token: Token) -> Option<usize> {
        let next = self.bytes.get(token.end).copied();
        match mark {
            b';' | b'{' | b'}' => {
                if let Some(head) = self.head.take() {
                    self.close(&head, mark);
                }
                self.head = Some(Head { boundary: mark, ..Head::default() });
            }
            b'*' | b'&' => {
                let kept = self.head.take().filter(|head| !head.items.is_empty());
                self.head = kept.map(|head| Head { star: true, ..head });
            }
            b':' if next == Some(b':') => {
                if let Some(head) = &mut self.head {
                    head.joins = head.items.last().is_some_and(|item| item.class == Class::Name);
                }
                return Some(token.end + 1);
            }
            b':' => {
                let head = self.head.take()?;
                self.close(&head, mark);
                // A label, or for whom the members are that follow.
                self.head = (head.items.len() < 2).then(Head::default);
            }
            b'<' => {
                let end = self.head.as_ref().filter(|head| !head.items.is_empty())
                    .and_then(|_| self.after_angles(token.start));
                if end.is_none() {
                    self.head = None;
                }
                return end;
            }
            b'(' => return self.parenthesis(token),
            b'=' | b'[' | b',' => {
                if let Some(head) = self.head.take() {
                    self.close(&head, mark);
                    let end = (mark == b'[' && head.items.len() > 1)
                        .then(|| self.after_pairs(token.start, b'[', b']'))
                        .flatten();
                    if let Some(end) = end {
                        // `type name[size] MACRO(…);`
                        self.behind_parameters(end);
                    }
                }
            }
            _ => self.head = None,
        }
        None
    }

    /// The words so far are those of a declaration that a mark ends.
    fn close(&mut self, head: &Head, mark: u8) {
        let macros = head.macros(mark);
        self.found.extend(macros.into_iter().map(|item| (item.start, item.end)));
    }

    /// `name(`: of a function, or of a macro with arguments.
    fn parenthesis(&mut self, token: Token) -> Option<usize> {
        let mut head = self.head.take()?;
        let last = *head.items.last()?;
        let end = self.after_parentheses(token.start)?;
        let follows = Tokens::new(self.bytes, end).next();
        let of_qt = self.bytes[last.start..last.end].starts_with(b"Q_") && head.is_macros();
        if of_qt && follows.is_some_and(|next| next.kind == Kind::Word) {
            // `Q_PROPERTY(…)` stands in a class without a semicolon.
            self.found.extend(head.items[..head.items.len() - 1].iter().map(|item| (item.start, item.end)));
            self.found.push((last.start, end));
            self.head = Some(Head::default());
            return Some(end);
        }
        if let [first, _] = head.items[..]
            && matches!(&self.bytes[first.start..first.end], b"emit" | b"Q_EMIT")
        {
            // `emit name(…);` calls what it names.
            self.found.push((first.start, first.end));
            return None;
        }
        if let Some(inner) = self.doubled(&head, token, end) {
            // `type name PARAMETERS((int, int));` of the days before prototypes.
            self.found.extend([(last.start, token.end), (end - 1, end)]);
            self.behind_parameters(inner);
            return None;
        }
        let is_upper = last.class == Class::Name && last.is_upper;
        let goes_on = if head.has_type() {
            follows.is_some_and(|next| self.is_lower_word(next))
        } else {
            head.is_specified() && follows.is_some_and(|next| next.kind == Kind::Word)
        };
        if is_upper && goes_on {
            // `static MACRO(…) void name(…)`, `static void MACRO(…) name(…)`, `class MACRO(…) Name {`.
            head.items.pop();
            self.found.push((last.start, end));
            self.head = Some(head);
            return Some(end);
        }
        if is_upper && head.names_before_last() > 0 && head.has_plain_name() {
            // `type name MACRO(…);`
            self.found.push((last.start, end));
            return Some(end);
        }
        self.close(&head, b'(');
        if head.items.len() > 1 {
            self.behind_parameters(end);
        }
        None
    }

    /// The end of the inner parentheses in `name MACRO((…))`, if these hold parameters.
    fn doubled(&self, head: &Head, token: Token, end: usize) -> Option<usize> {
        let declares = head.has_plain_name()
            && head.items.last().is_some_and(|last| last.class == Class::Name && !last.star);
        let mut tokens = Tokens::new(self.bytes, token.end);
        let inner = tokens.next().filter(|inner| declares && inner.kind == Kind::Mark(b'('))?;
        tokens.next().filter(|first| first.kind == Kind::Word)?;
        let inner_end = self.after_parentheses(inner.start)?;
        let closing = Tokens::new(self.bytes, inner_end).next()?;
        (closing.end == end).then_some(inner_end)
    }

    /// `name(…) MACRO(…);`
    fn behind_parameters(&mut self, from: usize) {
        let mut found = Vec::new();
        let mut tokens = Tokens::new(self.bytes, from);
        while let Some(token) = tokens.next() {
            let word = &self.bytes[token.start..token.end];
            match token.kind {
                Kind::Word if matches!(word, b"const" | b"noexcept" | b"override" | b"final") => {}
                Kind::Word if Item::is_upper(word) && found.len() < WORDS => {
                    let opens = self.bytes[token.end..].first() == Some(&b'(');
                    let end = if opens { self.after_parentheses(token.end) } else { None };
                    let end = end.unwrap_or(token.end);
                    found.push((token.start, end));
                    tokens = Tokens::new(self.bytes, end);
                }
                Kind::Mark(b';' | b'{' | b'=') => {
                    self.found.append(&mut found);
                    return;
                }
                _ => return,
            }
        }
    }

    fn is_lower_word(&self, token: Token) -> bool {
        let word = &self.bytes[token.start..token.end];
        token.kind == Kind::Word && Class::of(word) == Class::Name && !Item::is_upper(word)
    }

    /// The end of what stands in parentheses, if it is no more than arguments.
    fn after_parentheses(&self, from: usize) -> Option<usize> {
        self.after_pairs(from, b'(', b')')
    }

    /// The end of what stands in angle brackets behind an offset, if it is no comparison.
    fn after_angles(&self, from: usize) -> Option<usize> {
        self.after_pairs(from, b'<', b'>')
    }

    fn after_pairs(&self, from: usize, open: u8, close: u8) -> Option<usize> {
        let mut depth = 0_u32;
        for token in Tokens::new(self.bytes, from).take_while(|token| token.start < from + ARGUMENTS) {
            match token.kind {
                Kind::Mark(mark) if mark == open => depth += 1,
                Kind::Mark(mark) if mark == close => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(token.end);
                    }
                }
                Kind::Mark(b';' | b'{' | b'}') | Kind::Directive => return None,
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::blank;

    fn blanked(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        blank(&mut bytes);
        let text = String::from_utf8(bytes).expect("words are written over as a whole");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_that_are_too_many_are_macros() {
        assert_eq!(blanked("API_EXPORT Code start(void);"), "Code start(void);");
        assert_eq!(blanked("static yyconst flex_int16_t table[3] = {1};"), "static flex_int16_t table[3] = {1};");
        assert_eq!(blanked("EXTERN const struct foo * FAR find(int);"), "const struct foo * find(int);");
        assert_eq!(blanked("LIB_API void FAR *open(void) {}"), "void *open(void) {}");
        assert_eq!(blanked("CONST_INIT std::atomic<int> count(5);"), "std::atomic<int> count(5);");
        assert_eq!(blanked("class EXPORT Window : public View {"), "class Window : public View {");
        assert_eq!(blanked("class Kit_API Window : public View {"), "class Window : public View {");
        assert_eq!(blanked("class LOCKABLE(\"mutex\") Mutex {"), "class Mutex {");
        assert_eq!(blanked("static void ATTRIBUTE(x) run(int a) {"), "static void run(int a) {");
        assert_eq!(blanked("static WEAK(1) void run(int a) {"), "static void run(int a) {");
        assert_eq!(blanked("int count GUARDED_BY(mutex);"), "int count ;");
        assert_eq!(blanked("int counts[4] GUARDED_BY(mutex);"), "int counts[4] ;");
        assert_eq!(blanked("void stop(int) const LOCKS_EXCLUDED(a) NO_RETURN;"), "void stop(int) const ;");
        assert_eq!(blanked("BEGIN_SPACE\nnamespace a {"), "namespace a {");
        assert_eq!(blanked("{ Q_OBJECT\npublic:\n EXPORT Type get(); }"), "{ public: Type get(); }");
        assert_eq!(blanked("int main OF((int argc, char **argv));"), "int main (int argc, char **argv) ;");
        assert_eq!(blanked("{ Q_OBJECT Q_PROPERTY(int a READ a)\npublic: }"), "{ public: }");
        assert_eq!(blanked("{ emit changed(1); }"), "{ changed(1); }");
        assert_eq!(blanked("extern template class A<int>;"), "template class A<int>;");
        assert_eq!(blanked("extern \"C\" API Type f();"), "extern \"C\" Type f();");
    }

    #[test]
    fn what_the_language_has_stays() {
        for text in [
            "FILE *open(const char *path);", "UINT32 count = 0, other;", "static HANDLE pool;",
            "return A * b;", "a * b * c;", "struct node next;", "unsigned long long int total;",
            "enum { ONLY }", "enum Colour : uint8_t { RED };", "x = A b;", "if (A) B c;",
            "TEST(Suite, Name) {", "uint32_t const limit = 3;", "U32 const h = hash(p);", "U8 volatile *p;", "Foo::Foo(int a) : b(a) {",
            "template <typename T> T max(T a, T b);", "case A: B c;", "int f(a) int a; {",
            "std::map<std::string, int> names;", "auto f = [](A a) { return B(a); };",
            "const char *text = R\"(API Type f();)\";", "#define API_X Type f()\nint a;",
            "LIST_FOREACH(a, b) { c(); }", "DEFINE(x)\nstatic int y;", "int (*callback)(A b);",
            "void operator()(A b) const;", "using A = B;", "goto END;", "public: A b;",
        ] {
            assert_eq!(blanked(text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
