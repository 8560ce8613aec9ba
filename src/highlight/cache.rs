//! A cache of highlighted blocks, so that reopening an article does not highlight its code again.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::Runs;

/// Maximum total length of cached code, in bytes; the oldest results are dropped first.
const MAX_CACHED_BYTES: usize = 2 * 1024 * 1024;

/// The key of a result. The code itself is not compared: two different blocks of code of the same length hardly ever have the
/// same hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// The hash of the language and the code.
    hash: u64,
    /// Length of the code, in bytes.
    code_bytes: usize,
}

/// The results of highlighting, by language and code.
#[derive(Debug, Default)]
pub struct Cache {
    hasher: RandomState,
    results: HashMap<Key, Arc<Runs>>,
    /// The keys in the order in which they were added.
    order: VecDeque<Key>,
    /// Total length of the cached code, in bytes.
    bytes: usize,
}

impl Cache {
    /// Returns the cached result, or calls `highlight` and caches its result. Returns `None` if `highlight` returns `None`.
    pub fn get_or_highlight(
        &mut self,
        language: &str,
        code: &str,
        highlight: impl FnOnce() -> Option<Runs>,
    ) -> Option<Arc<Runs>> {
        let key = Key {
            hash: self.hasher.hash_one((language, code)),
            code_bytes: code.len(),
        };
        if let Some(runs) = self.results.get(&key) {
            return Some(Arc::clone(runs));
        }
        let runs = Arc::new(highlight()?);
        self.results.insert(key, Arc::clone(&runs));
        self.order.push_back(key);
        self.bytes += code.len();
        while self.bytes > MAX_CACHED_BYTES
            && let Some(oldest) = self.order.pop_front()
        {
            self.results.remove(&oldest);
            self.bytes -= oldest.code_bytes;
        }
        Some(runs)
    }
}
