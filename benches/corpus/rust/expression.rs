//! A small language of arithmetic: lexer, parser with precedence, evaluation.
//!
//! ```text
//! let width = 3; width * (height + 2)
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};
use std::iter::Peekable;
use std::rc::Rc;
use std::str::CharIndices;

/// The deepest nesting that is accepted.
pub const MAX_DEPTH: usize = 64;

/// What can go wrong, with the place where it did.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A character that starts no token.
    Unexpected { at: usize, found: char },
    /// The text ends too early.
    UnexpectedEnd,
    /// A name that has no value.
    Unknown(String),
    /// Nested too deep.
    TooDeep(usize),
    DivisionByZero,
}

impl Display for Error {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unexpected { at, found } => write!(formatter, "{found:?} at byte {at}"),
            Error::UnexpectedEnd => formatter.write_str("the text ends too early"),
            Error::Unknown(name) => write!(formatter, "`{name}` has no value"),
            Error::TooDeep(depth) => write!(formatter, "nested {depth} deep"),
            Error::DivisionByZero => formatter.write_str("division by zero"),
        }
    }
}

impl std::error::Error for Error {}

type Result<T, E = Error> = std::result::Result<T, E>;

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'s> {
    Number(f64),
    Name(&'s str),
    Symbol(char),
}

/// Cuts a text into tokens.
pub struct Lexer<'s> {
    source: &'s str,
    characters: Peekable<CharIndices<'s>>,
}

impl<'s> Lexer<'s> {
    /// Starts at the beginning of a text.
    #[must_use]
    pub fn new(source: &'s str) -> Self {
        let characters = source.char_indices().peekable();
        Self { source, characters }
    }

    fn take_while(&mut self, start: usize, accept: impl Fn(char) -> bool) -> &'s str {
        let mut end = start;
        while let Some(&(at, character)) = self.characters.peek() {
            if !accept(character) {
                break;
            }
            end = at + character.len_utf8();
            self.characters.next();
        }
        &self.source[start..end]
    }
}

impl<'s> Iterator for Lexer<'s> {
    type Item = Result<(usize, Token<'s>)>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.characters.next_if(|(_, character)| character.is_whitespace()).is_some() {}
        let &(at, first) = self.characters.peek()?;
        let token = match first {
            '0'..='9' => {
                let digits = self.take_while(at, |c| c.is_ascii_digit() || c == '.');
                match digits.parse() {
                    Ok(number) => Token::Number(number),
                    Err(_) => return Some(Err(Error::Unexpected { at, found: first })),
                }
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                Token::Name(self.take_while(at, |c| c.is_alphanumeric() || c == '_'))
            }
            '+' | '-' | '*' | '/' | '(' | ')' | '=' | ';' | ',' => {
                self.characters.next();
                Token::Symbol(first)
            }
            found => return Some(Err(Error::Unexpected { at, found })),
        };
        Some(Ok((at, token)))
    }
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operator {
    const ALL: [(char, Operator, u8); 4] = [
        ('+', Operator::Add, 1),
        ('-', Operator::Subtract, 1),
        ('*', Operator::Multiply, 2),
        ('/', Operator::Divide, 2),
    ];

    fn of(symbol: char) -> Option<(Operator, u8)> {
        Self::ALL.iter().find(|(sign, ..)| *sign == symbol).map(|&(_, operator, rank)| (operator, rank))
    }

    /// Applies the operator.
    pub fn apply(self, left: f64, right: f64) -> Result<f64> {
        Ok(match self {
            Operator::Add => left + right,
            Operator::Subtract => left - right,
            Operator::Multiply => left * right,
            Operator::Divide if right == 0.0 => return Err(Error::DivisionByZero),
            Operator::Divide => left / right,
        })
    }
}

/// A tree of expressions.
#[derive(Debug, Clone)]
pub enum Expression {
    Number(f64),
    Name(Rc<str>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Let { name: Rc<str>, value: Box<Expression>, rest: Box<Expression> },
    Call(Rc<str>, Vec<Expression>),
}

/// Makes trees of tokens by precedence climbing.
pub struct Parser<'s, I: Iterator<Item = Result<(usize, Token<'s>)>>> {
    tokens: Peekable<I>,
    names: HashMap<&'s str, Rc<str>>,
    depth: usize,
}

impl<'s, I> Parser<'s, I>
where
    I: Iterator<Item = Result<(usize, Token<'s>)>>,
{
    pub fn new(tokens: I) -> Self {
        Parser { tokens: tokens.peekable(), names: HashMap::new(), depth: 0 }
    }

    fn intern(&mut self, name: &'s str) -> Rc<str> {
        Rc::clone(self.names.entry(name).or_insert_with(|| Rc::from(name)))
    }

    fn expect(&mut self, symbol: char) -> Result<()> {
        match self.tokens.next().transpose()? {
            Some((_, Token::Symbol(found))) if found == symbol => Ok(()),
            Some((at, Token::Symbol(found))) => Err(Error::Unexpected { at, found }),
            Some((at, _)) => Err(Error::Unexpected { at, found: symbol }),
            None => Err(Error::UnexpectedEnd),
        }
    }

    /// Parses an expression whose operators bind at least as tight as `rank`.
    pub fn expression(&mut self, rank: u8) -> Result<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::TooDeep(self.depth));
        }
        let mut left = self.operand()?;
        while let Some(Ok((_, Token::Symbol(symbol)))) = self.tokens.peek() {
            let Some((operator, own)) = Operator::of(*symbol).filter(|(_, own)| *own >= rank) else {
                break;
            };
            self.tokens.next();
            let right = self.expression(own + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression> {
        match self.tokens.next().transpose()?.ok_or(Error::UnexpectedEnd)? {
            (_, Token::Number(number)) => Ok(Expression::Number(number)),
            (_, Token::Name("let")) => self.binding(),
            (_, Token::Name(name)) => {
                let name = self.intern(name);
                let called = self.tokens.next_if(|next| matches!(next, Ok((_, Token::Symbol('(')))));
                if called.is_none() {
                    return Ok(Expression::Name(name));
                }
                let argument = self.expression(0)?;
                self.expect(')')?;
                Ok(Expression::Call(name, vec![argument]))
            }
            (_, Token::Symbol('(')) => {
                let inner = self.expression(0)?;
                self.expect(')')?;
                Ok(inner)
            }
            (at, Token::Symbol(found)) => Err(Error::Unexpected { at, found }),
        }
    }

    fn binding(&mut self) -> Result<Expression> {
        let Some((_, Token::Name(name))) = self.tokens.next().transpose()? else {
            return Err(Error::UnexpectedEnd);
        };
        let name = self.intern(name);
        self.expect('=')?;
        let value = Box::new(self.expression(0)?);
        self.expect(';')?;
        let rest = Box::new(self.expression(0)?);
        Ok(Expression::Let { name, value, rest })
    }
}

/// What has names and gives values.
pub trait Scope {
    fn lookup(&self, name: &str) -> Option<f64>;

    /// A scope with one more name in it.
    fn with<'a>(&'a self, name: &'a str, value: f64) -> Inner<'a>
    where
        Self: Sized,
    {
        Inner { outer: self, name: Cow::Borrowed(name), value }
    }
}

/// A scope inside another one.
pub struct Inner<'a> {
    outer: &'a dyn Scope,
    name: Cow<'a, str>,
    value: f64,
}

impl Scope for Inner<'_> {
    fn lookup(&self, name: &str) -> Option<f64> {
        if self.name == name { Some(self.value) } else { self.outer.lookup(name) }
    }
}

impl Scope for HashMap<String, f64> {
    fn lookup(&self, name: &str) -> Option<f64> {
        self.get(name).copied()
    }
}

/// Computes the value of a tree.
pub fn evaluate(expression: &Expression, scope: &dyn Scope) -> Result<f64> {
    match expression {
        Expression::Number(number) => Ok(*number),
        Expression::Name(name) => scope.lookup(name).ok_or_else(|| Error::Unknown(name.to_string())),
        Expression::Binary(operator, left, right) => {
            operator.apply(evaluate(left, scope)?, evaluate(right, scope)?)
        }
        Expression::Let { name, value, rest } => {
            let value = evaluate(value, scope)?;
            let inner = Inner { outer: scope, name: Cow::Borrowed(name), value };
            evaluate(rest, &inner)
        }
        Expression::Call(name, arguments) => {
            let values: Result<Vec<f64>> = arguments.iter().map(|each| evaluate(each, scope)).collect();
            let values = values?;
            match (&**name, values.as_slice()) {
                ("root", [value]) => Ok(value.sqrt()),
                ("round", [value]) => Ok(value.round()),
                _ => Err(Error::Unknown(name.to_string())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(source: &str) -> Result<f64> {
        let tree = Parser::new(Lexer::new(source)).expression(0)?;
        evaluate(&tree, &HashMap::from([("height".to_owned(), 4.0)]))
    }

    #[test]
    fn products_bind_tighter() {
        assert_eq!(value("1 + 2 * 3"), Ok(7.0));
        assert_eq!(value("let w = 3; w * (height + 2)"), Ok(18.0));
    }

    #[test]
    fn names_without_value_are_refused() {
        assert_eq!(value("depth"), Err(Error::Unknown("depth".into())));
    }
}
