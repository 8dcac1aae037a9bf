//! The words of a declaration in front of its declarator, and which of them are macros.

use super::tokens::Token;

/// What a word is in a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// `int`, `unsigned` and the like.
    Type,
    /// `struct`, `class` and the like: a name of a type follows.
    Tag,
    /// `static`, `typedef` and the like.
    Specifier,
    /// `const` and the like, which may follow a type as well.
    Qualifier,
    /// A name, of a type or of anything else.
    Name,
    /// A word that no declaration of C starts with.
    Other,
}

impl Class {
    pub fn of(word: &[u8]) -> Class {
        match word {
            b"void" | b"char" | b"short" | b"int" | b"long" | b"float" | b"double" | b"signed"
            | b"unsigned" | b"bool" | b"_Bool" | b"auto" => Class::Type,
            b"struct" | b"class" | b"union" | b"enum" => Class::Tag,
            b"const" | b"volatile" | b"restrict" | b"__restrict" | b"constexpr" | b"inline"
            | b"final" | b"mutable" => Class::Qualifier,
            b"static" | b"extern" | b"register" | b"typedef" | b"virtual" | b"explicit"
            | b"friend" | b"thread_local" | b"_Thread_local" | b"_Noreturn" | b"typename"
            | b"__inline" | b"consteval" | b"constinit" => Class::Specifier,
            b"alignas" | b"asm" | b"break" | b"case" | b"catch" | b"co_await" | b"co_return"
            | b"co_yield" | b"concept" | b"continue" | b"decltype" | b"default" | b"delete" | b"do"
            | b"else" | b"export" | b"for" | b"goto" | b"if" | b"namespace" | b"new" | b"operator"
            | b"private" | b"protected" | b"public" | b"requires" | b"return" | b"sizeof"
            | b"static_assert" | b"switch" | b"template" | b"this" | b"throw" | b"try" | b"typeof"
            | b"using" | b"while" | b"__asm__" | b"__attribute__" | b"__declspec"
            | b"__extension__" => Class::Other,
            _ => Class::Name,
        }
    }

    /// Whether only a declaration starts so, given a word like a macro in front.
    pub fn starts_declaration(self) -> bool {
        matches!(self, Class::Tag | Class::Specifier | Class::Other)
    }
}

/// A word of a declaration.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub start: usize,
    pub end: usize,
    pub class: Class,
    /// Whether it is written like a macro: `API_EXPORT`.
    pub is_upper: bool,
    /// Whether a star or an ampersand stands in front.
    pub star: bool,
}

impl Item {
    pub fn new(word: &[u8], class: Class, token: Token) -> Item {
        let is_upper = Item::is_upper(word);
        Item { start: token.start, end: token.end, class, is_upper, star: false }
    }

    /// Whether a word is written like a macro.
    pub fn is_upper(word: &[u8]) -> bool {
        let mut letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
        // `Foundation_API` stands in front of what a library offers.
        let offers = word.ends_with(b"_API") || word.ends_with(b"_EXPORT");
        word.len() > 2 && word.is_ascii() && (offers || letters.all(u8::is_ascii_uppercase))
    }
}

/// The words of a declaration so far.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub items: Vec<Item>,
    /// Whether the next word belongs to the last one: `a::b`.
    pub joins: bool,
    /// Whether a star stands in front of the next word.
    pub star: bool,
    /// The mark in front of the declaration.
    pub boundary: u8,
}

impl Head {
    /// What stands behind `public`: a colon, and then another declaration.
    pub fn section() -> Head {
        Head::default()
    }

    pub fn push(&mut self, item: Item) {
        let star = std::mem::take(&mut self.star);
        self.items.push(Item { star, ..item });
    }

    pub fn ends_with(&self, bytes: &[u8], word: &[u8]) -> bool {
        self.items.last().is_some_and(|last| &bytes[last.start..last.end] == word)
    }

    /// Whether it has nothing but words that are written like macros.
    pub fn is_macros(&self) -> bool {
        let is_macro = |item: &Item| item.class == Class::Name && item.is_upper && !item.star;
        !self.star && !self.items.is_empty() && self.items.iter().all(is_macro)
    }

    pub fn has_type(&self) -> bool {
        self.items.iter().any(|item| matches!(item.class, Class::Type | Class::Tag))
    }

    /// Whether nothing but specifiers stand in front of the last word, and one does.
    pub fn is_specified(&self) -> bool {
        let before = self.items.split_last().map_or(&[][..], |(_, before)| before);
        !before.is_empty() && before.iter().all(|item| matches!(item.class, Class::Specifier | Class::Qualifier))
    }

    /// How many names stand in front of the last word.
    pub fn names_before_last(&self) -> usize {
        let before = self.items.len().saturating_sub(1);
        self.items[..before].iter().filter(|item| item.class == Class::Name).count()
    }

    /// Whether the word in front of the last one is the name of what is declared: `int x MACRO(…)`,
    /// `Type x MACRO(…)`, and not `MACRO Type NAME(…)`.
    pub fn has_plain_name(&self) -> bool {
        let Some(at) = self.items.len().checked_sub(2) else { return false };
        let name = &self.items[at];
        let is_plain = name.class == Class::Name && !name.is_upper;
        let typed = self.items[..at].iter().any(|item| match item.class {
            Class::Type => true,
            Class::Name => !item.is_upper,
            _ => false,
        });
        is_plain && typed
    }

    /// The words that are too many for the declaration of a name that a mark ends.
    pub fn macros(&self, mark: u8) -> Vec<Item> {
        let Some((name, before)) = self.items.split_last() else { return Vec::new() };
        if self.joins || self.star {
            return Vec::new();
        }
        let tag = self.items.iter().position(|item| item.class == Class::Tag);
        if let (Some(tag), b'{' | b':') = (tag, mark) {
            return macros_of_type(&self.items[tag + 1..]);
        }
        if mark == b'}' && before.is_empty() && self.is_macros() && self.boundary != b'{' {
            // `END_NAMESPACE }`.
            return vec![*name];
        }
        if name.class != Class::Name || matches!(mark, b'{' | b'}') {
            return Vec::new();
        }
        let names: Vec<usize> =
            (0..before.len()).filter(|at| before[*at].class == Class::Name).collect();
        let of_type = if let Some(tag) = tag {
            names.iter().copied().find(|at| *at > tag)
        } else if self.has_type() {
            None
        } else {
            // Of several names the last one that is not written like a macro is the type.
            let plain = names.iter().rev().find(|at| !before[**at].is_upper);
            Some(*plain.or(names.last()).unwrap_or(&0))
        };
        let excess: Vec<usize> = names.into_iter().filter(|at| Some(*at) != of_type).collect();
        // `a * b * c` is no declaration.
        let multiplies = |at: &usize| !self.has_type() && self.items[at + 1].star;
        if excess.iter().any(multiplies) {
            return Vec::new();
        }
        excess.into_iter().map(|at| before[at]).collect()
    }
}

/// The macros between `class` and the name of the class.
fn macros_of_type(behind: &[Item]) -> Vec<Item> {
    let names: Vec<&Item> = behind.iter().filter(|item| item.class == Class::Name).collect();
    match names.split_last() {
        Some((_, before)) if before.iter().all(|item| item.is_upper) => {
            before.iter().map(|item| **item).collect()
        }
        _ => Vec::new(),
    }
}
