//! Objects that are found by a hash.

use crate::engine::{Facts, hash_of};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// So many objects in a bucket are a crowd, lest a file with thousands of like objects take time by their square.
const CROWD: usize = 64;

type Entry<'f> = (u64, &'f Facts);

/// What is kept of a crowded bucket: of those that are alike the first, by hash and namespace.
#[derive(Debug, Default)]
struct Crowd<'f> {
    all: Vec<Entry<'f>>,
    by_namespace: FxHashMap<(u64, u64), Vec<Entry<'f>>>,
}

impl<'f> Crowd<'f> {
    fn new(bucket: &[Entry<'f>]) -> Self {
        let mut crowd = Self::default();
        let mut seen = FxHashSet::default();
        for entry in bucket {
            let (hash, one) = *entry;
            if seen.insert((hash, one.source, one.content_hash())) {
                crowd.all.push(*entry);
                let namespace = (hash, one.hashes.namespace);
                crowd
                    .by_namespace
                    .entry(namespace)
                    .or_default()
                    .push(*entry);
            }
        }
        crowd
    }
}

/// Objects by a hash, in the order in which they stand. Made at once by counting, which takes a fraction of the time of a
/// map with a list for each key.
#[derive(Debug)]
pub(super) struct Index<'f> {
    /// Where the entries of each bucket start; a last one where those of the last bucket end. As many buckets as a power
    /// of two.
    starts: Vec<u32>,
    entries: Vec<Entry<'f>>,
    /// Crowded buckets in their order, and what is kept of each once somebody asks.
    crowds: Vec<(usize, OnceLock<Crowd<'f>>)>,
}

impl<'f> Index<'f> {
    /// The index of these entries. One object may have several.
    pub(super) fn new(entries: impl Iterator<Item = Entry<'f>>) -> Self {
        let mut index = Self::of_every(entries);
        let buckets = index.starts.windows(2).enumerate();
        let crowded = buckets.filter(|(_, bounds)| (bounds[1] - bounds[0]) as usize > CROWD);
        index.crowds = crowded
            .map(|(bucket, _)| (bucket, OnceLock::new()))
            .collect();
        index
    }

    /// The index of these entries, which keeps those of a crowd that are alike, too.
    pub(super) fn of_every(entries: impl Iterator<Item = Entry<'f>>) -> Self {
        let unsorted: Vec<_> = entries.collect();
        let mut index = Self {
            starts: vec![0; unsorted.len().next_power_of_two() + 1],
            entries: unsorted.clone(),
            crowds: Vec::new(),
        };
        for (hash, _) in &unsorted {
            let bucket = index.bucket(*hash);
            index.starts[bucket + 1] += 1;
        }
        let mut before = 0;
        for start in &mut index.starts {
            before += *start;
            *start = before;
        }
        let mut next = index.starts.clone();
        for entry in unsorted {
            let at = &mut next[index.bucket(entry.0)];
            index.entries[*at as usize] = entry;
            *at += 1;
        }
        index
    }

    fn bucket(&self, hash: u64) -> usize {
        hash as usize & (self.starts.len() - 2)
    }

    fn of_bucket(&self, bucket: usize) -> &[Entry<'f>] {
        &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    /// What is kept of a bucket in some namespace and in none, or in all of them.
    fn kept(&self, hash: u64, namespace: Option<u64>) -> [&[Entry<'f>]; 2] {
        let bucket = self.bucket(hash);
        let all = self.of_bucket(bucket);
        let crowd = self.crowds.binary_search_by_key(&bucket, |crowd| crowd.0);
        let Ok(at) = crowd else {
            return [all, &[]];
        };
        let crowd = self.crowds[at].1.get_or_init(|| Crowd::new(all));
        let Some(namespace) = namespace else {
            return [&crowd.all, &[]];
        };
        let of = |namespace| {
            let found = crowd.by_namespace.get(&(hash, namespace));
            found.map_or(&[][..], Vec::as_slice)
        };
        [of(namespace), of(hash_of(""))]
    }

    /// The objects of a hash that may be in a namespace, or in any, each as often as it was entered; of a crowd of them,
    /// each that differs from those before it in its file. Some of another namespace may be among them.
    pub(super) fn find(
        &self,
        hash: u64,
        namespace: Option<u64>,
    ) -> impl Iterator<Item = &'f Facts> {
        let same = self.kept(hash, namespace).into_iter().flatten();
        same.filter(move |entry| entry.0 == hash)
            .map(|entry| entry.1)
    }

    /// The objects of that one of some hashes which leaves the fewest to look at; None where there is no hash.
    pub(super) fn rarest(
        &self,
        hashes: impl Iterator<Item = u64>,
        namespace: Option<u64>,
    ) -> Option<impl Iterator<Item = &'f Facts>> {
        let rarest = hashes.min_by_key(|hash| self.of_bucket(self.bucket(*hash)).len())?;
        Some(self.find(rarest, namespace))
    }
}
