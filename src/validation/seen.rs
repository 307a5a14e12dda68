//! What was seen before: the sets with which Kubernetes finds duplicates, free of allocation for the usual few items.
//!
//! Knows nothing of Kubernetes.

use std::collections::HashSet;
use std::hash::Hash;

/// More items than this are kept in a hash set.
const FEW: usize = 16;

/// A set of values.
#[derive(Clone, Debug)]
pub(crate) struct Seen<T> {
    /// The first values, as many as `count` says.
    few: [T; FEW],
    count: usize,
    many: Option<HashSet<T>>,
}

impl<T: Copy + Default> Default for Seen<T> {
    fn default() -> Self {
        Self {
            few: [T::default(); FEW],
            count: 0,
            many: None,
        }
    }
}

impl<T> Seen<T> {
    fn few(&self) -> &[T] {
        &self.few[..self.count]
    }

    /// Whether the set is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T: Copy + Eq + Hash> Seen<T> {
    /// Whether the value is in the set.
    pub(crate) fn has(&self, value: T) -> bool {
        let many = self.many.as_ref();
        self.few().contains(&value) || many.is_some_and(|many| many.contains(&value))
    }

    /// Puts a value into the set; true where it was not there.
    pub(crate) fn insert(&mut self, value: T) -> bool {
        if self.has(value) {
            return false;
        }
        if let Some(free) = self.few.get_mut(self.count) {
            *free = value;
            self.count += 1;
        } else {
            self.many.get_or_insert_default().insert(value);
        }
        true
    }
}

impl<T: Copy + Ord> Seen<T> {
    /// The values in order.
    pub(crate) fn sorted(&self) -> Vec<T> {
        let mut all = self.few().to_vec();
        all.extend(self.many.iter().flatten().copied());
        all.sort_unstable();
        all
    }
}
