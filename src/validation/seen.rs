//! What was seen before: the sets with which Kubernetes finds duplicates, without hashing for the usual few items.
//!
//! Knows nothing of Kubernetes.

use std::collections::HashSet;
use std::hash::Hash;

/// More items than this are kept in a hash set.
const FEW: usize = 16;

/// A set of values.
#[derive(Clone, Debug)]
pub(crate) struct Seen<T> {
    /// The first values; has room for all of them as soon as there is one.
    few: Vec<T>,
    many: Option<HashSet<T>>,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self {
            few: Vec::new(),
            many: None,
        }
    }
}

impl<T: Copy + Eq + Hash> Seen<T> {
    /// Whether the value is in the set.
    pub(crate) fn has(&self, value: T) -> bool {
        let many = self.many.as_ref();
        self.few.contains(&value) || many.is_some_and(|many| many.contains(&value))
    }

    /// Whether the set is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.few.is_empty()
    }

    /// Puts a value into the set; true where it was not there.
    pub(crate) fn insert(&mut self, value: T) -> bool {
        if self.has(value) {
            return false;
        }
        match self.few.len() {
            0 => self.few = Vec::with_capacity(FEW),
            FEW.. => return self.many.get_or_insert_default().insert(value),
            _ => {}
        }
        self.few.push(value);
        true
    }
}

impl<T: Copy + Ord> Seen<T> {
    /// The values in order.
    pub(crate) fn sorted(&self) -> Vec<T> {
        let mut all = self.few.clone();
        all.extend(self.many.iter().flatten().copied());
        all.sort_unstable();
        all
    }
}
