//! Reads records from a stream: patterns, bounds and macros that rarely stand together.

use std::fmt::Debug;

/** A record, documented by a block. */
#[derive(Debug)]
#[allow(dead_code)] // A comment behind an attribute is about the attribute.
pub struct Record {
    /** The key. */
    key: u32,
    values: (u8, Vec<u8>), /* what follows it */
}

trait Source {
    type Item;
    fn next(&mut self) -> Option<Self::Item>;
}

trait Filter<T>: for<'r> Fn(&'r T) -> bool + Debug {}

fn all(source: &mut dyn Source<Item = Record>) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    while let Some(Record { key, values: (ref first, rest) }) = source.next() {
        match rest.as_slice() {
            [] => found.push((key, 0)),
            [0..=9, ..] | [_, 250..] => continue,
            [head, middle @ .., LAST] if head != first => found.push((key, middle.len())),
            whole @ [_, _] => found.push((key, whole.len())),
            _ => {}
        }
    }
    found
}

const LAST: u8 = 255;

fn keys<'r>(records: &'r [Record]) -> impl Iterator<Item = &'r u32> + use<'r> {
    let key = |record: &'r Record| -> &'r u32 { &record.key };
    records.iter().map(key)
}

fn boxed(limit: impl 'static + Fn(u32) -> bool) -> Box<dyn Fn(u32) -> bool> {
    Box::new(limit)
}

fn parsed(text: &str) -> Option<u32> {
    match text.parse::<u32>() {
        Ok(number) => Some(number),
        Err::<u32, _>(_) if matches(text, Unit::<u8>) => Pair::<u32> { first: None::<u32> }.first,
    }
}

fn is_empty(found: Option<u32>) -> bool {
    match found {
        None::<u32> => true,
        _ => false,
    }
}

unsafe extern "C" fn report(format: *const u8, arguments: ...) {
    let _ = (format, arguments);
}

impl Vec::<Record> {
    fn broken(&self) {}
}

mod inner {
    use super::{LAST, Record};

    impl Default for Record {
        fn default() -> Record {
            Record { key: 0, values: (LAST, Vec::new()) }
        }
    }
}

#[test]
fn sizes() {
    assert_eq!(std::mem::size_of::<Record>(), size_of::<Option<Vec<u8>>>() + 8, "{}", parse::<u8>);
    assert!(matches!(Config::default(), Config { .. }), "{:?}", number::u8(0));
}

impl !Send for Record {}

impl<T: Source> Filter<T> for (u8, T) {
    fn checked(&self) -> T {
        <T as Source>::next(self)
    }
}

pub fn r#match(r#in: u8) -> u8 {
    static SEEN: u8 = 3;
    struct Local {
        count: u8,
    }
    impl Local {
        fn count(self: Box<Self>) -> u8 {
            self.count + SEEN
        }
    }
    let found = 'outer: {
        if r#in > 2 {
            break 'outer 3;
        }
        4
    };
    let run = async |limit: u8| limit + found;
    (Local { count: r#in }.callback)(run)
}

thread_local! {
    /// What this thread has seen.
    pub static KEY: std::cell::RefCell<u32> = RefCell::new(make_it());
    static OTHER: u8 = const { 3 };
}

lazy_static::lazy_static! {
    // Not a doc comment.
    /// How a number looks.
    #[derive(Debug)]
    pub(crate) static ref NUMBER: Regex = Regex::new("[0-9]+").unwrap();
}

fn seen() -> u8 {
    KEY.with(|key| key.borrow());
    NUMBER.find(OTHER.get())
}

mod paths {
    use self::deeper::Leaf as Renamed;

    pub mod deeper {
        pub struct Leaf;
        impl Leaf {
            pub fn grow(&self) -> Leaf {
                self::grow();
                self.grow();
                Leaf::grow(self)
            }
        }
        fn grow() {}
    }

    fn all() -> self::deeper::Leaf {
        let leaf = self::deeper::Leaf;
        self::one(leaf)
    }

    fn one(leaf: Renamed) -> Renamed {
        leaf
    }
}

type Outcome = u8;

macro_rules! quiet {
    () => {};
}

mod strict {
    // What is around the module is not known in it, other than macros.
    fn outcome() -> Outcome {
        quiet!();
        super::LAST
    }
}
