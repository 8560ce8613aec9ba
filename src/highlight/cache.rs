//! What was found about a piece of code, so that coming back to it costs nothing.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::Runs;

/// Bytes of code that are remembered; the oldest go first.
const REMEMBERED: usize = 2 * 1024 * 1024;

/// A language and its code, by their hash and their length.
type Key = (u64, usize);

/// The roles of code, by its language and its text.
#[derive(Debug, Default)]
pub struct Cache {
    hasher: RandomState,
    found: HashMap<Key, Arc<Runs>>,
    order: VecDeque<Key>,
    bytes: usize,
}

impl Cache {
    /// What is known, or else what `find` finds; `None` if it finds nothing.
    pub fn get(
        &mut self,
        language: &str,
        code: &str,
        find: impl FnOnce() -> Option<Runs>,
    ) -> Option<Arc<Runs>> {
        let key = (self.hasher.hash_one((language, code)), code.len());
        if let Some(runs) = self.found.get(&key) {
            return Some(Arc::clone(runs));
        }
        let runs = Arc::new(find()?);
        self.found.insert(key, Arc::clone(&runs));
        self.order.push_back(key);
        self.bytes += code.len();
        while self.bytes > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.found.remove(&oldest);
            self.bytes -= oldest.1;
        }
        Some(runs)
    }
}
