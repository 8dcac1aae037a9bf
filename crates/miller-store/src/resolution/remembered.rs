//! Answers that are remembered, each with the keys of what it depends on.

use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::dependencies::Key;
use super::meaning::Finder;

/// Answers that are kept to questions of one kind; beyond, they are forgotten and found again.
const KEPT: usize = 300_000;

/// Answers to questions of one kind.
#[derive(Debug)]
pub(super) struct Remembered<Question, Found>(FxHashMap<Question, (Found, Rc<[Key]>)>);

impl<Question, Found> Default for Remembered<Question, Found> {
    fn default() -> Self {
        Remembered(FxHashMap::default())
    }
}

impl<'c> Finder<'c> {
    /// Answers a question from memory, or anew; what the answer depends on is noted either way.
    ///
    /// All that the answer is a function of has to be in the question, the depth among it where there is one: what is
    /// too deep to be followed from one place may not be from another, and the order in which it is asked
    /// must not matter.
    pub(super) fn remembered<Question: Eq + Hash, Found: Clone>(
        &mut self,
        among: for<'f> fn(&'f mut Finder<'c>) -> &'f mut Remembered<Question, Found>,
        question: Question,
        anew: impl FnOnce(&mut Finder<'c>) -> rusqlite::Result<Found>,
    ) -> rusqlite::Result<Found> {
        if let Some((found, keys)) = among(self).0.get(&question) {
            let (found, keys) = (found.clone(), keys.clone());
            self.keys.extend_from_slice(&keys);
            return Ok(found);
        }
        let before = std::mem::take(&mut self.keys);
        let found = anew(self);
        let keys: Rc<[Key]> = self.take_keys().into();
        self.keys = before;
        self.keys.extend_from_slice(&keys);
        let found = found?;
        let known = &mut among(self).0;
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(question, (found.clone(), keys));
        Ok(found)
    }
}
