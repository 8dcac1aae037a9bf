//! Calls with type arguments among tokens: `size_of::<Item>()`.

/// Follows tokens to the parenthesis behind type arguments, which makes the name in front of them one
/// that is called.
#[derive(Default)]
pub(super) struct Turbofish {
    /// The use of the name, as its place among all.
    name: Option<usize>,
    reading: Reading,
}

#[derive(Default, PartialEq, Eq)]
enum Reading {
    #[default]
    Nothing,
    /// Behind the name.
    Name,
    /// Behind `name::`.
    Colons,
    /// Inside so many angle brackets.
    Arguments(u32),
    /// Behind the last bracket.
    Closed,
}

impl Turbofish {
    /// Begins anew behind a name; type arguments hold names, too.
    pub(super) fn after_name(&mut self, name: Option<usize>) {
        if !matches!(self.reading, Reading::Arguments(_)) {
            *self = Turbofish { name, reading: Reading::Name };
        }
    }

    /// Reads the text of the next token; gives the name where it turns out to be called.
    pub(super) fn next(&mut self, token: &str) -> Option<usize> {
        let called = self.reading == Reading::Closed && token.starts_with('(');
        self.reading = match (&self.reading, token) {
            (Reading::Name, "::") => Reading::Colons,
            (Reading::Colons, "<") => Reading::Arguments(1),
            (Reading::Arguments(depth), "<") => Reading::Arguments(depth + 1),
            (Reading::Arguments(1), ">") | (Reading::Arguments(2), ">>") => Reading::Closed,
            (Reading::Arguments(depth), ">") => Reading::Arguments(depth - 1),
            (Reading::Arguments(depth), ">>") => Reading::Arguments(depth.saturating_sub(2)),
            (Reading::Arguments(depth), _) => Reading::Arguments(*depth),
            _ => Reading::Nothing,
        };
        self.name.filter(|_| called)
    }
}
