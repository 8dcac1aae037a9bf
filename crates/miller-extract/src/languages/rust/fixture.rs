//! Measures shapes and keeps them on a board.
//!
//! Used by the drawing tool.

#![warn(missing_docs)]

extern crate alloc as heap;

use std::collections::{BTreeMap as Map, HashMap, hash_map::{self, Entry}};
use std::fmt::{self, Display, Write as _};
use std::ops::*;
pub use crate::colour::Colour;
pub(crate) use self::paint::brush;

mod colour;

/// How many shapes fit on a board.
pub const LIMIT: usize = 64;
static mut COUNTER: u32 = 0;
pub static GREETING: &str = "hello";
const _: () = assert!(LIMIT > 1);

/// A result of this crate.
pub type Result<T, E = BoardError> = std::result::Result<T, E>;

/// A point in the plane.
#[derive(Debug, Clone, Copy, serde::Serialize)]
#[repr(C)]
pub struct Point {
    /// To the right.
    pub x: f64,
    #[serde(default = "zero")]
    pub(crate) y: f64,
}

#[doc = "A length in metres."]
/// Never negative.
#[derive(Default)]
pub struct Metres(pub f64, u8);

struct Marker;

/// What can be drawn.
#[non_exhaustive]
pub enum Shape<'a, T: Display + ?Sized = str> {
    /// Nothing at all.
    Empty,
    Circle(Point, f64),
    /// With a label.
    Labelled {
        /// The label.
        label: &'a T,
        shape: Box<Shape<'a, T>>,
    },
    Fixed = 7,
}

pub union Bits {
    whole: u64,
    parts: [u32; 2],
}

/// Something with an area.
pub trait Area: fmt::Debug + Send {
    /// The unit.
    type Unit: Display;
    const SIDES: usize = 0;

    fn area(&self) -> f64;

    /// Twice the area.
    fn double(&self) -> f64 {
        self.area() * 2.0
    }
}

trait Solid: Area {}

impl Point {
    /// Where everything starts.
    pub const ORIGIN: Point = Point { x: 0.0, y: 0.0 };

    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    fn distance(&self, other: &Point) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        let dx = dx.abs();
        (dx * dx + dy * dy).sqrt()
    }

    pub(super) async unsafe fn shift<F>(&mut self, by: F) -> Result<()>
    where
        F: Fn(f64) -> f64,
    {
        self.x = by(self.x);
        self.y = (by)(self.y);
        Self::check(self)?;
        Ok(())
    }

    fn check(point: &Self) -> Result<()> {
        match point {
            Point { x, y: height } if *x > *height => Err(BoardError::TooWide(LIMIT)),
            &Point::ORIGIN => Ok(()),
            Point { .. } => Point::new(1.0, 2.0).distance(point).to_bits().validate(),
        }
    }
}

impl Area for Point {
    type Unit = Metres;

    fn area(&self) -> f64 {
        self.distance(&Self::ORIGIN);
        0.0
    }
}

impl<T> Add<T> for &Point
where
    T: Into<Point>,
{
    type Output = Point;

    fn add(self, other: T) -> Self::Output {
        let other = other.into();
        Point { x: self.x + other.x, ..*self }
    }
}

impl<'a, T: Display> From<Shape<'a, T>> for foreign::Outline<T> {
    fn from(shape: Shape<'a, T>) -> Self {
        if let Shape::Circle(Point { x, .. }, radius) = &shape && *radius > LIMIT as f64 {
            return foreign::Outline::<T>::round(*x);
        }
        let Shape::Labelled { label, shape: inner } = shape else {
            unreachable!("only {} shapes", Self::COUNT);
        };
        <Self as From<_>>::from(*inner).named::<T>(label)
    }
}

/// Why a board refuses a shape.
#[derive(Debug)]
pub enum BoardError {
    TooWide(usize),
    Io(std::io::Error),
}

/// Shapes by name.
pub struct Board<K, const N: usize> {
    shapes: HashMap<K, Vec<Point>>,
    on_change: Option<Box<dyn Fn(&Point) -> bool>>,
}

impl<K: Eq + std::hash::Hash, const N: usize> Board<K, N> {
    pub fn put(&mut self, key: K, point: Point) -> &mut Self {
        let known = |wanted: &K| self.shapes.contains_key(wanted);
        if !known(&key) && self.shapes.len() < N {
            match self.shapes.entry(key) {
                Entry::Occupied(mut entry) => entry.get_mut().push(point),
                Entry::Vacant(_) | _ => {}
            }
        }
        fn widen(point: Point) -> Point {
            Point { x: point.x * 2.0, ..point }
        }
        'outer: for (index, point) in self.shapes.values_mut().flatten().enumerate() {
            while let Some(next) = widen(*point).into_iter().nth(index) {
                *point = next;
                continue 'outer;
            }
        }
        self
    }
}

/// Sums up numbers.
///
/// With a comment between.
// An ordinary comment.
#[macro_export]
macro_rules! total {
    ($first:expr $(, $rest:expr)* $(,)?) => {{
        let mut sum = $first;
        $( sum += $rest; )*
        $crate::report(sum)
    }};
}

macro_rules! quiet { () => {}; }

pub fn report(sum: f64) -> f64 {
    let sum = sum + LIMIT as f64;
    println!("{sum} of {}", Point::new(sum, 0.0).distance(&Point::ORIGIN));
    tracing::info!(points = LIMIT, origin = ?Point::ORIGIN, "done");
    let points: Vec<_> = vec![Point { x: sum, y: zero() }; LIMIT];
    points.iter().map(|point| point.x).fold(0.0, f64::max) + total!(1.0, 2.0)
}

#[cfg(unix)]
fn zero() -> f64 {
    0.0
}

#[cfg(not(unix))]
fn zero() -> f64 {
    -0.0
}

extern "C" {
    /// From the C library.
    pub fn strlen(text: *const std::ffi::c_char) -> usize;
    static environ: *const u8;
}

pub mod paint {
    //! Brushes and their colours.

    use super::{Point, Shape};

    pub(in crate::paint) struct Brush<'b>(&'b str);

    pub fn brush() -> Brush<'static> {
        let at = super::report(1.0);
        let _ = self::inner::deep(at);
        Brush("round")
    }

    mod inner {
        pub(super) fn deep(at: f64) -> super::super::Metres {
            super::super::Metres(at, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_is_at_zero() {
        let point = Point { x: zero(), y: 0.0 };
        assert_eq!(point.distance(&Point::ORIGIN), 0.0, "at {}", point.x);
        let metres: Metres = paint::brush().into();
        assert!(matches!(metres, Metres(length, _) if length < 1.0));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn shifts() -> Result<()> {
        let mut point = Point::new(0.0, 1.0);
        unsafe { point.shift(|x| x + 1.0).await }
    }
}
